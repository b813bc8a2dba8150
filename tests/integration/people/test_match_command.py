"""`goldthread match`: files in, the likeliest people out, and nothing left behind."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import psycopg

from goldthread.config import bootstrap, database

_ = "\\N"  # not known
PEOPLE = (
    (
        *("p1", "h1", "C", "Rowan", "James", "Alder", "M", "2018-04-11", _, "9990000018"),
        *("12", "Fernhollow Lane", "ZZ99 3VZ", "3|Mill Row|ZZ99 4AA", "|Marsh"),
    ),
    (
        "p2",
        "h1",
        "A",
        "Hazel",
        _,
        "Alder",
        "F",
        "1990-03-05",
        _,
        _,
        "12",
        "Fernhollow Lane",
        "ZZ99 3VZ",
        _,
        _,
    ),
    ("p3", "h2", "C", "Zofia", _, "Łęcka", "F", "2019-02-14", _, _, "1", "Kestrel Rise", "ZZ99 7DD", _, _),
)
QUERIES = (
    {"qid": 0, "first": "Rowan", "last": "Marsh", "dob": "2018-11-04", "house": "12", "postcode": "ZZ99 3VZ"},
    {"qid": 1, "first": "Sofia", "last": "Lecka", "dob": "2019-02-14", "truth": "p1"},
    {"qid": 2, "first": "Nobody", "last": "Known", "dob": "1950-01-02"},
)


def run(
    folder: Path, queries: str, people: Iterable[Iterable[str]] = PEOPLE
) -> "subprocess.CompletedProcess[str]":
    """The command, as anyone runs it."""
    lines = "".join("\t".join(person) + "\n" for person in people)
    (folder / "people.tsv").write_text(lines, encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    command = [sys.executable, "-m", "goldthread", "match", "people.tsv", "queries.jsonl", "--out", "out.csv"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_each_query_is_answered_in_order(tmp_path: Path) -> None:
    done = run(tmp_path, "\n".join(map(json.dumps, QUERIES)))
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["people"], told["queries"]) == (3, 3)
    with (tmp_path / "out.csv").open() as file:
        rows = list(csv.DictReader(file))
    first = {row["query_id"]: row for row in rows if row["rank"] in {"0", "1"}}
    assert [(row["person_id"], row["label"]) for row in first.values()] == [
        ("p1", "match"),
        ("p3", "match"),
        ("", "none"),
    ]
    assert {row["person_id"] for row in rows if row["query_id"] == "0"} == {"p1", "p2"}  # and the household
    with bootstrap.running() as server:
        assert server
        host = str(server.socket)
        with psycopg.connect(host=host, user=database.OWNER, dbname="postgres") as connection:
            left = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE '%_match_%'"
            ).fetchall()
    assert left == []


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, '{"qid": 1, "first": "Rowan"}\nnot json\n')
    assert done.returncode == 2
    assert "queries.jsonl:2: " in done.stderr
    done = run(tmp_path, "", people=[("p1", "only two")])
    assert done.returncode == 2
    assert "2 columns where there should be 15" in done.stderr
