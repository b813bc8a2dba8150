"""Processes that are kept running: started again when they die, sooner at first, then more slowly."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_WAIT = 30.0  # seconds between two attempts
STEADY = 60.0  # a process that ran this long did not fail to start
STOPPING = 10.0  # seconds to finish what it is doing
END_WITH_PARENT = 1  # Linux: PR_SET_PDEATHSIG


@dataclass
class Child:
    """One process and its own children, in a session of their own so that Ctrl-C reaches only us."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    started: float = field(default=0.0, init=False)

    @property
    def is_started(self) -> bool:
        """Whether it was ever started."""
        return self.process is not None

    def start(self) -> None:
        """Run it now."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - there are no threads here
        )

    def keep_running(self) -> None:
        """Start it again if it died and its wait is over."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        wait = min(LONGEST_WAIT, 2.0**self.failures - 1)
        if lived < wait:
            return
        self.failures = 0 if lived > STEADY else self.failures + 1
        print(
            f"goldthread: the {self.name} ended ({self.process.returncode}); starting it again",
            file=sys.stderr,
        )
        self._signal(signal.SIGKILL)  # what it left behind would hold its port
        self.start()

    def end(self) -> None:
        """End it at once; `keep_running` starts it again. For when what it depends on came back."""
        self._signal(signal.SIGKILL)

    def ask_to_stop(self) -> None:
        """Tell it to finish."""
        self._signal(signal.SIGTERM)

    def wait_until_stopped(self) -> None:
        """Wait until it has finished, or end it."""
        if self.process is None:
            return
        try:
            self.process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def _end_with_parent() -> None:
    """On Linux a child is told to stop even when we are killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)
