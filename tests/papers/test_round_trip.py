"""Whatever people say above a plan's table, its paper comes in again as it went out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.plan_docx import write_plan_docx
from app.documents.plan_reader import read_plan
from app.documents.plan_xlsx import write_plan_xlsx
from app.domain.frozen import Signer
from app.domain.papers import plan_paper
from app.domain.plan_difference import as_printed, compare
from app.domain.plan_table import PlanTable
from tests.documents.papers import TABLE

CENTRE = "Zomin tuman axborot-kutubxona markazi"
ORGANISATIONS = ["", CENTRE, f"{CENTRE}ning", "Jizzax viloyati hokimligi", "Вилоят ахборот-кутубхона маркази"]
POSTS = ["direktori", "Direktor", "mudiri", "Boshliq", "Tasdiqlash boʻlimi masʼuli", "директор в. б."]
NAMES = ["", "A. Karimov", "S. Gʻaniyeva-Yoʻldosheva", "«imzo»", "1"]
TITLES = [
    "{markaz}ning {yil}-yil uchun moʻljallangan ISH REJASI", "{yil}-yil dasturi", "ПЛАН РАБОТЫ на {yil} год"
]  # fmt: skip

blocks = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {
            "organisation": st.sampled_from(ORGANISATIONS),
            "post": st.sampled_from(POSTS),
            "name": st.sampled_from(NAMES),
            "dated": st.booleans(),
        }
    ),
)
signatures = st.lists(st.builds(Signer, st.sampled_from(POSTS), st.sampled_from(NAMES)), max_size=3)


@pytest.mark.parametrize("write", [write_plan_xlsx, write_plan_docx])
@settings(max_examples=50, deadline=None)
@given(st.sampled_from(TITLES), blocks, blocks, signatures)
def test_the_head_that_was_printed_is_no_news(write, title, approval, agreement, signers) -> None:
    said = {"centre_name": CENTRE, "title": title, "approval": approval, "agreement": agreement}
    ends = plan_paper([said], TABLE.year)
    prints = replace(
        TABLE, centre=ends.centre_name, title=ends.title, approval=ends.approval, agreement=ends.agreement,
        signatures=tuple(signers),
    )  # fmt: skip
    read = read_plan(write(prints)).table
    assert read is not None
    brought = PlanTable(TABLE.year, title="eski", approval=("“TASDIQLAYMAN”", "eski"))
    assert compare(prints, as_printed(read, prints, replace(prints, title="eski", approval=brought.approval))).nothing
