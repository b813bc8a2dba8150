"""What a person looking at a case should be warned of. Nothing here stops anyone."""

from datetime import datetime

from goldthread.procedures.decide import LATE_REASON
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.standing import awaiting, standing
from goldthread.procedures.walltime import LONDON
from goldthread.procedures.working_calendar import Due


def warnings(state: CaseState, at: datetime) -> list[str]:
    """What was late or is, what awaits authorisation, and what was recorded outside the procedure."""
    found = duties(state, at)
    late = [_late(duty, duty.due) for duty in found if duty.late and duty.due]
    meeting = {duty.met.root for duty in found if duty.met}  # what the procedure asked for is not outside it
    waiting = [
        f"{_title(one.event.name, state)} was recorded on {_when(one.event.at)} and takes effect when it is "
        f"authorised by: {state.procedure.latest.title_of(one.authorised_by)}."
        for one in awaiting(state, at)
    ]
    outside = [
        f"{_title(one.name, state)} was recorded on {_when(one.at)} outside the procedure. "
        f"Reason: {one.event.reason or 'none given'}"
        for one in standing(state, at).outside
        if one.root not in meeting
    ]
    return late + waiting + outside


def _late(duty: Duty, due: Due) -> str:
    limit = f"{due.day:%-d %B %Y}" if due.kind == "day" else _when(due.instant)
    said = {"overdue": "it is overdue", "missed": "it was never done"}.get(duty.state, "")
    if duty.met:
        said = f"it was done late, on {_when(duty.met.at)}"
    softened = duty.rule.written.softened
    reason = f" The procedure says {softened}: give the reason." if softened and not _reason(duty.met) else ""
    return f"{duty.rule.written.title}: due {limit}; {said}.{reason}"


def _reason(met: Happened | None) -> str:
    return str(met.facts.get(LATE_REASON) or met.event.reason) if met else ""


def _title(name: str, state: CaseState) -> str:
    _, step, outcome = state.procedure.latest.outcomes[name]
    return f"{step.title}: {outcome.title}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y at %H:%M}"
