"""Runs our own PostgreSQL under var/: one server, many users of it, stopped by the last to leave.

No TCP: only a socket in a folder that nobody else may enter, so no password is needed. As root the server is
given away to an ordinary user, because PostgreSQL refuses root. Nobody else's folders are ever opened up.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from goldthread.config import postgres_binaries

LONGEST_SOCKET_PATH = 100  # the system allows 107 bytes
ELSEWHERE = Path("/var/lib/goldthread")  # for root, whose own folders the server may not enter
SOCKET_NAME = ".s.PGSQL.5432"
MOST_BUFFERS = 4096  # megabytes
ATTEMPTS = 3  # a server killed this instant may still stand in the way of its successor
ZOMBIE_PATIENCE = (
    100  # tenths of a second that a killed server may lie unburied before its lock file is removed
)


class CannotStart(Exception):
    """PostgreSQL did not start; the message has the end of its log."""


class Server:
    """The server whose files lie in `home`. Use it as a context: entered, it runs; left, it may stop."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.run_as = _ordinary_user()
        self.home = self._reachable(home.resolve())
        self.binaries = self._runnable(postgres_binaries.find())
        self.data = self.home / "data"
        self.socket = self._socket_folder()
        self._lease: int | None = None

    def __enter__(self) -> Self:
        with self.lock():
            self._lease = os.open(self.home / "users", os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._lease, fcntl.LOCK_SH)
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.lock():
            if self._lease is not None and self._am_the_last(self._lease):
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
            if self._lease is not None:
                os.close(self._lease)
            self._lease = None

    def revive(self) -> bool:
        """Start the server again if it has died; whether it had."""
        with self.lock():
            return self._start()

    @staticmethod
    def _am_the_last(lease: int) -> bool:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One process at a time inside."""
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> bool:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        for _ in range(ATTEMPTS):
            if self._is_running():
                return False
            done = self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", *self._options(), "start")
            if done.returncode == 0:
                return True
        log = self.data / "server.log"
        said = log.read_text()[-2000:] if log.exists() else done.stderr
        raise CannotStart(f"PostgreSQL did not start:\n{said}")

    def _options(self) -> list[str]:
        settings = (
            "listen_addresses=''",
            f"unix_socket_directories='{self.socket}'",
            "unix_socket_permissions=0700",
            f"shared_buffers={_buffers()}MB",
        )
        options = " ".join(f"-c {setting}" for setting in settings)
        return ["-l", str(self.data / "server.log"), "-o", options]

    def _create(self) -> None:
        """Made beside its place, then moved there: a half-made database never looks whole."""
        fresh = self.home / "data.fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own_folder(fresh)
        done = self._run(
            "initdb",
            "-D",
            str(fresh),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-k",
        )
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its database:\n{done.stderr}")
        fresh.rename(self.data)

    def _is_running(self) -> bool:
        for _ in range(ZOMBIE_PATIENCE):
            state = self._state()
            if state != "Z":
                return state == "running"
            time.sleep(0.1)
        if not any(self._works_in_data(process) for process in Path("/proc").glob("[0-9]*")):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        return False

    def _state(self) -> str:
        """running, down, or Z: killed but not yet buried, in which state PostgreSQL would refuse to start."""
        try:
            process = Path("/proc") / (self.data / "postmaster.pid").read_text().split("\n")[0]
            state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return "down"
        if state == "Z":
            return state
        return (
            "running" if self._works_in_data(process) else "down"
        )  # else the number belongs to another process now

    def _works_in_data(self, process: Path) -> bool:
        try:
            return (process / "cwd").samefile(self.data)
        except OSError:
            return False

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryFile("w+") as errors:  # a pipe would be kept open by the server it starts
            done = subprocess.run(
                [str(self.binaries / program), *arguments],
                check=False,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C is for us; we stop the server in good order
                text=True,
                **self.run_as,
            )
            errors.seek(0)
            done.stderr = errors.read()
        return done

    def _own_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.run_as:
            os.chown(folder, self.run_as["user"], self.run_as["group"])

    def _socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(str(folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            folder = Path(tempfile.gettempdir()) / f"goldthread-{_short_name(str(self.home))}"
        self._own_folder(folder)
        return folder

    def _reachable(self, home: Path) -> Path:
        """`home`, or, where the ordinary user cannot enter it, a folder of ours under /var/lib."""
        if not self.run_as or self._may_execute(home):
            return home
        elsewhere = ELSEWHERE / _kept_name(home)
        elsewhere.mkdir(parents=True, exist_ok=True)
        return elsewhere

    def _runnable(self, binaries: Path) -> Path:
        if not self.run_as or self._may_execute(binaries / "postgres"):
            return binaries
        version = f"{binaries}{(binaries / 'postgres').stat().st_mtime_ns}"
        return postgres_binaries.copy(binaries, ELSEWHERE / _short_name(version))

    def _may_execute(self, path: Path) -> bool:
        done = subprocess.run(["/usr/bin/test", "-x", str(path)], check=False, cwd="/", **self.run_as)
        return done.returncode == 0


def _buffers() -> int:
    """Megabytes in which the server keeps what it has read: a quarter of the memory, as its manual advises.

    The index by which a person is found among a million does not fit in what it takes by itself.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(MOST_BUFFERS, max(128, memory // 4 // 2**20))


def _short_name(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()[:12]


def _kept_name(home: Path) -> str:
    """A name kept in `home`, so that a new checkout in the place of an old one does not find the old data."""
    with (home / "name").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        kept = file.read()
        name = kept or secrets.token_hex(6)
        if not kept:
            file.write(name)
    return name


def _ordinary_user() -> dict[str, Any]:
    """For subprocess: who runs the server. Empty means as ourselves."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise CannotStart(
        "PostgreSQL refuses to run as root, and there is no user postgres or nobody to give it to"
    )
