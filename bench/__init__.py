"""Benchmarks: each prints our side, the bare side and their ratio. None is a timed test.

    .venv/bin/python -m bench [pages save consolidation xlsx plan_import start memory]

The bars are those of the design; the last run stands in RESULTS.md.
"""
