"""Who may do what: the one table of roles, testable without HTTP (trust.md “Decided”).

Inside a centre everyone who is signed in may read every unit's figures. Writing is for the units a person
belongs to, and for the methodologist on their behalf. The administrator manages accounts and enters no figures.
Everywhere else only ``may(holder, permission)`` is asked, of a role or of a person's rights; nobody compares a role by
its name. A new role is a name in ROLES, its place in the rows of PERMISSIONS, and its word in ``i18n.labels``.

Who stands in for somebody has his own rights and those of that role, but for what is NOT_LENT.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

SECTOR, HEAD, METHODOLOGIST, DIRECTOR, DEPUTY, ADMINISTRATOR, INSPECTOR = ROLES = (
    "sector",
    "head",
    "methodologist",
    "director",
    "deputy",
    "administrator",
    "inspector",
)
PUBLIC = "public"  # answers without signing in

WRITERS = (SECTOR, HEAD, METHODOLOGIST, DEPUTY)
OVERSEERS = (METHODOLOGIST, DIRECTOR, DEPUTY, ADMINISTRATOR, INSPECTOR)
WATCHERS = (INSPECTOR,)  # look on from outside and act for nobody

# permission → the roles that have it. Which unit's figures may be written is `may_write_for`.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "home.view": ROLES,
    "home.overview": OVERSEERS,  # every service stands in the menu, not only one's own
    "home.answers": (METHODOLOGIST, INSPECTOR),  # the first page tells what waits, is late, can be closed, goes out
    "home.leading": (DIRECTOR, DEPUTY),  # the first page begins with what is signed and closed
    "measures.choose": (METHODOLOGIST, DIRECTOR, DEPUTY),  # which lines the first page of those who lead draws
    "profile.edit": ROLES,
    "help.view": ROLES,
    "plan.view": ROLES,
    "plan.edit": (METHODOLOGIST,),
    "plan.import": (METHODOLOGIST,),
    "plan.approve": (DIRECTOR,),
    "plan.close": (DIRECTOR, DEPUTY),  # the year, after its last report; opened again by the next
    "plan.reopen": (DIRECTOR,),
    "papers.view": (METHODOLOGIST, DIRECTOR, ADMINISTRATOR),  # how papers begin and end; set by who edits the plan
    "own_shares.set": (METHODOLOGIST,),  # say what of a row's plan is which unit's own
    "opening.write": (METHODOLOGIST,),  # what is known of the months before the centre began
    "service.view": ROLES,
    "entries.view": ROLES,
    "entries.write": WRITERS,
    "entries.write_subunits": (HEAD,),  # for the sectors below one's own units, too
    "entries.write_any": (METHODOLOGIST,),  # on behalf of any unit; owes and comes for one's own only
    "consolidation.view": ROLES,
    "consolidation.export": ROLES,
    "submissions.view": ROLES,
    "submissions.submit": WRITERS,
    "submissions.withdraw": (SECTOR, HEAD, DEPUTY),
    "submissions.review": (METHODOLOGIST,),
    "submissions.accept_own": (DIRECTOR, DEPUTY),  # accept what a reviewer handed in
    "exceptions.manage": (METHODOLOGIST, DIRECTOR, DEPUTY),  # open a month for a while; which one, by the next two
    "exceptions.window": (METHODOLOGIST,),  # whose time to write has ended
    "exceptions.sent": (DIRECTOR, DEPUTY),  # that was sent
    "changes.review": (METHODOLOGIST, DIRECTOR, DEPUTY),  # look at what was changed in it; those above at hers
    "deviations.view": ROLES,
    "deviations.write": WRITERS,
    "deviations.ask": (METHODOLOGIST, DIRECTOR, DEPUTY),  # a unit why a row of its stands behind
    "months.set": (METHODOLOGIST,),  # how long a month is open for writing, and when it is due
    "months.self_acceptance": (DIRECTOR,),  # whether a reviewer may accept what she handed in herself
    "months.close": (DIRECTOR, DEPUTY),
    "months.reopen": (DIRECTOR,),
    "deadlines.view": ROLES,
    "deadlines.manage": (METHODOLOGIST,),
    "holidays.manage": (METHODOLOGIST, ADMINISTRATOR),
    "reports.view": ROLES,
    "reports.make": (METHODOLOGIST,),
    "reports.send": (METHODOLOGIST,),
    "reports.sign": (DIRECTOR, DEPUTY),
    "checks.view": OVERSEERS,
    "checks.decide": (METHODOLOGIST,),
    "stand_ins.view": OVERSEERS,
    "stand_ins.name": (DIRECTOR, ADMINISTRATOR),  # the administrator while the centre has nobody of the next line
    "stand_ins.name_always": (DIRECTOR,),
    "people.manage": (ADMINISTRATOR,),  # wants the longer password; the last one stays
    "system.view": (ADMINISTRATOR,),
    "history.view": OVERSEERS,
}


# What a stand-in never does in another's place: naming a stand-in, and switching off the rule of the two persons.
NOT_LENT = frozenset({"stand_ins.name", "stand_ins.name_always", "months.self_acceptance"})
# What is judged together with the unit about which it is.
OF_A_UNIT = frozenset({"entries.write", "submissions.submit", "submissions.withdraw", "deviations.write"})


@dataclass(frozen=True)
class Rights:
    """What a person may: by the own role, and by those of the people for whom he stands in (``lent``)."""

    role: str
    lent: tuple[str, ...] = ()


def may(holder: str | Rights, permission: str) -> bool:
    """Whether a role, or a person by his rights, has a permission. An unknown permission is refused."""
    holders = PERMISSIONS.get(permission, ())
    if isinstance(holder, str):
        return holder in holders
    return holder.role in holders or (permission not in NOT_LENT and any(role in holders for role in holder.lent))


def may_be_lent(role: str) -> bool:
    """Whether somebody can stand in for a role: for every one but that which keeps the accounts."""
    return role in ROLES and not may(role, "people.manage")


def may_stand_in(role: str) -> bool:
    """Whether somebody of a role can stand in for others: not who keeps the accounts, and not who only looks on."""
    return may_be_lent(role) and role not in WATCHERS


def vacant_posts(held: Collection[str]) -> tuple[str, ...]:
    """The roles that can be lent although nobody has them: those that are more than the work of some units."""
    return tuple(role for role in OVERSEERS if may_be_lent(role) and role not in held)


def roles_with(permission: str) -> tuple[str, ...]:
    """The roles that have a permission, for finding the people who do."""
    return PERMISSIONS.get(permission, ())


def may_write_for(holder: str | Rights, own_units: Collection[int], unit_id: int) -> bool:
    """Whether figures of this unit may be written: one's own, or any on its behalf."""
    return may(holder, "entries.write_any") or (may(holder, "entries.write") and unit_id in own_units)


# Posts, where not a right but the person's office is meant.


def signing_posts() -> tuple[str, ...]:
    """Whose names stand under a report, in the order of the lines."""
    return (DIRECTOR, METHODOLOGIST)


def needed_posts() -> tuple[str, ...]:
    """Without whom a centre cannot begin: who enters the plan, and who approves it."""
    return (METHODOLOGIST, DIRECTOR)


def command_line_posts() -> tuple[str, ...]:
    """For whom a command acts when it names nobody: the first of these that the centre has."""
    return (METHODOLOGIST, ADMINISTRATOR)


def first_post() -> str:
    """The role of the account with which a centre begins."""
    return ADMINISTRATOR
