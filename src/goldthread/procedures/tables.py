"""A pack compiled once to the tables in which the fold looks things up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase
from functools import reduce
from operator import attrgetter, or_
from typing import NamedTuple, TypeVar

from goldthread.procedures.conditions import REMEMBERED, Questions
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule, MetBy, MustNot, Outcome, Step
from goldthread.procedures.limits import counter, days_in_force, origin
from goldthread.procedures.pack import Pack
from goldthread.procedures.rules import NOTHING_APPLIES, Applying, Ban, May, Opening, Rule, applying_of
from goldthread.procedures.walltime import LONDON

__all__ = ["Ban", "Kind", "May", "Procedure", "Rule", "Successor", "Table", "counted"]

TELLER = "professional_referrer"  # who tells what an officer writes down
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
T = TypeVar("T")


@dataclass(slots=True)
class Kind:
    """All that the fold asks about an outcome. One that the procedure does not have is not `known`.

    `bit` is its own among all outcomes of the procedure. `turns`: it may begin or close an episode.
    """

    name: str
    table: "Table"
    bit: int
    order: int
    known: bool = False
    begins: bool = False
    starts: bool = False
    decides: bool = False
    settles: bool = False
    ends: bool = False
    turns: bool = False
    closes: bool = False
    always: bool = False
    two_people: bool = False
    authorised_by: str = ""
    authorisers: frozenset[str] | None = None
    opens: Sequence["Opening"] = ()
    rules: Sequence[Rule] = ()
    asks: int = 0
    bans: Sequence[Ban] = ()
    bans_ask: int = 0
    _applying: dict[int, Applying] = field(default_factory=dict)
    _raising: dict[int, Sequence[Ban]] = field(default_factory=dict)

    def raising(self, known: int) -> Sequence[Ban]:
        """The must_not rules that it raises, given the conditions that hold, as bits."""
        asked = known & self.bans_ask
        found = self._raising.get(asked)
        if found is None:
            if len(self._raising) >= REMEMBERED:
                self._raising.clear()
            holds = self.table.questions.holds
            found = self._raising[asked] = tuple(ban for ban in self.bans if holds(ban.question, asked))
        return found

    def applying(self, known: int) -> Applying:
        """The rules that it starts, given the conditions that hold, as bits. Worked out once for each."""
        if not self.rules:
            return NOTHING_APPLIES
        asked = known & self.asks
        found = self._applying.get(asked)
        if found is None:
            if len(self._applying) >= REMEMBERED:
                self._applying.clear()
            questions = self.table.questions
            rules = tuple(rule for rule in self.rules if questions.holds(rule.question, asked))
            found = self._applying[asked] = applying_of(rules, self.table.deciding)
        return found


class Table:
    """One pack, compiled."""

    def __init__(self, pack: Pack, bits: dict[str, int]) -> None:
        """Compile a resolved pack. Raises KeyError where its checks find an error.

        `bits` are those of the procedure's outcomes so far; more are added.
        """
        self.pack = pack
        self._bits = bits
        self.questions = Questions(pack.words)
        self.order: Mapping[str, int] = {step: place for place, step in enumerate(pack.steps)}
        self.outcomes = _outcomes(pack)
        self.about_child = frozenset(name for name, fact in pack.facts.items() if fact.about == "child")
        self.begins = frozenset(pack.head.starts_with)
        self.starts_with = self.begins.union(pack.head.beside)
        self.ends = frozenset(name for name, (_, _, each) in self.outcomes.items() if each.ends_case)
        self.closes = frozenset(
            name for name, (_, _, outcome) in self.outcomes.items() if not outcome.keeps_open
        )
        self.always = frozenset(name for name, step in pack.steps.items() if step.opens_when == "always")
        self.acts_as = {role: counted(pack, role) for role in pack.roles}
        self.authorisers = self._authorisers()
        self.opens = self._opens()
        self.rules = [
            self._rule(step_id, f"{step_id}.{duty_id}", duty)
            for step_id, step in pack.steps.items()
            for duty_id, duty in step.duties.items()
        ]
        self.may = {name: _may(name, *parts) for name, parts in self.outcomes.items()}
        self._may_record: dict[tuple[frozenset[str], frozenset[str]], Sequence[May]] = {}
        self.starts = _grouped((event, rule) for rule in self.rules for event in rule.written.of)
        self.deciding = self._deciding()
        self.decides = frozenset(name for name, each in self.outcomes.items() if each[0] in self.deciding)
        meeting = {name for rule in self.rules if rule.step in self.deciding for name in rule.met_by}
        self.settles = frozenset(meeting - self.decides - self.starts_with)
        self.bans = self._bans()
        self.always_banned = [ban for ban in self.bans if not ban.written.of]
        self._kinds = {(may.step, may.outcome): self._kind(name) for name, may in self.may.items()}

    def kind(self, event: CaseEvent) -> Kind:
        """All about an event's outcome, even one that this version of the procedure does not have."""
        kind = self._kinds.get((event.step, event.outcome))
        if kind is None:
            kind = Kind(event.name, self, self._bit(event.name), self.order.get(event.step, 0))
            self._kinds[event.step, event.outcome] = kind
        return kind

    def _kind(self, name: str) -> Kind:
        step_id, _, outcome = self.outcomes[name]
        rules = self.starts.get(name, ())
        begins, decides, settles = name in self.begins, name in self.decides, name in self.settles
        starts, ends = name in self.starts_with, name in self.ends
        bans = [ban for ban in self.bans if name in ban.written.of]
        return Kind(
            name,
            self,
            self._bit(name),
            self.order[step_id],
            known=True,
            begins=begins,
            starts=starts,
            decides=decides,
            settles=settles,
            ends=ends,
            turns=begins or decides or settles or ends,
            closes=name in self.closes,
            always=step_id in self.always or starts,
            two_people=bool(outcome.two_people),
            authorised_by=outcome.authorised_by,
            authorisers=self.authorisers.get(name),
            opens=self.opens.get(name, ()),
            rules=rules,
            bans=bans,
            bans_ask=reduce(or_, (self.questions.bits(ban.question) for ban in bans), 0),
            asks=reduce(or_, (self.questions.bits(rule.question) for rule in rules), 0),
        )

    def _bans(self) -> list[Ban]:
        return [
            Ban(
                f"{step_id}.{ban_id}",
                ban,
                self._question(ban),
                self._matching(ban.refuses),
                self._bits_of(ban.of),
                self._bits_of(ban.until),
            )
            for step_id, step in self.pack.steps.items()
            for ban_id, ban in step.must_not.items()
        ]

    def _bits_of(self, names: Iterable[str]) -> int:
        return reduce(or_, map(self._bit, names), 0)

    def _bit(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))

    def may_record(self, steps: Set[str], refused: frozenset[str]) -> Sequence[May]:
        """The outcomes of these steps, and of those that are always open, but for those refused."""
        key = frozenset(steps), refused
        found = self._may_record.get(key)
        if found is None:
            if len(self._may_record) >= REMEMBERED:
                self._may_record.clear()
            found = self._may_record[key] = tuple(
                may
                for name, may in self.may.items()
                if name not in refused
                and (may.step in steps or may.step in self.always or name in self.starts_with)
            )
        return found

    def may_act(self, role: str, wanted: Iterable[str]) -> bool:
        """Whether a role is, or counts as, one of those wanted. Nobody wanted: everyone may."""
        roles = frozenset(wanted)
        return not roles or not roles.isdisjoint(self.acts_as.get(role, (role,)))

    def is_own(self, by: str, role: str) -> bool:
        """Whether a duty of `by` is the own one of an author in a role, or of whoever told it to them."""
        return bool(by) and any(self.may_act(one, [by]) for one in (role, TELLER))

    def title_of(self, role: str) -> str:
        """What people call a role."""
        return self.pack.roles[role].title if role in self.pack.roles else role

    def _deciding(self) -> frozenset[str]:
        """The steps in which a contact is decided: it opens them, and they can close its episode."""
        return frozenset(
            step_id
            for step_id, step in self.pack.steps.items()
            if not self.starts_with.isdisjoint(step.opens_when)
            and any(outcome.ends_case for outcome in step.outcomes.values())
        )

    def _authorisers(self) -> Mapping[str, frozenset[str]]:
        """For each outcome that must be authorised: the roles that may."""
        return {
            name: frozenset(role for role in self.acts_as if self.may_act(role, [outcome.authorised_by]))
            for name, (_, _, outcome) in self.outcomes.items()
            if outcome.authorised_by
        }

    def _opens(self) -> Mapping[str, list[Opening]]:
        """For each event: the steps that it opens."""
        return _grouped(
            (event, Opening(name, self._question(step)))
            for name, step in self.pack.steps.items()
            if name not in self.always
            for event in step.opens_when
        )

    def _question(self, part: Step | DutyRule | MustNot) -> int:
        return self.questions.number(part.when, part.unless)

    def _rule(self, step: str, name: str, duty: DutyRule) -> Rule:
        own = [f"{step}.{outcome}" for outcome in self.pack.steps[step].outcomes]
        met_by = [each if isinstance(each, MetBy) else MetBy(event=each) for each in duty.met_by or own]
        since, until = days_in_force(self.pack, duty)
        return Rule(
            id=name,
            family=origin(self.pack, name),
            step=step,
            written=duty,
            question=self._question(duty),
            met_by=_grouped((each.event, self.questions.number(each.when)) for each in met_by),
            met_bits=self._bits_of(each.event for each in met_by),
            since=since,
            until=until,
            limit=counter(self.pack, duty, duty.before or duty.within),
            usual=counter(self.pack, duty, duty.usually),
            immediate=duty.within is not None and duty.within.unit is Unit.IMMEDIATELY,
            once=duty.which != "each",
            counted_from=duty.counted_from,
        )

    def _matching(self, patterns: Iterable[str]) -> frozenset[str]:
        """Every outcome that step.outcome or step.* means."""
        return frozenset(name for pattern in patterns for name in self.outcomes if fnmatchcase(name, pattern))


