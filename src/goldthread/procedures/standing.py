"""Where a case stands at an instant: what is open, may be done, is forbidden, awaits someone."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.format.keys import NONE
from goldthread.procedures.settling import Proposal
from goldthread.procedures.tables import Ban, May, Table
from goldthread.procedures.walltime import london_day


class OpenStep(NamedTuple):
    """A step that an event opened and nothing has ended since."""

    step: str
    because: Happened


class Standing(NamedTuple):
    """The open steps of a case, and the events recorded while their step was not open."""

    open: dict[str, Happened]
    outside: list[Happened]


def table_at(state: CaseState, at: datetime) -> Table:
    """The version of the procedure at an instant."""
    return state.procedure.on(london_day(at))


def standing(state: CaseState, at: datetime) -> Standing:
    """The open steps at an instant, and what was recorded outside the procedure until then."""
    opened: dict[str, dict[str, Happened]] = {}  # by step, then by the contact for which it is open
    outside: list[Happened] = []
    child = state.child_facts(at)
    episode = 0
    for one in state.until(at):
        if one.episode != episode:
            opened, episode = {}, one.episode
        if not is_in_place(one.table, one.name, opened):
            outside.append(one)
        if one.name in one.table.closes:
            _close(opened, one)
        for step, question in one.table.opens.get(one.name, ()):
            if not question or one.table.questions.answers({**one.facts, **child}).held[question]:
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
    opened, order = standing(state, at).open, table_at(state, at).order
    return [OpenStep(step, opened[step]) for step in sorted(opened, key=lambda step: order.get(step, 0))]


def allowed(state: CaseState, at: datetime, role: str | None = None) -> list[May]:
    """The outcomes that a role, or (without one) anyone, may record now."""
    table, opened, latest = table_at(state, at), standing(state, at).open, _Latest(state, at)
    asked = {
        duty.rule.step for duty in duties(state, at) if duty.met is None
    }  # a step that a duty still needs
    refused: set[str] = set()
    for ban in table.bans:
        binds = not ban.written.roles or (role and table.may_act(role, ban.written.roles))
        if binds and ban.refuses and latest.refuses(ban):
            refused |= ban.refuses
    return [
        may
        for name, may in table.may.items()
        if name not in refused
        and (may.step in asked or is_in_place(table, name, opened))
        and (role is None or table.may_act(role, may.by))
    ]


def forbidden(state: CaseState, at: datetime, role: str | None = None) -> list[Ban]:
    """The rules that forbid something now: to a role or, without one, to anybody."""
    table, latest = table_at(state, at), _Latest(state, at)
    return [
        ban
        for ban in table.bans
        if (role is None or table.may_act(role, ban.written.roles)) and latest.forbids(ban)
    ]


def is_forbidden(state: CaseState, ban: Ban, at: datetime) -> bool:
    """Whether a must_not rule forbids something in this case at an instant."""
    return _Latest(state, at).forbids(ban)


def refuses(state: CaseState, ban: Ban, proposed: CaseEvent) -> bool:
    """Whether a must_not rule forbids a new event, given what it answers and states.

    A rule that a contact raised binds what answers that contact. It binds what answers nothing, too, unless
    another contact to which the rule does not apply still waits for just this.
    """
    latest = _Latest(state, proposed.at, proposed.facts)
    if not ban.written.of or not proposed.answers:
        return latest.refuses(ban)
    answered = next((one for one in state.happened if proposed.answers in {one.root, one.event.id}), None)
    contact = answered.contact if answered else None
    return any(one.contact in {"", contact} for one in latest.raising(ban))


class _Latest:
    """The latest episode at an instant, with what is newly stated."""

    def __init__(self, state: CaseState, at: datetime, stated: Stated = NONE) -> None:
        events = state.until(at)
        self.by_name: dict[str, list[Happened]] = {}
        for one in events:
            if one.episode == events[-1].episode:
                self.by_name.setdefault(one.name, []).append(one)
        self.known = {**state.child_facts(at), **stated}
        self.questions = table_at(state, at).questions
        self.held: dict[str, Sequence[bool]] = {}

    def forbids(self, ban: Ban) -> bool:
        """Whether a must_not rule holds."""
        if ban.written.of:
            return bool(self.raising(ban))
        return self._holds(ban, "", NONE) and not any(self._named(ban.written.until))

    def raising(self, ban: Ban) -> list[Happened]:
        """The events that raised a must_not rule, where nothing has lifted it since."""
        raised = [one for one in self._named(ban.written.of) if self._holds(ban, one.root, one.facts)]
        lifting = list(self._named(ban.written.until)) if raised else []
        return [one for one in raised if not any(_lifts(each, one) for each in lifting)]

    def refuses(self, ban: Ban) -> bool:
        """Whether a must_not rule refuses what answers nothing in particular."""
        return self.forbids(ban) and not self._another_waits(ban)

    def _another_waits(self, ban: Ban) -> bool:
        """Whether an event that could have raised the rule did not, and has not been dealt with."""
        dealt_with = [one.at for one in self._named(ban.refuses)]
        return any(
            not self._holds(ban, one.root, one.facts) and not any(at >= one.at for at in dealt_with)
            for one in self._named(ban.written.of)
        )

    def _named(self, names: Iterable[str]) -> Iterator[Happened]:
        return (one for name in names for one in self.by_name.get(name, ()))

    def _holds(self, ban: Ban, root: str, around: Stated) -> bool:
        if root not in self.held:
            self.held[root] = self.questions.answers({**around, **self.known}).held
        return self.held[root][ban.question]


def _lifts(event: Happened, start: Happened) -> bool:
    if event is start or event.at < start.at:
        return False
    return event.answered is None or not start.contact or event.answered.contact == start.contact


def awaiting(state: CaseState, at: datetime) -> list[Proposal]:
    """What had been proposed at an instant, and neither authorised nor declined."""
    return [
        one for one in state.proposals if one.event.at <= at and (one.settled is None or one.settled > at)
    ]
