"""How long one record is kept, and why: the longest of the rules that apply. Pure: no clock, no database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from goldthread.procedures.format.retention import RetentionRule

ADULT = 18
NO_RULE = "No rule in this procedure: it is kept until the authority sets one."
OPEN = "A period of involvement is open."
_FROM = {
    "birth": "the date of birth",
    "death": "the date of death",
    "closing": "the end of the last involvement",
    "last_entry": "the newest entry",
    "order": "the adoption order",
}


@dataclass(frozen=True)
class RecordFacts:
    """What the rules ask of one record. `states` are what was ever so of the person: format.retention.STATES.

    `days` are the days that rules count from, by the name that a rule gives them; one not known is left out.
    """

    record: str = "child_record"
    states: Collection[str] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    is_open: bool = False


@dataclass(frozen=True)
class Applied:
    """One rule that applies, and until which day it keeps the record. None: for ever, as `says` tells."""

    id: str
    rule: RetentionRule
    until: date | None
    says: str


@dataclass(frozen=True)
class Kept:
    """Until when a record is kept. `until` None: for ever while what `says` tells is so."""

    until: date | None
    says: str
    rules: tuple[Applied, ...] = ()

    @property
    def rule(self) -> Applied | None:
        """The rule that decides: the longest."""
        return self.rules[0] if self.rules else None


def kept(rules: Mapping[str, RetentionRule], facts: RecordFacts) -> Kept:
    """Until when such a record is kept, with every rule that applies, the longest first.

    A rule counts in years from a day; the record is kept up to and including the day before the anniversary.
    While an involvement is open, or a day that a rule counts from is not known, nothing ends.
    """
    applied = sorted(_applied(rules, facts), key=lambda one: (one.until is not None, _later(one), one.id))
    if not applied:
        return Kept(None, NO_RULE)
    longest = applied[0]
    if facts.is_open:
        return Kept(None, OPEN, tuple(applied))
    return Kept(longest.until, longest.says, tuple(applied))


def _later(one: Applied) -> int:
    """Sorts a later end before an earlier one."""
    return -one.until.toordinal() if one.until else 0


def _applied(rules: Mapping[str, RetentionRule], facts: RecordFacts) -> Iterable[Applied]:
    for name, rule in rules.items():
        if facts.record in rule.of and (not rule.when or set(rule.when) & set(facts.states)):
            until, says = _until(rule, facts.days)
            yield Applied(name, rule, until, says)


def _until(rule: RetentionRule, days: Mapping[str, date]) -> tuple[date | None, str]:
    """The day from which this rule no longer keeps it, and the sum in words."""
    if rule.died_as_child and _died_as_child(days):
        return _counted(rule.died_as_child, "death", days)
    if not rule.years:
        return None, "It is kept for ever."
    return _counted(rule.years, rule.from_, days)


def _counted(years: int, start: str, days: Mapping[str, date]) -> tuple[date | None, str]:
    day = days.get(start)
    if day is None:
        return None, f"{years} years from {_FROM[start]}, which is not known: it is kept until it is."
    return anniversary(day, years), f"{years} years from {_FROM[start]}."


def _died_as_child(days: Mapping[str, date]) -> bool:
    born, died = days.get("birth"), days.get("death")
    return born is not None and died is not None and died < anniversary(born, ADULT)


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, where there is none, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
