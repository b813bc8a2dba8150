"""What changed between two versions of a plan, word by word, in an order in which it can be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Group
from goldthread.protection.planfields import PLAN

_TOKEN = re.compile(r"\s+|[^\W_]+(?:[’'-][^\W_]+)*|.", re.DOTALL)
_NOT_SHOWN = {"item", "checked"}
Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Run:
    """A stretch of words that stayed, went, or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One answer that reads otherwise: of which part of the plan, what was asked, and both texts as one."""

    part: str
    label: str
    runs: tuple[Run, ...]


def words(old: str, new: str) -> tuple[Run, ...]:
    """Two texts as one: what stayed, what went and what came, by whole words."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(before[a:b])))
            continue
        runs += [Run("gone", "".join(before[a:b]))] if a < b else []
        runs += [Run("new", "".join(after[c:d]))] if c < d else []
    return tuple(runs)


def compare(old: Values, new: Values) -> list[Change]:
    """Everything that differs, part by part; rows are told apart by their number in the plan."""
    changes: list[Change] = []
    for name, field in PLAN.items():
        if isinstance(field, Group):
            changes += _rows(field, old.get(name, ()), new.get(name, ()))
        elif (before := _text(name, old)) != (after := _text(name, new)):
            changes.append(Change("The plan", field.label, words(before, after)))
    return changes


def _text(name: str, values: Values) -> str:
    return PLAN[name].text(values[name]) if values.get(name) else ""


def _rows(group: Group, old: Sequence[Values], new: Sequence[Values]) -> Iterator[Change]:
    before, after = _by_item(old), _by_item(new)
    for place, item in enumerate(dict.fromkeys([*after, *before]), 1):
        was, now = before.get(item, {}), after.get(item, {})
        part = f"{group.one.capitalize()} {place}"
        part += " (new)" if not was else " (taken out)" if not now else ""
        for name, field in group.fields.items():
            texts = [field.text(row[name]) if row.get(name) else "" for row in (was, now)]
            if name not in _NOT_SHOWN and texts[0] != texts[1]:
                yield Change(part, field.label, words(*texts))


def _by_item(rows: Sequence[Values]) -> Mapping[str, Mapping[str, Any]]:
    return {str(row.get("item", f"row {place}")): row for place, row in enumerate(rows)}
