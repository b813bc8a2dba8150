"""Every time limit of a procedure on one page, and where the sources give two."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.manual.editions import Edition
from goldthread.manual.rules import Rule, duty_rule
from goldthread.manual.rulewords import EVERYONE, Words, is_limited, limit
from goldthread.web.clauses import Clause, OurReading, readings, why
from goldthread.web.places import DUTY


@dataclass(frozen=True)
class LimitLine:
    """One duty of the table."""

    title: str
    href: str
    limit: str
    target: str
    counted_from: str
    who: str
    step: str
    step_href: str
    readings: tuple[OurReading, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Limits:
    """The duties with a limit, those without, and the groups that are limited twice."""

    limited: Sequence[LimitLine]
    unlimited: Sequence[LimitLine]
    conflicts: Sequence[Sequence[Rule]]


def limits(edition: Edition) -> Limits:
    """All duties, in the order of the pathway."""
    every = [
        (step_id, name, duty)
        for step_id, step in edition.pack.steps.items()
        for name, duty in step.duties.items()
    ]
    return Limits(
        [_line(edition, step_id, name) for step_id, name, duty in every if is_limited(duty)],
        [_line(edition, step_id, name) for step_id, name, duty in every if not is_limited(duty)],
        [
            tuple(duty_rule(edition, step_id, one) for one in (name, *duty.conflicts_with))
            for step_id, name, duty in every
            if _is_first_to_say_so(edition, step_id, name)
        ],
    )


def _is_first_to_say_so(edition: Edition, step_id: str, name: str) -> bool:
    """Whether a duty names others in conflict, and none that stands before it names it."""
    duties = edition.pack.steps[step_id].duties
    before = list(duties)[: list(duties).index(name)]
    return bool(duties[name].conflicts_with) and not any(name in duties[one].conflicts_with for one in before)


def _line(edition: Edition, step_id: str, name: str) -> LimitLine:
    pack, said = edition.pack, Words(edition.pack)
    step = pack.steps[step_id]
    rule = step.duties[name]
    return LimitLine(
        title=rule.title,
        href=edition.step(step_id, f"{DUTY}-{name}"),
        limit=limit(rule, pack),
        target=f"usually within {rule.usually}" if rule.usually else "",
        counted_from=said.started_by(rule),
        who=said.role(rule.by) if rule.by else EVERYONE,
        step=step.title,
        step_href=edition.step(step_id),
        readings=readings(rule.reading, pack),
        clauses=why(rule, pack).clauses,
    )
