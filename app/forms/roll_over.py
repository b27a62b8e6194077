"""The forms of next year's plan: rolled over from this one, its figures taken again, begun empty (domain.md §5)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.errors import Invalid
from app.domain.roll_over import BASES, EXPECTED, KEEP, STEPS, WAYS, Proposal
from app.forms.base import MakingForm, NounForm
from app.forms.choices import Choice
from app.forms.fields import LongText, Pressed, Text, Tick
from app.forms.phasing import LookedAt
from app.forms.plan import Year
from app.i18n.formats import format_number
from app.i18n.labels import label
from app.operations.plans import TEXT_LIMIT


class Percent(Text):
    """A whole number of percent, also below nothing: “5”, “-10”, “−10 %”. Raises ``roll_over.percent_form``."""

    def read(self, text: str) -> Any:
        plain = super().read(text).replace("−", "-").replace("–", "-").removesuffix("%").strip()
        if not plain:
            return 0
        digits = plain.removeprefix("-").removeprefix("+")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 4):
            raise Invalid("roll_over.percent_form", value=text.strip()[:20])
        return -int(digits) if plain.startswith("-") else int(digits)


class RulesForm(NounForm):
    """On what the facts stand and by which rule the plans are proposed."""

    basis = Choice(
        _l("Fakt ustuni"),
        required=True,
        radio=True,
        width=12,
        choices=lambda: [(basis, label("fact_basis", basis)) for basis in BASES],
        default=EXPECTED,
    )
    way = Choice(
        _l("Reja ustuni"),
        required=True,
        radio=True,
        width=12,
        choices=lambda: [(way, label("plan_way", way)) for way in WAYS],
        default=KEEP,
    )
    percent = Percent(
        _l("Necha foizga"),
        limit=10,
        width=4,
        default="",
        hint=_l("“Natijaga foiz qoʻshib” tanlansa. Masalan 5 yoki -10."),
    )
    step = Choice(
        _l("Nechagacha yaxlitlash"),
        required=True,
        width=4,
        choices=lambda: [(str(step), format_number(step)) for step in STEPS],
        default="1",
    )

    looked_at = LookedAt()
    look = Pressed(_l("Avval koʻrib chiqish"))

    @property
    def rule(self) -> Proposal:
        """The rule of a form that was read."""
        return Proposal(self.way.data or KEEP, self.percent.data or 0, int(self.step.data or 1))

    def show(self, mark: str) -> None:
        """Keep what the page shows, and by which rule: what another one would make is shown first."""
        self.looked_at.process_data(f"{self.rule_text} {mark}")

    @property
    def rule_text(self) -> str:
        rule = self.rule
        return f"{self.basis.data} {rule.way} {rule.percent} {rule.step}"

    @property
    def looked_mark(self) -> str:
        """The mark of what was looked at; empty where nothing was."""
        return self.looked_at.text.rpartition(" ")[2]

    @property
    def wants_look(self) -> bool:
        shown = self.looked_at.text.rpartition(" ")[0]
        return bool(self.look.data or (shown and shown != self.rule_text))


class RollOverForm(RulesForm):
    """Next year's plan is looked at or made."""

    makes = True


class RenewForm(RulesForm):
    """Results are taken again into a draft, once it was seen what that does; ``again``: plans are proposed again,
    too."""

    again = Tick(_l("Reja ham qaytadan taklif qilinsin (yozilgan rejalar almashadi)"))

    @property
    def rule_text(self) -> str:
        return f"{super().rule_text} {bool(self.again.data)}"

    @property
    def wants_look(self) -> bool:
        return super().wants_look or not self.looked_mark


class EmptyPlanForm(MakingForm):
    """A plan without rows."""

    year = Year(_l("Yil"), required=True, width=4, attrs={"inputmode": "numeric", "maxlength": 4})
    centre_name = Text(_l("Markaz nomi"), limit=300, width=8)
    title = Text(_l("Reja sarlavhasi"), limit=TEXT_LIMIT, width=12)
    headings = LongText(
        _l("Boʻlimlar"),
        limit=TEXT_LIMIT,
        rows=7,
        hint=_l("Har qatorga bitta nom, raqamsiz. Keraksizini oʻchiring; keyin ham qoʻshsa boʻladi."),
    )
