"""The consolidation of one centre and year beside ever more entries of other years and centres."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from app import create_app
from app.domain.periods import parse_period
from app.extensions import transactions
from app.queries.consolidation import consolidate
from app.queries.plan import plan_of
from app.queries.sums import month_figures
from bench.data import add_entries, filled_folder, settings_for
from bench.measure import Result, cpu
from tests.cast import TODAY

OTHERS = 99  # other centres' years of 10 000 entries each


def run() -> list[Result]:
    large = Path(tempfile.mkdtemp())
    shutil.copytree(filled_folder(), large, dirs_exist_ok=True)
    for number in range(OTHERS):
        add_entries(large / "jamlanma.db", centre=2 + number % 12, year=2025 - number // 12 % 9, count=10_000)
    small_app, large_app = (create_app(settings_for(folder)) for folder in (filled_folder(), large))
    results = []
    with small_app.app_context(), transactions("read"):
        small_plan = plan_of(1, 2025)
        with large_app.app_context():
            large_plan = plan_of(1, 2025)

        def in_app(app, call):
            def inner() -> object:
                with app.app_context(), transactions("read"):
                    return call()

            return inner

        for what, small_call, large_call in (
            ("sums of one year", lambda: month_figures(small_plan), lambda: month_figures(large_plan)),
            (
                "consolidation with its plan",
                lambda: consolidate(plan_of(1, 2025), parse_period("2025"), today=TODAY),
                lambda: consolidate(plan_of(1, 2025), parse_period("2025"), today=TODAY),
            ),
        ):
            ours, base = cpu(in_app(large_app, large_call), in_app(small_app, small_call))
            results.append(Result(f"{what}, 1 000 000 entries against 10 000", ours, base, "≤ 1.3 ×"))
    shutil.rmtree(large, ignore_errors=True)
    return results
