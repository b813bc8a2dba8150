"""What the procedure will say of a form if it is sent now: where it goes, and what its sender still owes."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.frontdoor.entries.contact import RECEIVED
from goldthread.frontdoor.formpages import Walk
from goldthread.ledger import procedure
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.format.desk import Route
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.routes import route
from goldthread.web.lines import Line, line


@dataclass(frozen=True)
class Foresight:
    """`goes` says where and why; `to` is that service as it stands at the hour. `owes` never stops it."""

    goes: Route | None
    to: Line | None
    owes: tuple[DutyRule, ...]


def foresee(walk: Walk, role: str, at: datetime) -> Foresight:
    """What follows if this person, in that role, sends the form with its present answers at an instant."""
    routed = route(walk.pack, walk.facts, at)
    return Foresight(
        goes=routed.route if routed else None,
        to=line(walk.pack, routed.route.service, at) if routed else None,
        owes=tuple(_owed(walk, role, at)),
    )


def _owed(walk: Walk, role: str, at: datetime) -> list[DutyRule]:
    """The sender's own duties that have no time limit and are not met by the form itself."""
    step, _, outcome = (walk.form.starts or RECEIVED).partition(".")
    event = CaseEvent("draft", step, outcome, at, at, role, facts=walk.facts)
    rules = procedure.procedure()
    table = rules.on(at.date())
    owed = [duty.rule.written for duty in duties(fold(rules, [event]), at) if not (duty.due or duty.met)]
    return [rule for rule in owed if rule.by and table.may_act(role, (rule.by,))]
