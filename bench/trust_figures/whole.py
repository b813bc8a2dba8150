"""Whether a service that went through something is whole: files, tables, what follows, and seals."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.trust_figures.ledger import conninfo
from goldthread.config.whole import faults
from tests.service import Service

_INDEXES = """
select c.oid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid
join pg_am a on a.oid = c.relam join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and a.amname = 'btree' and i.indisvalid
"""
_TABLES = "select tablename from pg_tables where schemaname = 'public'"


def broken(service: Service) -> list[str]:
    """In words, everything that is wrong."""
    with psycopg.connect(conninfo(service), autocommit=True) as connection:
        found = [*faults(connection), *_damaged(connection)]
    return found + [
        wrong for asked in (("rebuild", "--check"), ("seal", "verify")) if (wrong := _said(service, *asked))
    ]


def _damaged(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """Tables and indexes whose pages are not sound, by PostgreSQL's own check of each row."""
    connection.execute("create extension if not exists amcheck")
    for (table,) in connection.execute(_TABLES).fetchall():
        for row in connection.execute("select msg from verify_heapam(%s)", [table]).fetchall():
            yield f"{table}: {row[0]}"
    for (index,) in connection.execute(_INDEXES).fetchall():
        try:
            connection.execute("select bt_index_check(%s, true)", [index])
        except psycopg.Error as problem:
            yield f"{index}: {problem}"


def _said(service: Service, *asked: str) -> str:
    """What a command of ours finds wrong; nothing when it finds nothing."""
    command = [sys.executable, "-m", "goldthread", *asked]
    done = subprocess.run(
        command,
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return f"{' '.join(asked)}: {done.stdout[-500:]}{done.stderr[-300:]}" if done.returncode else ""
