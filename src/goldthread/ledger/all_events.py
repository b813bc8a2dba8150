"""Every event of the record in columns, read from PostgreSQL by binary COPY: millions in a few seconds."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from goldthread.ledger.state import typed
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools, Events, Ints, Links
from goldthread.procedures.batch.sorting import in_order
from goldthread.procedures.format.words import Fact
from goldthread.procedures.tables import Procedure, Table

BYTES_AT_ONCE = 150_000_000  # about a million events
NO_ID = UUID(int=0)
LINKS = ("corrects", "answers", "authorises", "declines")
EPOCH_2000 = 946_684_800_000_000  # PostgreSQL counts microseconds from there
HEADER, TRAILER = 11 + 8, 2
"""Of a binary COPY: its signature, flags and extension; and its end."""
FIELD = 2 + 4
"""Before the one field of a row: how many fields there are, and how long this one is."""

# One field for a part, in which all rows are strung together: one by one would take much longer.
# What varies in length is a fingerprint here, and looked up once for each different one.
QUERY = """
copy (
    select string_agg({record}, ''::bytea) from {table}
    where mod(uuid_hash(episode_id) & 2147483647, {parts}) = {part}
) to stdout (format binary)
"""
Words64 = NDArray[np.uint64]
Record = Mapping[str, str]
"""For each column an expression whose bytes are one word of eight, or two for an id."""
RECORD: Record = {
    "episode": "uuid_send(episode_id)",
    "id": "uuid_send(id)",
    "at": "timestamptz_send(occurred_at)",
    "recorded_at": "timestamptz_send(recorded_at)",
    "name": "int8send(hashtextextended(step || '.' || outcome, 0))",
    "role": "int8send(hashtextextended(role, 0))",
    "agency": "int8send(coalesce(uuid_hash_extended(agency, 0), 0))",
    "facts": "int8send(jsonb_hash_extended(facts, 0))",
    **{link: f"uuid_send(coalesce({link}, '{NO_ID}'))" for link in LINKS},
}
NOBODY = "int8send(0)"
PERSON = """
int8send(case when step || '.' || outcome = any(%s) then coalesce(hashtextextended(
    (select author_id::text from ledger_entry where ledger_entry.id = entry_id), 0), 0) else 0 end)
"""
"""Who recorded it: asked only where two people are required, since it is kept with the entry."""


class Ids(Sequence[str]):
    """Ids as two columns of words, shown as text when asked."""

    def __init__(self, halves: Words64) -> None:
        self.halves = halves

    def __len__(self) -> int:
        return len(self.halves[0])

    def __getitem__(self, place: Any) -> Any:
        high, low = self.halves[:, place].tolist()
        return str(UUID(int=high << 64 | low))


@dataclass(frozen=True)
class Recorded:
    """Some episodes' events, each episode a case, and the episodes' ids."""

    events: Events
    episodes: Ids


class Reader:
    """Reads the record part by part, in the words of a procedure.

    An outcome or a role that none of its versions knows counts as one without a name.
    """

    def __init__(self, procedure: Procedure, parts: int | None = None) -> None:
        """`parts` is in how many parts to read; None: as the size of the record asks for."""
        self._names = Words(name for table in procedure.tables for name in table.outcomes)
        self._roles = Words(role for table in procedure.tables for role in table.pack.roles)
        self._two_people = [name for table in procedure.tables for name in _by_two_people(table)]
        self._facts = {name: fact for table in procedure.tables for name, fact in table.pack.facts.items()}
        self.parts = parts or _parts()

    def part(self, number: int) -> Recorded:
        """The events of one part of the episodes."""
        person = PERSON if self._two_people else NOBODY
        columns = fetch("ledger_event", {**RECORD, "person": person}, number, self.parts, self._two_people)
        return _recorded(columns, self._names, self._roles, self._facts)


def _by_two_people(table: Table) -> Iterator[str]:
    return (name for name, (_, _, outcome) in table.outcomes.items() if outcome.two_people)


def _parts() -> int:
    """In how many parts to read, so that neither side needs much room at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_relation_size('ledger_event')")
        [(size,)] = cursor.fetchall()
    return 1 + int(size) // BYTES_AT_ONCE


def fetch(table: str, record: Record, part: int, parts: int, names: Sequence[str] = ()) -> dict[str, Words64]:
    """One part of a table that belongs to episodes, as columns; an id is two columns, one above the other."""
    query = QUERY.format(record=" || ".join(record.values()), table=table, parts=parts, part=part)
    with connection.cursor() as cursor, cursor.copy(query, [names] if names else None) as copy:
        data = b"".join(copy)
    widths = [2 if expression.startswith("uuid_send") else 1 for expression in record.values()]
    rows = np.frombuffer(data[HEADER + FIELD : -TRAILER], ">u8").reshape(-1, sum(widths))
    words = rows.T.astype(np.uint64, order="C")
    ends = np.cumsum(widths).tolist()
    return {
        name: words[end - width : end] if width > 1 else words[end - 1]
        for name, width, end in zip(record, widths, ends, strict=True)
    }


