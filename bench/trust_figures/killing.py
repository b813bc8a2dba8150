"""Ends parts of a running service outright, as a power cut would."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from tests.service import Service

PARTS = ("web server", "database", "worker", "one web process")


def kill(service: Service, part: str) -> bool:
    """`kill -9` that part, with everything that it started; whether it ran."""
    victims = _victims(service, part)
    for victim in victims:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    return bool(victims)


def _victims(service: Service, part: str) -> list[int]:
    if part == "database":
        data = service.var / "postgres" / "data"
        return [process for process in _processes() if _works_in(process, data)]
    parent = service.child("procrastinate" if part == "worker" else "granian")
    if parent is None:
        return []
    children = [process for process in _processes() if _parent(process) == parent]
    return children[:1] if part == "one web process" else [parent, *children]


def _processes() -> list[int]:
    return [int(process.name) for process in Path("/proc").glob("[0-9]*")]


def _works_in(process: int, folder: Path) -> bool:
    """Every process of PostgreSQL works in its data folder, so that all are ended at one instant."""
    try:
        return Path(f"/proc/{process}/cwd").samefile(folder)
    except OSError:
        return False


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0
