"""docs/reference/trust.md: the figures of trust, what each last reached, and how it was measured."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from goldthread.config.paths import ROOT

FOLDER = ROOT / "bench" / "trust_figures"
_INTRODUCTION = """# Trust, in figures

What this service promises about reliability and secrecy, and what was measured. Anyone can measure again:
`bench/trust R1` runs the short size of one figure, `bench/trust R1 --full` the size quoted here, and keeps
the result. Each run has folders and a PostgreSQL of its own, reaches nothing but this machine, and ends in
time. A figure that was not measured whole says so.
"""


@dataclass(frozen=True)
class Figure:
    """One promise: what is to be reached, how it is measured, and what the measurement cannot show.

    `short` are the tests that hold it in every test run. `minutes` is how long a run may take, by its size.
    """

    title: str
    reach: str
    how: str
    limits: str
    short: Sequence[str]
    minutes: Mapping[str, float]


@dataclass(frozen=True)
class Kept:
    """What a full run gave: when, by which command, of which version, on what, and what was not reached.

    `changed`: files of that version had been changed and not committed.
    """

    date: str
    command: str
    commit: str
    changed: bool
    machine: str
    seconds: int
    numbers: Mapping[str, int | float | str]
    missed: Sequence[str]


@cache
def figures() -> dict[str, Figure]:
    """The list, by name. Raises TypeError for a key that a figure does not have, or lacks."""
    written = yaml.safe_load((FOLDER / "figures.yaml").read_text(encoding="utf-8"))
    return {name: Figure(**each) for name, each in written.items()}


def result_file(name: str) -> Path:
    """Where the last full result of a figure lies."""
    return FOLDER / "results" / f"{name}.json"


def text() -> str:
    """The whole page."""
    kept = {name: _kept(name) for name in figures()}
    return "\n".join(
        [
            _INTRODUCTION,
            "| figure | what is measured | to be reached | last full run |\n|---|---|---|---|",
            *(
                f"| {name} | {each.title} | {each.reach} | {_standing(kept[name])} |"
                for name, each in figures().items()
            ),
            "",
            *(line for name, each in figures().items() for line in _section(name, each, kept[name])),
        ]
    )


def _kept(name: str) -> Kept | None:
    file = result_file(name)
    return Kept(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None


def _standing(kept: Kept | None) -> str:
    if kept is None:
        return "not run yet"
    return f"{'**not met**' if kept.missed else 'met'}, {kept.date[:10]}"


def _section(name: str, figure: Figure, kept: Kept | None) -> Iterator[str]:
    yield f"## {name}. {figure.title}\n"
    yield f"{figure.how.strip()}\n"
    yield f"What it does not show: {figure.limits.strip()}\n"
    tests = ", ".join(f"`{test}`" for test in figure.short)
    yield f"In every test run: {tests or 'nothing yet'}.\n"
    if kept is None:
        yield "It has not been run whole yet.\n"
        return
    changed = ", with changes not committed" if kept.changed else ""
    yield f"`{kept.command}` on {kept.date}, version `{kept.commit}`{changed}, in {kept.seconds:,} s.\n"
    yield f"{kept.machine}.\n"
    if kept.numbers:
        yield "| | |\n|---|---|"
        yield from (f"| {what} | {_said(number)} |" for what, number in kept.numbers.items())
        yield ""
    yield from (f"Not met: {what}.\n" for what in kept.missed)


def _said(number: float | str) -> str:
    return f"{number:,}" if isinstance(number, int | float) else number
