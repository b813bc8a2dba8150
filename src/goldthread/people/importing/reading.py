"""Reads a CSV file as other systems write them: whatever its encoding and separator, line by line."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

_ENCODINGS = (
    "utf-8-sig",
    "cp1252",
)  # what spreadsheets write; the first one in which every byte means something
_SEPARATORS = ",;\t"
_LONGEST = 200_000  # signs in one cell


class BadFile(Exception):
    """A file that cannot be read at all. The message names the file, the line and what to do."""


@dataclass(frozen=True)
class Row:
    """One row: the number of the line on which it begins, and what its cells hold, by column."""

    line: int
    cells: Mapping[str, str]
    extra: int = 0  # cells beyond the last column


@dataclass(frozen=True)
class Sheet:
    """One file, open to be read once."""

    name: str
    encoding: str
    rows: Iterator[Row]


def read(path: Path, columns: Iterable[str], required: Iterable[str]) -> Sheet:
    """The file's rows. Raises BadFile where its bytes or its first line cannot be what is expected."""
    text, encoding = _decoded(path)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    names = _names(path, next(lines, []), list(columns), list(required))
    return Sheet(path.name, encoding, _rows(path, lines, names))


def _decoded(path: Path) -> tuple[str, str]:
    held = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return held.decode(encoding), encoding
        except UnicodeDecodeError as problem:
            at = held.count(b"\n", 0, problem.start) + 1
    raise BadFile(
        f"{path.name}, line {at}: the file is neither UTF-8 nor Windows-1252. Save it again as “CSV UTF-8”"
    )


def _names(path: Path, heading: list[str], columns: list[str], required: list[str]) -> list[str]:
    """The columns that the file has, in its order."""
    names = [name.strip().casefold().replace(" ", "_") for name in heading]
    for name in names:
        if name not in columns:
            near = get_close_matches(name, columns, 1)
            hint = f"Is it {near[0]}?" if near else f"There are: {', '.join(columns)}"
            raise BadFile(f"{path.name}, line 1: there is no column called {name!r}. {hint}")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadFile(f"{path.name}, line 1: the column {twice!r} stands there twice. Take one out")
    if missing := [name for name in required if name not in names]:
        raise BadFile(f"{path.name}, line 1: the column {missing[0]!r} is missing. Add it to the first line")
    return names


def _rows(path: Path, lines: Iterator[list[str]], names: list[str]) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    ended = getattr(lines, "line_num", 1)
    try:
        for cells in lines:
            begun, ended = ended + 1, getattr(lines, "line_num", ended + 1)
            if any(cell.strip() for cell in cells):
                yield Row(begun, dict(zip(names, cells, strict=False)), max(0, len(cells) - len(names)))
    except csv.Error as problem:
        raise BadFile(
            f"{path.name}, line {ended + 1}: {problem}. Look for a quotation mark too many"
        ) from None
