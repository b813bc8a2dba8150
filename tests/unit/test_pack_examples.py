"""Plays every worked case of every pack: what the procedure answers is what the case expects."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from goldthread.procedures.case_file import By, CaseFile, EventEntry, Subject, read_case
from goldthread.procedures.decide import Refused, decide
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.format.keys import Id, Part
from goldthread.procedures.register import PackRegister
from goldthread.procedures.routes import Routed, route
from goldthread.procedures.services import opening
from goldthread.procedures.standing import allowed, is_forbidden, open_steps, table_at
from goldthread.procedures.walltime import date_or_instant, london_day
from goldthread.procedures.working_calendar import Due
from tests.requirements import requirement

PACKS = Path(__file__).parents[2] / "packs"
REGISTER = PackRegister(PACKS)


class Limit(Part):
    """What `goldthread due` must answer: a date means the end of that day."""

    requirement: str
    start: datetime
    due: str


class Hours(Part):
    """What `goldthread open` must answer."""

    service: Id
    at: datetime
    open: bool
    next_open: datetime | None = None


class Goes(Part):
    """Where one contact of the case goes."""

    event: str
    service: Id


class Owed(Part):
    """A duty that one event started, and how it stands."""

    duty: str
    event: str
    due: str = ""
    state: str


class Expected(Part):
    """What `goldthread pathway` must answer at an instant. Other things may be there, too."""

    at: datetime
    duties: tuple[Owed, ...] = ()
    no_duties: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    open_steps: tuple[str, ...] = ()
    closed_steps: tuple[str, ...] = ()


class Refusal(Part):
    """Something that may not be recorded at an instant, and the rule that forbids it."""

    at: datetime
    step: Id
    outcome: Id
    by: By
    rule: str


class ExampleFile(CaseFile):
    """A case with what the procedure must answer."""

    title: str
    authority: str
    subject: Subject
    events: tuple[EventEntry, ...]
    limits: tuple[Limit, ...] = ()
    opening: tuple[Hours, ...] = ()
    routes: tuple[Goes, ...] = ()
    expect: tuple[Expected, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Example:
    """One worked case, read."""

    def __init__(self, path: Path) -> None:
        case = read_case(path, REGISTER, ExampleFile)
        self.file: Any = case.file
        self.procedure = case.procedure
        self.events = {event.id: event for event in case.events}
        self.pack = case.procedure.latest.pack

    def known(self, at: datetime) -> CaseState:
        """The case as it was known at an instant."""
        return fold(self.procedure, [event for event in self.events.values() if event.recorded_at <= at])

    def routed(self, name: str) -> Routed:
        contact = self.events[name]
        found = route(self.pack, contact.facts, contact.at)
        assert found, f"{name} goes nowhere"
        return found

    def requirements(self) -> set[str]:
        """The requirements of every rule that the case speaks of."""
        return {each for part in self._spoken_of() for each in part.requirement}

    def _spoken_of(self) -> Iterator[Any]:
        yield from (self.pack.services[each.service] for each in self.file.opening)
        yield from (self.routed(each.event).route for each in self.file.routes)
        for each in self.file.limits:
            yield from (rule.written for rule in self._timed(each.requirement))
        for each in self.file.expect:
            yield from (self._part("duties", name) for name in each.must)
            yield from (self._part("duties", owed.duty) for owed in each.duties)
            yield from (self._part("must_not", name) for name in each.must_not)
        yield from (self._part("refused", each.rule) for each in self.file.refused)

    def _part(self, kind: str, name: str) -> Any:
        step_id, _, own = name.partition(".")
        step = self.pack.steps[step_id]
        return {**step.must_not, **step.outcomes}[own] if kind == "refused" else getattr(step, kind)[own]

    def _timed(self, wanted: str) -> list[Any]:
        rules = self.procedure.latest.rules
        return [rule for rule in rules if rule.limit and wanted in rule.written.requirement]

    def limits(self, each: Limit) -> set[object]:
        """Every limit that a requirement sets for a start."""
        return {
            as_written(rule.limit(each.start, london_day(each.start)))
            for rule in self._timed(each.requirement)
        }


def as_written(due: Due | None) -> object:
    """A limit as a case writes it: a date for the end of a day, else an instant; None for no limit."""
    if due is None:
        return None
    return due.day if due.kind == "day" else due.instant


def limit(written: str) -> object:
    return date_or_instant(written) if written else None


def cases() -> Iterator[Any]:
    for path in sorted(PACKS.glob("*/examples/*.yaml")):
        marks = requirement(*sorted(Example(path).requirements()))
        yield pytest.param(path, id=f"{path.parent.parent.name}-{path.stem}", marks=marks)


@pytest.mark.takes(1)
@pytest.mark.parametrize("path", list(cases()))
def test_a_worked_case_comes_out_as_it_says(path: Path) -> None:
    example = Example(path)
    for each in example.file.limits:
        assert example.limits(each) == {limit(each.due)}, vars(each)
    for each in example.file.opening:
        found = opening(example.pack, each.service, each.at)
        assert found.open is each.open, vars(each)
        assert each.next_open in {None, found.next_open}, vars(each)
    for each in example.file.routes:
        assert example.routed(each.event).service == each.service, each.event
    for each in example.file.expect:
        check_standing(example.known(each.at), each)
    for each in example.file.refused:
        proposed = CaseEvent("proposed", each.step, each.outcome, each.at, each.at, each.by.role)
        found = decide(example.known(each.at), proposed)
        assert isinstance(found, Refused), f"{each.rule} did not refuse: {found}"
        assert found.rule == each.rule
        assert found.cite


def check_standing(state: CaseState, expected: Expected) -> None:
    """Whether the case stands as expected at the instant."""
    at = expected.at
    found = duties(state, at)
    for owed in expected.duties:
        assert any(is_owed(duty, owed) for duty in found), f"{at}: {vars(owed)} not in {told(found)}"
    bans = {ban.id for ban in table_at(state, at).bans if is_forbidden(state, ban, at)}
    may = {f"{each.step}.{each.outcome}" for each in allowed(state, at)}
    steps = {each.step for each in open_steps(state, at)}
    for expects, names, there, among in (
        ("must", expected.must, True, {duty.id for duty in found if duty.due is None and not duty.met}),
        ("no_duties", expected.no_duties, False, {duty.id for duty in found}),
        ("must_not", expected.must_not, True, bans),
        ("may", expected.may, True, may),
        ("may_not", expected.may_not, False, may),
        ("open_steps", expected.open_steps, True, steps),
        ("closed_steps", expected.closed_steps, False, steps),
    ):
        for name in names:
            assert (name in among) is there, f"{at}: {expects} {name}; there is {sorted(among)}"


def is_owed(duty: Duty, owed: Owed) -> bool:
    return (duty.id, duty.start.root, duty.state) == (owed.duty, owed.event, owed.state) and as_written(
        duty.due
    ) == limit(owed.due)


def told(found: list[Duty]) -> list[str]:
    return [f"{duty.id} of {duty.start.root}: {duty.state}, due {as_written(duty.due)}" for duty in found]
