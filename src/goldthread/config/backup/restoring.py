"""`goldthread restore DIR --into URL`, and `goldthread restore-verify DIR`: proof that a backup is whole."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import psycopg
from django.conf import settings

from goldthread.config import bootstrap, database
from goldthread.config.backup.address import Address
from goldthread.config.backup.locked import unlock
from goldthread.config.backup.manifest import (
    DATABASE,
    WITNESS,
    Damaged,
    Manifest,
    differences,
    fingerprints,
)
from goldthread.config.paths import VAR
from goldthread.config.postgres import Server

BAD_INPUT, DAMAGED = 2, 4


def restore_main(arguments: list[str]) -> int:
    """Bring a backup back into a blank database; its exit status."""
    parser = argparse.ArgumentParser(prog="./goldthread restore", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--into", required=True, metavar="URL", help="a blank database, as its owner")
    asked = parser.parse_args(arguments)
    return _told(asked.folder, Address(asked.into))


def verify_main(arguments: list[str]) -> int:
    """Bring a backup back into a database made for this, check all of it, and throw that away."""
    parser = argparse.ArgumentParser(prog="./goldthread restore-verify", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder: Path = parser.parse_args(arguments).folder
    with tempfile.TemporaryDirectory(dir=VAR) as home, Server(Path(home) / "postgres") as server:
        bootstrap.make_roles(server.socket)
        bootstrap.make_database(server.socket, database.own_name())
        where = f"/{database.own_name()}?host={server.socket}"
        status = _told(folder, Address(f"postgresql://{database.OWNER}@{where}"))
        return status or _seals_hold(folder, f"postgresql://{database.APP}@{where}")


def _told(folder: Path, into: Address) -> int:
    """Restore and compare, saying what came of it."""
    begun = time.perf_counter()
    try:
        manifest = Manifest.read(folder)
        manifest.check_files(folder)
        restore(folder, manifest, into)
    except Damaged as problem:
        print(f"goldthread: {problem}", file=sys.stderr)
        return DAMAGED
    except (NotBlank, psycopg.Error) as problem:
        print(f"goldthread: {problem}", file=sys.stderr)
        return BAD_INPUT
    rows = sum(count for count, _ in manifest.tables.values())
    seconds = time.perf_counter() - begun
    tables = len(manifest.tables)
    print(f"{rows:,} rows of {tables} tables are back as they were at {manifest.made} ({seconds:.1f} s)")
    return 0


class NotBlank(Exception):
    """A database in which there is something already."""


def restore(folder: Path, manifest: Manifest, into: Address) -> None:
    """Bring the tables back, and compare each with the manifest.

    Raises NotBlank, psycopg.Error where there is no such database, and Damaged where something differs.
    """
    with psycopg.connect(into.conninfo) as blank:
        [(tables,)] = blank.execute("select count(*) from pg_tables where schemaname = 'public'").fetchall()
    if tables:
        raise NotBlank("there are tables in that database already: name a blank one")
    bootstrap.let_the_app_in(into.conninfo)
    _feed([Address.program("pg_restore"), "--no-owner", "--exit-on-error"], folder, manifest, into)
    with psycopg.connect(into.conninfo) as restored:
        wrong = list(differences(manifest.tables, fingerprints(restored)))
    if wrong:
        raise Damaged("; ".join(wrong))


def _feed(command: list[str], folder: Path, manifest: Manifest, into: Address) -> None:
    """Let a program read the dump. Raises Damaged with its last words where it fails."""
    command = [*command, *into.arguments]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, env=into.environment, stdin=subprocess.PIPE, stderr=errors) as process,
    ):
        with suppress(BrokenPipeError), cast("IO[bytes]", process.stdin) as feed:
            _pour(folder, manifest, DATABASE, feed)
        if process.wait():
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise Damaged(f"the database could not be brought back: {said[-500:]}")


def _pour(folder: Path, manifest: Manifest, name: str, to: IO[bytes]) -> None:
    """Write a file of the backup, in clear, to where it is read; never to a disk."""
    kept = manifest.file(name)
    if kept is None:
        raise Damaged(f"the backup has no {name}")
    unlock(folder / kept, to)


def _seals_hold(folder: Path, app_url: str) -> int:
    """Whether the audit trail that came back is as it was sealed, by the witness's book in the backup."""
    manifest = Manifest.read(folder)
    with tempfile.NamedTemporaryFile(dir=VAR) as book:
        if manifest.file(WITNESS):
            _pour(folder, manifest, WITNESS, book)
            book.flush()
        command = [sys.executable, "-m", "goldthread", "seal", "verify", "--witness", book.name]
        checked = {
            **os.environ,
            "DATABASE_URL": app_url,
            "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
            "GOLDTHREAD_DEMO": "yes" if settings.GOLDTHREAD_DEMO else "no",
            database.ROLE_VARIABLE: "app",
        }
        return subprocess.run(command, env=checked, check=False).returncode
