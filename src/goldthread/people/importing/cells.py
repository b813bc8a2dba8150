"""Makes of a row's cells what its fields read: dates as spreadsheets write them, answers in code or words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from goldthread.ledger.fields import Choice, Date, Field, FieldError, MultiChoice, YesNo, parse_fields
from goldthread.people.importing.reading import Row

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_YES_NO = {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}
_MOST_SHOWN = 12  # answers that a message lists


def values(columns: Mapping[str, Field], row: Row, now: datetime) -> tuple[dict[str, Any], list[FieldError]]:
    """What the row says, and what is wrong with it."""
    raw: dict[str, list[str]] = {}
    wrong: list[FieldError] = []
    for name, cell in row.cells.items():
        text = cell.strip()
        if not text:
            continue
        one = columns[name]
        if isinstance(one, Choice):
            picked = list(_picked(one, text))
            wrong += [FieldError(name, _no_such(one, text))] if None in picked else []
            raw[name] = [code for code in picked if code is not None]
        elif isinstance(one, Date):
            raw |= _date(name, text)
        else:
            raw[name] = [cell]
    if row.extra:
        wrong.append(
            FieldError("", "The row has more cells than columns. Put a cell that holds a comma in quotes")
        )
    unread = {error.name for error in wrong}
    parsed = parse_fields({n: one for n, one in columns.items() if n not in unread}, raw, now=now)
    return parsed.values, wrong + parsed.errors + list(_backwards(parsed.values))


def _date(name: str, text: str) -> dict[str, list[str]]:
    """A day as 27/03/2018 or 2018-03-27, with or without a midnight behind it."""
    if found := _DAY_FIRST.fullmatch(text):
        return {
            f"{name}-{box}": [part]
            for box, part in zip(("day", "month", "year"), found.groups(), strict=True)
        }
    found = _YEAR_FIRST.fullmatch(text)
    return {name: [found[1] if found else text]}


def _picked(one: Choice, text: str) -> Iterator[str | None]:
    """The ids of the answers that a cell names by code or by label; None for one that there is not."""
    ids = {code.casefold(): code for code in one.choices}
    ids |= {label.casefold(): code for code, label in one.choices.items()}
    for each in text.split(";") if isinstance(one, MultiChoice) else [text]:
        said = " ".join(each.split()).casefold()
        yield ids.get(_YES_NO.get(said, said) if isinstance(one, YesNo) else said)


def _no_such(one: Choice, text: str) -> str:
    known = list(one.choices)
    shown = ", ".join(known[:_MOST_SHOWN]) + (", ..." if len(known) > _MOST_SHOWN else "")
    return f"{one.subject} is “{text[:60]}”, which is none of the answers. Use one of: {shown}"


def _backwards(found: Mapping[str, Any]) -> Iterable[FieldError]:
    if "from_date" in found and "to_date" in found and found["to_date"] < found["from_date"]:
        yield FieldError(
            "to_date", "The end is before the beginning. Compare both dates with where they came from"
        )
