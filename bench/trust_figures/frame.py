"""What a figure is given and what it gives back, and how one is run by itself, bounded in time."""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from goldthread.config.paths import ROOT
from goldthread.config.trust_page import Figure, Kept, result_file

HERE = Path(__file__).parent
GRACE = 60.0  # seconds that a figure which ran out of time has to stop what it started

Number = int | float | str


@dataclass(frozen=True)
class Run:
    """One measurement. `full`: the size that is quoted, not the short one. `seconds`: how long it may take.

    `var` is an empty folder for this run, removed after it; the environment's GOLDTHREAD_VAR names it.
    """

    full: bool
    seconds: float
    var: Path

    def say(self, what: str) -> None:
        """Tell whoever watches how far it is."""
        print(f"  {what}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Result:
    """What was measured. `missed` says in words what was not reached; empty, the figure is met."""

    numbers: Mapping[str, Number]
    missed: Sequence[str] = field(default=())


def measure(name: str, figure: Figure, *, full: bool, minutes: int | None = None) -> Kept:
    """Run a figure in a process of its own, which may reach this machine only, and is ended in time.

    `minutes`: how long it may take, where that is not what the list of figures says.
    """
    var = Path(tempfile.mkdtemp(prefix=f"goldthread-{name.lower()}-"))
    var.chmod(0o755)  # the database's own user must be able to enter
    answer = var / "result.json"
    size = "full" if full else "short"
    asked = f" --minutes {minutes}" if minutes else ""
    minutes = minutes or figure.minutes[size]
    command = [sys.executable, "-m", "bench.trust_figures.alone", name, size, str(minutes * 60), str(answer)]
    begun = time.monotonic()
    try:
        _run(command, minutes * 60, var / "own")
        missed = (
            [] if answer.exists() else [f"it did not end by itself within {minutes} minutes, or it broke"]
        )
        found = json.loads(answer.read_text()) if answer.exists() else {"numbers": {}, "missed": missed}
    finally:
        shutil.rmtree(var, ignore_errors=True)
    commit, changed = _commit()
    return Kept(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        command=f"bench/trust {name}{' --full' if full else ''}{asked}",
        commit=commit,
        changed=changed,
        machine=machine(),
        seconds=round(time.monotonic() - begun),
        **found,
    )


def keep(name: str, kept: Kept) -> None:
    """Put a result where the page of figures is made from."""
    file = result_file(name)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(asdict(kept), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _run(command: list[str], seconds: float, var: Path) -> None:
    var.mkdir(mode=0o755)
    only_here = f"{HERE / 'loopback'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    own = {"PYTHONPATH": only_here, "GOLDTHREAD_VAR": str(var), "GOLDTHREAD_PATIENCE": "600"}
    environment = {**os.environ, **own}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        process.wait(seconds)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.send_signal(signal.SIGINT)  # it stops what it started, as after Ctrl-C
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _commit() -> tuple[str, bool]:
    """Which version was measured, and whether a file of it was changed since."""
    told = _git("rev-parse", "HEAD").strip()
    changed = _git("status", "--porcelain", "--", "src", "packs", "tests", "bench", "requirements.lock")
    return told[:12], any("/results/" not in line for line in changed.splitlines())


def _git(*asked: str) -> str:
    command = ["git", *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def machine() -> str:
    """What it ran on, in a line."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, {system}, Python {platform.python_version()}"
