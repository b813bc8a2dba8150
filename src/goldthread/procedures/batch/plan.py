"""A procedure prepared for compiled code: what each kind of event does, and every rule, by numbers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.asking import WORD, Asking, sum_of
from goldthread.procedures.batch.clock import Counting, London
from goldthread.procedures.batch.columns import NEVER, NOTHING, Column, Events, Words, micros
from goldthread.procedures.batch.records import KIND, RULE, Records
from goldthread.procedures.format.steps import MetBy
from goldthread.procedures.tables import Procedure, Rule, Table
from goldthread.procedures.walltime import date_or_instant, london_day


class Plan:
    """A procedure for the words of some events: its rules in the order of their numbers, and the tables.

    An event's kind is its name under the version of the procedure that was in force on its day: the number
    of the version, times how many names there are, plus the number of the name.
    """

    def __init__(self, procedure: Procedure, events: Events) -> None:
        self.procedure = procedure
        self._names = {name: number for number, name in enumerate(events.names)}
        self._roles = events.roles
        calendar = procedure.latest.pack.calendar
        self._london = London(calendar.first, calendar.last)
        self._asking = Asking(table.pack for table in procedure.tables)
        self._counting = Counting(self._london)
        self._meetings = _Meetings(self._names, self._roles)
        self._families, self._dates = Words(), Words()
        self._of_table = [(table, rule) for table in procedure.tables for rule in table.rules]
        self.rules = [rule for _, rule in self._of_table]
        rules = np.array([self._rule(table, rule) for table, rule in self._of_table], RULE)
        kinds, by_kind = self._kinds()
        hours, due = self._counting.limits
        asked = self._asking.asked(self._asked_of(rules))
        self.tables: dict[str, NDArray[Any]] = dict(
            from_day=np.array([self._begins(table) for table in procedure.tables], np.int64),
            kinds=kinds,
            kinds_ask=self._kinds_ask(rules),
            may_authorise=self._may_authorise(),
            rules=rules,
            by_kind=by_kind,
            **asked,
            **self._meetings.tables(self._asking),
            begins=self._london.begins,
            hours=hours,
            due=due,
            changes=self._changes(),
            change_at=np.array([micros(begins) for begins, _ in procedure.changes], np.int64),
            **self._facts(events),
        )
        self.numbers = self._numbers(asked, events)

    def _numbers(self, asked: dict[str, Column], events: Events) -> dict[str, int]:
        """How many there are of each, as NUMBERS names them."""
        return {
            "versions": len(self.procedure.tables),
            "names": len(events.names),
            "roles": len(events.roles),
            "statements": len(events.statements) + 1,
            "words": asked["missing"].shape[1],
            "groups": asked["grouped"].shape[0],
            "group_eights": asked["grouped"].shape[1],
            "asks": asked["refused"].shape[2],
            "day_count": self._london.days,
            "changed": len(self.procedure.changes),
            "families": len(self._families),
        }

    def _begins(self, table: Table) -> int:
        period = table.pack.head.in_force
        return self._london.number(period.from_ if period else date.min)

    def _rule(self, table: Table, rule: Rule) -> tuple[Any, ...]:
        """A rule's line, in the order of RULE."""
        written, asking = rule.written, self._asking
        sign, calendar = -1 if written.before else 1, table.pack.calendar
        return (
            asking.number(table.pack, written.when, written.unless),
            self._london.number(rule.since),
            self._london.number(rule.until),
            self._meetings.number(table, rule, dict(self._met_by(table, rule))),
            self._counting.number(calendar, written.before or written.within, sign),
            self._counting.number(calendar, written.usually, sign),
            self._dates[rule.counted_from] if rule.counted_from else NOTHING,
            self._families[rule.family],
            rule.step in table.deciding,
            rule.immediate,
            rule.once,
            written.which == "first",
            written.which == "last",
        )

    def _met_by(self, table: Table, rule: Rule) -> Iterator[tuple[str, Sequence[int]]]:
        """The names that meet a rule, each with its questions; by default, every outcome of its own step."""
        own = [f"{rule.step}.{outcome}" for outcome in table.pack.steps[rule.step].outcomes]
        met_by = [
            each if isinstance(each, MetBy) else MetBy(event=each) for each in rule.written.met_by or own
        ]
        for name in {each.event for each in met_by} & self._names.keys():
            yield (
                name,
                sorted({self._asking.number(table.pack, each.when) for each in met_by if each.event == name}),
            )

    def _kinds(self) -> tuple[Records, NDArray[np.int32]]:
        """A line for each kind, in the order of KIND; and the numbers of its rules."""
        numbers = {id(rule): number for number, rule in enumerate(self.rules)}
        lines: list[tuple[object, ...]] = []
        by_kind: list[int] = []
        for table in self.procedure.tables:
            for name in self._names:
                begins, decides, ends = name in table.begins, name in table.decides, name in table.ends
                first, rules = len(by_kind), table.starts.get(name, ())
                by_kind += [numbers[id(rule)] for rule in rules]
                outcome = table.outcomes[name][2] if name in table.outcomes else None
                lines.append(
                    (
                        table.order.get(name.partition(".")[0], 0),
                        first,
                        len(by_kind),
                        name in table.starts_with,
                        begins,
                        decides and not begins,
                        ends and not begins,
                        name in table.settles and not (begins or decides or ends),
                        name in table.authorisers,
                        bool(outcome and outcome.two_people),
                    )
                )
        return np.array(lines, KIND), np.array(by_kind, np.int32)

    def _kinds_ask(self, rules: Records) -> NDArray[np.uint64]:
        """For each kind, the questions that its rules ask."""
        return self._asking.masks(
            self._of_kind(rules, table, name) for table in self.procedure.tables for name in self._names
        )

    def _of_kind(self, rules: Records, table: Table, name: str) -> set[int]:
        numbers = {id(rule): number for number, rule in enumerate(self.rules)}
        return {
            int(rules["question"][numbers[id(rule)]])
            for rule in table.starts.get(name, ())
            if rule.written.when or rule.written.unless
        }

    def _asked_of(self, rules: Records) -> Iterator[set[int]]:
        """For each name, the questions that the rules ask which it starts or meets."""
        always = self._asking.number(self.procedure.latest.pack, ())
        for name in self._names:
            starts = [self._of_kind(rules, table, name) for table in self.procedure.tables]
            yield set().union(*starts, self._meetings.asked_of(name)) - {always}

    def _may_authorise(self) -> NDArray[np.bool_]:
        """For each kind, which roles may authorise it."""
        may = [
            [role in table.authorisers.get(name, ()) for role in self._roles]
            for table in self.procedure.tables
            for name in self._names
        ]
        return np.array(may, np.bool_).reshape(len(may), len(self._roles))

    def _facts(self, events: Events) -> dict[str, NDArray[Any]]:
        """What statements say. About a child they may say other things in each version."""
        asking = self._asking
        known = asking.known(events.statements)
        about_child = asking.rows(asking.about(table.about_child) for table in self.procedure.tables)
        of_any = np.bitwise_or.reduce(about_child, axis=0)
        given = [[self._date(each.get(fact)) for each in (*events.statements, {})] for fact in self._dates]
        dates, days = np.array(given, np.int64).reshape(len(given), len(known), 2).transpose(2, 0, 1).copy()
        return {
            "known": known,
            "about_child": about_child,
            "states_child": np.any(known[:, 1] & of_any, axis=1),
            "dates": dates,
            "days": days,
        }

    def _date(self, stated: Any) -> tuple[int, int]:
        """A date or time stated, as an instant and as a day."""
        moment = date_or_instant(stated) if isinstance(stated, str) else stated
        if not moment:
            return NEVER, NOTHING
        return micros(moment) if isinstance(moment, datetime) else NEVER, self._london.number(
            london_day(moment)
        )

    def _changes(self) -> NDArray[np.int32]:
        """For each change of rules for open cases, by family: the number of the rule that takes over."""
        numbers = {id(rule): number for number, rule in enumerate(self.rules)}
        changes = np.full((len(self.procedure.changes), len(self._families)), NOTHING, np.int32)
        for change, (_, successors) in zip(changes, self.procedure.changes, strict=True):
            for family, successor in successors.items():
                change[self._families[family]] = numbers[id(successor.rule)]
        return changes


