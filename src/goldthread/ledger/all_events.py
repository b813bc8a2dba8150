"""Every event of the record in columns, read from PostgreSQL by binary COPY: millions in a few seconds."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from numpy.typing import NDArray

from goldthread.ledger.state import typed
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools, Events, Ints, Links
from goldthread.procedures.batch.columns import Words as Numbered
from goldthread.procedures.batch.sorting import sort_within
from goldthread.procedures.tables import Procedure, Table

BYTES_AT_ONCE = 150_000_000  # about a million events
LINKS = ("corrects", "answers", "authorises", "declines")
EPOCH_2000 = 946_684_800_000_000  # PostgreSQL counts microseconds from there
HEADER, TRAILER = 11 + 8, 2
"""Of a binary COPY: its signature, flags and extension; and its end."""
FIELD = 2 + 4
"""Before the one field of a row: how many fields there are, and how long this one is."""

# One field for a part, in which all rows are strung together: one by one would take much longer.
QUERY = """
copy (
    select string_agg({record}, ''::bytea) from {table}
    where {where} and mod(uuid_hash(episode_id) & 2147483647, {parts}) = {part}
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
    "said": "int8send(hash_record_extended(row(step, outcome, role, agency, facts, {person}), 0))",
}
"""An event. What it says is a fingerprint, and looked up once for each different one."""
NOBODY = "null::text"
PERSON = """
case when step || '.' || outcome = any(%(by_two)s) then
    (select author_id::text from ledger_entry where ledger_entry.id = entry_id) end
"""
"""Who recorded it: asked only where two people are required, since it is kept with the entry."""
SAID = """
select id::text, step || '.' || outcome, role, agency::text, {person}, facts::text from ledger_event
where id = any(%(wanted)s::uuid[])
"""
LINKED: Record = {
    "episode_id": "uuid_send(episode_id)",
    "id": "uuid_send(id)",
    **{link: f"uuid_send(coalesce({link}, '{UUID(int=0)}'))" for link in LINKS},
}
IS_LINKED = f"coalesce({', '.join(LINKS)}) is not null"


class Said(NamedTuple):
    """What an event says, but for when, where and of what: as the database has it."""

    name: str
    role: str
    agency: str | None
    person: str | None
    facts: str


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


class Raw(NamedTuple):
    """Some episodes' events as the database tells them; `which` of `said` each says; and their links."""

    columns: dict[str, Words64]
    links: dict[str, Words64]
    which: Ints
    said: Sequence[Said]


class Reader:
    """Reads the record part by part, in the words of a procedure.

    An outcome or a role that none of its versions knows counts as one without a name.
    """

    def __init__(self, procedure: Procedure, parts: int | None = None) -> None:
        """`parts` is in how many parts to read; None: as the size of the record asks for."""
        self._names = _numbered(name for table in procedure.tables for name in table.outcomes)
        self._roles = _numbered(role for table in procedure.tables for role in table.pack.roles)
        self._by_two = [name for table in procedure.tables for name in _by_two_people(table)]
        self._facts = {name: fact for table in procedure.tables for name, fact in table.pack.facts.items()}
        self._connection = connections[DEFAULT_DB_ALIAS]
        self.parts = parts or self._parts()

    def part(self, number: int) -> Recorded:
        """The events of one part of the episodes."""
        return self.recorded(self.raw(number))

    @contextmanager
    def ahead(self) -> Iterator[Callable[[int], Future[Raw]]]:
        """Inside, parts can be read while others are worked on; until one is there, ask nothing else."""
        self._connection.inc_thread_sharing()
        try:
            with ThreadPoolExecutor(1) as pool:
                yield lambda number: pool.submit(self.raw, number)
        finally:
            self._connection.dec_thread_sharing()

    def raw(self, number: int) -> Raw:
        """One part, as the database tells it."""
        part, person = (number, self.parts), PERSON if self._by_two else NOBODY
        by_two = {"by_two": self._by_two}
        record = {**RECORD, "said": RECORD["said"].format(person=person)}
        columns = fetch("ledger_event", record, *part, params=by_two, connection=self._connection)
        links = fetch("ledger_event", LINKED, *part, where=IS_LINKED, connection=self._connection)
        _, examples, which = np.unique(columns["said"], return_index=True, return_inverse=True)
        wanted = list(Ids(columns["id"][:, examples]))
        with self._connection.cursor() as cursor:
            cursor.execute(SAID.format(person=person), {**by_two, "wanted": wanted})
            found = {name: Said(*said) for name, *said in cursor.fetchall()}
        return Raw(columns, links, which, [found[name] for name in wanted])

    def recorded(self, raw: Raw) -> Recorded:
        """What was read, in order and in numbers."""
        columns = raw.columns
        order, first = _order(columns)
        recorded_at, ids = moments(columns["recorded_at"])[order], columns["id"][:, order]
        episodes = columns["episode"][:, order[first[:-1]]]
        which, said, statements = raw.which[order], raw.said, Numbered()
        people, agencies = Numbered({None: 0}), Numbered({None: 0})
        nameless, without = len(self._names), len(self._roles)

        def each(numbers: Iterable[int], dtype: type[Any]) -> NDArray[Any]:
            return np.array(list(numbers), dtype)[which]

        events = Events(
            first=first,
            name=each((self._names.get(one.name, nameless) for one in said), np.int16),
            at=moments(columns["at"])[order],
            recorded_at=recorded_at,
            role=each((self._roles.get(one.role, without) for one in said), np.int16),
            person=each((people[one.person] for one in said), np.int32),
            agency=each((agencies[one.agency] for one in said), np.int32),
            statement=each((statements[one.facts] for one in said), np.int32),
            names=[*self._names, ""],
            roles=[*self._roles, ""],
            statements=[typed(json.loads(facts), self._facts) for facts in statements],
            ids=Ids(ids),
            **_linked(raw.links, episodes, first, ids),
        )
        return Recorded(events, Ids(episodes))

    def _parts(self) -> int:
        """In how many parts to read, so that neither side needs much room at once."""
        with self._connection.cursor() as cursor:
            cursor.execute("select pg_relation_size('ledger_event')")
            [(size,)] = cursor.fetchall()
        return 1 + int(size) // BYTES_AT_ONCE


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(sorted(set(words)))}


