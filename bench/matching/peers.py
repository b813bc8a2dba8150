"""What else one would do in PostgreSQL: trigram search, blocks by double metaphone; with the NHS number."""
# ruff: noqa: INP001 - part of a script

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from answers import Answers
from rapidfuzz.distance import JaroWinkler

from goldthread.config import match
from goldthread.people.matching.names import sounds, words

Connection = psycopg.Connection[Any]
Rows = list[tuple[str, str, str, str]]  # person, name, day of birth, NHS number
_SURE = 1.5  # of 2: half for the names, half for the day of birth
_TRIGRAM = """SELECT person, name, born, nhs FROM plain
WHERE name %% %(name)s OR nhs = %(nhs)s AND nhs <> ''
ORDER BY similarity(name, %(name)s)
    + CASE WHEN born = %(born)s AND born <> '' THEN 0.5 ELSE 0 END DESC LIMIT 10"""
_BLOCKS = "SELECT person, name, born, nhs FROM plain WHERE blocks && %s LIMIT 500"


@contextmanager
def database(people: Path) -> Iterator[Connection]:
    """Everybody in a plain table, with the indexes of both."""
    with match.scratch() as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE plain (person text, name text, born text, nhs text, blocks text[])")
        copying = connection.cursor().copy("COPY plain FROM STDIN")
        with people.open(encoding="utf-8") as lines, copying as copy:
            for line in lines:
                told = ["" if value == "\\N" else value for value in line.rstrip("\n").split("\t")]
                name = f"{told[3]} {told[5]}".lower()
                blocks = sorted(_blocks(told[3], told[5], told[7], told[9]))
                copy.write_row((told[0], name, told[7], told[9], blocks))
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("CREATE INDEX ON plain USING gin (name gin_trgm_ops)")
        connection.execute("CREATE INDEX ON plain (nhs)")
        connection.execute("CREATE INDEX ON plain USING gin (blocks)")
        connection.execute("VACUUM ANALYZE plain")
        connection.execute("SET enable_seqscan = off")
        yield connection


def _blocks(first: str, last: str, born: str, nhs: str) -> set[str]:
    """Two of surname, first name and day of birth, by sound; and the NHS number."""
    one = {code for word in words(first) for code in sounds(word)}
    two = {code for word in words(last) for code in sounds(word)}
    found = {f"{a} {b} {born[:4]}" for a in one for b in two}
    found |= {f"{name} {born}" for name in one | two} if born else set()
    return found | ({nhs} if nhs else set())


def _trigram(connection: Connection, query: dict[str, Any]) -> Rows:
    told = {"name": _name(query), "born": query["dob"], "nhs": query["nhs"]}
    return connection.execute(_TRIGRAM, told).fetchall()


def _metaphone(connection: Connection, query: dict[str, Any]) -> Rows:
    blocks = sorted(_blocks(query["first"], query["last"], query["dob"], query["nhs"]))
    return connection.execute(_BLOCKS, (blocks,)).fetchall()


IN_POSTGRES: dict[str, Callable[[Connection, dict[str, Any]], Rows]] = {
    "trigram": _trigram,
    "metaphone": _metaphone,
}


def timed(
    connection: Connection, look_up: Callable[[Connection, dict[str, Any]], Rows], asked: list[dict[str, Any]]
) -> tuple[Answers, dict[str, float]]:
    """The answers, ranked by names, day of birth and NHS number, and how long they took."""
    found: Answers = {}
    times = []
    for query in asked:
        start = time.perf_counter()
        scored = sorted(((_score(query, row), row[0]) for row in look_up(connection, query)), reverse=True)
        times.append((time.perf_counter() - start) * 1000)
        found[str(query["qid"])] = [
            (person, "match" if score >= _SURE and place == 0 else "possible")
            for place, (score, person) in enumerate(scored[:10])
        ]
    times.sort()
    took = {"p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)]}
    return found, {label: round(number, 2) for label, number in took.items()}


def _score(query: dict[str, Any], row: tuple[str, str, str, str]) -> float:
    _, name, born, nhs = row
    same_number = 2.0 if nhs and nhs == query["nhs"] else 0.0
    return same_number + JaroWinkler.similarity(_name(query), name) + (born == query["dob"] != "") * 0.6


def _name(query: dict[str, Any]) -> str:
    return f"{query['first']} {query['last']}".strip().lower()
