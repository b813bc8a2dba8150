"""What must happen, or should have: every duty that a case has started, as it stood at an instant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from goldthread.procedures.conditions import Test
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.tables import Rule
from goldthread.procedures.walltime import date_or_instant, london_day
from goldthread.procedures.working_calendar import Counter, Due

DutyState = Literal["open", "met", "met_late", "overdue", "missed"]


class Duty(NamedTuple):
    """One obligation of one case.

    `open`: still in time, or without a limit. `overdue`: past its limit, not done. `missed`: as overdue, and
    the episode has ended or the clock has started anew. `met_late` and `missed` never leave the list.
    """

    id: str
    rule: Rule
    start: Happened
    due: Due | None
    usual: Due | None
    state: DutyState
    met: Happened | None

    @property
    def opened(self) -> datetime:
        """The instant from which it counts."""
        return self.start.at

    @property
    def late(self) -> bool:
        """Whether the limit was, or is being, broken."""
        return self.state in {"met_late", "overdue", "missed"}


def duties(state: CaseState, at: datetime) -> list[Duty]:
    """Every duty of the case at an instant, the earliest limit first and those without a limit last.

    Raises OutsideCalendar if a limit lies beyond the years for which bank holidays are known.
    """
    started = [
        duty
        for start in state.until(at)
        for rule in start.table.starts.get(start.name, ())
        if rule.since <= start.day <= rule.until and (duty := _duty(state, rule, start, at))
    ]
    found = _that_count(started)
    found.sort(key=lambda duty: (duty.due is None, duty.due.instant if duty.due else duty.opened))
    return found


def _duty(state: CaseState, rule: Rule, start: Happened, at: datetime) -> Duty | None:
    due = _counted_from_start(rule, rule.limit, start)
    met = _met(state, rule, start, at)
    if rule.test:
        settled = min([at, *([due.instant] if due else []), *([met.at] if met else [])])
        if not _applies(state, rule.test, start, settled, at):
            return None
    usual = _counted_from_start(rule, rule.usual, start)
    return Duty(rule.id, rule, start, due, usual, _state(state, start, due, met, at), met)


def _counted_from_start(rule: Rule, limit: Counter | None, start: Happened) -> Due | None:
    """A limit of a rule; None if there is none, or as long as the date that it counts from is not known."""
    if limit is None or not rule.written.counted_from:
        return limit(start.at, start.day) if limit else None
    stated = start.facts.get(rule.written.counted_from)
    moment = date_or_instant(stated) if isinstance(stated, str) else stated
    return limit(moment, london_day(moment)) if moment else None


def _met(state: CaseState, rule: Rule, start: Happened, at: datetime) -> Happened | None:
    """The first event that met a duty."""
    first: Happened | None = None
    for name, test in rule.met_by:
        for event in state.by_name.get(name, ()):
            if event.at > at or (first and first.at <= event.at):
                break
            if _meets(state, event, test, start):
                first = event
                break
    return first


def _meets(state: CaseState, event: Happened, test: Test | None, start: Happened) -> bool:
    """An event that answers one event meets its duties alone; any other, all earlier ones of its episode."""
    if event.answers:
        if event.answers not in (start.root, start.answers):
            return False
    elif event.at < start.at or event.episode != start.episode or event is start:
        return False
    return test is None or test.holds({**event.facts, **state.child_facts(event.at)})


def _applies(state: CaseState, test: Test, start: Happened, settled: datetime, at: datetime) -> bool:
    """Whether the conditions of a duty hold.

    Facts about the child may be stated after the start, and count from then on. Once they have made a breach
    or have been acted on (`settled`), stating them otherwise takes nothing out of the list: what was
    known at any time since then counts.
    """
    if not test.about_child:
        return test.holds(start.facts)
    known = [state.child_facts(settled), *(facts for since, facts in state.child if settled < since <= at)]
    return any(test.holds({**start.facts, **facts}) for facts in known)


def _state(
    state: CaseState, start: Happened, due: Due | None, met: Happened | None, at: datetime
) -> DutyState:
    if met:
        return "met" if due is None or met.at <= due.instant else "met_late"
    if due is None or at <= due.instant:
        return "open"
    closed = state.closed[start.episode]
    return "missed" if closed and closed <= at else "overdue"


def _that_count(found: Iterable[Duty]) -> list[Duty]:
    """Of rules that count from the first or the last occurrence of their event, the duties that count."""
    kept: dict[tuple[str, int, int], Duty] = {}
    for place, duty in enumerate(found):
        which = duty.rule.written.which
        key = (duty.id, duty.start.episode, place if which == "each" else -1)
        if which == "last" and (earlier := kept.get(key)) and (old := _superseded(earlier, duty)):
            kept[duty.id, duty.start.episode, place] = old
        if which != "first" or key not in kept:
            kept[key] = duty
    return list(kept.values())


def _superseded(earlier: Duty, later: Duty) -> Duty | None:
    """What remains of a duty whose clock a later event started anew: nothing, unless it was met or broken."""
    if earlier.met and earlier.met.at <= later.opened:
        return earlier
    if earlier.due and earlier.due.instant < later.opened:
        return earlier._replace(state="met_late" if earlier.met else "missed")
    return None
