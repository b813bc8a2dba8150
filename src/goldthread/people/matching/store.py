"""Where people are kept for look-up: one table, their keys under one index, read in one round trip.

The table stands by itself and can be made again at any time. The service keeps one of the same shape.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.held import Held
from goldthread.people.matching.keys import asked_keys, held_keys
from goldthread.people.matching.ranking import Candidate, rank

Connection = psycopg.Connection[Any]

_TABLE = "CREATE UNLOGGED TABLE people_lookup (person text, keys int4[], held text)"
_COPY = "COPY people_lookup FROM STDIN"
# fastupdate off: a list of entries not yet sorted in would be read through by every look-up
_INDEX = "CREATE INDEX ON people_lookup USING gin (keys) WITH (fastupdate = off)"
_FIND = b"SELECT person::text, held FROM people_lookup WHERE keys && $1::int4[]"
_PREPARED = b"look_up"
# A name that one person has is simply rare. What is counted stands first in the first and the second part.
_COUNT = """SELECT split_part(split_part(split_part(held, '|', %s), ';', 1), ',', 1) AS name, count(*)
FROM people_lookup GROUP BY name HAVING count(*) > 1"""
# Children are whoever was born in the eighteen years before the newest; one in a thousand is a slip.
_NEWEST = """SELECT percentile_disc(0.999) WITHIN GROUP (ORDER BY left(split_part(held, '|', 3), 4))::int - 18
FROM people_lookup WHERE split_part(held, '|', 3) ~ '^[0-9]'"""


class Row(NamedTuple):
    """What is kept of one person."""

    person: str
    keys: list[int]
    held: str


def row(person: str, held: Held) -> Row:
    """What is kept of one person."""
    return Row(person, held_keys(held), held.pack())


def create(connection: Connection) -> None:
    """A new, empty table."""
    connection.execute(_TABLE)


def copy(connection: Connection, rows: Iterable[Row]) -> None:
    """Keep these people too. Several connections may do so at once."""
    with connection.cursor().copy(_COPY) as stream:
        stream.write("".join(f"{person}\t{_array(keys)}\t{held}\n" for person, keys, held in rows))


def _array(keys: Iterable[int]) -> str:
    """As PostgreSQL writes it: to be read there is quicker than to be put together here."""
    return f"{{{','.join(map(str, keys))}}}"


def index(connection: Connection) -> None:
    """Make everybody who was kept quick to find."""
    connection.execute("SET maintenance_work_mem = '1GB'")
    connection.execute(_INDEX)
    connection.execute("VACUUM ANALYZE people_lookup")


def frequencies(connection: Connection) -> Frequencies:
    """How common names are among everybody kept: about a second for a million people, so keep the answer."""
    (people,) = connection.execute("SELECT count(*) FROM people_lookup").fetchone() or (0,)
    firsts, surnames = (dict(connection.execute(_COUNT, (part,)).fetchall()) for part in (1, 2))
    newest = connection.execute(_NEWEST).fetchone()
    return Frequencies(people, firsts, surnames, str(newest[0]) if newest and newest[0] else "")


def prepare(connection: Connection) -> None:
    """Set up a connection to look people up: the planner takes the keys for commoner than they are."""
    connection.execute("SET enable_seqscan = off")
    connection.execute("SET jit = off")
    connection.execute("SET plan_cache_mode = force_generic_plan")
    _rows(connection.pgconn.prepare(_PREPARED, _FIND))


def look_up(connection: Connection, asked: Held, common: Frequencies, limit: int = 10) -> list[Candidate]:
    """The people who may be the one told of, the likeliest first, then others of a household found."""
    keys = asked_keys(asked)
    if not keys:
        return []
    found = _rows(connection.pgconn.exec_prepared(_PREPARED, [_array(keys).encode()]))
    return rank(asked, found, common, limit)


def _rows(answer: PGresult) -> list[tuple[str, str]]:
    """Of two columns, straight from the library underneath: the driver's own layers take longer than it."""
    if answer.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        raise psycopg.errors.error_from_result(answer)
    value = answer.get_value
    return [
        ((value(row, 0) or b"").decode(), (value(row, 1) or b"").decode()) for row in range(answer.ntuples)
    ]


def index_megabytes(connection: Connection) -> float:
    """The size of the index."""
    size = connection.execute("SELECT pg_indexes_size('people_lookup')").fetchone()
    return float(size[0]) / 1e6 if size else 0.0
