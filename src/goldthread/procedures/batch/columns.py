"""The events of many cases in columns: each case's together, in the order in which they were recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.events import CaseEvent, Stated

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Column = NDArray[Any]
Names = NDArray[np.int16]
Codes = NDArray[np.int32]

NOTHING = -1
"""In a column of rows or places: there is none."""
NEVER = int(np.iinfo(np.int64).max)
"""In a column of times: none."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Links(NamedTuple):
    """One kind of link: the rows that have it, ascending, and the row that each names.

    What names an event that is not among those of its case has a number below NOTHING instead.
    """

    rows: Ints
    targets: Ints


class Events(NamedTuple):
    """The events of many cases. Times are microseconds since 1970, UTC; the rest are numbers of words.

    The events of case n are the rows from `first[n]` to before `first[n + 1]`, ordered by when they were
    recorded and then by id. `statement` numbers what an event states. A `person` or `agency` of 0
    is not said.
    """

    first: Ints
    name: Names
    at: Ints
    recorded_at: Ints
    role: Names
    person: Codes
    agency: Codes
    statement: Codes
    corrects: Links
    answers: Links
    authorises: Links
    declines: Links
    names: Sequence[str]
    roles: Sequence[str]
    statements: Sequence[Stated]
    ids: Sequence[str] | None = None

    @property
    def rows(self) -> int:
        """How many events there are."""
        return len(self.name)

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.first) - 1


def micros(moment: datetime) -> int:
    """A UTC instant as a number."""
    return (moment - EPOCH) // MICROSECOND


def moment(number: int) -> datetime:
    """The UTC instant of a number."""
    return EPOCH + timedelta(microseconds=int(number))


class Words(dict[Any, int]):
    """Numbers words in the order in which they are met."""

    def __missing__(self, word: object) -> int:
        self[word] = len(self)
        return self[word]


def from_cases(cases: Iterable[Iterable[CaseEvent]]) -> Events:
    """The events of cases in columns. Raises ValueError if two events of a case have one id."""
    rows: list[CaseEvent] = []
    first = [0]
    links: list[Mapping[str, int]] = []
    for case in cases:
        events = sorted(case, key=lambda event: (event.recorded_at, event.id))
        links.append({event.id: first[-1] + place for place, event in enumerate(events)})
        if len(links[-1]) < len(events):
            raise ValueError(f"two events of case {len(links)} have one id")
        rows += events
        first.append(len(rows))
    names, roles, people, agencies = Words(), Words(), Words({"": 0}), Words({"": 0})
    statements = _Statements()
    return Events(
        first=np.array(first, dtype=np.int64),
        name=np.array([names[event.name] for event in rows], dtype=np.int16),
        at=np.array([micros(event.at) for event in rows], dtype=np.int64),
        recorded_at=np.array([micros(event.recorded_at) for event in rows], dtype=np.int64),
        role=np.array([roles[event.role] for event in rows], dtype=np.int16),
        person=np.array([people[event.person] for event in rows], dtype=np.int32),
        agency=np.array([agencies[event.agency] for event in rows], dtype=np.int32),
        statement=np.array([statements.number(event.facts) for event in rows], dtype=np.int32),
        names=list(names),
        roles=list(roles),
        statements=statements.known,
        ids=[event.id for event in rows],
        **{
            kind: _links(rows, links, first, kind)
            for kind in ("corrects", "answers", "authorises", "declines")
        },
    )


def _links(
    rows: Sequence[CaseEvent], ids: Sequence[Mapping[str, int]], first: Sequence[int], kind: str
) -> Links:
    linked = [(row, getattr(event, kind)) for row, event in enumerate(rows) if getattr(event, kind)]
    elsewhere = NOTHING - 1
    case = np.searchsorted(first, [row for row, _ in linked], side="right") - 1
    targets = [ids[place].get(name, elsewhere) for place, (_, name) in zip(case, linked, strict=True)]
    return Links(np.array([row for row, _ in linked], dtype=np.int64), np.array(targets, dtype=np.int64))


class _Statements:
    """What events state, each different statement once."""

    def __init__(self) -> None:
        self.known: list[Stated] = []
        self._numbers = Words()

    def number(self, facts: Stated) -> int:
        number = self._numbers[tuple(sorted((name, _kept(value)) for name, value in facts.items()))]
        if number == len(self.known):
            self.known.append(facts)
        return number


def _kept(value: object) -> tuple[str, object]:
    """A value that can be looked up: of its own type, since True is not 1."""
    return type(value).__name__, tuple(value) if isinstance(value, list) else value
