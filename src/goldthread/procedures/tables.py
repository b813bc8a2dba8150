"""A pack compiled once to the tables in which the fold looks things up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple, TypeVar

from goldthread.procedures.conditions import Answers, Questions
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule, MetBy, MustNot, Outcome, Step
from goldthread.procedures.limits import counter, days_in_force
from goldthread.procedures.pack import Pack
from goldthread.procedures.working_calendar import Counter

T = TypeVar("T")


class Rule(NamedTuple):
    """A duty rule, compiled. `written` is what the pack says; `since` and `until` are its days in force.

    `question` is the number of its conditions, and each event of `met_by` has one, too. `immediate` is due
    the moment it applies, wherever it counts from; `once` counts from one event of an episode alone.
    """

    id: str
    step: str
    written: DutyRule
    question: int
    met_by: Mapping[str, Sequence[int]]
    since: date
    until: date
    limit: Counter | None
    usual: Counter | None
    immediate: bool
    once: bool


class Ban(NamedTuple):
    """A must_not rule, compiled, with every outcome that it refuses."""

    id: str
    written: MustNot
    question: int
    refuses: frozenset[str]


class Opening(NamedTuple):
    """A step that an event opens."""

    step: str
    question: int


class May(NamedTuple):
    """An outcome that may be recorded, by whom, and who must then authorise it."""

    step: str
    outcome: str
    by: tuple[str, ...]
    needs_authorisation_by: str


class Table:
    """One pack, compiled."""

    def __init__(self, pack: Pack) -> None:
        """Compile a resolved pack. Raises KeyError where its checks find an error."""
        self.pack = pack
        self.questions = Questions(pack.words)
        self.order: Mapping[str, int] = {step: place for place, step in enumerate(pack.steps)}
        self.outcomes: Mapping[str, tuple[str, Step, Outcome]] = {
            f"{step_id}.{outcome_id}": (step_id, step, outcome)
            for step_id, step in pack.steps.items()
            for outcome_id, outcome in step.outcomes.items()
        }
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
        self.may: Mapping[str, May] = {
            name: May(step_id, name.removeprefix(f"{step_id}."), each.by or step.by, each.authorised_by)
            for name, (step_id, step, each) in self.outcomes.items()
        }
        self.starts = _grouped((event, rule) for rule in self.rules for event in rule.written.of)
        self.deciding = self._deciding()
        self.decides = frozenset(name for name, each in self.outcomes.items() if each[0] in self.deciding)
        meeting = {name for rule in self.rules if rule.step in self.deciding for name in rule.met_by}
        self.settles = frozenset(meeting - self.decides - self.starts_with)
        self.bans = [
            Ban(f"{step_id}.{ban_id}", ban, self._question(ban), self._matching(ban.refuses))
            for step_id, step in pack.steps.items()
            for ban_id, ban in step.must_not.items()
        ]

    def applying(self, event: str, answers: Answers) -> Sequence[Rule]:
        """The duty rules that an event starts, given the answers to the questions."""
        rules = answers.applying.get(event)
        if rules is None:
            rules = tuple(rule for rule in self.starts.get(event, ()) if answers.held[rule.question])
            answers.applying[event] = rules
        return rules

    def may_act(self, role: str, wanted: Iterable[str]) -> bool:
        """Whether a role is, or counts as, one of those wanted. Nobody wanted: everyone may."""
        roles = frozenset(wanted)
        return not roles or not roles.isdisjoint(self.acts_as.get(role, (role,)))

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
            step=step,
            written=duty,
            question=self._question(duty),
            met_by=_grouped((each.event, self.questions.number(each.when)) for each in met_by),
            since=since,
            until=until,
            limit=counter(self.pack, duty, duty.before or duty.within),
            usual=counter(self.pack, duty, duty.usually),
            immediate=duty.within is not None and duty.within.unit is Unit.IMMEDIATELY,
            once=duty.which != "each",
        )

    def _matching(self, patterns: Iterable[str]) -> frozenset[str]:
        """Every outcome that step.outcome or step.* means."""
        return frozenset(name for pattern in patterns for name in self.outcomes if fnmatchcase(name, pattern))


class Procedure:
    """Every version of one authority's procedure, compiled: what the fold takes."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        """`packs` are the versions, the oldest first; at least one."""
        self.tables = [Table(pack) for pack in packs]
        self.latest = self.tables[-1]

    def on(self, day: date) -> Table:
        """The version of a day. Before the first it is the first, though none of its rules starts then."""
        for table in reversed(self.tables):
            period = table.pack.head.in_force
            if period is None or period.from_ <= day:
                return table
        return self.tables[0]


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
