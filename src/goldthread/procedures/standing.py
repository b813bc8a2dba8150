"""Where a case stands at an instant: what is open, may be done, is forbidden, awaits someone."""

from datetime import datetime
from typing import NamedTuple

from goldthread.procedures.events import Stated
from goldthread.procedures.fold import CaseState, Happened, Proposal
from goldthread.procedures.format.keys import NONE
from goldthread.procedures.tables import Ban, Table
from goldthread.procedures.walltime import london_day


class OpenStep(NamedTuple):
    """A step that an event opened and nothing has ended since."""

    step: str
    because: Happened


class May(NamedTuple):
    """An outcome that may be recorded, by whom, and who must then authorise it."""

    step: str
    outcome: str
    by: tuple[str, ...]
    needs_authorisation_by: str


class Standing(NamedTuple):
    """The open steps of a case, and the events recorded while their step was not open."""

    open: dict[str, Happened]
    outside: list[Happened]


def table_at(state: CaseState, at: datetime) -> Table:
    """The version of the procedure at an instant."""
    return state.procedure.on(london_day(at))


def standing(state: CaseState, at: datetime) -> Standing:
    """The open steps at an instant, and what was recorded outside the procedure until then."""
    opened: dict[str, Happened] = {}
    outside: list[Happened] = []
    child = state.child_facts(at)
    episode = 0
    for one in state.until(at):
        if one.episode != episode:
            opened, episode = {}, one.episode
        if not is_in_place(one.table, one.name, opened):
            outside.append(one)
        if one.name in one.table.closes:
            opened.pop(one.event.step, None)
        for step, test in one.table.opens.get(one.name, ()):
            if test is None or test.holds({**one.facts, **child}):
                opened[step] = one
    closed = state.closed[episode]
    return Standing({} if closed and closed <= at else opened, outside)


def is_in_place(table: Table, name: str, opened: dict[str, Happened]) -> bool:
    """Whether an event belongs to a step that is open, or always is, or starts a case."""
    step = table.outcomes[name][0]
    return step in opened or step in table.always or name in table.starts_with


def open_steps(state: CaseState, at: datetime) -> list[OpenStep]:
    """The steps that an event opened and nothing has ended since, in the order of the procedure."""
    opened, order = standing(state, at).open, table_at(state, at).order
    return [OpenStep(step, opened[step]) for step in sorted(opened, key=lambda step: order.get(step, 0))]


def allowed(state: CaseState, at: datetime, role: str | None = None) -> list[May]:
    """The outcomes that a role, or (without one) anyone, may record now."""
    table, opened = table_at(state, at), standing(state, at).open
    bans = [ban for ban in forbidden(state, at, role) if role or not ban.written.roles]
    refused = frozenset().union(*(ban.refuses for ban in bans))
    return [
        May(step_id, name.removeprefix(f"{step_id}."), outcome.by or step.by, outcome.authorised_by)
        for name, (step_id, step, outcome) in table.outcomes.items()
        if name not in refused
        and is_in_place(table, name, opened)
        and (role is None or table.may_act(role, outcome.by or step.by))
    ]


def forbidden(state: CaseState, at: datetime, role: str | None = None) -> list[Ban]:
    """The rules that forbid something now: to a role or, without one, to anybody."""
    table = table_at(state, at)
    bans = [ban for ban in table.bans if role is None or table.may_act(role, ban.written.roles)]
    return [ban for ban in bans if is_forbidden(state, ban, at)]


def is_forbidden(state: CaseState, ban: Ban, at: datetime, answers: str = "", facts: Stated = NONE) -> bool:
    """Whether a must_not rule holds at an instant; for a new event, with what it answers and states."""
    since = _since(state, ban, at, answers)
    if ban.written.of and since is None:
        return False
    stated = {**(since.facts if since else NONE), **state.child_facts(at), **facts}
    return ban.test is None or ban.test.holds(stated)


def _since(state: CaseState, ban: Ban, at: datetime, answers: str) -> Happened | None:
    """The event from which a must_not rule holds: the one answered, or else the latest of its events."""
    events = state.until(at)
    starts = [one for one in events if one.name in ban.written.of and one.episode == events[-1].episode]
    start = next((one for one in starts if one.root == answers), starts[-1] if starts else None)
    if start is None:
        return None
    lifted = (
        one.name in ban.written.until and one.answers in {"", start.root}
        for one in events
        if one.at >= start.at
    )
    return None if any(lifted) else start


def awaiting(state: CaseState, at: datetime) -> list[Proposal]:
    """What had been proposed at an instant, and neither authorised nor declined."""
    return [
        one for one in state.proposals if one.event.at <= at and (one.settled is None or one.settled > at)
    ]
