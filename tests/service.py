"""The whole service, started as a newcomer starts it, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

# Seconds; where all the tests run at once, a start takes its time.
PATIENCE = float(os.environ.get("GOLDTHREAD_PATIENCE", "150"))


class Service:
    """Entered, the first page answers; left, everything has stopped and its folder is gone."""

    def __init__(self, *authorities: str, **environment: str) -> None:
        """`authorities` are those it serves, each at the port after the one before; by default one."""
        self.authorities = authorities or ("hertfordshire",)
        self.var = Path(tempfile.mkdtemp(prefix="goldthread-"))
        self.var.chmod(0o755)  # the database's own user must be able to enter
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = self.var / "up.log"
        ours = {
            "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
            "GOLDTHREAD_VAR": str(self.var),
            "GOLDTHREAD_AUTHORITIES": ",".join(self.authorities),
        }
        self.environment = {**os.environ, **ours, **environment}
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        try:
            self.start()
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.var)

    def start(self) -> None:
        """Start it and wait for the first page."""
        command = [sys.executable, "-m", "goldthread", "up", "--port", str(self.port)]
        # Tests that a shell started in the background ignore Ctrl-C, and so would what they start.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment
            )
        wait_until(lambda: self.answers() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log.read_text()

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C does; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def url_of(self, authority: str) -> str:
        """Where the pages of one of its authorities are."""
        return f"http://localhost:{self.port + self.authorities.index(authority)}"

    def answers(self, address: str = "/", authority: str = "") -> bool:
        """Whether a page comes back, whatever it says."""
        try:
            page = self.url_of(authority or self.authorities[0]) + address
            urllib.request.urlopen(page, timeout=10).close()
        except urllib.error.HTTPError as problem:
            return problem.code < 500
        except OSError:
            return False
        return True

    def database(self) -> int:
        """The process id of the database server."""
        return int((self.var / "postgres" / "data" / "postmaster.pid").read_text().split("\n")[0])

    def child(self, named: str) -> int | None:
        """The process id of the child whose command has this word: granian or procrastinate."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                parent = (process / "stat").read_text().rsplit(")", 1)[1].split()[1]
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if int(parent) == self.process.pid and named.encode() in command:
                return int(process.name)
        return None


def wait_until(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait for something to become true; fail when it does not in time."""
    until = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < until, "waited for too long"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
