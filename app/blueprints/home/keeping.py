"""The first page of the administrator: the last backup, room on the disk, accounts that need help, steps still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.domain.permissions import may, needed_posts
from app.i18n.formats import format_moment, format_number
from app.i18n.labels import label
from app.models import Person
from app.models.types import clock
from app.operations.opening import WRITE
from app.pages.duty_words import units_of
from app.queries.calendar import listed_days
from app.queries.installation import MEGABYTE, disk_room, last_backup
from app.queries.months import first_handed_in, units_to_submit
from app.queries.opening import opening_progress
from app.queries.people import locked_people, never_signed_in, post_states, units_without_people
from app.queries.plan import plan_tree
from app.queries.units import centre_begins, has_months_before
from app.upkeep.place_checks import OLDEST_BACKUP_HOURS
from app.web.page import locale

MOST_NAMED = 5


@dataclass(frozen=True)
class Fact:
    """One thing to know: how it is called, how it stands, and where it is seen to; ``look``: late or low."""

    title: str
    words: str
    href: str
    look: str = ""


def facts_of(person: Person) -> tuple[Fact, ...]:
    """How the installation stands."""
    return (backup_fact(), disk_fact(), locked_fact(person.centre_id), silent_fact(person.centre_id))


def backup_fact() -> Fact:
    moment, href = last_backup(current_app.config["SETTINGS"].data), url_for("help.topic", topic="backups")
    if moment is None:
        return Fact(_("Oxirgi zaxira nusxa"), _("hali yoʻq"), href, "late")
    hours = int((clock() - moment).total_seconds() // 3600)
    words = f"{format_moment(moment)}, {age_words(hours)}"
    return Fact(_("Oxirgi zaxira nusxa"), words, href, "late" if hours > OLDEST_BACKUP_HOURS else "")


def age_words(hours: int) -> str:
    if hours < 1:
        return _("bir soat ham boʻlmagan")
    return _("%(count)s soat oldin", count=hours) if hours < 48 else _("%(count)s kun oldin", count=hours // 24)


def disk_fact() -> Fact:
    free, state = disk_room(current_app.config["SETTINGS"].data)
    words = _("%(size)s MB boʻsh", size=format_number(free // MEGABYTE, locale()))
    return Fact(_("Diskda joy"), words, url_for("system.index"), {"low": "low", "very_low": "late"}.get(state, ""))


def locked_fact(centre_id: int) -> Fact:
    people = locked_people(centre_id, clock())
    return Fact(_("Bloklangan hisoblar"), named(people) or _("yoʻq"), url_for("people.index"), "low" if people else "")


def silent_fact(centre_id: int) -> Fact:
    people = never_signed_in(centre_id)
    return Fact(
        _("Birinchi parolini hali almashtirmaganlar"),
        named(people) or _("yoʻq"),
        url_for("people.index"),
        "low" if people else "",
    )


def named(people: list[Person]) -> str:
    """The first names, and how many there are beyond them."""
    words = ", ".join(person.name for person in people[:MOST_NAMED])
    more = len(people) - MOST_NAMED
    return _("%(names)s va yana %(count)s", names=words, count=more) if more > 0 else words


def empty_posts(centre_id: int) -> list[Fact]:
    """The posts that a centre needs and in which nobody can work now, and why; who may not open accounts is led to
    where a stand-in is named."""
    manages = may(current_user.rights, "people.manage")
    words = {
        "never": _("bu vazifadagi xodimga hisob hali ochilmagan"),
        "closed": _("bu vazifadagi xodimning hisobi yopilgan, oʻrniga hech kim yoʻq"),
        "locked": _("bu vazifadagi xodimning hisobi xato parol sababli vaqtincha bloklangan"),
    }
    found = []
    for role, state in post_states(centre_id, needed_posts(), clock()).items():
        if state in words:
            opened = url_for("people.new") if state == "never" else url_for("people.index", role=role)
            href = opened if manages else url_for("stand_ins.index")
            found.append(Fact(label("role", role), words[state], href, "low"))
    return found


def opening_steps(centre_id: int, today: date) -> list[Fact]:
    """The years that are not archived and whose opening figures are neither whole nor said to be all that is known."""
    steps = []
    for year in (today.year - 1, today.year):
        plan = plan_tree(centre_id, year) if has_months_before(centre_id, year) else None
        progress = opening_progress(plan, today) if plan is not None and plan.state != "closed" else None
        if progress is None or progress.is_done:
            continue
        counted = _(
            "son yozilgan qatorlar: %(begun)s / %(all)s, hamma oylari yozilgani: %(known)s",
            begun=progress.begun,
            all=progress.rows,
            known=progress.known,
        )
        words = [counted] if may(current_user.rights, WRITE) else [counted, _("ularni metodist kiritadi")]
        title = _("Boshlangʻich sonlar, %(year)s-yil", year=year)
        steps.append(Fact(title, "; ".join(words), url_for("plan.opening", year=year)))
    return steps


def own_steps(person: Person, today: date) -> tuple[Fact, ...]:
    """The open steps of those who prepare the plan, who type what was before the beginning, and who lead the centre. A
    plan that began in January without anybody working by it owes all its months: whoever enters later says so."""
    steps = []
    if may(person.rights, "plan.edit") and today.month > 1:
        steps += missing_beginning(person.centre_id, today.year)
    if may(person.rights, "home.leading"):
        steps += empty_posts(person.centre_id)
    if may(person.rights, WRITE):
        steps += opening_steps(person.centre_id, today)
    return tuple(steps)


def missing_beginning(centre_id: int, year: int) -> list[Fact]:
    """A centre that never handed a month in has to say from which month it works; one that did has begun."""
    if centre_begins(centre_id) is not None or first_handed_in(centre_id) is not None:
        return []
    href = url_for("deadlines.holidays", year=year, _anchor="first_month")
    return [Fact(_("Ishning boshlanishi"), _("markaz dastur bilan qaysi oydan ishlashi hali belgilanmagan"), href)]


def open_steps(person: Person, today: date) -> tuple[Fact, ...]:
    """What is still to be done before the centre works with the program; nothing where all is."""
    centre_id, year = person.centre_id, today.year
    plan = plan_tree(centre_id, year)
    steps = [*empty_posts(centre_id), *missing_beginning(centre_id, year)]
    if plan is None:
        words = _("%(year)s-yil rejasini metodist kiritadi", year=year)
        steps.append(Fact(_("Ish rejasi"), words, url_for("plan.table", year=year)))
    elif plan.state == "draft":
        words = _("%(year)s-yil rejasini direktor tasdiqlaydi", year=year)
        steps.append(Fact(_("Ish rejasi"), words, url_for("plan.table", year=year)))
    if plan is not None:
        units, counting = units_of(centre_id), [unit.id for unit in units_to_submit(plan)]
        alone = units_without_people(centre_id, counting)
        names = ", ".join(unit.name for unit in units.values() if unit.id in alone)
        if alone:
            steps.append(Fact(_("Xodimi yoʻq boʻlinmalar"), names, url_for("people.index")))
    steps += opening_steps(centre_id, today)
    waiting = [day for day in listed_days(centre_id, year) if not day.confirmed and day.day >= today]
    if waiting:
        words = _("tasdiqlanmagan kunlar: %(count)s", count=len(waiting))
        steps.append(Fact(_("Bayram kunlari"), words, url_for("deadlines.holidays", year=year)))
    if not current_app.config["SETTINGS"].tls and not current_app.config["SETTINGS"].demonstration:
        steps.append(Fact(_("Aloqa"), _("shifrlanmagan (TLS yoqilmagan)"), url_for("system.index")))
    return tuple(steps)