class _Meetings:
    """The ways in which duties are met, each with its number: many rules have one in common."""

    def __init__(self, names: Iterable[str], roles: Sequence[str]) -> None:
        self._names, self._roles = list(names), roles
        self._lines: dict[
            tuple[tuple[tuple[int, ...], ...], tuple[bool, ...], tuple[bool, ...], bool], int
        ] = Words()

    def number(self, table: Table, rule: Rule, met_by: dict[str, Sequence[int]]) -> int:
        """The number of the way in which a rule's duties are met."""
        asked = tuple(tuple(met_by.get(name, ())) for name in self._names)
        starts = tuple(name in rule.written.of for name in self._names)
        own = tuple(table.is_own(rule.written.by, role) for role in self._roles)
        return self._lines[asked, starts, own, rule.once]

    def asked_of(self, name: str) -> set[int]:
        """The questions that are asked of an event when it may meet a duty."""
        place = self._names.index(name)
        return {number for asked, *_ in self._lines for number in asked[place]}

    def tables(self, asking: Asking) -> dict[str, NDArray[Any]]:
        """All so far: by name what is asked and what starts; by the role of whoever started it, `own`."""
        shape = len(self._lines), len(self._names)
        asked = asking.masks(each for asked, *_ in self._lines for each in asked)
        starts = np.array([starts for _, starts, *_ in self._lines], np.bool_)
        own = np.array([own for _, _, own, _ in self._lines], np.bool_)
        met_by = [
            sum_of(1 << name % WORD for name, numbers in enumerate(asked) if numbers)
            for asked, *_ in self._lines
        ]
        return {
            "met_by": np.array(met_by, np.uint64),
            "meets": asked.reshape(*shape, asked.shape[1]),
            "starts": starts.reshape(shape),
            "own": own.reshape(len(self._lines), len(self._roles)),
        }
