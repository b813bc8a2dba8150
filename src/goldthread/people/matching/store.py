"""Where people are kept for look-up: one table, their keys under one index, read in one round trip.

The table stands by itself, in the schema that the connection points to, and can be made again at any time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.held import Held, unpack
from goldthread.people.matching.keys import asked_keys, held_keys
from goldthread.people.matching.ranking import Candidate, rank

Connection = psycopg.Connection[Any]
Row = tuple[str, str, list[int], str, str]  # person, household, keys, packed, first name and surname

_TABLE = "CREATE UNLOGGED TABLE matching_person (person text, household text, keys int4[], held text)"
# fastupdate off: a list of entries not yet sorted in would be read through by every look-up
_INDEX = "CREATE INDEX ON matching_person USING gin (keys) WITH (fastupdate = off)"
_FIND = "SELECT person, held FROM matching_person WHERE keys && %s"
_COMMON = 2  # a name that fewer people have is simply rare


def row(person: str, household: str, held: Held) -> Row:
    """What is kept of one person."""
    names = f"{held.firsts[0] if held.firsts else ''}|{held.surname}"
    return person, household, list(held_keys(held)), held.pack(), names


def load(connection: Connection, rows: Iterable[Row]) -> Frequencies:
    """Keep everybody, and count how common names are. For a new, empty place."""
    firsts: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    people = 0
    connection.execute(_TABLE)
    with connection.cursor().copy("COPY matching_person FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["text", "text", "int4[]", "text"])
        for person, household, keys, held, names in rows:
            copy.write_row((person, household, keys, held))
            first, _, surname = names.partition("|")
            firsts[first] += 1
            surnames[surname] += 1
            people += 1
    connection.execute("SET maintenance_work_mem = '512MB'")
    connection.execute(_INDEX)
    connection.execute("ANALYZE matching_person")
    return Frequencies(max(people, 1), _shares(firsts, people), _shares(surnames, people))


def prepare(connection: Connection) -> None:
    """Set up a connection to look people up: the planner takes the keys for commoner than they are."""
    connection.execute("SET enable_seqscan = off")
    connection.execute("SET jit = off")


def look_up(connection: Connection, asked: Held, common: Frequencies, limit: int = 10) -> list[Candidate]:
    """The people who may be the one told of, the likeliest first, then others of a household found."""
    keys = list(asked_keys(asked))
    found = connection.execute(_FIND, (keys,), prepare=True, binary=True) if keys else ()
    return rank(asked, ((person, unpack(held)) for person, held in found), common, limit)


def index_megabytes(connection: Connection) -> float:
    """The size of the index."""
    size = connection.execute("SELECT pg_indexes_size('matching_person')").fetchone()
    return float(size[0]) / 1e6 if size else 0.0


def _shares(counted: Counter[str], people: int) -> dict[str, float]:
    return {name: number / people for name, number in counted.items() if name and number >= _COMMON}


def in_batches(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    """Lists of at most `size` lines."""
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
