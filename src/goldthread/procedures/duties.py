"""What must happen, or should have: every duty that a case has started, as it stood at an instant."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Literal, NamedTuple

from goldthread.procedures.conditions import NO_CONDITIONS
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.rules import Applying
from goldthread.procedures.tables import Change, Rule, Successor, Table
from goldthread.procedures.walltime import date_or_instant, london_day
from goldthread.procedures.working_calendar import Counter, Due

DutyState = Literal["open", "met", "met_late", "overdue", "missed"]

Period = tuple[datetime, datetime | None, int]
"""From when, until when (None: still), these conditions held, as bits."""


class Duty(NamedTuple):
    """One obligation of one case.

    `opened` is when it began to apply. `open`: still in time, or without a limit. `overdue`: past its limit,
    not done. `missed`: as overdue, and the episode has ended or the clock has started anew. A breach never
    leaves the list.
    """

    rule: Rule
    start: Happened
    opened: datetime
    due: Due | None
    usual: Due | None
    state: DutyState
    met: Happened | None

    @property
    def id(self) -> str:
        """The rule's id, step.duty."""
        return self.rule.id

    @property
    def late(self) -> bool:
        """Whether the limit was, or is being, broken."""
        return self.state in {"met_late", "overdue", "missed"}


def duties(state: CaseState, at: datetime) -> list[Duty]:
    """Every duty of the case at an instant, the earliest limit first and those without a limit last.

    Raises OutsideCalendar if a limit lies beyond the years for which bank holidays are known.
    """
    if at < state.latest:
        return _in_order(_found(state, at))
    lasting: _Lasting | None = state.remembered.get("duties")
    if lasting is None:
        lasting = state.remembered["duties"] = _Lasting(_in_order(_found(state, state.latest)))
    return lasting.at(at, state.closed)


class _Lasting:
    """The duties of a case since the latest that happened: from then on they can only become late."""

    def __init__(self, found: list[Duty]) -> None:
        self._in_time = found
        self._limits = [duty.due.instant for duty in found if duty.due]
        self._late: list[Duty] = []

    def at(self, at: datetime, closed: Sequence[datetime | None]) -> list[Duty]:
        """Every duty at an instant: those whose limit has passed, then the others."""
        passed = bisect_left(self._limits, at)
        for duty in self._in_time[len(self._late) : passed]:
            standing = "missed" if closed[duty.start.episode] else "overdue"
            late = tuple.__new__(Duty, (*duty[:-2], standing, duty.met)) if duty.state == "open" else duty
            self._late.append(late)
        return self._late[:passed] + self._in_time[passed:]


def _found(state: CaseState, at: datetime) -> list[Duty]:
    found = _since_changes(state, state.procedure.changes, at)
    if any(duty.rule.once for duty in found):
        found = _that_count(found)
    return found


def _by_rules_of_their_days(state: CaseState, at: datetime) -> list[Duty]:
    """Every duty under the rule of the day on which it started."""
    found: list[Duty] = []
    for start in state.until(at):
        if start.kind.rules:
            found += _started(state, start, at)
    return found


def _in_order(found: Iterable[Duty]) -> list[Duty]:
    timed = [duty for duty in found if duty.due]
    timed.sort(key=attrgetter("due.instant"))
    untimed = [duty for duty in found if not duty.due]
    untimed.sort(key=attrgetter("opened"))
    return timed + untimed


def _started(state: CaseState, start: Happened, at: datetime) -> list[Duty]:
    """The duties that one event started."""
    if state.child[-1].since > start.at and (periods := _periods(state, start, start.at, at)):
        return _started_when_it_held(state, start, at, periods)
    begin, day = start.at, start.day
    applying = start.kind.applying(start.known)
    dues = [limit and limit(begin, day) for limit in applying.limits]
    mets = _mets(state, applying, start, at)
    found = []
    for rule, limit, meeting in applying.places:
        if day < rule.since or day > rule.until:
            continue
        met, due = mets[meeting], dues[limit]
        if rule.counted_from:
            due = _counted(rule, rule.limit, start)
        standing = _state(state, start, due, met, at)
        usual = _counted(rule, rule.usual, start) if rule.usual else None
        # As Duty(...), but three times as quick.
        found.append(tuple.__new__(Duty, (rule, start, begin, due, usual, standing, met)))
    return found


