"""The test database: made and migrated as the owner, used as the app role, fresh for every test."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from goldthread.config import bootstrap, database
from goldthread.config.paths import ROOT, SOURCE, VAR

HOME = VAR / "postgres-tests"  # a server of its own, beside the one that `up` keeps its data in
PREFIX = f"test_{database.NAME}"
MINE = f"{PREFIX}_{os.getpid()}"  # several test runs may share the server


@contextmanager
def ready(host: Path) -> Iterator[None]:
    """Inside, Django's connection is to a fresh, migrated database, as the app role."""
    _in_haste(host)
    _drop_leftovers(host)
    _make_template(host)
    copy_afresh(host)
    try:
        yield
    finally:
        connection.close()
        _execute(host, "DROP DATABASE IF EXISTS {} WITH (FORCE)", MINE)


def copy_afresh(host: Path) -> None:
    """Put the test database back to how the migrations left it, and connect to it as the app role."""
    connection.close()
    _execute(host, "DROP DATABASE IF EXISTS {} WITH (FORCE)", MINE)
    _execute(host, "CREATE DATABASE {} TEMPLATE {}", MINE, _template())
    _execute(host, "ALTER DATABASE {} SET synchronous_commit = off", MINE)
    _connect(host, MINE, database.APP)


def _in_haste(host: Path) -> None:
    """Wait for no disk: nothing that this server holds need outlive a crash."""
    with psycopg.connect(host=str(host), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")


@cache
def _template() -> str:
    """The name of a database that the migrations made, as they stand, ours and the libraries'."""
    files = [ROOT / "requirements.lock", *sorted(SOURCE.glob("*/migrations/*.py"))]
    found = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return f"{PREFIX}_template_{found[:16]}"


def _make_template(host: Path) -> None:
    """Migrate once for all runs with these migrations; those of others go, unless a run may need them."""
    with _as_owner(host) as owner:
        owner.execute("SELECT pg_advisory_lock(hashtext('test template'))")  # until this connection closes
        names = [name for (name,) in owner.execute("SELECT datname FROM pg_database")]
        if _template() in names:
            return
        alone = not any(re.fullmatch(rf"{PREFIX}_\d+", name) for name in names)
        for name in names:
            if alone and name.startswith(f"{PREFIX}_template_"):
                _execute(host, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        half_made = f"{MINE}_template"
        bootstrap.make_database(host, half_made)
        _connect(host, half_made, database.OWNER)
        call_command("migrate", verbosity=0)
        connection.close()
        _execute(host, "ALTER DATABASE {} RENAME TO {}", half_made, _template())


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
