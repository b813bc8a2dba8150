"""A procedure prepared for columns: what each kind of event does, and every rule, by numbers."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.asking import Asking, Bits, Question
from goldthread.procedures.batch.clock import Count, Counting, London
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools, Events, Ints, micros
from goldthread.procedures.format.steps import MetBy
from goldthread.procedures.tables import Procedure, Rule, Table
from goldthread.procedures.walltime import date_or_instant, london_day


class PlannedRule(NamedTuple):
    """A duty rule by numbers: `of` and `met_by` number names, `kinds` the kinds of event that start it.

    `of_starter` says for which roles of the start's author it is their own duty.
    """

    number: int
    rule: Rule
    kinds: tuple[int, ...]
    of: frozenset[int]
    question: Question
    met_by: tuple[tuple[int, tuple[Question, ...]], ...]
    since: int
    until: int
    limit: Count | None
    usual: Count | None
    meets_itself: bool
    counted_from: str
    of_starter: Bools
    reads_child: bool


class Moments(NamedTuple):
    """For each statement, the date or time that it gives for one fact: as an instant, and as a day."""

    at: Ints
    day: Ints


class Plan:
    """A procedure for the words of some events.

    An event's kind is its name under the version of the procedure that was in force on its day: the number
    of the version, times how many names there are, plus the number of the name.
    """

    def __init__(self, procedure: Procedure, events: Events) -> None:
        self.procedure = procedure
        self.names, self.roles = events.names, events.roles
        calendar = procedure.latest.pack.calendar
        self.london = London(calendar.first, calendar.last)
        self.asking = Asking(table.pack for table in procedure.tables)
        self.known = self.asking.known(events.statements)
        self.from_day = np.array([self._begins(table) for table in procedure.tables], dtype=np.int64)
        self._properties()
        self.about_child = self._of_versions(lambda table: table.about_child)
        child = np.bitwise_or.reduce(self.about_child, axis=1, keepdims=True)
        self.states_child: Bools = np.any(self.known.given & child, axis=0)
        self.rules = [
            rule for version, table in enumerate(procedure.tables) for rule in self._rules(version, table)
        ]
        self.rules = [rule._replace(number=number) for number, rule in enumerate(self.rules)]
        self._families()
        self.deciding = self._deciding()
        dates = {rule.counted_from for rule in self.rules if rule.counted_from}
        self.moments = {fact: self._moments(fact, events) for fact in dates}

    def version(self, day: Ints) -> Ints:
        """The versions of the procedure on days; before the first, the first."""
        return np.maximum(np.searchsorted(self.from_day, day, side="right") - 1, 0)

    def kind(self, day: Ints, name: Ints) -> Ints:
        """The kinds of events, given their days and names."""
        return self.version(day) * len(self.names) + name

    def _begins(self, table: Table) -> int:
        period = table.pack.head.in_force
        return self.london.number(period.from_ if period else date.min)

    def _properties(self) -> None:
        """What each kind of event does to a case."""
        self.order = self._numbers(lambda table, name: table.order.get(name.partition(".")[0], 0))
        self.starts = self._marks(lambda table: table.starts_with)
        self.begins = self._marks(lambda table: table.begins)
        self.decides = self._marks(lambda table: table.decides) & ~self.begins
        self.ends = self._marks(lambda table: table.ends) & ~self.begins
        self.settles = self._marks(lambda table: table.settles) & ~(self.begins | self.decides | self.ends)
        self.guarded = self._marks(lambda table: table.authorisers)
        self.two_people = self._marks(_by_two_people)
        may = [
            [role in table.authorisers.get(name, ()) for role in self.roles]
            for table in self.procedure.tables
            for name in self.names
        ]
        self.may_authorise = np.array(may, dtype=np.bool_).reshape(len(may), len(self.roles))

    def _marks(self, wanted: Callable[[Table], Iterable[str]]) -> Bools:
        """For each kind, whether its name is one of those wanted in its version."""
        return self._numbers(lambda table, name: name in wanted(table)) > 0

    def _numbers(self, number: Callable[[Table, str], int]) -> NDArray[np.int64]:
        found = [number(table, name) for table in self.procedure.tables for name in self.names]
        return np.array(found, dtype=np.int64)

    def _of_versions(self, facts: Callable[[Table], Iterable[str]]) -> Bits:
        """For each version, the conditions about some facts: one column each."""
        masks = [self.asking.mask(self.asking.about(facts(table))) for table in self.procedure.tables]
        return np.concatenate(masks, axis=1)

    def _families(self) -> None:
        """What rules say of one another: which replaced which, and which take over open cases."""
        numbers = {rule.rule.family: rule.number for rule in self.rules}
        self.family = np.array([numbers[rule.rule.family] for rule in self.rules], dtype=np.int64)
        """For each rule, one number for all of its family."""
        self.since = np.array([rule.since for rule in self.rules], dtype=np.int64)
        which = np.array([rule.rule.written.which for rule in self.rules])
        self.is_first, self.is_last = which == "first", which == "last"
        planned = {id(rule.rule): rule for rule in self.rules}
        self.successors = [
            (planned[id(each.rule)], micros(each.begins))
            for family in self.procedure.successors.values()
            for each in family
        ]

    def _deciding(self) -> dict[int, list[Question]]:
        """For each kind of contact: the questions of which one must hold if it is to be decided."""
        found: dict[int, list[Question]] = {}
        tables = self.procedure.tables
        for rule in self.rules:
            for kind in rule.kinds:
                table = tables[kind // len(self.names)]
                if rule.rule.step in table.deciding and self.begins[kind]:
                    found.setdefault(kind, []).append(rule.question)
        return found

    def _rules(self, version: int, table: Table) -> Iterable[PlannedRule]:
        counting = Counting(table.pack.calendar, self.london)
        numbers = {name: number for number, name in enumerate(self.names)}
        child = self.asking.about(table.about_child)
        for rule in table.rules:
            written = rule.written
            of = [numbers[name] for name in written.of if name in numbers]
            question = self.asking.question(table.pack, written.when, written.unless)
            met_by = tuple(self._met_by(rule, table, numbers))
            yield PlannedRule(
                number=NOTHING,
                rule=rule,
                kinds=tuple(version * len(numbers) + name for name in of),
                of=frozenset(of),
                question=question,
                met_by=met_by,
                meets_itself=any(name in of for name, _ in met_by),
                since=self.london.number(rule.since),
                until=self.london.number(rule.until),
                limit=counting.count(written.before or written.within, -1 if written.before else 1),
                usual=counting.count(written.usually, -1 if written.before else 1),
                counted_from=written.counted_from,
                of_starter=np.array([table.is_own(written.by, role) for role in self.roles], dtype=np.bool_),
                reads_child=bool(question.reads & child),
            )

    def _met_by(
        self, rule: Rule, table: Table, numbers: dict[str, int]
    ) -> Iterable[tuple[int, tuple[Question, ...]]]:
        """The names that meet a rule, each with its questions; by default, every outcome of its own step."""
        own = [f"{rule.step}.{outcome}" for outcome in table.pack.steps[rule.step].outcomes]
        questions: dict[int, list[Question]] = {}
        for each in rule.written.met_by or own:
            written = each if isinstance(each, MetBy) else MetBy(event=each)
            if written.event in numbers:
                asked = self.asking.question(table.pack, written.when)
                questions.setdefault(numbers[written.event], []).append(asked)
        return ((name, tuple(asked)) for name, asked in questions.items())

    def _moments(self, fact: str, events: Events) -> Moments:
        at, day = [], []
        for statement in events.statements:
            stated = statement.get(fact)
            moment = date_or_instant(stated) if isinstance(stated, str) else stated
            day.append(self.london.number(london_day(moment)) if moment else NOTHING)
            at.append(micros(moment) if isinstance(moment, datetime) else NEVER)
        return Moments(np.array([*at, NEVER], dtype=np.int64), np.array([*day, NOTHING], dtype=np.int64))


def _by_two_people(table: Table) -> Iterable[str]:
    return [name for name, (_, _, outcome) in table.outcomes.items() if outcome.two_people]
