"""`goldthread access matrix [--json]`: who gets what at every address, by role, relationship and level."""

import json as json_
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandParser

from goldthread.access.policy import Outcome
from goldthread.config import cli
from goldthread.config.access_matrix import (
    LEVELS,
    LOCKS,
    RELATIONSHIPS,
    Cell,
    cells,
    lockable,
    of_commands,
    of_fields,
)

ALWAYS = "whatever the record"


class Command(BaseCommand):
    """For a data-protection officer: what the guard's own declarations say, in every combination."""

    help = "Show who gets what at every address and command."

    def add_arguments(self, parser: CommandParser) -> None:
        """`matrix` is all that can be asked."""
        parser.add_argument("act", choices=["matrix"])
        parser.add_argument("--json", action="store_true", help="one JSON document: a list of cells")

    def handle(self, *, json: bool, **options: Any) -> None:
        """Print every cell, or for people a paragraph an address."""
        ours = {name for name, app in get_commands().items() if str(app).startswith("goldthread.")}
        every = [*cells(), *of_commands(sorted(ours | cli.COMMANDS.keys()))]
        if json:
            self.stdout.write(json_.dumps([asdict(cell) for cell in (*every, *of_fields())]))
        else:
            self.stdout.write(f"{in_words(every)}\n\n{_locks()}")


def in_words(every: Iterable[Cell]) -> str:
    """A paragraph for each address and method."""
    lines = [f"Levels: {', '.join(LEVELS)}. Relationships: {', '.join(RELATIONSHIPS.values())}."]
    for (what, method, fresh), found in groupby(every, key=lambda cell: (cell.what, cell.method, cell.fresh)):
        lines += ["", f"{what} {method}{', after a fresh proof of who they are' if fresh else ''}".strip()]
        by_answer: dict[tuple[str, ...], list[str]] = {}
        for role, answers in groupby(found, key=lambda cell: cell.role):
            by_answer.setdefault(_answers(answers), []).append(role)
        refused = by_answer.pop((f"{ALWAYS}: {Outcome.REFUSED.value}",), [])
        for answer, who in by_answer.items():
            lines += [f"  {', '.join(who) if refused else 'everybody'}", *(f"    {line}" for line in answer)]
        if refused:
            lines.append("  everybody else: refused" if by_answer else "  everybody: refused")
    return "\n".join(lines)


def _locks() -> str:
    """What an entry keeps back from whoever may read it, in words."""
    kinds = {kind: [name for _, name in found] for kind, found in groupby(lockable(), key=lambda one: one[0])}
    return "\n".join(
        [
            f"Kept back from everybody who may read the record, where {'; or '.join(LOCKS.values())}:",
            *(f"  {kind}: {', '.join(names)}" for kind, names in kinds.items()),
        ]
    )


def _answers(found: Iterable[Cell]) -> tuple[str, ...]:
    """What one role gets at one address, a line for each way to stand to the record."""
    lines = []
    for relationship, group in groupby(found, key=lambda cell: cell.relationship):
        levels = {cell.level: cell.outcome for cell in group}
        who = RELATIONSHIPS.get(relationship, ALWAYS)
        lines.append(f"{who}: {_by_outcome(levels)}")
    return tuple(lines)


def _by_outcome(levels: dict[str, str]) -> str:
    if list(levels) == [""]:
        return levels[""]
    sorts = {outcome: [level for level, one in levels.items() if one == outcome] for outcome in Outcome}
    return "; ".join(f"{outcome.value}: {', '.join(names)}" for outcome, names in sorts.items() if names)
