"""The test database: made and migrated as the owner, used as the app role, fresh for every test."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from goldthread.config import bootstrap, database

PREFIX = f"test_{database.NAME}"
MINE = f"{PREFIX}_{os.getpid()}"  # several test runs may share the server
TEMPLATE = f"{MINE}_template"


@contextmanager
def ready(host: Path) -> Iterator[None]:
    """Inside, Django's connection is to a fresh, migrated database, as the app role."""
    _drop_leftovers(host)
    bootstrap.make_database(host, TEMPLATE)
    _execute(host, "ALTER DATABASE {} SET synchronous_commit = off", TEMPLATE)
    _connect(host, TEMPLATE, database.OWNER)
    call_command("migrate", verbosity=0)
    copy_afresh(host)
    try:
        yield
    finally:
        connection.close()
        for name in (MINE, TEMPLATE):
            _execute(host, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def copy_afresh(host: Path) -> None:
    """Put the test database back to how the migrations left it, and connect to it as the app role."""
    connection.close()
    _execute(host, "DROP DATABASE IF EXISTS {} WITH (FORCE)", MINE)
    _execute(host, "CREATE DATABASE {} TEMPLATE {}", MINE, TEMPLATE)
    _execute(host, "ALTER DATABASE {} SET synchronous_commit = off", MINE)
    _connect(host, MINE, database.APP)


def _connect(host: Path, name: str, role: str) -> None:
    connection.close()
    connection.settings_dict.update(NAME=name, USER=role, HOST=str(host))


def _execute(host: Path, statement: str, *names: str) -> None:
    for attempt in range(40):
        try:
            with _as_owner(host) as owner:
                owner.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
        except psycopg.errors.InsufficientPrivilege:  # autovacuum, the superuser's, is in that database
            if attempt == 39:
                raise
            time.sleep(0.5)
        else:
            return


def _drop_leftovers(host: Path) -> None:
    """Databases of test runs that were killed."""
    with _as_owner(host) as owner:
        names = [name for (name,) in owner.execute("SELECT datname FROM pg_database")]
    for name in names:
        run = re.fullmatch(rf"{PREFIX}_(\d+)(_template)?", name)
        if run and not Path(f"/proc/{run[1]}").exists():
            _execute(host, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _as_owner(host: Path) -> "psycopg.Connection[tuple[str]]":
    return psycopg.connect(host=str(host), user=database.OWNER, dbname="postgres", autocommit=True)
