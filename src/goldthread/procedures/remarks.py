"""What a person looking at a case should be warned of. Nothing here stops anyone."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from goldthread.procedures.decide import LATE_REASON
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.standing import awaiting, refuses, standing
from goldthread.procedures.tables import Table
from goldthread.procedures.walltime import LONDON
from goldthread.procedures.working_calendar import Due


def warnings(state: CaseState, at: datetime) -> list[str]:
    """What was late or is, what awaits authorisation, and what is outside the procedure or against it."""
    found = duties(state, at)
    late = [_late(duty, duty.due) for duty in found if duty.late and duty.due]
    meeting = {duty.met.root for duty in found if duty.met}  # what the procedure asked for is not outside it
    waiting = [
        f"{_title(one.event.name, state.procedure.latest)} was recorded on {_when(one.event.at)} and takes "
        f"effect when it is authorised by: {state.procedure.latest.title_of(one.authorised_by)}."
        for one in awaiting(state, at)
    ]
    outside = [
        f"{_recorded(one)} outside the procedure. Reason: {one.event.reason or 'none given'}"
        for one in standing(state, at).outside
        if one.kind.known and one.root not in meeting
    ]
    return [*late, *waiting, *outside, *_against_rules(state, at), *_unknown(state, at)]


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


def _against_rules(state: CaseState, at: datetime) -> Iterator[str]:
    """What was recorded although a rule forbade it at that moment."""
    events = state.until(at)
    for place, one in enumerate(events):
        for ban in one.table.bans:
            forbidden = one.name in ban.refuses and one.table.may_act(one.event.role, ban.written.roles)
            if forbidden and refuses(_before(state, events[:place]), ban, one.event):
                what = ban.written.what.rstrip(".")
                rule = ", ".join([*ban.written.requirement, ban.id])
                yield f"{_recorded(one)} although the procedure forbids it: {what} ({rule})."


def _before(state: CaseState, events: Sequence[Happened]) -> CaseState:
    """A case when only these events had happened."""
    by_name: dict[str, list[Happened]] = {}
    for one in events:
        by_name.setdefault(one.name, []).append(one)
    return state._replace(happened=events, by_name=by_name, remembered={})


def _unknown(state: CaseState, at: datetime) -> Iterator[str]:
    """What the procedure of its day does not know: an outcome, or anything before it was in force."""
    events = state.until(at)
    for one in events:
        if not one.kind.known:
            yield f"{_recorded(one)}, but the procedure has no such outcome: it counts for nothing."
    early = next((one.table.pack.head for one in events if not one.table.pack.in_force_on(one.day)), None)
    if early and early.in_force:
        readings = f" (our reading {', '.join(early.in_force.reading)})" if early.in_force.reading else ""
        since = f"{early.in_force.from_:%-d %B %Y}"
        yield f"This procedure is in force from {since}{readings}: on other days nothing starts a duty."


def _recorded(one: Happened) -> str:
    return f"{_title(one.name, one.table)} was recorded on {_when(one.at)}"


def _title(name: str, table: Table) -> str:
    if name not in table.outcomes:
        return name
    _, step, outcome = table.outcomes[name]
    return f"{step.title}: {outcome.title}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y at %H:%M}"
