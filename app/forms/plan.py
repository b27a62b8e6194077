"""The forms of a plan: points as the paper has them, a file that is sent, its names answered (domain.md §2)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.documents.archive import LARGEST_FILE
from app.domain.errors import Invalid
from app.domain.typed import FIRST_YEAR, LAST_YEAR, parse_number
from app.forms.base import ActForm, MakingForm
from app.forms.choices import ChoiceSet
from app.forms.fields import Files, HiddenNumber, Tick, TypedField
from app.forms.plan_unsure import UnsureForm
from app.forms.unit_names import NamesForm
from app.i18n.labels import label
from app.queries.plan import DOUBTS


class PointsForm(ActForm):
    """Points of a row that the paper leaves open, as the page showed them."""

    points = ChoiceSet(
        _l("Tekshirilishi kerak boʻlgan qatorlar"),
        choices=lambda: [(code, label("plan_doubt", code)) for code in DOUBTS],
    )


class Year(TypedField):
    """A year of four digits. Raises ``date.year``."""

    def read(self, text: str) -> int | None:
        typed = text.strip()
        year = parse_number(typed, LAST_YEAR)
        if typed and (year is None or year < FIRST_YEAR):
            raise Invalid("date.year")
        return year


class PlanFileForm(MakingForm):
    """A file that holds a plan."""

    file = Files(
        _l("Reja fayli"),
        required=True,
        accept=".xlsx,.docx",
        max_bytes=LARGEST_FILE,
        width=8,
        hint=_l("Excel (XLSX) yoki Word (DOCX), koʻpi bilan 10 MB."),
    )
    year = Year(
        _l("Yil"),
        width=4,
        hint=_l("Faqat faylda yil yozilmagan boʻlsa."),
        attrs={"inputmode": "numeric", "maxlength": 4},
    )


class PlanConfirmForm(NamesForm, UnsureForm, MakingForm):
    """The plan of a file is stored, when every name that nobody knew is answered or put off. What the file leaves open
    of its rows is taken as proposed where nothing else is said."""

    depending = (*NamesForm.depending, *UnsureForm.depending)


class UndoImportForm(ActForm):
    """A stored file is taken back; ``seen``: the last of the changes by hand that the page showed."""

    drop_changes = Tick(_l("Yuqoridagi oʻzgarishlar ham yoʻqolsin"))
    seen = HiddenNumber()
