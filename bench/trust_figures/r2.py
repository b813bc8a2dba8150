"""R2: disks are full, the database restarts, contacts are signed: nothing half-written, words kept."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread

import psycopg

from bench.trust_figures.frame import Number, Result, Run
from bench.trust_figures.ledger import Compared, compared, conninfo, settle
from bench.trust_figures.officers import Call, Journal, Officer, all_signed, calls
from bench.trust_figures.whole import broken
from tests.service import Service, wait_until

OFFICER = "Gwen Ferriby"
RECOVERS = 60.0  # seconds
SIZES = {"data": 700, "log": 160, "uploads": 24}  # megabytes
FULL, SHORT = (
    (300, 6, 20.0),
    (40, 2, 6.0),
)  # contacts in each trouble, restarts, seconds that a disk stays full
_BIG = b"%PDF-1.4 " + b"x" * 4 * 2**20  # a file that is put on the disk while it is received


@dataclass
class Trouble:
    """What was measured of one kind of trouble."""

    journal: Journal = field(default_factory=Journal)
    sent: list[Call] = field(default_factory=list)
    recovered: float = 0.0


def measure(run: Run) -> Result:
    """One trouble after the other, then a look at everything."""
    if os.geteuid():
        return Result({}, ["this machine lets only root make small disks: run it as root"])
    contacts, restarts, long = FULL if run.full else SHORT
    with _disks(run.var) as disks:
        tempfile.tempdir = str(disks["data"])
        with Service(TMPDIR=str(disks["uploads"])) as service:
            tempfile.tempdir = None
            _move_log(service, disks["log"])
            used = {"log": partial(_use_up_log, service)}
            causes = {
                f"{name} disk full": partial(_full, disk, long, used.get(name))
                for name, disk in disks.items()
            }
            causes["database restarts"] = partial(_restart, service, restarts)
            troubles = {
                name: _trouble(run, service, f"R2 {name}", contacts, cause) for name, cause in causes.items()
            }
            found = {name: compared(service, one.sent, one.journal.told) for name, one in troubles.items()}
            faults = broken(service)
    numbers, missed = _told(troubles, found)
    missed += [f"not whole: {faults[:3]}"] if faults else []
    return Result({**numbers, "acts that are not whole afterwards": len(faults)}, missed)


def _told(troubles: dict[str, Trouble], found: dict[str, Compared]) -> tuple[dict[str, Number], list[str]]:
    """The numbers of each trouble, and what was not reached in it."""
    numbers: dict[str, Number] = {}
    missed = []
    for name, one in troubles.items():
        journal, record = one.journal, found[name]
        numbers |= {
            f"{name}: contacts acknowledged": len(journal.told),
            f"{name}: lost or twice": record.lost + record.twice,
            f"{name}: answers that asked to wait": journal.apologies.total(),
            f"{name}: of those, without the words typed": journal.forgotten,
            f"{name}: seconds to recover": round(one.recovered, 1),
        }
        wanted = (
            (len(journal.told) == len(one.sent) == record.recorded, "not every contact was recorded"),
            (record.lost + record.twice == 0, "contacts were lost or written twice"),
            (journal.apologies.keys() <= {503}, f"answers of {sorted(journal.apologies)}"),
            (journal.forgotten == 0 or "uploads" in name, f"{journal.forgotten} pages without the words"),
            (journal.unanswered == 0, f"{journal.unanswered} requests had no answer"),
            (not journal.refused, f"refused: {journal.refused[:2]}"),
            (one.recovered <= RECOVERS, f"it took {one.recovered:.0f} s to recover"),
        )
        missed += [f"{name}: {words}" for held, words in wanted if not held]
    return numbers, missed


def _trouble(run: Run, service: Service, name: str, contacts: int, cause: Callable[[], None]) -> Trouble:
    """Officers sign while it happens; how long it takes from its end until a contact is signed again."""
    one, file = Trouble(sent=calls(name, contacts)), _BIG if "uploads" in name else b""
    until = time.monotonic() + run.seconds / 4
    signing = Thread(
        target=all_signed,
        args=(service.port, OFFICER, one.sent[:-1], one.journal),
        kwargs={"officers": 3, "until": until, "file": file},
    )
    signing.start()
    wait_until(lambda: len(one.journal.told) > contacts // 8 or not signing.is_alive())
    cause()
    ended = time.monotonic()
    officer = Officer(service.port, OFFICER)
    officer.sign_in()
    officer.sign(one.sent[-1], one.journal)
    one.recovered = time.monotonic() - ended
    signing.join()
    run.say(f"{name}: {len(one.journal.told)} acknowledged, {dict(one.journal.apologies)} apologies")
    return one


@contextmanager
def _disks(var: Path) -> Iterator[dict[str, Path]]:
    """Small disks in memory."""
    made: dict[str, Path] = {}
    try:
        for name, size in SIZES.items():
            folder = var / name
            folder.mkdir(mode=0o755)
            _run("mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0755", "tmpfs", str(folder))
            made[name] = folder
        yield made
    finally:
        for folder in made.values():
            _run("umount", "-l", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def _move_log(service: Service, disk: Path) -> None:
    """PostgreSQL's log to a disk of its own, as an installation in earnest has it."""
    settle(service, "max_wal_size = '64MB'", "min_wal_size = '32MB'")
    service.stop()
    log = service.var / "postgres" / "data" / "pg_wal"
    _run("cp", "-a", f"{log}/.", str(disk))
    _run("chown", "--reference", str(log), str(disk))
    _run("rm", "-rf", str(log))
    log.symlink_to(disk)
    service.start()


def _full(disk: Path, seconds: float, also: Callable[[], None] | None) -> None:
    """Fill a disk to its last byte, use up what was set aside on it, leave it so, and make room again."""
    fill = disk / "fill"
    try:
        with fill.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 65536)
    except OSError:
        if also:
            also()
        time.sleep(seconds)
    fill.unlink()


def _use_up_log(service: Service) -> None:
    """Write to the log until PostgreSQL finds no room for its next segment, which ends it at once."""
    words = "select pg_logical_emit_message(true, 'bench', repeat('x', 1000000))"
    with suppress(psycopg.Error), psycopg.connect(conninfo(service), autocommit=True) as connection:
        for _ in range(2 * SIZES["log"]):
            connection.execute(words)
        raise AssertionError("the disk of the log is full, and the log goes on")


def _restart(service: Service, times: int) -> None:
    """The database ends at once, in the middle of whatever it is doing, and comes back."""
    for _ in range(times):
        os.kill(service.database(), signal.SIGQUIT)
        time.sleep(3)
        wait_until(service.answers)
