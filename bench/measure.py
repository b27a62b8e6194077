"""Interleaved measuring: what else the machine does falls on both sides alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from flask import Flask

from app import create_app
from bench.data import filled_folder, settings_for


@dataclass(frozen=True)
class Result:
    """One line of the table: seconds of CPU per call on both sides, and what is wanted of their ratio."""

    what: str
    ours: float
    bare: float
    bar: str

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def cpu(*calls: Callable[[], object], rounds: int = 9, repeat: int = 5) -> list[float]:
    """Median seconds of CPU per call of each side, taken in turn."""
    for call in calls:
        call()
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for side, call in enumerate(calls):
            start = time.process_time()
            for _ in range(repeat):
                call()
            taken[side].append((time.process_time() - start) / repeat)
    return [median(times) for times in taken]


def our_app() -> Flask:
    return create_app(settings_for(filled_folder()))
