"""R8: a service is lost with its machine, and comes back to a chosen second from base and kept log."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pyrage

from bench.trust_figures.frame import Number, Result, Run
from bench.trust_figures.killing import kill
from bench.trust_figures.ledger import conninfo
from bench.trust_figures.officers import Journal, all_signed, calls
from goldthread.config import database
from goldthread.config.backup import chain, locked
from goldthread.config.backup.manifest import fingerprints
from goldthread.config.postgres import Server
from tests.service import Service, wait_until

OFFICER = "Gwen Ferriby"
LOST_AT_MOST, MINUTES = 60.0, 15.0
DELETED = 10  # parts, one by one; each time what is left is read again
ELSEWHERE = (
    "ledger_seal",
    "django_session",
    "procrastinate_",
    "ledger_auditrow",
)  # written while nobody acts
_DRAFT = """
insert into ledger_draft (id, kind, owner_id, bearer, raw, context, version, created_at, updated_at, writers)
values (%s, 'contact', %s, '', '{}', '{}', 1, %s, %s, '{}')
"""
_INSERT = """
copy ledger_attachment (id, draft_id, field, name, content_type, size, sha256, content, added_at) from stdin
"""


@dataclass(frozen=True)
class Size:
    """So many files, of so many bytes each, and so many contacts."""

    files: int
    bytes: int
    contacts: int


FULL, SHORT = Size(20_000, 256 * 1024, 200), Size(40, 64 * 1024, 30)


def measure(run: Run) -> Result:
    """Fill, put away, write on, lose everything, bring it back twice, and compare."""
    size, folder = FULL if run.full else SHORT, run.var / "kept"
    with Service(**_keys(run.var)) as service:
        _fill(service, size)
        run.say(f"{size.files} files are in")
        keeping = _keeping_log(service, folder)
        _goldthread(service.environment, "base", str(folder))
        run.say("the base is put away; officers sign on")
        told, chosen, stood = _signed(service, size)
        last = datetime.now(UTC)
        _lose(service, keeping)
        environment, book = dict(service.environment), service.var / "witness" / "hertfordshire.txt"
        run.say(f"lost at {last}; to come back to {chosen}")
        unnoticed, deleted = _deletions(folder, last - timedelta(seconds=LOST_AT_MOST))
        then = _back(run, environment, folder, chosen, book)
        newest = _back(run, environment, folder, None, book)
    parts = sum(file.stat().st_size for file in _files(folder))
    measured = Measured(size.files, told, parts, chosen, last, stood, then, newest, unnoticed, deleted)
    return Result(measured.numbers, measured.missed)


@dataclass(frozen=True)
class Measured:
    """Everything that was measured."""

    files: int
    told: int
    bytes: int
    chosen: datetime
    last: datetime
    stood: dict[str, object]
    then: "Back"
    newest: "Back"
    unnoticed: list[str]
    deleted: int

    @property
    def _lost(self) -> float:
        return (self.last - self.newest.newest).total_seconds()

    @property
    def _differ(self) -> list[str]:
        return [name for name, said in self.stood.items() if self.then.tables.get(name) != said]

    @property
    def numbers(self) -> dict[str, Number]:
        """For the page."""
        return {
            "gigabytes put away": round(self.bytes / 1e9, 2),
            "files in the record": self.files,
            "contacts acknowledged": self.told,
            "seconds to bring back the chosen second": round(self.then.seconds, 1),
            "tables compared by count and sum": len(self.stood),
            "tables that differ": len(self._differ),
            "seconds lost when the machine was lost": round(self._lost, 1),
            "parts deleted, one by one": self.deleted,
            "deletions that were not noticed": len(self.unnoticed),
        }

    @property
    def missed(self) -> list[str]:
        """What was not reached."""
        wrong = [*self.then.wrong, *self.newest.wrong]
        wanted = (
            (not self._differ, f"tables differ: {', '.join(self._differ)}"),
            (not wrong, f"not whole: {wrong[:3]}"),
            (self._lost <= LOST_AT_MOST, f"{self._lost:.0f} s were lost"),
            (self.then.seconds <= MINUTES * 60, f"it took {self.then.seconds:.0f} s"),
            (not self.unnoticed, f"not noticed: {', '.join(self.unnoticed)}"),
            (self.then.newest <= self.chosen, "something from after the chosen second came back"),
        )
        return [words for held, words in wanted if not held]


def _keys(var: Path) -> dict[str, str]:
    identity = pyrage.x25519.Identity.generate()
    (var / "key.txt").write_text(str(identity), encoding="utf-8")
    return {locked.RECIPIENT: str(identity.to_public()), locked.IDENTITY: str(var / "key.txt")}


def _fill(service: Service, size: Size) -> None:
    """Files of a draft that nobody has signed, so that no seal is over them."""
    chance, draft, now = Random(8), uuid4(), datetime.now(UTC)  # noqa: S311 - no secret
    with psycopg.connect(conninfo(service)) as connection:
        [(user,)] = connection.execute("select id from accounts_user limit 1").fetchall()
        connection.execute(
            _DRAFT,
            [draft, user, now, now],
        )
        with connection.cursor().copy(_INSERT) as copy:
            for number in range(size.files):
                content = chance.randbytes(size.bytes)
                told = (f"{number}.pdf", "application/pdf", size.bytes, hashlib.sha256(content).hexdigest())
                copy.write_row((uuid4(), draft, "files", *told, content, now))
    with psycopg.connect(conninfo(service), autocommit=True) as connection:
        connection.execute("vacuum")  # as it lies after a night: reading it first writes all of it to the log


def _keeping_log(service: Service, folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "goldthread", "log-keep", str(folder)]
    process = subprocess.Popen(
        command, env=service.environment, stdin=subprocess.DEVNULL, start_new_session=True
    )
    wait_until((service.var / "log-spool").exists)
    return process


def _signed(service: Service, size: Size) -> tuple[int, datetime, dict[str, object]]:
    """Officers sign; there is a quiet second, which is the chosen one; they sign on. What stood then."""
    journal, work, far = Journal(), calls("R8", size.contacts), time.monotonic() + 1e6
    all_signed(service.port, OFFICER, work[: len(work) // 2], journal, officers=2, until=far)
    with psycopg.connect(conninfo(service)) as connection:
        stood = _compared(connection)
        [(chosen,)] = connection.execute("select clock_timestamp()").fetchall()
    time.sleep(2)
    all_signed(service.port, OFFICER, work[len(work) // 2 :], journal, officers=2, until=far)
    return len(journal.told), chosen.astimezone(UTC), stood


def _compared(connection: "psycopg.Connection[Any]") -> dict[str, object]:
    """Of each table how many rows and what they add up to, but for what the worker writes by itself."""
    return {name: said for name, said in fingerprints(connection).items() if not name.startswith(ELSEWHERE)}


def _lose(service: Service, keeping: "subprocess.Popen[bytes]") -> None:
    """The whole machine at once: every process, the database's files, and what was not put away yet."""
    os.kill(service.process.pid, signal.SIGSTOP)  # it would bring back what is killed
    os.killpg(keeping.pid, signal.SIGKILL)
    keeping.wait()
    for part in ("database", "web server", "worker"):
        kill(service, part)
    os.kill(service.process.pid, signal.SIGKILL)
    for gone in ("postgres", "log-spool"):
        shutil.rmtree(service.var / gone)


