"""Shares and names from the command line (contract.md “Commands”), over the demonstration."""

from __future__ import annotations

import json

import pytest

YEAR = ("--year", "2025")


def shown(run, *arguments: str) -> list[dict]:
    code, out, err = run("shares", "show", *YEAR, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_demonstration_has_rows_with_shares_and_rows_without(run) -> None:
    rows = {row["row"]: row for row in shown(run)}
    visits = rows["IV.15"]
    assert set(visits) == {"row", "plan", "rest", "shares"}
    assert (visits["plan"], visits["rest"]) == (9000, 50)
    assert {"unit": "abonement", "share": 3200, "origin": "typed", "months": None} in visits["shares"]
    assert {share["origin"] for share in rows["IV.14.b"]["shares"]} == {"even"}
    assert rows["IV.16"]["plan"] is None and rows["IV.14"]["rest"] is None
    assert all(share["share"] is None for key in ("IV.14", "IV.16") for share in rows[key]["shares"])
    assert "IV.12.2" not in rows, "whose alone it is stands there only when asked for"
    assert shown(run, "--row", "IV.12.2")[0]["shares"] == [
        {"unit": "jamlash", "share": 310, "origin": None, "months": None}
    ]


def test_a_plan_is_divided_by_hand_and_evenly_and_not_at_all(run) -> None:
    code, out, err = run(
        "shares", "set", "IV.15", "abonement=4000", "huquqiy=1000", *YEAR, "--reason", "yangi kelishuv"
    )
    assert (code, err) == (0, "")
    assert "abonement: 4 000 (qoʻlda yozilgan)" in out.replace(
        "\u00a0", " "
    ) and "Taqsimlanmagan: 4 000." in out.replace("\u00a0", " ")
    (row,) = shown(run, "--row", "IV.15")
    assert {one["unit"]: one["share"] for one in row["shares"] if one["share"]} == {"abonement": 4000, "huquqiy": 1000}
    assert run("shares", "set", "IV.15", "--even", *YEAR, "--reason", "teng")[0] == 0
    (row,) = shown(run, "--row", "IV.15")
    assert sum(one["share"] for one in row["shares"]) == 9000 and row["rest"] == 0
    assert run("shares", "set", "IV.15", "--none", *YEAR, "--reason", "yangidan")[0] == 0
    assert not any(one["share"] for one in shown(run, "--row", "IV.15")[0]["shares"])
    history = run("audit", "export")[1].splitlines()
    kept = [json.loads(line) for line in history if '"own_shares"' in line]
    assert [one["reason"] for one in kept[-3:]] == ["yangi kelishuv", "teng", "yangidan"]
    assert run("audit", "verify")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("IV.15", "abonement=100"), "Reja tasdiqlangan. Ulush nima uchun oʻzgarishini yozing."),
        (("IV.15", "abonement=9100", "--reason", "x"), "rejadan 100 ga ortiq"),
        (("IV.15", "yoq=1", "--reason", "x"), "Bunday boʻlinma yoʻq: yoq"),
        (("IV.15", "abonement=", "--reason", "x"), "abonement ulushini yozing"),
        (("IV.15", "--last-year", "--reason", "x"), "Oʻtgan yilning shu qatori boʻyicha"),
        (("IV.15", "--even", "--reason", "x", "--as", "abonement"), "faqat metodist belgilaydi"),
        (("IV.99", "--even", "--reason", "x"), "Rejada bunday qator yoʻq: IV.99"),
        (("IV.15", "--reason", "x"), "--even, --last-year, --none dan birini tanlang"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_changes(run, arguments, sentence: str) -> None:
    before = shown(run, "--row", "IV.15")
    code, out, err = run("shares", "set", *arguments, *YEAR)
    assert (code, out) == (1, "") and sentence in err.replace("\u00a0", " ")
    assert shown(run, "--row", "IV.15") == before


def test_rows_and_their_figures_are_named(run) -> None:
    def names() -> dict[str, dict]:
        return {row["row"]: row for row in json.loads(run("names", "show", *YEAR, "--json")[1])}

    before = names()
    assert before["II.2"] == {
        "row": "II.2", "short": "Kutubxonalarni oʻrganish", "set": True, "parts": ["xizmatlar", "sektorlar", "shaxsiy"]
    }  # fmt: skip
    assert before["V.29"]["parts"] == ["1-tarkib", "2-tarkib"]
    code, out, _err = run("names", "set", "V.29", "--short", "Malaka oshirish kurslari", "--part", "1=kurslar", *YEAR)
    assert (code, out) == (0, "V.29 Malaka oshirish kurslari\n")
    assert names()["V.29"] == {
        "row": "V.29", "short": "Malaka oshirish kurslari", "set": True, "parts": ["kurslar", "2-tarkib"]
    }  # fmt: skip
    assert "II.2 Kutubxonalarni oʻrganish (xizmatlar, sektorlar, shaxsiy)" in run("names", "show", *YEAR)[1]
    assert run("names", "set", "V.29", "--part", "bir", *YEAR)[2].startswith("Tarkibni raqami bilan yozing")
    assert run("names", "set", "V.29", "--part", "3=uch", *YEAR)[2].startswith("V.29 qatorida 3-tarkib yoʻq.")
    assert run("names", "set", "V.29", *YEAR)[0] == run("names", "set", "V.99", "--short", "x", *YEAR)[0] == 1
