"""Where a case stands at an instant: what is open, may be done, is forbidden, awaits someone."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from goldthread.procedures.bans import Bans, table_at
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.settling import Proposal
from goldthread.procedures.tables import Ban, May, Table


class OpenStep(NamedTuple):
    """A step that an event opened and nothing has ended since."""

    step: str
    because: Happened


class Standing(NamedTuple):
    """The open steps of a case, and the events recorded while their step was not open."""

    open: dict[str, Happened]
    outside: list[Happened]


def standing(state: CaseState, at: datetime) -> Standing:
    """The open steps at an instant, and what was recorded outside the procedure until then."""
    opened: dict[str, dict[str, Happened]] = {}  # by step, then by the contact for which it is open
    outside: list[Happened] = []
    child = state.known_of_child(at)
    episode = 0
    for one in state.until(at):
        if one.episode != episode:
            opened, episode = {}, one.episode
        kind = one.kind
        if not (one.event.step in opened or kind.always):
            outside.append(one)
        if kind.closes:
            _close(opened, one)
        for step, question in kind.opens:
            if not question or kind.table.questions.holds(question, one.given(kind.table, child)):
                opened.setdefault(step, {})[one.contact] = one
    closed = state.closed[episode]
    if closed and closed <= at:
        return Standing({}, outside)
    return Standing({step: next(reversed(by.values())) for step, by in opened.items()}, outside)


def _close(opened: dict[str, dict[str, Happened]], one: Happened) -> None:
    """What answers one contact closes the step for that contact; anything else, for all."""
    step = one.event.step
    if one.answered and one.contact in opened.get(step, {}):
        del opened[step][one.contact]
    if not one.answered or not opened.get(step):
        opened.pop(step, None)


def is_in_place(table: Table, name: str, opened: Container[str]) -> bool:
    """Whether an event belongs to a step that is open, or always is, or starts a case."""
    step = table.outcomes[name][0]
    return step in opened or step in table.always or name in table.starts_with


def open_steps(state: CaseState, at: datetime) -> list[OpenStep]:
    """The steps that an event opened and nothing has ended since, in the order of the procedure."""
    return _in_order(table_at(state, at), standing(state, at).open)


def _in_order(table: Table, opened: Mapping[str, Happened]) -> list[OpenStep]:
    order = table.order
    return [OpenStep(step, opened[step]) for step in sorted(opened, key=lambda step: order.get(step, 0))]


class Situation(NamedTuple):
    """Where a case stands: every duty so far, the open steps, what may be recorded, and what is forbidden.

    `may` is what somebody may record, each with the roles that may; `must_not` binds the roles that it names.
    """

    duties: Sequence[Duty]
    open: Sequence[OpenStep]
    may: Sequence[May]
    must_not: Sequence[Ban]


def situation(state: CaseState, at: datetime) -> Situation:
    """Where a case stands at an instant: duties, open_steps, allowed and forbidden, in one go."""
    table, found = table_at(state, at), duties(state, at)
    if at >= state.latest and (known := state.remembered.get("situation")) and known[0] is table:
        return Situation(found, *known[1:])
    opened, bans = standing(state, at).open, Bans(state, at)
    forbidding = bans.forbidding()
    refused = [ban for ban in forbidding if ban.refuses and not ban.written.roles and not bans.spares(ban)]
    may, in_order = _may(table, opened, found, refused), _in_order(table, opened)
    if at >= state.latest:
        state.remembered["situation"] = table, in_order, may, forbidding
    return Situation(found, in_order, may, forbidding)


def allowed(state: CaseState, at: datetime, role: str | None = None) -> list[May]:
    """The outcomes that a role, or (without one) anyone, may record now."""
    table, opened, bans = table_at(state, at), standing(state, at).open, Bans(state, at)
    refused = [
        ban
        for ban in table.bans
        if (not ban.written.roles or (role and table.may_act(role, ban.written.roles)))
        and ban.refuses
        and bans.refuse(ban)
    ]
    may = _may(table, opened, duties(state, at), refused)
    return [each for each in may if role is None or table.may_act(role, each.by)]


def _may(table: Table, opened: Iterable[str], found: Iterable[Duty], refused: Iterable[Ban]) -> Sequence[May]:
    """The outcomes of the open steps, and of steps that a duty still needs, but for those refused."""
    asked = {duty.rule.step for duty in found if duty.met is None}
    return table.may_record(asked.union(opened), frozenset().union(*(ban.refuses for ban in refused)))


def forbidden(state: CaseState, at: datetime, role: str | None = None) -> list[Ban]:
    """The rules that forbid something now: to a role or, without one, to anybody."""
    table = table_at(state, at)
    return [
        ban for ban in Bans(state, at).forbidding() if role is None or table.may_act(role, ban.written.roles)
    ]


def is_forbidden(state: CaseState, ban: Ban, at: datetime) -> bool:
    """Whether a must_not rule forbids something in this case at an instant."""
    return Bans(state, at).forbid(ban)


def refuses(state: CaseState, ban: Ban, proposed: CaseEvent) -> bool:
    """Whether a must_not rule forbids a new event, given what it answers and states.

    A rule that a contact raised binds what answers that contact. It binds what answers nothing, too, unless
    another contact to which the rule does not apply still waits for just this.
    """
    bans = Bans(state, proposed.at, proposed.facts)
    if not ban.written.of or not proposed.answers:
        return bans.refuse(ban)
    answered = next((one for one in state.happened if proposed.answers in {one.root, one.event.id}), None)
    contact = answered.contact if answered else None
    return any(one.contact in {"", contact} for one in bans.raising(ban))


def awaiting(state: CaseState, at: datetime) -> list[Proposal]:
    """What had been proposed at an instant, and neither authorised nor declined."""
    return [
        one for one in state.proposals if one.event.at <= at and (one.settled is None or one.settled > at)
    ]