def _started_when_it_held(
    state: CaseState, start: Happened, at: datetime, periods: Sequence[Period]
) -> list[Duty]:
    """The duties that one event started, where later facts about the child changed what applies."""
    found = []
    for rule in _applying(start, periods):
        if not rule.since <= start.day <= rule.until:
            continue
        due, usual = _counted(rule, rule.limit, start), _counted(rule, rule.usual, start)
        met = _met(state, rule, start, at) if state.bits & rule.met_bits else None
        opened = _opened(periods, start.table, rule, due, met)
        if opened is None:
            continue
        if rule.immediate and rule.limit and opened != start.at:
            due = rule.limit(opened, london_day(opened))
        found.append(Duty(rule, start, opened, due, usual, _state(state, start, due, met, at), met))
    return found


def _applying(start: Happened, periods: Sequence[Period]) -> Iterable[Rule]:
    """The rules whose conditions held in one of the periods."""
    rules = (rule for *_, known in periods for rule in start.kind.applying(known).rules)
    return {rule.id: rule for rule in rules}.values()


def _periods(state: CaseState, start: Happened, since: datetime, at: datetime) -> Sequence[Period]:
    """From when to when which conditions held for an event; nothing where none that it asks ever changed.

    What is `known` of it held at `since`. Facts about the child may be stated after that, and count from then
    on, within the episode.
    """
    asks, known = start.kind.asks, start.known
    begins = [(since, known)]
    following = state.begun[start.episode + 1] if len(state.begun) > start.episode + 1 else None
    for child in state.child:
        if since < child.since <= at and (following is None or child.since < following):
            now_known = start.given(start.table, child)
            if (known ^ now_known) & asks:
                begins.append((child.since, now_known))
                known = now_known
    if len(begins) == 1:
        return ()
    ends = [*(since for since, _ in begins[1:]), None]
    return [(since, end, known) for (since, known), end in zip(begins, ends, strict=True)]


def _opened(
    periods: Sequence[Period], table: Table, rule: Rule, due: Due | None, met: Happened | None
) -> datetime | None:
    """When the conditions of a duty first held; None if they no longer do.

    Once it has been done or has become late, stating the facts otherwise no longer takes it away.
    """
    holds = table.questions.holds
    held = [(since, end) for since, end, known in periods if holds(rule.question, known)]
    settled = [*([due.instant] if due else []), *([met.at] if met else [])]
    if any(end is None or any(instant < end for instant in settled) for _, end in held):
        return held[0][0]
    return None


def _counted(rule: Rule, limit: Counter | None, start: Happened) -> Due | None:
    """A limit of a rule; None if it has none, and as long as the date that it counts from is not known."""
    if limit is None:
        return None
    if not rule.counted_from:
        return limit(start.at, start.day)
    stated = start.facts.get(rule.counted_from)
    moment = date_or_instant(stated) if isinstance(stated, str) else stated
    return limit(moment, london_day(moment)) if moment else None


def _met(state: CaseState, rule: Rule, start: Happened, at: datetime) -> Happened | None:
    """The first event that met a duty."""
    first: Happened | None = None
    for name, questions in rule.met_by.items():
        for event in state.by_name.get(name, ()):
            if event.at > at or (first and first.at <= event.at):
                break
            if event.at < start.at and event.answers != start.root:
                continue
            if _answers(state, event, start.table, questions) and _concerns(event, rule, start):
                first = event
                break
    return first


def _mets(state: CaseState, applying: Applying, start: Happened, at: datetime) -> list[Happened | None]:
    """As `_met`, but of all that an event started: what met each of its meetings first."""
    mets: list[Happened | None] = [None] * len(applying.meetings)
    if not state.bits & applying.met_bits:
        return mets
    for event in state.until(at):
        meetings = applying.met_by.get(event.name)
        if meetings is None or (event.at < start.at and event.answers != start.root):
            continue
        for place, rule in meetings:
            met = mets[place]
            if met is None:
                questions = rule.met_by[event.name]
                if _answers(state, event, start.table, questions) and _concerns(event, rule, start):
                    mets[place] = event
            elif met.at == event.at and met.name != event.name:  # which of two at one instant, the rule says
                mets[place] = _met(state, rule, start, at)
    return mets


def _answers(state: CaseState, event: Happened, table: Table, questions: Sequence[int]) -> bool:
    """Whether an event answers one of a rule's questions with yes."""
    if NO_CONDITIONS in questions:
        return True
    known = event.known if event.table is table else event.given(table, state.known_of_child(event.at))
    return any(table.questions.holds(question, known) for question in questions)


