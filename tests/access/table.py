"""Who may use what, as people read it. One row a permission, one column a role; ``x`` is yes.

The routes below each name one permission of this table, ``public`` or nothing else (trust.md Z1, Z3, Z4).
"""

from __future__ import annotations

ROLES = ("sector", "head", "methodologist", "director", "deputy", "administrator", "inspector")

TABLE = """
                        sector head methodologist director deputy administrator inspector
home.view                  x     x    x             x         x        x             x
home.overview              .     .    x             x         x        x             x
home.answers               .     .    x             .         .        .             x
home.leading               .     .    .             x         x        .             .
measures.choose            .     .    x             x         x        .             .
profile.edit               x     x    x             x         x        x             x
help.view                  x     x    x             x         x        x             x
plan.view                  x     x    x             x         x        x             x
plan.edit                  .     .    x             .         .        .             .
plan.import                .     .    x             .         .        .             .
plan.approve               .     .    .             x         .        .             .
plan.close                 .     .    .             x         x        .             .
plan.reopen                .     .    .             x         .        .             .
papers.view                .     .    x             x         .        x             .
own_shares.set             .     .    x             .         .        .             .
opening.write              .     .    x             .         .        .             .
service.view               x     x    x             x         x        x             x
entries.view               x     x    x             x         x        x             x
entries.write              x     x    x             .         x        .             .
entries.write_subunits     .     x    .             .         .        .             .
entries.write_any          .     .    x             .         .        .             .
consolidation.view         x     x    x             x         x        x             x
consolidation.export       x     x    x             x         x        x             x
submissions.view           x     x    x             x         x        x             x
submissions.submit         x     x    x             .         x        .             .
submissions.withdraw       x     x    .             .         x        .             .
submissions.review         .     .    x             .         .        .             .
submissions.accept_own     .     .    .             x         x        .             .
exceptions.manage          .     .    x             x         x        .             .
exceptions.window          .     .    x             .         .        .             .
exceptions.sent            .     .    .             x         x        .             .
changes.review             .     .    x             x         x        .             .
deviations.view            x     x    x             x         x        x             x
deviations.write           x     x    x             .         x        .             .
deviations.ask             .     .    x             x         x        .             .
months.set                 .     .    x             .         .        .             .
months.self_acceptance     .     .    .             x         .        .             .
months.close               .     .    .             x         x        .             .
months.reopen              .     .    .             x         .        .             .
deadlines.view             x     x    x             x         x        x             x
deadlines.manage           .     .    x             .         .        .             .
holidays.manage            .     .    x             .         .        x             .
reports.view               x     x    x             x         x        x             x
reports.make               .     .    x             .         .        .             .
reports.send               .     .    x             .         .        .             .
reports.sign               .     .    .             x         x        .             .
checks.view                .     .    x             x         x        x             x
checks.decide              .     .    x             .         .        .             .
stand_ins.view             .     .    x             x         x        x             x
stand_ins.name             .     .    .             x         .        x             .
stand_ins.name_always      .     .    .             x         .        .             .
people.manage              .     .    .             .         .        x             .
system.view                .     .    .             .         .        x             .
history.view               .     .    x             x         x        x             x
"""


def expected() -> dict[str, dict[str, bool]]:
    """Permission → role → yes or no."""
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    assert tuple(head) == ROLES
    return {name: {role: mark == "x" for role, mark in zip(ROLES, marks, strict=True)} for name, *marks in rows}
