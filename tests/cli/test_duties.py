"""The list of duties from the command line (contract.md “Commands”), over the demonstration."""

from __future__ import annotations

import json

KINDS = {
    "figures", "hand_in", "document", "report", "reason", "returned", "review", "changed", "close", "sign", "send",
    "approve", "close_year", "correct",
}  # fmt: skip
STATES = {"not_due", "due", "overdue", "done", "done_late", "waived"}
FACTS = {"unit", "role", "kind", "row", "period", "due", "state", "done_on", "missing", "where"}
NOW = ("--on", "2025-03-04")  # the demonstration stops on 25 January


def listed(run, *arguments: str) -> list[dict]:
    code, out, err = run("duties", *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_what_is_owed_on_a_day_is_told_with_the_place_where_it_is_done(run) -> None:
    now = listed(run, *NOW)
    assert all(set(one) == FACTS and one["kind"] in KINDS and has_come(one) for one in now)
    months = {(one["kind"], one["unit"], one["period"]): one for one in now if one["row"] is None}
    late, now_due = months["hand_in", "abonement", "2025-01"], months["hand_in", "abonement", "2025-02"]
    assert (late["due"], late["state"], late["where"]) == ("2025-02-05", "overdue", "/submissions/2025-01/abonement")
    assert (now_due["due"], now_due["state"], now_due["role"]) == ("2025-03-05", "due", None)
    dues = [one["due"] or "9999" for one in now]
    assert dues == sorted(dues)  # the oldest first


def test_with_all_every_state_and_every_owner_is_there(run) -> None:
    everything = listed(run, "--all", *NOW)
    assert {one["state"] for one in everything} <= STATES and len(everything) > 300
    assert sum(one["kind"] in ("hand_in", "returned") for one in everything) == 12 * 12 + 2  # kotiba: two months
    own = listed(run, "--person", "abonement", "--all", *NOW)
    unit = listed(run, "--unit", "abonement", "--all", *NOW)
    assert own == unit == [one for one in everything if one["unit"] == "abonement" and one["role"] is None]


def has_come(one: dict) -> bool:
    """What is told without being asked for: it is due, or it waits for others."""
    return one["state"] in {"due", "overdue"} or (one["state"], one["kind"]) == ("not_due", "close")


def test_the_director_is_told_of_the_months_that_wait_for_others(run) -> None:
    january, february = listed(run, "--person", "direktor", *NOW)
    assert (january["kind"], january["period"], january["due"]) == ("close", "2025-01", "2025-02-07")
    assert (february["period"], february["due"]) == ("2025-02", "2025-03-07")
    assert january["missing"] == february["missing"] == 13
    code, out, _err = run("duties", "--person", "direktor", *NOW)
    assert code == 0 and "07.02.2025  kutilmoqda: 13 boʻlinma  Direktor  Oyni yopish: 2025-yil yanvar" in out
    assert "close" not in {one["kind"] for one in listed(run, "--person", "metodist", *NOW)}


def test_words_and_refusals(run) -> None:
    code, out, _err = run("duties", "--unit", "abonement", *NOW)
    assert code == 0
    assert "05.03.2025  Bajarilishi kutilmoqda  Abonementlar sektori  Oyni topshirish: 2025-yil fevral" in out
    assert run("duties", "--unit", "yoq")[0] == run("duties", "--person", "yoq")[0] == 1
    assert run("duties", "--unit", "abonement", "--person", "abonement")[0] == 2