def _concerns(event: Happened, rule: Rule, start: Happened) -> bool:
    """Whether an event can meet the duty that another event started.

    One that answers nothing concerns all that went before in its episode. One that answers an event concerns
    what belongs to the same contact, or to none; but if several such events each start this duty, it concerns
    only the one that it answers. A duty that counts once an episode is about the child, not about a contact.
    A duty of whoever started it, or told of it, is not met by another agency.
    """
    if event.event is start.event or _is_of_another_agency(event.event, rule, start):
        return False
    if not event.answers or rule.once:
        return event.episode == start.episode
    if event.answers == start.root:
        return True
    answered = event.answered
    if answered is None or answered.name in rule.written.of:
        return False
    return start.contact in {"", answered.contact}


def _is_of_another_agency(event: CaseEvent, rule: Rule, start: Happened) -> bool:
    agency = start.event.agency
    if not (agency and event.agency) or event.agency == agency:
        return False
    return start.table.is_own(rule.written.by, start.event.role)


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
        key = (duty.rule.family, duty.start.episode, -1 if duty.rule.once else place)
        earlier = kept.get(key)
        if earlier and duty.rule.written.which == "first" and not _met_before(earlier, duty):
            continue
        if earlier and (old := _superseded(earlier, duty)):
            kept[duty.rule.family, duty.start.episode, place] = old
        kept[key] = duty
    return list(kept.values())


def _met_before(earlier: Duty, later: Duty) -> bool:
    """Whether a duty had been met when the later one started: that one then counts anew."""
    return earlier.met is not None and earlier.met.at <= later.start.at


def _superseded(earlier: Duty, later: Duty) -> Duty | None:
    """What remains of a duty whose clock a later event started anew: nothing, unless it was met or broken."""
    if _met_before(earlier, later):
        return earlier
    if earlier.due and earlier.due.instant < later.start.at:
        return earlier._replace(state="met_late" if earlier.met else "missed")
    return None


def _since_changes(state: CaseState, changes: Sequence[Change], at: datetime) -> list[Duty]:
    """Every duty, given these changes of rules that apply to open cases: the latest of them last.

    How a duty stood at the change decides whether the new rule takes it over: nothing later can undo that.
    """
    if not changes or not state.happened:
        return _by_rules_of_their_days(state, at)
    *earlier, (begins, successors) = changes
    if at < begins or begins <= state.happened[0].at:
        return _since_changes(state, earlier, at)
    before = _since_changes(state, earlier, begins)
    now = {(duty.start.root, duty.rule.id): duty for duty in _since_changes(state, earlier, at)}
    for duty in before:
        successor = successors.get(duty.rule.family)
        if successor and _is_taken_over(state, duty, before, successor):
            under = _under(state, duty, successor, at)
            if under:
                now[duty.start.root, duty.rule.id] = under
            else:
                now.pop((duty.start.root, duty.rule.id), None)
    places = {effect.root: place for place, effect in enumerate(state.happened)}
    return sorted(now.values(), key=lambda duty: places[duty.start.root])


def _is_taken_over(state: CaseState, duty: Duty, before: Iterable[Duty], successor: Successor) -> bool:
    """Whether a rule takes over a duty, given how all duties stood on its first day."""
    rule, table, begins = successor
    return (
        duty.rule.since < rule.since
        and duty.start.at < begins
        and duty.start.name in rule.written.of
        and _is_still_to_do(state, duty, before, begins)
        and table.questions.holds(rule.question, duty.start.given(table, state.known_of_child(begins)))
    )


def _is_still_to_do(state: CaseState, duty: Duty, found: Iterable[Duty], at: datetime) -> bool:
    """Whether a duty was neither done, nor late, nor closed, nor started anew, when its rule changed."""
    closed = state.closed[duty.start.episode]
    settled = (duty.met and duty.met.at, duty.due and duty.due.instant, closed)
    if any(moment and moment < at for moment in settled):
        return False
    return duty.rule.written.which != "last" or not any(
        other.rule.family == duty.rule.family
        and other.start.episode == duty.start.episode
        and duty.start.at < other.start.at < at
        for other in found
    )


def _under(state: CaseState, duty: Duty, successor: Successor, at: datetime) -> Duty | None:
    """A duty under the rule that took it over, from the same start; None once that no longer applies."""
    rule, table, begins = successor
    start = duty.start.under(table, state.known_of_child(begins))
    due, usual = _counted(rule, rule.limit, start), _counted(rule, rule.usual, start)
    if rule.immediate and rule.limit:
        due = rule.limit(begins, rule.since)
    met = _met(state, rule, start, at)
    periods = _periods(state, start, begins, at)
    if periods and _opened(periods, table, rule, due, met) is None:
        return None
    return Duty(rule, start, duty.opened, due, usual, _state(state, start, due, met, at), met)
