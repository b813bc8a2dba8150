"""Reads the files of `goldthread match`: people, one a line with tabs, and queries, a JSON object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from goldthread.people.matching.held import Held, held
from goldthread.people.matching.store import Row, row

COLUMNS = (
    *("person", "household", "role", "first", "middle", "last", "sex", "born", "due", "nhs"),
    *("house", "street", "postcode", "former", "other_names"),
)
_UNKNOWN = "\\N"


class BadFile(Exception):
    """A line that cannot be read; the message names the file, the line and what is wrong."""


def people(lines: list[str]) -> list[Row]:
    """The rows to keep, of some lines. A line of another shape raises ValueError with its text."""
    return [_person(line) for line in lines]


def _person(line: str) -> Row:
    values = line.rstrip("\r\n").split("\t")
    if len(values) != len(COLUMNS):
        raise ValueError(f"{len(values)} columns where there should be {len(COLUMNS)}: {line[:80]!r}")
    told = {name: "" if value == _UNKNOWN else value for name, value in zip(COLUMNS, values, strict=True)}
    places = [(told["house"], told["postcode"])]
    places += [(house, code) for house, _, code in _pieces(told["former"], 3)]
    person = held(
        first=told["first"],
        middle=told["middle"],
        last=told["last"],
        sex=told["sex"],
        born=told["born"],
        due=told["due"],
        nhs=told["nhs"],
        places=places,
        other_names=[(first, last) for first, last in _pieces(told["other_names"], 2)],
    )
    return row(told["person"], told["household"], person)


def _pieces(text: str, count: int) -> Iterator[list[str]]:
    for piece in text.split(";"):
        if piece:
            values = piece.split("|")
            yield (values + [""] * count)[:count]


def queries(path: Path) -> Iterator[tuple[str, Held]]:
    """Each query's id and what it tells. Raises BadFile."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _query(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError) as problem:
                    raise BadFile(f"{path}:{number}: {problem}") from problem


def _query(told: dict[str, Any]) -> tuple[str, Held]:
    """`truth`, `type` and `hid` are for whoever scores the answers: they are not looked at."""
    text = {name: str(told.get(name) or "") for name in ("first", "middle", "last", "sex", "nhs")}
    place = (str(told.get("house") or ""), str(told.get("postcode") or ""))
    names = [(str(first or ""), str(last or "")) for first, last in told.get("aliases") or []]
    born, due = str(told.get("dob") or ""), str(told.get("edd") or "")
    return str(told["qid"]), held(**text, born=born, due=due, places=[place], other_names=names)
