"""`goldthread backup DIR`: the database, uploaded files in it, and the witness's book, as at one instant."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

import psycopg
from django.conf import settings

from goldthread.config import authorities, bootstrap
from goldthread.config.backup.address import Address, owner_address
from goldthread.config.backup.locked import RECIPIENT, lock, recipients
from goldthread.config.backup.manifest import (
    DATABASE,
    LOCKED,
    WITNESS,
    Manifest,
    fingerprint_of,
    fingerprints,
)

BAD_INPUT = 2


def main(arguments: list[str]) -> int:
    """Make a backup; its exit status."""
    parser = argparse.ArgumentParser(prog="./goldthread backup", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is empty, or not there yet")
    folder: Path = parser.parse_args(arguments).folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"goldthread backup: {folder} is not empty: name a new folder", file=sys.stderr)
        return BAD_INPUT
    with bootstrap.running():
        manifest = back_up(folder, owner_address(), at=datetime.now(UTC))
    size = sum(bytes_ for bytes_, _ in manifest.files.values())
    rows = sum(count for count, _ in manifest.tables.values())
    print(f"{folder}: {rows:,} rows of {len(manifest.tables)} tables, {size / 1e6:,.1f} MB")
    if not all(name.endswith(LOCKED) for name in manifest.files):
        print(f"It is NOT encrypted: {RECIPIENT} names no age recipient (age1...).")
    return 0


def back_up(folder: Path, database: Address, *, at: datetime) -> Manifest:
    """Put everything into `folder`, encrypted where a recipient is set.

    Raises env.BadSetting as locked.recipients does.
    """
    to = recipients()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with psycopg.connect(database.conninfo) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        [(snapshot,)] = connection.execute("select pg_export_snapshot()").fetchall()
        with _dumped(database, snapshot) as dump:
            lock(dump, folder / DATABASE, to)
        tables = fingerprints(connection)
        postgres = connection.execute("show server_version").fetchall()[0][0]
    book = Path(settings.GOLDTHREAD_WITNESS)
    if book.is_file():
        with book.open("rb") as witness:
            lock(witness, folder / WITNESS, to)
    files = {file.name: fingerprint_of(file) for file in sorted(folder.iterdir())}
    manifest = Manifest(at.isoformat(), authorities.here(), postgres, tables, files)
    manifest.write(folder)
    return manifest


@contextmanager
def _dumped(database: Address, snapshot: str) -> Iterator[IO[bytes]]:
    """What pg_dump says of the database at that snapshot."""
    command = [database.program("pg_dump"), "--format=custom", f"--snapshot={snapshot}", *database.arguments]
    with subprocess.Popen(command, env=database.environment, stdout=subprocess.PIPE) as process:
        yield cast("IO[bytes]", process.stdout)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:1])
