"""Worked cases of a pack: what happened, what the procedure must answer, and whether it does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from goldthread.procedures.case_file import (
    BadInput,
    By,
    Case,
    CaseFile,
    EventEntry,
    ProcedureOf,
    Subject,
    read_case,
    typed,
)
from goldthread.procedures.decide import Decision, OutsideProcedure, Refused, decide
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.format.findings import Finding
from goldthread.procedures.format.keys import NONE, Id, Part, Written
from goldthread.procedures.format.reader import close_match
from goldthread.procedures.pack import in_force_on
from goldthread.procedures.routes import Routed, route
from goldthread.procedures.services import opening
from goldthread.procedures.standing import allowed, forbidden, open_steps
from goldthread.procedures.tables import Rule
from goldthread.procedures.walltime import LONDON, date_or_instant, london_day
from goldthread.procedures.working_calendar import Counter, Due

Disappointment = tuple[Part, str, str]
"""Where in the case, at which key, and what came out instead."""


class Limit(Part):
    """What `goldthread due` must answer."""

    requirement: str
    """The requirement that sets the limit."""
    start: datetime
    """The instant from which it counts."""
    due: str
    """A date means the end of that day."""


class Hours(Part):
    """What `goldthread open` must answer."""

    service: Id
    """The service."""
    at: datetime
    """The instant."""
    open: bool
    """Whether it is open then."""
    next_open: datetime | None = None
    """When it next opens."""


class Goes(Part):
    """What `goldthread route` must answer for one contact of the case."""

    event: str
    """The contact's id."""
    service: Id = ""
    """The service it goes to, at that hour; absent: the procedure has no route for it."""
    route: Id = ""
    """The route by which it goes there; absent: any."""


class Owed(Part):
    """A duty that one event started, and how it stands."""

    duty: str
    """The duty, step.duty."""
    event: str
    """The id of the event that started it."""
    due: str = ""
    """Its limit; a date means the end of that day, absent: none."""
    state: str
    """open, met, met_late, overdue or missed."""


class Expected(Part):
    """What `goldthread pathway` must answer at an instant, as known then. There may be other things, too."""

    at: datetime
    """The instant."""
    duties: tuple[Owed, ...] = ()
    """Duties, each with its state."""
    no_duties: tuple[str, ...] = ()
    """Duties that nothing has started."""
    must: tuple[str, ...] = ()
    """Duties without a limit that are not done yet."""
    must_not: tuple[str, ...] = ()
    """Rules that forbid something."""
    may: tuple[str, ...] = ()
    """Outcomes that someone may record."""
    may_not: tuple[str, ...] = ()
    """Outcomes that nobody may."""
    open_steps: tuple[str, ...] = ()
    """Steps that are open."""
    closed_steps: tuple[str, ...] = ()
    """Steps that are not."""


class Refusal(Part):
    """Something that may not be recorded, and the rule that forbids it."""

    at: datetime
    """The instant."""
    step: Id
    """The step."""
    outcome: Id
    """Its outcome."""
    by: By
    """Who tries."""
    facts: Mapping[Id, Written] = NONE
    """What it would state."""
    answers: str = ""
    """The event that it would answer."""
    rule: str
    """The rule, step.rule, or the outcome that is not theirs."""


class ExampleFile(CaseFile):
    """A file of examples/: a case, and what the procedure must answer."""

    title: str
    """What the case shows."""
    authority: str
    """The authority's id."""
    subject: Subject
    """The child."""
    events: tuple[EventEntry, ...]
    """What happened."""
    limits: tuple[Limit, ...] = ()
    """What `goldthread due` must answer."""
    opening: tuple[Hours, ...] = ()
    """What `goldthread open` must answer."""
    routes: tuple[Goes, ...] = ()
    """What `goldthread route` must answer."""
    expect: tuple[Expected, ...] = ()
    """What `goldthread pathway` must answer."""
    refused: tuple[Refusal, ...] = ()
    """What may not be recorded."""


def play(path: Path, procedure_of: ProcedureOf) -> list[Finding]:
    """What does not come out as a worked case says; nothing if all does."""
    pack = path.parent.parent.name
    file = f"{pack}/examples/{path.name}"
    try:
        example = Example(path, procedure_of)
    except BadInput as error:
        return [finding._replace(pack=pack, file=file) for finding in error.findings]
    return [
        Finding(pack, file, part.line(key), "example", "error", message, key)
        for part, key, message in example.disappointments()
    ]


