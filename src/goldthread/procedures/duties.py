"""What must happen, or should have: every duty that a case has started, as it stood at an instant."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from goldthread.procedures.conditions import Answers
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.tables import Rule
from goldthread.procedures.walltime import date_or_instant, london_day
from goldthread.procedures.working_calendar import Counter, Due

DutyState = Literal["open", "met", "met_late", "overdue", "missed"]

Period = tuple[datetime, datetime | None, Answers]
"""From when, until when (None: still), the answers to the pack's questions were these."""


class Duty(NamedTuple):
    """One obligation of one case.

    `opened` is when it began to apply. `open`: still in time, or without a limit. `overdue`: past its limit,
    not done. `missed`: as overdue, and the episode has ended or the clock has started anew. A breach never
    leaves the list.
    """

    id: str
    rule: Rule
    start: Happened
    opened: datetime
    due: Due | None
    usual: Due | None
    state: DutyState
    met: Happened | None

    @property
    def late(self) -> bool:
        """Whether the limit was, or is being, broken."""
        return self.state in {"met_late", "overdue", "missed"}


def duties(state: CaseState, at: datetime) -> list[Duty]:
    """Every duty of the case at an instant, the earliest limit first and those without a limit last.

    Raises OutsideCalendar if a limit lies beyond the years for which bank holidays are known.
    """
    started = [duty for start in state.until(at) for duty in _started(state, start, at)]
    found = _that_count(started) if any(duty.rule.once for duty in started) else started
    found.sort(key=_urgency)
    return found


def _urgency(duty: Duty) -> tuple[bool, datetime]:
    return duty.due is None, duty.due.instant if duty.due else duty.opened


def _started(state: CaseState, start: Happened, at: datetime) -> Iterator[Duty]:
    """The duties that one event started."""
    periods = _periods(state, start, at)
    applying = {
        rule.id: rule for *_, answers in periods for rule in start.table.applying(start.name, answers)
    }
    for rule in applying.values():
        if not rule.since <= start.day <= rule.until:
            continue
        due = _counted(rule, rule.limit, start) if rule.limit else None
        met = _met(state, rule, start, at)
        opened = _opened(periods, rule, due, met) if len(periods) > 1 else start.at
        if opened is None:
            continue
        if rule.immediate and rule.limit and opened != start.at:
            due = rule.limit(opened, london_day(opened))
        usual = _counted(rule, rule.usual, start) if rule.usual else None
        yield Duty(rule.id, rule, start, opened, due, usual, _state(state, start, due, met, at), met)


def _applying(start: Happened, periods: list[Period]) -> Iterable[Rule]:
    """The rules whose conditions held in one of the periods."""
    if len(periods) == 1:
        return start.table.applying(start.name, start.conditions)
    rules = (rule for *_, answers in periods for rule in start.table.applying(start.name, answers))
    return {rule.id: rule for rule in rules}.values()


def _periods(state: CaseState, start: Happened, at: datetime) -> list[Period]:
    """What the answers to the pack's questions were for an event, from it to `at`.

    Facts about the child may be stated after it, and count from then on, within the episode.
    """
    if state.child[-1][0] <= start.at:
        return [(start.at, None, start.conditions)]
    begins = [(start.at, start.conditions)]
    following = state.begun[start.episode + 1 :]
    for since, facts in state.child:
        if start.at < since <= at and not (following and since >= following[0]):
            begins.append((since, start.table.questions.answers({**start.facts, **facts})))
    ends = [*(since for since, _ in begins[1:]), None]
    return [(since, end, answers) for (since, answers), end in zip(begins, ends, strict=True)]


def _opened(periods: list[Period], rule: Rule, due: Due | None, met: Happened | None) -> datetime | None:
    """When the conditions of a duty first held; None if they no longer do.

    Once it has been done or has become late, stating the facts otherwise no longer takes it away.
    """
    held = [(since, end) for since, end, answers in periods if answers.held[rule.question]]
    settled = [*([due.instant] if due else []), *([met.at] if met else [])]
    if any(end is None or any(instant < end for instant in settled) for _, end in held):
        return held[0][0]
    return None


def _counted(rule: Rule, limit: Counter, start: Happened) -> Due | None:
    """A limit of a rule; None as long as the date that it counts from is not known."""
    if not rule.written.counted_from:
        return limit(start.at, start.day)
    stated = start.facts.get(rule.written.counted_from)
    moment = date_or_instant(stated) if isinstance(stated, str) else stated
    return limit(moment, london_day(moment)) if moment else None


def _met(state: CaseState, rule: Rule, start: Happened, at: datetime) -> Happened | None:
    """The first event that met a duty."""
    first: Happened | None = None
    if state.by_name.keys().isdisjoint(rule.met_by):
        return None
    for name, questions in rule.met_by.items():
        for event in state.by_name.get(name, ()):
            if event.at > at or (first and first.at <= event.at):
                break
            held = event.conditions.held
            if any(held[question] for question in questions) and _concerns(event, rule, start):
                first = event
                break
    return first


def _concerns(event: Happened, rule: Rule, start: Happened) -> bool:
    """Whether an event can meet the duty that another event started.

    One that answers nothing concerns all that went before in its episode. One that answers an event concerns
    what belongs to the same contact, or to none; but if several such events each start this duty, it concerns
    only the one that it answers. A duty that counts once an episode is about the child, not about a contact.
    """
    if event is start or (event.at < start.at and event.answers != start.root):
        return False
    if not event.answers or rule.once:
        return event.episode == start.episode
    if event.answers == start.root:
        return True
    answered = event.answered
    if answered is None or answered.name in rule.written.of:
        return False
    return start.contact in {"", answered.contact}


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
        key = (duty.id, duty.start.episode, -1 if duty.rule.once else place)
        earlier = kept.get(key)
        if earlier and duty.rule.written.which == "first":
            continue
        if earlier and (old := _superseded(earlier, duty)):
            kept[duty.id, duty.start.episode, place] = old
        kept[key] = duty
    return list(kept.values())


def _superseded(earlier: Duty, later: Duty) -> Duty | None:
    """What remains of a duty whose clock a later event started anew: nothing, unless it was met or broken."""
    if earlier.met and earlier.met.at <= later.start.at:
        return earlier
    if earlier.due and earlier.due.instant < later.start.at:
        return earlier._replace(state="met_late" if earlier.met else "missed")
    return None
