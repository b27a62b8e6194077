"""The month's way as people read it: which act leads from which state to which, and who may (domain.md §5).

One row an act and the state it starts from; one column a role, ``x`` is yes. “sector” and “head” are of the unit
itself or of the service above it; everybody else's act on it is refused. What is not in the table is refused.
"""

from __future__ import annotations

ROLES = ("sector", "head", "methodologist", "director", "deputy", "administrator", "inspector")
LOGINS = {
    "sector": "abonement",
    "head": "oquv",
    "methodologist": "metodist",
    "director": "direktor",
    "deputy": "orinbosar",
    "administrator": "admin",
    "inspector": "kuzatuvchi",
}

TABLE = """
act          from       to         sector head methodologist director deputy administrator inspector
submit       draft      submitted    x     x        x            .       .          .            .
submit       returned   submitted    x     x        x            .       .          .            .
withdraw     submitted  draft        x     x        .            .       .          .            .
return       submitted  returned     .     .        x            .       .          .            .
accept       submitted  accepted     .     .        x            .       .          .            .
undo         accepted   submitted    .     .        x            .       .          .            .
close        accepted   closed       .     .        .            x       x          .            .
reopen       closed     accepted     .     .        .            x       .          .            .
"""
STATES = ("draft", "submitted", "returned", "accepted", "closed", "sent")
ACTS = ("submit", "withdraw", "return", "accept", "undo", "close", "reopen")


def way() -> dict[tuple[str, str, str], str]:
    """(act, from, role) → to; what is missing is refused."""
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    assert tuple(head[3:]) == ROLES
    return {
        (act, before, role): after
        for act, before, after, *marks in rows
        for role, mark in zip(ROLES, marks, strict=True)
        if mark == "x"
    }
