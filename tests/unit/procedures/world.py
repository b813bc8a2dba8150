"""A small made-up area whose packs have one of everything, for tests of the procedures themselves."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from goldthread.procedures.checks import check_packs
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.format.findings import Finding
from goldthread.procedures.register import PackRegister
from goldthread.procedures.requirement_list import Requirement
from goldthread.procedures.sources import Sources
from goldthread.procedures.walltime import instant

PACKS = Path(__file__).parent / "packs"
SOURCES = Sources(PACKS / "documents")
AREA = PackRegister(PACKS).procedure("area")
REQUIREMENTS: Mapping[str, Requirement] = {
    each.id: each
    for each in (
        *(Requirement(f"AREA-{n}", "It is so.", "manual.txt", "1", "deadline") for n in range(1, 5)),
        Requirement("OTHER-1", "It is so elsewhere.", "other.txt", "1", "deadline"),
    )
}


def copy_packs(to: Path) -> Path:
    """The packs again, in a folder where a test may spoil them."""
    return Path(shutil.copytree(PACKS, to / "packs"))


def findings(packs: Path, *names: str) -> list[Finding]:
    """What the check says about packs."""
    return check_packs([packs], names, Sources(packs / "documents"), REQUIREMENTS)


def event(name: str, at: str, role: str = "worker", id: str = "", **more: object) -> CaseEvent:  # noqa: A002
    """An event, step.outcome, at a London time; recorded then unless `recorded_at` says otherwise."""
    step, _, outcome = name.partition(".")
    moment = instant(at)
    recorded = more.pop("recorded_at", moment)
    made = CaseEvent(id or f"{name}@{at}", step, outcome, moment, moment, role)
    return made._replace(
        recorded_at=recorded if isinstance(recorded, datetime) else instant(str(recorded)), **more
    )
