"""`goldthread restore-to TIME DIR`: the database as it stood at that second, from a base and the kept log."""

import argparse
import gzip
import os
import shutil
import sys
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import psycopg

from goldthread.config.backup import chain
from goldthread.config.backup.chain import Kept
from goldthread.config.backup.locked import unlock
from goldthread.config.backup.manifest import Damaged
from goldthread.config.paths import VAR
from goldthread.config.postgres import Server

BAD_INPUT, DAMAGED = 2, 4
LATEST = "latest"
_PATIENCE = 3600.0  # seconds that the log may take to be read in
_UNSET = ("restore_command", "recovery_target_time", "recovery_target_action")


def main(arguments: list[str]) -> int:
    """Bring it back into GOLDTHREAD_VAR, where no database may be; its exit status."""
    parser = argparse.ArgumentParser(prog="./goldthread restore-to", description=__doc__)
    parser.add_argument("time", help="as 2026-04-01T10:20:30Z, or: latest")
    parser.add_argument("folder", type=Path, metavar="DIR")
    asked = parser.parse_args(arguments)
    home = VAR / "postgres"
    if (home / "data").exists():
        print(f"goldthread: there is a database in {home} already", file=sys.stderr)
        return BAD_INPUT
    begun = time.perf_counter()
    try:
        recover(asked.folder, home, None if asked.time == LATEST else datetime.fromisoformat(asked.time))
    except Damaged as problem:
        print(f"goldthread: {problem}", file=sys.stderr)
        return DAMAGED
    print(f"the database is back, in {home} ({time.perf_counter() - begun:.1f} s). Now: ./goldthread whole,")
    print("./goldthread seal verify --witness BOOK, ./goldthread rebuild --check; then ./goldthread up")
    return 0


def check_main(arguments: list[str]) -> int:
    """Whether everything put away is there, unbroken, and reaches to now; its exit status."""
    parser = argparse.ArgumentParser(prog="./goldthread log-check", description=check_main.__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--reaches", metavar="TIME", type=datetime.fromisoformat, help="at least to then")
    asked = parser.parse_args(arguments)
    found = list(chain.faults(asked.folder, reaches=asked.reaches))
    kept = chain.read(asked.folder)
    print("\n".join(found) or f"{len(kept)} files are as they were put away, the newest of {kept[-1].at}")
    return DAMAGED if found else 0


def recover(folder: Path, home: Path, to: datetime | None) -> None:
    """Make a server's files in `home`, run it until it stands where it stood `to` then, and stop it.

    Raises manifest.Damaged where something of the base or the log is missing or changed, or does not reach.
    """
    if wrong := list(chain.faults(folder, reaches=to)):
        raise Damaged("; ".join(wrong))
    kept = chain.read(folder)
    base = _base(kept, to)
    server = Server(home)
    log = server.home / "log"
    for made in (server.data, log):
        made.mkdir(mode=0o700)
    _unpack(chain.where(folder, base), server.data)
    for one in kept:
        if one.segment >= base.log_from:
            _put_back(chain.where(folder, one), log / one.segment)
    _ask(server, log, to)
    _give_away(server, log)
    with server:
        _wait(server)
    shutil.rmtree(log)


def _base(kept: list[Kept], to: datetime | None) -> Kept:
    """The newest base that was whole by then."""
    there = [one for one in kept if one.log_from and (to is None or datetime.fromisoformat(one.at) <= to)]
    if not there:
        raise Damaged(f"there is no base from before {to}")
    return max(there, key=lambda one: one.at)


def _unpack(file: Path, into: Path) -> None:
    """Never in clear on the disk but where it is to be; opened while it is unpacked."""
    read, write = os.pipe()
    trouble: list[BaseException] = []

    def pour() -> None:
        try:
            with os.fdopen(write, "wb") as to:
                unlock(file, to)
        except (Damaged, OSError) as problem:
            trouble.append(problem)

    opening = Thread(target=pour)
    opening.start()
    try:
        with os.fdopen(read, "rb") as source, tarfile.open(fileobj=source, mode="r|") as tar:
            tar.extraction_filter = getattr(tarfile, "data_filter", None)  # where Python has it
            tar.extractall(into)  # noqa: S202 - our own file, by its hash
    except (tarfile.TarError, OSError) as problem:
        trouble.append(problem)
    opening.join()
    if trouble:
        raise Damaged(f"{file}: {trouble[0]}") from trouble[0]


def _put_back(file: Path, to: Path) -> None:
    with tempfile.TemporaryFile() as packed:
        unlock(file, packed)
        packed.seek(0)
        with gzip.open(packed) as source, to.open("wb") as opened:
            shutil.copyfileobj(source, opened)


def _ask(server: Server, log: Path, to: datetime | None) -> None:
    """What PostgreSQL is to do when it starts."""
    wanted = {"restore_command": f'cp "{log}/%f" "%p"', "recovery_target_action": "promote"}
    if to is not None:
        wanted["recovery_target_time"] = to.astimezone(UTC).isoformat(sep=" ")
    with (server.data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in wanted.items())
    (server.data / "recovery.signal").touch()


def _give_away(server: Server, log: Path) -> None:
    """To the user as whom the server runs."""
    if server.run_as:
        for folder in (server.data, log):
            for path in (folder, *folder.rglob("*")):
                os.chown(path, server.run_as["user"], server.run_as["group"], follow_symlinks=False)


def _wait(server: Server) -> None:
    """Until the log is read in; then a restart asks for nothing more."""
    until = time.monotonic() + _PATIENCE
    with psycopg.connect(host=str(server.socket), user="postgres", dbname="postgres", autocommit=True) as one:
        while one.execute("select pg_is_in_recovery()").fetchone() != (False,):
            if time.monotonic() > until:
                raise Damaged("the log could not be read in")
            time.sleep(0.1)
        for name in _UNSET:
            one.execute(f"alter system reset {name}")
