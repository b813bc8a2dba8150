"""The limits of duty rules: in force on which days, and how they are counted."""

from datetime import date

from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.pack import Pack
from goldthread.procedures.working_calendar import Counter


def days_in_force(pack: Pack, duty: DutyRule | None = None) -> tuple[date, date]:
    """The first and last day on which both a pack and one of its rules are in force."""
    periods = [period for period in (pack.head.in_force, duty and duty.in_force) if period]
    since = max((period.from_ for period in periods), default=date.min)
    until = min((period.to for period in periods if period.to), default=date.max)
    return since, until


def origin(pack: Pack, name: str) -> str:
    """The oldest id, step.duty, of a rule that replaced others: what they all are about."""
    passed: set[str] = set()
    while name not in passed:
        passed.add(name)
        step, _, duty = name.partition(".")
        rule = pack.steps[step].duties.get(duty) if step in pack.steps else None
        if rule and rule.replaces:
            name = rule.replaces.partition(".")[2]
    return name


def counter(pack: Pack, duty: DutyRule, length: Duration | None) -> Counter | None:
    """How a length of a rule is counted; None if the rule has none, or it is no limit."""
    if length is None or length.unit is Unit.NO_LIMIT:
        return None
    return pack.calendar.counter(length, -1 if duty.before else 1)
