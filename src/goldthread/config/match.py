"""Look people up in a file of people, as an officer would, one after the other: `goldthread match`."""

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from goldthread.config import bootstrap, database
from goldthread.ledger.spreadsheet import Rows
from goldthread.people.matching import files, store
from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.ranking import Candidate

SCRATCH = f"{database.NAME}_match_{os.getpid()}"
PIECE = 4_000_000  # bytes of the file read by a process at a time
LABELS = {"match": "match", "possible": "possible"}  # any other is none


def main(arguments: list[str]) -> int:
    """Load, look up, write; the last line printed is JSON."""
    parser = argparse.ArgumentParser(prog="./goldthread match", description=__doc__)
    parser.add_argument("people", type=Path, help="tab-separated, one person a line")
    parser.add_argument("queries", type=Path, help="one JSON object a line")
    parser.add_argument("--out", type=Path, required=True, help="query_id,rank,person_id,score,label")
    parser.add_argument("--top", type=int, default=10, help="rows a query, at most")
    asked = parser.parse_args(arguments)
    try:
        with scratch() as connection:
            print(json.dumps(_run(connection, asked.people, asked.queries, asked.out, asked.top)))
    except (OSError, ValueError, files.BadFile) as problem:
        print(f"goldthread: {problem}", file=sys.stderr)
        return 2
    return 0


def _run(
    connection: store.Connection, people: Path, queries: Path, out: Path, top: int
) -> dict[str, float | int]:
    start = time.perf_counter()
    _load(connection, people)
    common = store.frequencies(connection)
    loaded = time.perf_counter() - start
    store.prepare(connection)
    gc.freeze()  # what stays need not be gone through while somebody is looked up
    times = sorted(_look_up_all(connection, common, queries, out, top))
    return {
        "people": common.people,
        "queries": len(times),
        "load_s": round(loaded, 1),
        "p50_ms": round(_at(times, 0.5), 3),
        "p95_ms": round(_at(times, 0.95), 3),
        "p99_ms": round(_at(times, 0.99), 3),
        "index_mb": round(store.index_megabytes(connection), 1),
    }


def _load(connection: store.Connection, path: Path) -> None:
    """Keep everybody in the file; every processor reads and copies a piece at a time."""
    store.create(connection)
    where = f"{connection.info.dsn}"
    with get_context("spawn").Pool() as processes:
        pieces = ((where, path, begin, end) for begin, end in files.pieces(path, PIECE))
        for _ in processes.imap_unordered(_copy, pieces):
            pass
    store.index(connection)


def _copy(piece: tuple[str, Path, int, int]) -> None:
    where, path, begin, end = piece
    with psycopg.connect(where) as connection:
        store.copy(connection, files.people(path, begin, end))


def _look_up_all(
    connection: store.Connection, common: Frequencies, queries: Path, out: Path, top: int
) -> Iterable[float]:
    """The milliseconds that each look-up took."""
    times = []
    with out.open("w", newline="", encoding="utf-8") as file:
        rows = Rows(file)
        rows.write(("query_id", "rank", "person_id", "score", "label"))
        for query, asked in files.queries(queries):
            start = time.perf_counter()
            found = store.look_up(connection, asked, common, top)
            times.append((time.perf_counter() - start) * 1000)
            rows.write_all(_answer(query, found[:top]))
    return times


def _answer(query: str, found: list[Candidate]) -> Iterator[tuple[str, int, str, float | str, str]]:
    if not found:
        yield query, 0, "", "", "none"
    for rank, each in enumerate(found, 1):
        yield query, rank, each.person, round(each.weighed.bits, 2), LABELS.get(each.label, "none")


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


@contextmanager
def scratch() -> Iterator[store.Connection]:
    """A connection to a database of its own, which is gone afterwards."""
    os.environ[database.ROLE_VARIABLE] = "owner"
    with bootstrap.running() as server:
        where = make_conninfo(host=str(server.socket), user=database.OWNER) if server else database.url()
        name = sql.Identifier(SCRATCH)
        with psycopg.connect(make_conninfo(where, dbname="postgres"), autocommit=True) as owner:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(name))
            try:
                with psycopg.connect(make_conninfo(where, dbname=SCRATCH), autocommit=True) as connection:
                    yield connection
            finally:
                owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
