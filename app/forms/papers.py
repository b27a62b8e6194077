"""The forms of the head and foot of papers: of all of them, of one kind, of one plan (domain.md §7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, cast

from flask_babel import lazy_gettext as _l

from app.domain.frozen import Signer
from app.domain.papers import (
    AGREEMENT,
    APPROVAL,
    AS_SET,
    BLOCKS,
    CENTRE,
    CENTRE_NAME,
    NONE,
    REPORT,
    SIGNATURES,
    TITLE,
    WAYS_OF_PIECE,
    Said,
    way_of,
)
from app.forms.base import NounForm
from app.forms.choices import Choice
from app.forms.fields import Pressed, Text, Tick, TypedField, Version
from app.forms.report import Signers
from app.i18n.labels import label
from app.operations.papers import MOST_SIGNATURES, PARTS_OF_BLOCK, TEXT_LIMIT


class PaperSigners(Signers):
    """Who signs: a name may be left to the pen."""

    @property
    def drawn_lines(self) -> list[Signer]:
        """The lines as typed, and one more to go on with."""
        typed = [line for line in self.lines if line.post or line.name]
        return [*typed, *[Signer("", "")] * max(1, 3 - len(typed))][:MOST_SIGNATURES]


def way_field(words: Any) -> Choice:
    return Choice(words, required=True, radio=True, width=12, default=AS_SET)


class PaperForm(NounForm):
    """How the papers of one kind begin and end."""

    centre_name = Text(_l("Markazning qogʻozdagi toʻliq nomi"), limit=TEXT_LIMIT, width=12)
    title = Text(_l("Sarlavha"), limit=TEXT_LIMIT, width=12)
    approval_way = way_field(_l("“TASDIQLAYMAN” bloki"))
    approval_organisation = Text(_l("Tashkilot"), limit=TEXT_LIMIT, width=12)
    approval_post = Text(_l("Lavozimi"), limit=TEXT_LIMIT, width=6)
    approval_name = Text(_l("Kim (ismi)"), limit=TEXT_LIMIT, width=6)
    approval_dated = Tick(_l("Sana uchun joy qoldirilsin"))
    agreement_way = way_field(_l("“KELISHILDI” bloki"))
    agreement_organisation = Text(_l("Tashkilot"), limit=TEXT_LIMIT, width=12)
    agreement_post = Text(_l("Lavozimi"), limit=TEXT_LIMIT, width=6)
    agreement_name = Text(_l("Kim (ismi)"), limit=TEXT_LIMIT, width=6)
    agreement_dated = Tick(_l("Sana uchun joy qoldirilsin"))
    signatures_way = way_field(_l("Imzolar (qogʻoz oxirida)"))
    signatures = PaperSigners(_l("Imzolovchilar"))
    look = Pressed(_l("Saqlamasdan koʻrish"))
    version = Version()

    def for_paper(self, paper: str, *, of_plan: bool = False) -> Self:
        """The form with the words of a kind of paper; ``of_plan``: of one plan."""
        if paper == CENTRE:
            del self.title
        else:
            self.typed(TITLE).hint = _l("Boʻsh qoldirilsa, odatdagi sarlavha yoziladi.")
        self.typed(CENTRE_NAME).hint = (
            _l("Boʻsh qoldirilsa, rejada qanday boʻlsa, shunday yoziladi.")
            if paper == CENTRE
            else _l("Boʻsh qoldirilsa, “Hamma qogʻozlar”da yozilgani olinadi.")
        )
        kind = "paper_way_of_centre" if paper == CENTRE else "paper_way_of_plan" if of_plan else "paper_way_of_paper"
        for piece in (*BLOCKS, SIGNATURES):
            ways = [way for way in WAYS_OF_PIECE if (paper, piece, way) != (REPORT, SIGNATURES, NONE)]
            field = cast(Choice, self[f"{piece}_way"])
            field.choices = [(way, label(kind, way)) for way in ways]
        return self

    def block_fields(self, piece: str) -> list[TypedField]:
        """The fields of a block behind its way."""
        return [self.typed(f"{piece}_{part}") for part in (*PARTS_OF_BLOCK, "dated")]

    @property
    def was_looked_at(self) -> bool:
        return bool(self.typed("look").data)


def paper_form(said: Said, version: int) -> PaperForm:
    """The form as it stands."""
    values: dict[str, Any] = {name: said.get(name, "") for name in (CENTRE_NAME, TITLE)}
    for piece in (APPROVAL, AGREEMENT):
        block = said.get(piece) or {"dated": True}
        values |= {f"{piece}_{part}": block.get(part, "") for part in (*PARTS_OF_BLOCK, "dated")}
    values[SIGNATURES] = signers_of(said.get(SIGNATURES) or ())
    ways = {f"{piece}_way": way_of(said, piece) for piece in (*BLOCKS, SIGNATURES)}
    return PaperForm(version=version, **values, **ways)


def signers_of(said: Sequence[dict[str, str]]) -> list[Signer]:
    return [Signer(one["post"], one["name"]) for one in said]
