"""What the procedure forbids in a case: the must_not rules that an event has raised and none has lifted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from goldthread.procedures.events import Stated
from goldthread.procedures.fold import CaseState, Happened, known_from
from goldthread.procedures.format.keys import NONE
from goldthread.procedures.tables import Ban, Table
from goldthread.procedures.walltime import london_day


def table_at(state: CaseState, at: datetime) -> Table:
    """The version of the procedure at an instant."""
    return state.procedure.on(london_day(at))


class Bans:
    """The must_not rules in the latest episode at an instant, with what is newly stated."""

    def __init__(self, state: CaseState, at: datetime, stated: Stated = NONE) -> None:
        self._events = _latest_episode(state, at)
        self._by_name, self._bits, self._at = state.by_name, state.bits, at
        self.table = table_at(state, at)
        child = state.known_of_child(at)
        if stated or child.table is not self.table:
            child = known_from(at, {**child.facts, **stated}, self.table)
        self._child = child
        self._alone = self.table.questions.nothing_stated & ~child.decided | child.hold

    def forbidding(self) -> list[Ban]:
        """Every rule that holds, in the order of the procedure."""
        found = {ban.id for ban in self.table.always_banned if self.forbid(ban)}
        for one in self._events:
            for ban in self._raised_by(one):
                if ban.id not in found and not self._lifted(ban, one):
                    found.add(ban.id)
        return [ban for ban in self.table.bans if ban.id in found] if found else []

    def _raised_by(self, one: Happened) -> Sequence[Ban]:
        """The rules that an event raised."""
        kind = one.kind if one.kind.table is self.table else self.table.kind(one.event)
        return kind.raising(one.given(self.table, self._child)) if kind.bans else ()

    def _lifted(self, ban: Ban, one: Happened) -> bool:
        """Whether anything since has lifted a rule that an event raised."""
        if not ban.lifted_by & self._bits:
            return False
        return any(_lifts(each, one) for each in self._named(ban.written.until))

    def forbid(self, ban: Ban) -> bool:
        """Whether a rule holds."""
        if not ban.written.of:
            return self._holds(ban, None) and not any(self._named(ban.written.until))
        return bool(self._bits & ban.raised_by and self.raising(ban))

    def raising(self, ban: Ban) -> list[Happened]:
        """The events that raised a rule, where nothing has lifted it since."""
        raised = (one for one in self._named(ban.written.of) if self._holds(ban, one))
        return [one for one in raised if not self._lifted(ban, one)]

    def refuse(self, ban: Ban) -> bool:
        """Whether a rule refuses what answers nothing in particular."""
        return self.forbid(ban) and not self.spares(ban)

    def spares(self, ban: Ban) -> bool:
        """Whether an event that could have raised the rule did not, and has not been dealt with."""
        dealt_with = [one.at for one in self._named(ban.refuses)]
        return any(
            not self._holds(ban, one) and not any(at >= one.at for at in dealt_with)
            for one in self._named(ban.written.of)
        )

    def _named(self, names: Iterable[str]) -> Iterator[Happened]:
        """What happened in this episode, of these events."""
        episode = self._events[-1].episode if self._events else 0
        for name in names:
            for one in self._by_name.get(name, ()):
                if one.episode == episode and one.at <= self._at:
                    yield one

    def _holds(self, ban: Ban, around: Happened | None) -> bool:
        """Whether the conditions of a rule hold, given the facts of an event, if one is meant."""
        known = around.given(self.table, self._child) if around else self._alone
        return self.table.questions.holds(ban.question, known)


def _latest_episode(state: CaseState, at: datetime) -> Sequence[Happened]:
    """What had happened in the latest episode, at an instant."""
    events = state.until(at)
    if not events or events[-1].episode == events[0].episode:
        return events
    return [one for one in events if one.episode == events[-1].episode]


def _lifts(event: Happened, start: Happened) -> bool:
    if event is start or event.at < start.at:
        return False
    return event.answered is None or not start.contact or event.answered.contact == start.contact