class Example:
    """One worked case. Errors in reading it are those of `read_case`; an unknown name is a KeyError."""

    def __init__(self, path: Path, procedure_of: ProcedureOf) -> None:
        """Read the case in a file."""
        case: Case = read_case(path, procedure_of, ExampleFile)
        self.file = cast("ExampleFile", case.file)
        self.procedure = case.procedure
        self.events = case.events
        self.pack = case.procedure.latest.pack
        table = case.procedure.latest
        self.parts: dict[str, Part] = {rule.id: rule.written for rule in table.rules}
        self.parts |= {ban.id: ban.written for ban in table.bans}
        for name, (_, _, outcome) in table.outcomes.items():
            self.parts.setdefault(name, outcome)

    def requirements(self) -> set[str]:
        """The requirements of every rule that the case speaks of."""
        return {each for part in self._spoken_of() for each in getattr(part, "requirement", ())}

    def disappointments(self) -> Iterator[Disappointment]:
        """Everything that does not come out as the case says."""
        for limit in self.file.limits:
            yield from self._other_limit(limit)
        for hours in self.file.opening:
            yield from self._other_hours(hours)
        for goes in self.file.routes:
            routed = self._routed(goes)
            if (routed.service if routed else "") != goes.service:
                there = (
                    f"to {routed.service}, by {routed.id}" if routed else "nowhere: there is no route for it"
                )
                yield goes, "service", f"By the procedure it goes {there}."
            elif goes.route and routed and routed.id != goes.route:
                yield goes, "route", f"By the procedure it goes there by {routed.id}."
        for expected in self.file.expect:
            yield from self._other_standing(expected)
        for refusal in self.file.refused:
            yield from self._not_refused(refusal)

    def _other_limit(self, limit: Limit) -> Iterator[Disappointment]:
        day = london_day(limit.start)
        found = {_written(count(limit.start, day)) for _, count in self._timed(limit)}
        if found != {_meant(limit.due)}:
            yield limit, "due", f"The case says {limit.due}; the procedure says {_list(map(_said, found))}."

    def _other_hours(self, hours: Hours) -> Iterator[Disappointment]:
        answer = opening(self.pack, hours.service, hours.at)
        if answer.open is not hours.open or hours.next_open not in {None, answer.next_open}:
            now = "open" if answer.open else "closed"
            opens = f"next opens at {_said(answer.next_open)}" if answer.next_open else "does not open again"
            yield hours, "open", f"By the procedure it is {now} then, and {opens}."

    def _not_refused(self, refusal: Refusal) -> Iterator[Disappointment]:
        at, role = refusal.at, refusal.by.role
        facts = {name: typed(written.value, self.pack.facts[name]) for name, written in refusal.facts.items()}
        proposed = CaseEvent(
            "proposed", refusal.step, refusal.outcome, at, at, role, facts=facts, answers=refusal.answers
        )
        decision = decide(self._known(at), proposed)
        if not isinstance(decision, Refused) or decision.rule != refusal.rule or not decision.cite:
            yield refusal, "rule", f"The procedure {_answered(decision)}."

    def _other_standing(self, expected: Expected) -> Iterator[Disappointment]:
        at = expected.at
        state = self._known(at)
        found = duties(state, at)
        for owed in expected.duties:
            wanted = (owed.duty, owed.event, owed.state, _meant(owed.due))
            if wanted not in {_owed(duty) for duty in found}:
                same = [_told(duty) for duty in found if duty.id == owed.duty]
                yield owed, "duty", f"The procedure says of {owed.duty}: {_list(same)}."
        may = {f"{each.step}.{each.outcome}" for each in allowed(state, at)}
        steps = {each.step for each in open_steps(state, at)}
        undone = {duty.id for duty in found if duty.rule.limit is None and not duty.met}
        for key, there, among in (
            ("must", True, undone),
            ("no_duties", False, {duty.id for duty in found}),
            ("must_not", True, {ban.id for ban in forbidden(state, at)}),
            ("may", True, may),
            ("may_not", False, may),
            ("open_steps", True, steps),
            ("closed_steps", False, steps),
        ):
            for name in getattr(expected, key):
                if name not in self.parts and name not in self.pack.steps:
                    hint = close_match(name, [*self.parts, *self.pack.steps])
                    yield expected, key, f'This procedure has no "{name}".{hint}'
                elif (name in among) is not there:
                    is_there = "is not among" if there else "is among"
                    yield expected, key, f"{name} {is_there} what the procedure has then: {_list(among)}."

    def _known(self, at: datetime) -> CaseState:
        return fold(self.procedure, [event for event in self.events if event.recorded_at <= at])

    def _routed(self, goes: Goes) -> Routed | None:
        contact = next(event for event in self.events if event.id == goes.event)
        return route(self.pack, contact.facts, contact.at, contact.name)

    def _timed(self, limit: Limit) -> list[tuple[Rule, Counter]]:
        day = london_day(limit.start)
        return [
            (rule, rule.limit)
            for rule in self.procedure.latest.rules
            if rule.limit
            and limit.requirement in rule.written.requirement
            and in_force_on(rule.written.in_force, day)
        ]

    def _spoken_of(self) -> Iterator[Part]:
        """Every part of the pack that the case shows at work."""
        yield from (self.pack.services[each.service] for each in self.file.opening)
        yield from (routed.route for each in self.file.routes if (routed := self._routed(each)))
        yield from (rule.written for each in self.file.limits for rule, _ in self._timed(each))
        for each in self.file.expect:
            names = (*each.must, *each.must_not, *(owed.duty for owed in each.duties))
            yield from (self.parts[name] for name in names)
        yield from (self.parts[each.rule] for each in self.file.refused)


def _owed(duty: Duty) -> tuple[str, str, str, object]:
    return duty.id, duty.start.root, duty.state, _written(duty.due)


def _told(duty: Duty) -> str:
    due = f"due {_said(_written(duty.due))}" if duty.due else "no limit"
    return f"from {duty.start.root}, {due}, {duty.state}"


def _answered(decision: Decision) -> str:
    """What the procedure does with what a case expects it to refuse."""
    match decision:
        case Refused(rule, says):
            return f"refuses it by {rule}: {says.rstrip('.')}"
        case OutsideProcedure(why):
            return f"lets it be recorded with a reason: {why.rstrip('.')}"
    return "lets it be recorded"


def _said(written: object) -> str:
    """A date or London time as a case would write it."""
    return f"{written.astimezone(LONDON):%Y-%m-%dT%H:%M}" if isinstance(written, datetime) else str(written)


def _written(due: Due | None) -> object:
    """A limit as a case writes it: a date for the end of a day, else an instant; None for no limit."""
    if due is None:
        return None
    return due.day if due.kind == "day" else due.instant


def _meant(written: str) -> object:
    return date_or_instant(written) if written else None


def _list(found: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, found))) or "nothing"
