"""Whom to ring if it is an emergency, at this hour and at another, as the procedure's own routes say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldthread.ledger import procedure
from goldthread.procedures.routes import route
from goldthread.web.clauses import Why, why
from goldthread.web.lines import Line, line

_CASES: Mapping[str, Mapping[str, Any]] = {
    "danger": {"imminent_risk": True, "police_needed": True},
    "in_hours": {"imminent_risk": True, "police_needed": False, "office_closed": False},
    "closed": {"imminent_risk": True, "police_needed": False, "office_closed": True},
}


@dataclass(frozen=True)
class Emergency:
    """One line to ring, why, and where that stands."""

    line: Line
    why: str
    source: Why


def emergency_lines(at: datetime) -> list[Emergency]:
    """Danger first, then an immediate concern in office hours and outside them: each line once."""
    found: dict[str, Emergency] = {}
    for one in _routed(at):
        found.setdefault(one.line.id, one)
    return list(found.values())


def _routed(at: datetime) -> Iterator[Emergency]:
    pack = procedure.newest()
    for facts in _CASES.values():
        routed = route(pack, facts, at)
        if routed is not None:
            yield Emergency(line(pack, routed.route.service, at), routed.route.title, why(routed.route))
