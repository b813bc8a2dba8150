"""A register of made-up people in a PostgreSQL of its own, as the service keeps them to be found."""
# ruff: noqa: INP001 - scripts of their own; the statements hold nothing that anybody typed

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
import psycopg
from django.core.management import call_command

from goldthread.config import bootstrap, database

BATCH = 2000
STAGED = """
create unlogged table staged (person uuid, reference text, keys int4[], held text, words text[], shown text)
"""
SETTLED = (
    "insert into ledger_subject (id, reference, created_at) select person, reference, now() from staged",
    "drop index people_lookup_keys, people_lookup_words",
    "insert into people_lookup (person, keys, held, words, shown)"
    " select person, keys, held, array_to_tsvector(words), shown::jsonb from staged",
    "set maintenance_work_mem = '1GB'",
    "create index people_lookup_keys on people_lookup using gin (keys) with (fastupdate = off)",
    "create index people_lookup_words on people_lookup using gin (words) with (fastupdate = off)",
    "drop table staged",
)


@contextmanager
def running(home: Path) -> Iterator[None]:
    """Inside, Django's database is a demonstration's, on a server of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    with bootstrap.running(home):
        os.environ[database.ROLE_VARIABLE] = "owner"
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        os.environ[database.ROLE_VARIABLE] = "app"
        yield


def fill(host: Path, name: str, people: Path) -> int:
    """Put everybody in the file into the table, unless they are there; how many there are now."""
    where = psycopg.connect(host=str(host), user=database.OWNER, dbname=name, autocommit=True)
    with where as owner, people.open(encoding="utf-8") as lines:
        if (there := _held(owner)) > BATCH:
            return there
        owner.execute(STAGED)
        with owner.cursor().copy("copy staged from stdin (format binary)") as copy:
            copy.set_types(["uuid", "text", "int4[]", "text", "text[]", "text"])
            rows_of = import_module("rows").rows_of  # the models can be imported only now
            with get_context("spawn").Pool() as processes:
                for row in chain.from_iterable(processes.imap(rows_of, _batches(lines))):
                    copy.write_row(row)
        for statement in SETTLED:
            owner.execute(statement)
        owner.execute("vacuum analyze people_lookup")
        return _held(owner)


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    every = iter(lines)
    while batch := list(islice(every, BATCH)):
        yield batch


def _held(owner: "psycopg.Connection[Any]") -> int:
    row = owner.execute("select count(*) from people_lookup").fetchone()
    return int(row[0]) if row else 0
