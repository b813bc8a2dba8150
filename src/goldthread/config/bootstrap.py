"""Makes our own database fit to use: the server runs, and the owner, the app role and the database exist."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from goldthread.config import database
from goldthread.config.paths import VAR
from goldthread.config.postgres import Server

ROLES = {
    database.OWNER: sql.SQL("LOGIN CREATEDB NOSUPERUSER NOCREATEROLE"),
    database.APP: sql.SQL("LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE"),
    database.DESTROYER: sql.SQL("NOLOGIN"),
}
# What the owner makes from now on, the app role may use. Append-only tables take some of this back when made.
DEFAULT_PRIVILEGES = (
    sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
    ),
    sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}"),
)


@contextmanager
def running(home: Path = VAR / "postgres") -> Iterator[Server | None]:
    """The database runs while inside; None where DATABASE_URL names one that others run."""
    if not database.is_our_own():
        if database.as_owner():
            let_the_app_in(database.url())
        yield None
        return
    with Server(home) as server:
        os.environ[database.HOST_VARIABLE] = str(
            server.socket
        )  # for this process's settings and its children
        with server.lock():
            make_roles(server.socket)
            make_database(server.socket, database.own_name())
        yield server


def make_roles(host: Path) -> None:
    """The owner, the app role, and the one that may destroy. No superuser; the owner may end sessions."""
    with psycopg.connect(host=str(host), user="postgres", dbname="postgres", autocommit=True) as connection:
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for name, can in ROLES.items():
            if name not in there:
                connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), can))
        connection.execute(sql.SQL("GRANT {app} TO {owner}").format(**_names()))
        connection.execute(sql.SQL("GRANT {destroyer} TO {app}").format(**_names()))


def make_database(host: Path, name: str) -> None:
    """A database that belongs to the owner, in which the app role may use what the owner makes."""
    with psycopg.connect(
        host=str(host), user=database.OWNER, dbname="postgres", autocommit=True
    ) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    let_the_app_in(f"postgresql://{database.OWNER}@/{name}?host={host}")


def let_the_app_in(owner_url: str) -> None:
    """Let the app role use what the owner makes in that database. Safe to repeat."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for statement in DEFAULT_PRIVILEGES:
            connection.execute(statement.format(**_names()))


def _names() -> dict[str, sql.Identifier]:
    roles = {"app": database.APP, "owner": database.OWNER, "destroyer": database.DESTROYER}
    return {name: sql.Identifier(role) for name, role in roles.items()}
