"""What is asked of a look-up, and whether the figures of one size reach it."""
# ruff: noqa: INP001 - part of a script

from collections.abc import Iterator
from typing import Any

LEAST = {"recall@1": 0.990, "recall@10": 0.995, "precision": 0.999, "matched": 0.88, "household": 1.0}
MOST = {"absent": 0.001, "twin": 0.003}
OF_A_TYPE, THREE_ERRORS, NEWBORN = 0.97, 0.93, 0.99
OF_SEVERAL = ("multi2", "multi3", "exact")
GAP = 0.005  # between groups of names
MILLISECONDS = {1_000_000: {"p95_ms": 2.0, "p99_ms": 5.0}, 12_000_000: {"p95_ms": 10.0}}


def held_against(told: dict[str, Any]) -> Iterator[str]:
    """A line for each bar."""
    for name, least in LEAST.items():
        yield _at_least(name, told[name], least)
    for name, most in MOST.items():
        yield _at_most(name, told[name], most)
    found = {kind: each["recall@1"] for kind, each in told["types"].items() if "recall@1" in each}
    single = {kind: share for kind, share in found.items() if kind not in OF_SEVERAL}
    if single:
        worst = min(single, key=lambda kind: (single[kind], kind))
        yield _at_least(f"one error, the worst ({worst})", single[worst], OF_A_TYPE)
    if "multi3" in found:
        yield _at_least("three errors", found["multi3"], THREE_ERRORS)
    if "unborn_born" in found:
        yield _at_least("newborns", found["unborn_born"], NEWBORN)
    groups = [each["recall@1"] for each in told["groups"].values()]
    yield _at_most("gap between groups of names", round(max(groups) - min(groups), 4), GAP)
    for name, most in MILLISECONDS.get(told["people"], {}).items():
        yield _at_most(name, told[name], most)


def _at_least(name: str, share: float, least: float) -> str:
    return f"{'reached' if share >= least else 'MISSED '}  {name} {share:g}, at least {least:g}"


def _at_most(name: str, number: float, most: float) -> str:
    return f"{'reached' if number <= most else 'MISSED '}  {name} {number:g}, at most {most:g}"
