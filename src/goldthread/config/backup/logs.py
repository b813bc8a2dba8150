"""`goldthread log-keep DIR`: PostgreSQL's log goes to another place while it is written, encrypted.

With a base (`goldthread base DIR`) it brings the service back to any second. PostgreSQL's own pg_receivewal
streams the log into a folder of ours; every few seconds what is new there is put away, the segment that is
still being written included. A slot makes the server keep what was not fetched yet.
"""

import argparse
import gzip
import io
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyrage

from goldthread.config import bootstrap, database, env
from goldthread.config.backup import chain
from goldthread.config.backup.address import Address
from goldthread.config.backup.locked import lock, recipients
from goldthread.config.children import Child
from goldthread.config.paths import VAR

SUPERUSER_URL = "GOLDTHREAD_REPLICATION_URL"
SLOT = "goldthread_log"
EVERY = 5.0  # seconds; as much may be lost, and what the disk of that place takes
_SPOOL = VAR / "log-spool"
_PASSING = (OSError, pyrage.EncryptError)  # a full disk, a network that is gone for a while


def main(arguments: list[str]) -> int:
    """Keep the log until told to stop."""
    parser = argparse.ArgumentParser(prog="./goldthread log-keep", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder: Path = parser.parse_args(arguments).folder
    with bootstrap.running(), suppress(KeyboardInterrupt):
        keep(folder, replication_address())
    return 0


def replication_address() -> Address:
    """Our own server, as its superuser; or whoever GOLDTHREAD_REPLICATION_URL names, who may replicate."""
    if database.is_our_own():
        return Address(f"postgresql://postgres@/postgres?host={env.text(database.HOST_VARIABLE)}")
    return Address(env.required(SUPERUSER_URL, "it names a role that may replicate, to copy the database"))


def keep(folder: Path, server: Address, spool: Path = _SPOOL) -> None:
    """Fetch the log and put it away, for ever. Raises env.BadSetting as locked.recipients does."""
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    recipients()  # before anything is fetched
    reserve(server)
    fetching = Child("copy of the log", fetch(server, spool))
    fetching.start()
    seen: dict[str, int] = {}
    try:
        while True:
            time.sleep(EVERY)
            fetching.keep_running()
            try:
                put_away(spool, folder, seen, at=datetime.now(UTC))
            except _PASSING as problem:
                print(f"goldthread: the log was not put away ({problem}); trying again", file=sys.stderr)
    finally:
        fetching.ask_to_stop()
        fetching.wait_until_stopped()
        put_away(spool, folder, seen, at=datetime.now(UTC))


def reserve(server: Address) -> None:
    """From now on the server keeps what of its log was not fetched."""
    with psycopg.connect(server.conninfo, autocommit=True) as connection:
        there = connection.execute("select from pg_replication_slots where slot_name = %s", [SLOT]).fetchone()
        if there is None:
            connection.execute("select pg_create_physical_replication_slot(%s, true)", [SLOT])


def fetch(server: Address, spool: Path) -> list[str]:
    """The command that fetches the log into that folder as it is written."""
    return [
        Address.program("pg_receivewal"),
        "-D",
        str(spool),
        "--slot",
        SLOT,
        "--synchronous",
        *server.arguments,
    ]


def put_away(spool: Path, folder: Path, seen: dict[str, int], *, at: datetime) -> None:
    """Whatever is new in the spool. `seen` tells when each segment that is being written was last changed."""
    to = folder / "log"
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in sorted(spool.glob("0*")):
        with suppress(FileNotFoundError):  # it has become whole meanwhile: the next time, by its new name
            changed = file.stat().st_mtime_ns
            if file.suffix != chain.PARTIAL:
                _put_away(file, to, file.name, at=at)
                file.unlink()
            elif seen.get(file.name) != changed:
                _put_away(file, to, f"{file.name}-{at:%Y%m%dT%H%M%S%f}", at=at)
                seen[file.name] = changed


def _put_away(file: Path, to: Path, name: str, *, at: datetime) -> None:
    """Put a file of the log away by that name, and take away what was put away of its beginning before."""
    fresh = to / f"{chain.FRESH}{name}.gz"
    packed = io.BytesIO(gzip.compress(file.read_bytes(), 1))
    kept = chain.put(to.parent, lock(packed, fresh, recipients()), at=at)
    for beginning in to.glob(f"{file.name.removesuffix(chain.PARTIAL)}{chain.PARTIAL}*"):
        if beginning != kept:
            beginning.unlink()
