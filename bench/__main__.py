"""Run the benchmarks named on the command line, or all of them, and print a table."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("pages", "save", "duties", "consolidation", "xlsx", "plan_import", "start")


def main(names: list[str]) -> None:
    print("| what | ours | bare | ratio | bar |\n|---|---|---|---|---|")
    for name in names or NAMES:
        for result in import_module(f"bench.{name}").run():
            ours, bare = (f"{side * 1000:.2f}" for side in (result.ours, result.bare))
            print(f"| {result.what} | {ours} | {bare} | **{result.ratio:.2f}** | {result.bar} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
