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
_LEAST = COLUMNS.index("born") + 1  # columns without which nobody can be told from anybody
_UNKNOWN = ("\\N", "")
_HEADS = ("pid", "person")  # of the first column, where a line names them


class BadFile(Exception):
    """A line that cannot be read; the message names the file, the line and what is wrong."""


def pieces(path: Path, size: int) -> Iterator[tuple[int, int]]:
    """Where to read: beginnings and ends of pieces of about that many bytes, each of whole lines."""
    with path.open("rb") as file:
        length, begin = path.stat().st_size, 0
        while begin < length:
            file.seek(begin + size)
            file.readline()
            yield begin, min(file.tell(), length)
            begin = file.tell()


def people(path: Path, begin: int, end: int) -> Iterator[Row]:
    """The rows to keep, of one piece. Raises BadFile."""
    with path.open("rb") as file:
        file.seek(begin)
        for line in file.read(end - begin).splitlines():
            values = _text(line).split("\t")
            if len(values) < _LEAST:
                if not line.strip():
                    continue
                raise BadFile(
                    f"{path}: {len(values)} columns where there should be {len(COLUMNS)}: {line[:80]!r}"
                )
            if values[0] not in _HEADS:
                yield _person(values)


def _text(line: bytes) -> str:
    """Files come from many systems."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _person(values: list[str]) -> Row:
    known = ["" if value in _UNKNOWN else value for value in values] + [""] * len(COLUMNS)
    told = dict(zip(COLUMNS, known, strict=False))
    places = [(told["house"], told["postcode"])]
    places += [(house, code) for house, _, code in _pieces(told["former"], 3)]
    return row(
        told["person"],
        held(
            first=told["first"],
            middle=told["middle"],
            last=told["last"],
            sex=told["sex"],
            born=told["born"],
            due=told["due"],
            nhs=told["nhs"],
            places=places,
            other_names=[(first, last) for first, last in _pieces(told["other_names"], 2)],
        ),
    )


def _pieces(text: str, count: int) -> Iterator[list[str]]:
    for piece in text.split(";"):
        if piece:
            values = piece.split("|")
            yield (values + [""] * count)[:count]


def queries(path: Path) -> Iterator[tuple[str, Held]]:
    """Each query's id and what it tells. Raises BadFile."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _query(json.loads(_text(line)))
                except (ValueError, KeyError, TypeError, AttributeError) as problem:
                    raise BadFile(f"{path}:{number}: {problem}") from problem


def _query(told: dict[str, Any]) -> tuple[str, Held]:
    """`truth`, `type` and `hid` are for whoever scores the answers: they are not looked at."""
    text = {name: _said(told.get(name)) for name in ("first", "middle", "last", "sex", "nhs")}
    place = (_said(told.get("house")), _said(told.get("postcode")))
    born, due = _said(told.get("dob")), _said(told.get("edd"))
    asked = held(**text, born=born, due=due, places=[place], other_names=_aliases(told.get("aliases")))
    return str(told["qid"]), asked


def _aliases(told: Any) -> list[tuple[str, str]]:
    """Pairs of first name and surname, or the same written as in the file of people."""
    if isinstance(told, str):
        return [(first, last) for first, last in _pieces(told, 2)]
    return [(_said(first), _said(last)) for first, last in told or ()]


def _said(told: Any) -> str:
    return "" if told is None or told in _UNKNOWN else str(told)
