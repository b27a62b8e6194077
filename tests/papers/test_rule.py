"""The rule by which a paper gets its head and foot, by itself."""

from __future__ import annotations

import pytest

from app.domain.errors import Invalid
from app.domain.frozen import Signer
from app.domain.papers import (
    AMENDMENT,
    CONSOLIDATION,
    LISTS,
    NEEDED,
    PAPERS,
    PLACEHOLDERS,
    PLAN,
    PaperWords,
    check_opening,
    check_title,
    ends_of,
    merged,
)

WORDS = PaperWords(2026, {"yil": "2026", "davr": "2026-yil mart"})
FILE = {"centre_name": "Fayldagi markaz", "title": "Fayldagi sarlavha", "approval": ["“TASDIQLAYMAN”", "Direktor"]}


def block(**parts: object) -> dict[str, object]:
    return {"organisation": "", "post": "Direktor", "name": "", "dated": False, **parts}


def test_the_nearer_source_speaks_first_piece_by_piece() -> None:
    own = {"title": "Oʻz sarlavhasi"}
    centre = {"title": "Markaz sarlavhasi", "centre_name": "Markaz nomi", "signatures": [{"post": "D", "name": "K"}]}
    ends = ends_of([own, centre, FILE], WORDS)
    assert (ends.title, ends.centre_name) == ("Oʻz sarlavhasi", "Markaz nomi")
    assert ends.approval == ("“TASDIQLAYMAN”", "Direktor"), "as the file brought it, since nobody said anything else"
    assert ends.signatures == (Signer("D", "K"),) and ends.agreement == ()
    assert ends_of([{}, {}, FILE], WORDS).title == "Fayldagi sarlavha"


def test_nothing_is_said_as_well_as_something() -> None:
    centre = {"approval": block(), "signatures": [{"post": "D", "name": "K"}]}
    ends = ends_of([{"approval": {}, "signatures": []}, centre, FILE], WORDS)
    assert ends.approval == () and ends.signatures == ()
    assert merged([{"approval": {}}, centre]) == {"approval": {}, "signatures": centre["signatures"]}


def test_a_block_has_who_a_line_to_sign_on_and_a_day() -> None:
    said = block(organisation="Viloyat markazi", post="Direktor", name="S. Aliyev", dated=True)
    assert ends_of([{"agreement": said}], WORDS).agreement == (
        "“KELISHILDI”", "Viloyat markazi", "Direktor", "____________________ S. Aliyev", "«___» __________ 2026-yil",
    )  # fmt: skip
    bare = ends_of([{"approval": block()}], WORDS).approval
    assert bare == ("“TASDIQLAYMAN”", "Direktor", "____________________"), "a name is left to the pen"


@pytest.mark.parametrize(
    ("organisation", "post", "lines"),
    [
        ("Arnasoy tuman AKM", "direktori", ("Arnasoy tuman AKM direktori",)),
        ("Arnasoy tuman markazining", "Direktori", ("Arnasoy tuman markazining Direktori",)),
        ("Viloyat boshqarmasi", "Boshliq", ("Viloyat boshqarmasi", "Boshliq")),
    ],
)
def test_the_post_stands_with_its_organisation_where_they_are_one_sentence(organisation, post, lines) -> None:
    said = block(organisation=organisation, post=post)
    assert ends_of([{"approval": said}], WORDS).approval[1:-1] == lines


def test_the_centre_stands_above_the_title_unless_the_title_names_it() -> None:
    centre = {"centre_name": "Zomin markazi"}
    assert ends_of([{**centre, "title": "Kundalik"}], WORDS).heading == ("Zomin markazi", "Kundalik")
    assert ends_of([{**centre, "title": "{markaz}ning rejasi"}], WORDS).heading == ("Zomin markazining rejasi",)
    assert ends_of([centre], WORDS).heading == ("Zomin markazi",)


@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_title_leaves_open_is_filled_in_also_in_cyrillic(paper: str) -> None:
    values = {name: f"<{name}>" for name in PLACEHOLDERS[paper]}
    cyrillic = {"markaz": "марказ", "yil": "йил", "davr": "давр", "raqam": "рақам", "nomi": "номи"}
    for spell in (str, cyrillic.__getitem__):
        title = " ".join(f"{{{spell(name)}}}" for name in PLACEHOLDERS[paper])
        assert check_title(paper, title) == title
        said = {"title": title, "centre_name": "<markaz>"}
        assert ends_of([said], PaperWords(2026, values)).title == " ".join(values.values())


@pytest.mark.parametrize(
    ("paper", "title", "code", "name"),
    [
        (CONSOLIDATION, "Jamlanma {oy}", "paper.placeholder", "{oy}"),
        (CONSOLIDATION, "Jamlanma {raqam} {davr}", "paper.placeholder", "{raqam}"),
        (LISTS, "{nomi} {", "paper.placeholder", "{"),
        (AMENDMENT, "{raqam}} oʻzgartirish", "paper.placeholder", "}"),
        (CONSOLIDATION, "Jamlanma", "paper.placeholder_missing", "{davr}"),
        (PLAN, "{markaz}ning ish rejasi", "paper.placeholder_missing", "{yil}"),
        (AMENDMENT, "Oʻzgartirish", "paper.placeholder_missing", "{raqam}"),
    ],
)
def test_a_title_that_nobody_could_fill_in_is_refused(paper: str, title: str, code: str, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_title(paper, title)
    assert (refusal.value.code, refusal.value.field, refusal.value.params["name"]) == (code, "title", name)
    assert check_title(paper, "") == "", "an empty one is the usual one"


def test_every_kind_needs_only_what_it_has() -> None:
    assert all(set(NEEDED[paper]) <= set(PLACEHOLDERS[paper]) and NEEDED[paper] for paper in PAPERS)


def test_the_plans_title_begins_with_its_centre() -> None:
    check_opening([{"title": "{markaz}ning {yil}-yil ISH REJASI"}], "Zomin tuman markazi")
    check_opening([{"title": "Ish rejasi"}], "Zomin tuman markazi")
    with pytest.raises(Invalid, match="title_centre"):
        check_opening([{"title": "{yil}-yil uchun {markaz}ning ISH REJASI"}], "Zomin tuman markazi")
