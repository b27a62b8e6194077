"""One quantity cell of a plan: what it holds and cannot be read for sure is asked, or stays as it stands."""

from __future__ import annotations

from decimal import Decimal

from app.documents import plan_cells
from app.documents.findings import AMOUNT, Findings
from app.documents.grid import FileCell, Position
from app.domain.amounts import is_settled, is_whole, odd_amount, parse_amount, stored_amount
from app.domain.plan_table import Amount
from app.domain.typed import LONGEST

# What stands in a cell instead of a figure → what is asked.
_UNREAD = {"date": "plan.amount_is_date", "error": "plan.amount_error", "formula": "plan.amount_formula"}


def is_blank(text: str) -> bool:
    """Nothing, or a line to be filled in by hand."""
    return not text.strip(" _")


def read_amount(cell: FileCell, position: Position, counted: str | None, findings: Findings) -> Amount:
    """The figures of a cell; what holds none for sure is asked. ``counted``: the unit of measure where there is no part
    of one."""
    if cell.raised:
        findings.add("note", "plan.raised_left_out", position, value=cell.text, raised=cell.raised)
    if code := _UNREAD.get("date" if cell.is_date else cell.held):
        return _answered(findings.ask(AMOUNT, code, position, fits=_is_figure, value=cell.text), Amount())
    if cell.held == "percent":
        printed = parse_amount(format((Decimal(cell.text) * 100).normalize(), "f"))
        findings.add("note", "plan.amount_percent", position, value=cell.text, taken=printed.text)
        return printed
    if is_blank(cell.text):
        return Amount()
    if plan_cells.is_unreadable(cell.text) or cell.text in ("…", "...", "?"):
        findings.add("doubt", "plan.text_unreadable", position)
        return Amount()
    amount = _as_written(cell.text, position, findings)
    if counted is None or is_whole(amount):
        return amount
    said = findings.ask(
        AMOUNT, "plan.amount_fraction", position, fits=_is_whole, value=amount.text, measure=counted
    )  # fmt: skip
    return _answered(said, amount)


def _as_written(text: str, position: Position, findings: Findings) -> Amount:
    """A cell as people write it: what is surely a figure is noted, what probably is one asked, the rest stays text."""
    amount = stored_amount(text)
    if is_settled(amount):
        return amount
    odd = odd_amount(text)
    if odd.sure:
        findings.add("note", "plan.amount_taken", position, value=text, taken=odd.amount.text)
        return odd.amount

    def fits(said: str) -> bool:
        return said.strip() == text or _is_figure(said)  # or it stays as the paper has it

    if odd.amount.values:
        said = findings.ask(AMOUNT, "plan.amount_offered", position, proposal=odd.amount.text, fits=fits, value=text)
    else:
        said = findings.ask(AMOUNT, "plan.amount_text", position, proposal=text, open=False, fits=fits, value=text)
    return _answered(said, odd.amount)


def _answered(said: str | None, otherwise: Amount) -> Amount:
    """The figure that a person typed for a cell; text that is none stays as it is, to be checked."""
    return otherwise if said is None else stored_amount(said[:LONGEST])


def _is_figure(said: str) -> bool:
    """Whether a figure, several or a dash was typed, or the cell is to stay empty."""
    return is_blank(said) or is_settled(stored_amount(said))


def _is_whole(said: str) -> bool:
    return _is_figure(said) and is_whole(stored_amount(said))
