"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, CHECK, HINT = "error", "check", "hint"


@dataclass(frozen=True)
class SystemFinding:
    """One line of ``check``; ``level`` is ``error`` (exit code 1), ``check`` or ``hint``; ``rule`` names the check."""

    level: str
    rule: str
    text: str