def moments(column: Words64) -> Ints:
    """PostgreSQL's instants as ours; its infinity is our NEVER."""
    native = column.view(np.int64)
    return native + np.where(native == NEVER, 0, EPOCH_2000)


def as_kept(moments: Ints) -> Words64:
    """Our instants as PostgreSQL's."""
    return (moments - np.where(moments == NEVER, 0, EPOCH_2000)).view(np.uint64)


def _recorded(
    columns: dict[str, Words64], names: "Words", roles: "Words", known: Mapping[str, Fact]
) -> Recorded:
    recorded_at = moments(columns["recorded_at"])
    case = _cases(columns["episode"])
    by_time = np.lexsort((recorded_at, case))
    together = np.cumsum(_changes(case[by_time], recorded_at[by_time]), dtype=np.int64)
    order = by_time[in_order(together, *columns["id"][:, by_time])]
    columns = {name: np.take(column, order, axis=-1) for name, column in columns.items()}
    case, recorded_at, ids = case[order], recorded_at[order], columns["id"]
    first = np.append(np.flatnonzero(_changes(case)), len(case))
    statement, statements = _statements(columns["facts"].view(np.int64), ids, known)
    events = Events(
        first=first,
        name=names.numbers(columns["name"]),
        at=moments(columns["at"]),
        recorded_at=recorded_at,
        role=roles.numbers(columns["role"]),
        person=_numbers(columns["person"].view(np.int64)),
        agency=_numbers(columns["agency"].view(np.int64)),
        statement=statement,
        names=names.words,
        roles=roles.words,
        statements=statements,
        ids=Ids(ids),
        **{link: _linked(ids, first, case, columns[link]) for link in LINKS},
    )
    return Recorded(events, Ids(columns["episode"][:, first[:-1]]))


def _cases(episodes: Words64) -> Ints:
    """A number for each episode."""
    high, low = episodes
    order = np.argsort(high, kind="stable")
    anew = _changes(high[order])
    if (_changes(low[order]) != anew).any():  # two episodes alike in one half: nearly never
        order = np.lexsort((low, high))
        anew = _changes(high[order], low[order])
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(anew) - 1
    return number


def _changes(*columns: NDArray[Any]) -> Bools:
    """Where a row differs from the one before it; the first does."""
    changes = np.zeros(len(columns[0]), dtype=np.bool_)
    changes[:1] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return changes


class Words:
    """Words and their fingerprints in the database; what is none of them counts as the empty word."""

    def __init__(self, words: Iterable[str]) -> None:
        with connection.cursor() as cursor:
            query = "select word, hashtextextended(word, 0) from unnest(%s::text[]) as word order by 2"
            cursor.execute(query, [[*{*words}]])
            found = cursor.fetchall()
        self.words = [*(word for word, _ in found), ""]
        self.prints = np.array([fingerprint for _, fingerprint in found], dtype=np.int64)

    def numbers(self, fingerprints: Words64) -> NDArray[np.int16]:
        """The numbers of words, given their fingerprints."""
        wanted = fingerprints.view(np.int64)
        place = np.minimum(np.searchsorted(self.prints, wanted), len(self.prints) - 1)
        return np.where(self.prints[place] == wanted, place, len(self.prints)).astype(np.int16)

    def fingerprint(self, word: str) -> int:
        """The fingerprint of one of the words."""
        return int(self.prints[self.words.index(word)])


def _statements(
    fingerprints: Ints, ids: Words64, known: Mapping[str, Fact]
) -> tuple[NDArray[np.int32], list[dict[str, Any]]]:
    """What events state: numbers, and each different statement, looked up by an event that makes it."""
    _, examples, number = np.unique(fingerprints, return_index=True, return_inverse=True)
    wanted = Ids(ids[:, examples])
    with connection.cursor() as cursor:
        cursor.execute(
            "select id::text, facts::text from ledger_event where id = any(%s::uuid[])", [list(wanted)]
        )
        facts = dict(cursor.fetchall())
    return number.astype(np.int32), [typed(json.loads(facts[event]), known) for event in wanted]


def _numbers(fingerprints: Ints) -> NDArray[np.int32]:
    """Numbers for people or agencies; 0 where none is named."""
    if not fingerprints.any():
        return np.zeros(len(fingerprints), dtype=np.int32)
    known = np.unique(np.append(0, fingerprints))
    number = np.searchsorted(known, fingerprints)
    nobody = int(np.searchsorted(known, 0))
    return np.where(number == nobody, 0, np.where(number == 0, nobody, number)).astype(np.int32)


def _linked(ids: Words64, first: Ints, case: Ints, wanted: Words64) -> Links:
    """The rows that have a link, and the row of the same case that each names."""
    rows = np.flatnonzero(wanted[0] | wanted[1])
    high, low = wanted[:, rows]
    targets = np.full(len(rows), NOTHING - 1)
    missing = np.arange(len(rows))
    candidate, end = first[case[rows]], first[case[rows] + 1]
    while len(missing):
        place = candidate[missing]
        found = (ids[0][place] == high[missing]) & (ids[1][place] == low[missing])
        targets[missing[found]] = place[found]
        candidate += 1
        missing = missing[~found & (place + 1 < end[missing])]
    return Links(rows, targets)