class Successor(NamedTuple):
    """A rule that, on its first day, takes over what the rules before it started and is still to be done."""

    rule: Rule
    table: Table
    begins: datetime


Change = tuple[datetime, Mapping[str, Successor]]
"""The rules that take over open cases from one instant on, by their families."""


class Procedure:
    """Every version of one authority's procedure, compiled: what the fold takes.

    `changed` is when a rule last took over open cases: before all, if none does.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        """`packs` are the versions, the oldest first; at least one."""
        bits: dict[str, int] = {}
        self.tables = [Table(pack, bits) for pack in packs]
        self.latest = self.tables[-1]
        heads = [(table, table.pack.head.in_force) for table in reversed(self.tables)]
        self.successors = _grouped((each.rule.family, each) for each in self._successors())
        self.changes = self._changes()
        self.changed = max((begins for begins, _ in self.changes), default=BEFORE_ALL)
        self._newest_first = [(table, period.from_ if period else None) for table, period in heads]

    def _successors(self) -> Iterator[Successor]:
        """The rules that apply to open cases, the oldest first."""
        for table in self.tables:
            for rule in sorted(table.rules, key=attrgetter("since")):
                period = rule.written.in_force or table.pack.head.in_force
                if period and period.applies_to == "open_cases":
                    midnight = datetime.combine(rule.since, time(), LONDON)
                    yield Successor(rule, table, midnight.astimezone(UTC))

    def _changes(self) -> list[Change]:
        """The rules that apply to open cases together with others of that day, the oldest first."""
        changes: dict[datetime, dict[str, Successor]] = {}
        for each in sorted(self._successors(), key=attrgetter("begins")):
            changes.setdefault(each.begins, {})[each.rule.family] = each
        return list(changes.items())

    def on(self, day: date) -> Table:
        """The version of a day. Before the first it is the first, though none of its rules starts then."""
        for table, since in self._newest_first:
            if since is None or since <= day:
                return table
        return self.tables[0]


def _outcomes(pack: Pack) -> Mapping[str, tuple[str, Step, Outcome]]:
    return {
        f"{step_id}.{outcome_id}": (step_id, step, outcome)
        for step_id, step in pack.steps.items()
        for outcome_id, outcome in step.outcomes.items()
    }


def _may(name: str, step_id: str, step: Step, outcome: Outcome) -> May:
    return May(step_id, name.removeprefix(f"{step_id}."), outcome.by or step.by, outcome.authorised_by)


def _grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def counted(pack: Pack, role: str) -> frozenset[str]:
    """A role and every role that it counts as, however indirectly."""
    found, following = {role}, [role]
    while following:
        new = [other for other in pack.roles[following.pop()].counts_as if other not in found]
        found.update(new)
        following += new
    return frozenset(found)
