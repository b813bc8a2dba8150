"""The rules of a pack in words that anyone can read: limits, who, when, events and conditions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.ledger.london import say_date
from goldthread.procedures.format.cites import InForce
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule, MetBy, MustNot
from goldthread.procedures.pack import Pack

NO_LIMIT = "No limit in this procedure"
EVERYONE = "Everyone"


def limit(rule: DutyRule, pack: Pack) -> str:
    """A rule's limit: "Within 1 working day", "At least 2 weeks before: ...", or that it has none."""
    if rule.before:
        fact = pack.facts.get(rule.counted_from)
        return f"At least {rule.before} before: {fact.title if fact else rule.counted_from}"
    if rule.within is None or rule.within.unit is Unit.NO_LIMIT:
        return NO_LIMIT
    return f"Within {rule.within}" if rule.within.amount else "Immediately"


def short_limit(rule: DutyRule) -> str:
    """A limit in a word or two, for the drawing; empty where there is none."""
    if rule.before:
        return f"{rule.before} before"
    if rule.within is None or rule.within.unit is Unit.NO_LIMIT:
        return ""
    return str(rule.within) if rule.within.amount else "at once"


def is_limited(rule: DutyRule) -> bool:
    """Whether a rule has a limit that can be worked out."""
    return bool(short_limit(rule))


def counting(rule: DutyRule, pack: Pack) -> tuple[str, ...]:
    """The readings by which a rule's limit and target are counted."""
    units = [length.unit for length in (rule.before, rule.within, rule.usually) if length and length.amount]
    kinds = [unit.value.replace(" ", "_") for unit in units]
    if set(units) - {Unit.WORKING_DAYS}:
        kinds.append("not_moved")  # only working days never end on another day
    return tuple(dict.fromkeys(name for kind in kinds for name in pack.head.counting.get(kind, ())))


def dates(period: InForce | None) -> str:
    """Dates in force: "from 1 May 2019", "from 1 May 2019 to 31 March 2027"; empty where none are given."""
    if period is None:
        return ""
    until = f" to {say_date(period.to)}" if period.to else ""
    return f"from {say_date(period.from_)}{until}"


def sentence(said: str) -> str:
    """Words with a capital at their beginning."""
    return said[:1].upper() + said[1:]


def either(words: Iterable[str]) -> str:
    """A, B or C."""
    return _joined(words, "or")


def all_of(words: Iterable[str]) -> str:
    """A, B and C."""
    return _joined(words, "and")


def _joined(words: Iterable[str], last: str) -> str:
    *others, final = list(dict.fromkeys(words)) or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


@dataclass(frozen=True)
class Words:
    """Says what the ids of one pack mean."""

    pack: Pack

    def event(self, name: str, here: str = "") -> str:
        """An event by its outcome's title, with its step's where that is another than `here`."""
        step_id, _, outcome_id = name.partition(".")
        step = self.pack.steps.get(step_id)
        outcome = step.outcomes.get(outcome_id) if step else None
        if step is None or outcome is None:
            return name
        said = outcome.title or step.title
        return said if step_id == here or step.title in said else f"{said} ({step.title})"

    def events(self, names: Sequence[str], here: str = "") -> str:
        """Events, any of which will do."""
        return either(self.event(name, here) for name in names)

    def role(self, name: str) -> str:
        """A role by its title."""
        role = self.pack.roles.get(name)
        return (role.title or name) if role else name

    def roles(self, names: Sequence[str]) -> str:
        """Roles, any of which will do; nobody named: everyone."""
        return either(map(self.role, names)) or EVERYONE

    def conditions(self, names: Sequence[str]) -> list[str]:
        """What each condition asks."""
        found = (self.pack.conditions.get(name) for name in names)
        return [one.says if one else name for one, name in zip(found, names, strict=True)]

    def started_by(self, rule: DutyRule, here: str = "") -> str:
        """What a duty's clock starts at."""
        which = {"first": "The first time: ", "last": "The last time: "}.get(rule.which, "")
        return which + self.events(rule.of, here)

    def done_by(self, rule: DutyRule, here: str) -> list[str]:
        """What does a duty; any of these."""
        own = tuple(f"{here}.{name}" for name in self.pack.steps[here].outcomes)
        return list(dict.fromkeys(self._meets(one, here) for one in rule.met_by or own))

    def _meets(self, one: str | MetBy, here: str) -> str:
        if isinstance(one, str):
            return self.event(one, here)
        asked = self.conditions(one.when)
        return self.event(one.event, here) + (f", if {all_of(asked)}" if asked else "")

    def refused(self, ban: MustNot, here: str) -> list[str]:
        """The outcomes that a must-not rule has the service refuse."""
        said = []
        for pattern in ban.refuses:
            step_id, _, outcome = pattern.partition(".")
            step = self.pack.steps.get(step_id)
            whole = f"Anything in {step.title}" if step else pattern
            said.append(whole if outcome == "*" else self.event(pattern, here))
        return said
