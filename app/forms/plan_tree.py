"""The forms of a draft's tree: a new row, where a row stands, its parts, sections and numbers (domain.md §5)."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.plan_tree import AFTER, FIRST, LETTERS, SPLITS, UNDER
from app.forms.base import ActForm, FilterForm, MakingForm, NounForm
from app.forms.choices import Choice
from app.forms.fields import Hidden, LongText, Text, Tick, Version, Whole
from app.forms.plan_row import RowForm
from app.i18n.labels import label
from app.i18n.plan_words import place_words
from app.operations.plans import TEXT_LIMIT
from app.queries.plan_tree import TreeLine, TreeSection
from app.queries.row_names import short_of

LONGEST = 40  # characters of a heading in a list
NUMBER_HINT = _l("Boʻsh qoldirilsa, joyiga qarab qoʻyiladi.")


class PlaceChoice(Choice):
    """Where in the tree: at the beginning of a section, behind a row or below it."""

    def offer(self, sections: Iterable[TreeSection], without: TreeLine | None = None) -> None:
        """Every place but those within a row itself."""
        groups = []
        for section in sections:
            places = [(f"{FIRST}:{section.roman}", "")]
            for line in section.lines:
                if without is not None and is_within(line, without):
                    continue
                words = f"{line.key} {short_of(line)}".rstrip()
                places.append((f"{AFTER}:{line.key}", words))
                if not line.is_lettered:
                    places.append((f"{UNDER}:{line.key}", words))
            found = [(place, place_words(place, words)) for place, words in places]
            groups.append((f"{section.roman}. {section.heading[:LONGEST]}", found))
        self.choices = groups


def is_within(line: TreeLine, whole: TreeLine) -> bool:
    above: TreeLine | None = line
    while above is not None and above is not whole:
        above = above.parent
    return above is whole


class WhereForm(FilterForm):
    """Beside which row a new one is to stand."""

    where = Hidden()


class NewRowForm(RowForm):
    """A row that is added, with its printed texts; ``version`` is the plan's."""

    makes = True

    where = PlaceChoice(_l("Qayerga"), required=True, width=8)
    number = Text(_l("Raqami"), limit=20, width=4, hint=NUMBER_HINT)
    renumbered = Tick(_l("Keyingi qatorlarning raqami surilsin"), default=True)


class RowPlaceForm(NounForm):
    """Where a row stands, and its number; ``version`` is the plan's."""

    where = PlaceChoice(_l("Qayerga koʻchiriladi"), empty=_l("joyida qoladi"), width=8)
    number = Text(_l("Raqami"), limit=20, width=4, hint=NUMBER_HINT)
    renumbered = Tick(_l("Qolgan qatorlarning raqami ham tartibga solinsin"), default=True)
    version = Version()


class SplitForm(MakingForm):
    """The parts into which a row is split, one a line."""

    names = LongText(_l("Tarkib nomlari"), limit=TEXT_LIMIT, rows=4, hint=_l("Har qatorga bitta nom."))
    way = Choice(
        _l("Raqamlash"),
        required=True,
        radio=True,
        width=12,
        choices=lambda: [(way, label("split_way", way)) for way in SPLITS],
        default=LETTERS,
    )
    version = Version()


class RowStepForm(ActForm):
    """One place up or down."""

    step = Choice(_l("Qayerga"), required=True, choices=lambda: [("up", _("yuqoriga")), ("down", _("pastga"))])
    version = Version()


class RowRemovalForm(ActForm):
    """A row is taken out; ``renumbered``: the numbers behind it close up."""

    renumbered = Tick(_l("Keyingi qatorlarning raqami surilsin"), default=True)
    version = Version()


class NumbersForm(NounForm):
    """From which number on the rows of a section are numbered."""

    roman = Choice(_l("Boʻlim"), required=True, width=4)
    first = Whole(_l("Birinchi raqam"), required=True, most=999, width=4)
    onward = Tick(_l("Keyingi boʻlimlar ham shu tartibda davom etsin"), default=True)
    version = Version()

    def offer(self, sections: Iterable[TreeSection]) -> None:
        self.roman.choices = [(one.roman, f"{one.roman}. {one.heading[:LONGEST]}") for one in sections if one.lines]


class SectionForm(MakingForm):
    """A section that is added."""

    heading = Text(_l("Boʻlim nomi"), required=True, limit=TEXT_LIMIT, width=8)
    after = Choice(_l("Qaysi boʻlimdan keyin"), empty=_l("oxiriga"), width=4)
    version = Version()

    def offer(self, sections: Iterable[TreeSection]) -> None:
        self.after.choices = [(one.roman, f"{one.roman}. {one.heading[:LONGEST]}") for one in sections]


class SectionHeadingForm(NounForm):
    """Another heading of a section."""

    heading = Text(_l("Boʻlim nomi"), required=True, limit=TEXT_LIMIT, width=12)
    version = Version()


class SectionRemovalForm(ActForm):
    """An empty section is taken out."""

    version = Version()