def _deletions(folder: Path, reaches: datetime) -> tuple[list[str], int]:
    """Take away some of the files, one by one: which of them nobody would have missed, and how many."""
    every = _files(folder)
    victims = every[:: max(1, len(every) // DELETED)]
    unnoticed = []
    for victim in victims:
        aside = victim.rename(folder.parent / "aside")
        if next(chain.faults(folder, reaches=reaches), None) is None:
            unnoticed.append(victim.name)
        aside.rename(victim)
    return unnoticed, len(victims)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class Back:
    """What came back: how long it took, what stands in it, its newest entry, and what is wrong with it."""

    seconds: float
    tables: dict[str, object]
    newest: datetime
    wrong: list[str]


def _back(run: Run, lost: dict[str, str], folder: Path, to: datetime | None, book: Path) -> Back:
    """Bring it back on a blank machine, and look through it; then throw that away."""
    var = run.var / "blank"
    var.mkdir(mode=0o755)
    environment = {**lost, "GOLDTHREAD_VAR": str(var)}
    begun = time.perf_counter()
    _goldthread(environment, "restore-to", to.isoformat() if to else "latest", str(folder))
    seconds = time.perf_counter() - begun
    known = [line for line in book.read_text().splitlines() if to is None or _written(line) <= to]
    (var / "book.txt").write_text("".join(f"{line}\n" for line in known[:-1]))  # the last may be on its way
    checks = (("whole",), ("seal", "verify", "--witness", str(var / "book.txt")), ("rebuild", "--check"))
    wrong = [said for asked in checks if (said := _goldthread(environment, *asked, may_fail=True))]
    with Server(var / "postgres") as server, psycopg.connect(_database(server)) as connection:
        tables = _compared(connection)
        [(newest,)] = connection.execute("select max(recorded_at) from ledger_entry").fetchall()
    shutil.rmtree(var)
    run.say(f"back in {seconds:.1f} s, up to {newest}: {wrong or 'whole'}")
    return Back(seconds, tables, newest.astimezone(UTC), wrong)


def _written(line: str) -> datetime:
    return datetime.fromisoformat(line.split()[1])


def _database(server: Server) -> str:
    return f"host={server.socket} user=postgres dbname={database.NAME}_hertfordshire"


def _goldthread(environment: dict[str, str], *asked: str, may_fail: bool = False) -> str:
    """One of our commands; what it said, where it was not content."""
    command = [sys.executable, "-m", "goldthread", *asked]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = f"{' '.join(asked[:2])}: {done.stdout[-300:]}{done.stderr[-500:]}"
    if done.returncode and not may_fail:
        raise SystemExit(said)
    return said if done.returncode else ""
