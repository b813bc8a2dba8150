"""`goldthread base DIR`: a copy of the database's files, encrypted, from which the kept log goes on."""

import argparse
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

import psycopg

from goldthread.config import bootstrap
from goldthread.config.backup import chain
from goldthread.config.backup.address import Address
from goldthread.config.backup.locked import lock, recipients
from goldthread.config.backup.logs import replication_address

NAME = "base.tar"


def main(arguments: list[str]) -> int:
    """Make one; its exit status."""
    parser = argparse.ArgumentParser(prog="./goldthread base", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where `log-keep` puts the log")
    folder: Path = parser.parse_args(arguments).folder
    with bootstrap.running():
        file = copy(folder, replication_address(), at=datetime.now(UTC))
    print(f"{file}: {file.stat().st_size / 1e6:,.1f} MB")
    return 0


def copy(folder: Path, server: Address, *, at: datetime) -> Path:
    """Copy every database of the server while it is written to, and list the copy; where it lies."""
    for_whom = recipients()
    to = folder / f"base-{at:%Y%m%dT%H%M%SZ}"
    to.mkdir(parents=True, mode=0o700)
    with psycopg.connect(server.conninfo) as connection:
        [(log_from,)] = connection.execute("select pg_walfile_name(pg_current_wal_lsn())").fetchall()
    command = [
        Address.program("pg_basebackup"),
        "-D",
        "-",
        "-Ft",
        "-X",
        "none",
        "-c",
        "fast",
        *server.arguments,
    ]
    with subprocess.Popen(
        command, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        fresh = lock(cast("IO[bytes]", process.stdout), to / f"{chain.FRESH}{NAME}", for_whom)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:1])
    return chain.put(folder, fresh, at=datetime.now(UTC), log_from=log_from)
