"""What to tell the caller and do at once: the procedure, asked about a contact before it is signed."""

from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from goldthread.frontdoor.advice import Advice, in_words, open_case
from goldthread.frontdoor.calls import FORM, Call
from goldthread.frontdoor.doors import referrers
from goldthread.frontdoor.entries.contact import contact_facts
from goldthread.frontdoor.formpages import guidance_at
from goldthread.frontdoor.lines import advisers
from goldthread.ledger import procedure
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Episode
from goldthread.ledger.state import typed
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.format.desk import Guidance
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import NoProcedure
from goldthread.procedures.routes import route
from goldthread.procedures.standing import forbidden
from goldthread.procedures.tables import Ban
from goldthread.procedures.working_calendar import OutsideCalendar
from goldthread.web.clauses import Why, why
from goldthread.web.duties import DutyLine, duty_line
from goldthread.web.lines import Line

_POLICE = "police_notification"
_NOW = frozenset({"contact", _POLICE})  # steps in which something falls to whoever has the caller on the line


@dataclass(frozen=True)
class Telling:
    """What follows from the answers so far: where it goes, what falls to whom, and what is forbidden."""

    goes: Advice | None
    caller: Sequence[DutyLine]
    officer: Sequence[DutyLine]
    must_not: Sequence[tuple[str, Why]]
    lines: Sequence[Line]
    guidance: Sequence[tuple[Guidance, Why]]

    @property
    def said(self) -> str:
        """The gist in a sentence, for those who hear the page."""
        return f"{self.goes.where}: {self.goes.title}." if self.goes else ""


def telling(call: Call, known: Mapping[int, UUID], role: str, at: datetime) -> Telling:
    """What the procedure says of the contact as typed so far, to someone in that role.

    `known` are children recognised, by place.
    """
    values = call.so_far()
    every = _facts(values, known, at)
    cases, callers = (
        _cases([facts for facts, _ in every], _received(values, at), role, at),
        referrers(call.pack),
    )
    owed = _owed(cases, at)
    return Telling(
        goes=_goes(call.pack, every, at),
        caller=[duty_line(duty, at) for duty in owed if duty.rule.written.by in callers],
        officer=[duty_line(duty, at) for duty in owed if _falls_now(duty, role, callers)],
        must_not=[(ban.written.what, why(ban.written)) for ban in _must_not(cases, at)],
        lines=advisers(call.pack, values.get("referrer_kind", ""), at),
        guidance=[(each, why(each)) for each in guidance_at(call.pack, FORM)],
    )


def if_in_danger(call: Call, at: datetime) -> Advice | None:
    """What to do at once when a child is in danger now (HERTS-2.25, 3.3)."""
    return _goes(call.pack, [({"imminent_risk": True}, None)], at)


def if_a_crime(role: str, at: datetime) -> list[DutyLine]:
    """What is owed to the police at once when a crime may have been committed (HERTS-9.2)."""
    owed = _owed(_cases([{"suspected_crime": True}], at, role, at), at)
    return [duty_line(duty, at) for duty in owed if duty.id.startswith(f"{_POLICE}.") and duty.due]


def _facts(
    values: Values, known: Mapping[int, UUID], at: datetime
) -> list[tuple[dict[str, Any], Episode | None]]:
    """What is stated for each child, with the case that the record knows to be open."""
    found = []
    for place, child in enumerate(values.get("children") or [{}]):
        held = open_case(known[place], at) if place in known else None
        facts = typed(contact_facts(values, child))
        if held is not None:
            facts |= {"child_open": True, "worker_known": held.worker_id is not None}
        found.append((facts, held))
    return found


def _goes(
    pack: Pack, every: Iterable[tuple[Mapping[str, Any], Episode | None]], at: datetime
) -> Advice | None:
    """The route; of several children, the first route of the pack."""
    order = list(pack.routes)
    routed = [(answer, held) for facts, held in every if (answer := route(pack, facts, at))]
    if not routed:
        return None
    answer, held = min(routed, key=lambda pair: order.index(pair[0].id))
    return in_words(pack, answer, held)


def _cases(
    every: Iterable[Mapping[str, Any]], received: datetime, role: str, at: datetime
) -> list[CaseState]:
    """The case that the contact would begin, for each child."""
    events = [CaseEvent("call", "contact", "received", received, at, role, facts=facts) for facts in every]
    try:
        return [fold(procedure.procedure(), [event]) for event in events]
    except NoProcedure:  # a day that nobody can mean: signing says so
        return []


def _owed(cases: Iterable[CaseState], at: datetime) -> list[Duty]:
    """Every duty that the contact would start and does not itself meet, each once."""
    found: dict[str, Duty] = {}
    for case in cases:
        with suppress(OutsideCalendar):
            found |= {each.id: each for each in duties(case, at) if not each.met and each.id not in found}
    return list(found.values())


def _must_not(cases: Iterable[CaseState], at: datetime) -> list[Ban]:
    """What the procedure forbids to everyone on such a contact, each once."""
    bans = {ban.id: ban for case in cases for ban in forbidden(case, at) if ban.written.of}
    return list(bans.values())


def _falls_now(duty: Duty, role: str, callers: Container[str]) -> bool:
    """Whether it is for whoever has the caller on the line."""
    mine = duty.rule.written.by == role or duty.due is not None
    return duty.rule.step in _NOW and mine and duty.rule.written.by not in callers


def _received(values: Values, at: datetime) -> datetime:
    """When it came: never later than now."""
    said = values.get("received_at")
    return min(datetime.fromisoformat(said), at) if said else at