def _by_two_people(table: Table) -> Iterator[str]:
    return (name for name, (_, _, outcome) in table.outcomes.items() if outcome.two_people)


def fetch(
    table: str,
    record: Record,
    part: int,
    parts: int,
    *,
    where: str = "true",
    params: Mapping[str, Any] | None = None,
    connection: BaseDatabaseWrapper | None = None,
) -> dict[str, Words64]:
    """One part of a table that belongs to episodes, as columns; an id is two columns, one above the other."""
    query = QUERY.format(
        record=" || ".join(record.values()), table=table, where=where, parts=parts, part=part
    )
    asked = connection or connections[DEFAULT_DB_ALIAS]
    with asked.cursor() as cursor, cursor.copy(query, params) as copy:
        data = b"".join(copy)
    widths = [2 if expression.startswith("uuid_send") else 1 for expression in record.values()]
    rows = np.frombuffer(memoryview(data)[HEADER + FIELD : -TRAILER], ">u8").astype(np.uint64)
    words = rows.reshape(-1, sum(widths)).T
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


def _order(columns: dict[str, Words64]) -> tuple[Ints, Ints]:
    """The rows case by case, each in the order in which it was recorded; and where each case begins."""
    high, low = columns["episode"]
    order = np.argsort(high)
    anew = _changes(high[order])
    if (_changes(low[order]) != anew).any():  # two episodes alike in one half: nearly never
        order = np.lexsort((low, high))
        anew = _changes(high[order], low[order])
    first = np.append(np.flatnonzero(anew), len(order))
    sort_within(order, first, columns["recorded_at"], *columns["id"])
    return order, first


def _changes(*columns: NDArray[Any]) -> Bools:
    """Where a row differs from the one before it; the first does."""
    changes = np.zeros(len(columns[0]), dtype=np.bool_)
    changes[:1] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return changes


def _linked(links: dict[str, Words64], episodes: Words64, first: Ints, ids: Words64) -> dict[str, Links]:
    """For each kind of link the rows that have it, and the row of the same case that each names."""
    high = links["episode_id"][0]
    begin = first[np.searchsorted(episodes[0], high)]
    end = first[np.searchsorted(episodes[0], high, side="right")]
    rows = _found(ids, links["id"], begin, end)
    order = np.argsort(rows)
    found = {}
    for kind in LINKS:
        some = order[np.any(links[kind][:, order], axis=0)]
        found[kind] = Links(rows[some], _found(ids, links[kind][:, some], begin[some], end[some]))
    return found


def _found(ids: Words64, wanted: Words64, begin: Ints, end: Ints) -> Ints:
    """The rows of ids, each looked for from one row to before another; below NOTHING: not there."""
    rows = np.full(len(begin), NOTHING - 1)
    missing, candidate = np.arange(len(begin)), begin.copy()
    while len(missing):
        place = candidate[missing]
        found = (ids[0][place] == wanted[0][missing]) & (ids[1][place] == wanted[1][missing])
        rows[missing[found]] = place[found]
        candidate += 1
        missing = missing[~found & (place + 1 < end[missing])]
    return rows


class Words:
    """Words and their fingerprints in the database; what is none of them counts as the empty word."""

    def __init__(self, words: Iterable[str]) -> None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
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
