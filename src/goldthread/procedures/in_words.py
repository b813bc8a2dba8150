"""The rules of a pack in plain words: limits, what they count from, who, and opening hours."""

from collections.abc import Iterable
from itertools import groupby

from goldthread.procedures.format.desk import Service
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule, Outcome, Step
from goldthread.procedures.pack import Pack
from goldthread.procedures.services import WEEKDAYS

WHICH = {"each": "", "first": "the first: ", "last": "the last: "}


def limit(pack: Pack, rule: DutyRule, started_by: str = "") -> str:
    """A rule's limit: "within 1 working day of: Contact received". `started_by` is the event that did."""
    if rule.before:
        return f"at least {rule.before} before: {pack.facts[rule.counted_from].title}"
    start = event(pack, started_by) if started_by else WHICH[rule.which] + events(pack, rule.of)
    if rule.within is None or rule.within.unit is Unit.NO_LIMIT:
        return f"no limit in this procedure, after: {start}"
    return f"within {rule.within} of: {start}" if rule.within.amount else f"{rule.within} after: {start}"


def duty(pack: Pack, rule: DutyRule) -> str:
    """All of a rule in one line: limit, target, when it applies, and who."""
    said = [limit(pack, rule)]
    said += [f"usually {rule.usually}"] if rule.usually else []
    said += [f"{rule.softened}"] if rule.softened else []
    said += [f"if {condition(pack, each)}" for each in rule.when]
    said += [f"unless {condition(pack, each)}" for each in rule.unless]
    return "; ".join([*said, f"by: {role(pack, rule.by)}"])


def event(pack: Pack, name: str) -> str:
    """An event: the title of its outcome, or of its step."""
    step_id, _, outcome_id = name.partition(".")
    step = pack.steps.get(step_id)
    outcome = step.outcomes.get(outcome_id) if step else None
    return (outcome.title if outcome else "") or (step.title if step else "") or name


def events(pack: Pack, names: Iterable[str]) -> str:
    """Events, any of which will do."""
    return " or ".join(dict.fromkeys(event(pack, name) for name in names))


def refused(pack: Pack, pattern: str) -> str:
    """What step.outcome, or step.* for all of a step, refuses."""
    step, _, outcome = pattern.partition(".")
    return f"anything in: {pack.steps[step].title}" if outcome == "*" else event(pack, pattern)


def role(pack: Pack, name: str) -> str:
    """What people call a role."""
    known = pack.roles.get(name)
    return (known.title if known else "") or name


def roles(pack: Pack, names: Iterable[str]) -> str:
    """Roles, any of which will do."""
    return " or ".join(role(pack, name) for name in names) or "anyone"


def condition(pack: Pack, name: str) -> str:
    """What a condition asks."""
    known = pack.conditions.get(name)
    return known.says if known else name


def decider(pack: Pack, step: Step, outcome: Outcome) -> str:
    """Who may record an outcome, and who must then authorise it."""
    said = f"recorded by {roles(pack, outcome.by or step.by)}"
    if outcome.authorised_by:
        second = ", another person" if outcome.two_people else ""
        said += f"; authorised by {role(pack, outcome.authorised_by)}{second}"
    return said


def opens(pack: Pack, step: Step) -> str:
    """What opens a step."""
    if step.opens_when == "always":
        return "always open"
    said = [f"opens after: {events(pack, step.opens_when)}"] if step.opens_when else ["nothing opens it"]
    said += [f"if {condition(pack, each)}" for each in step.when]
    said += [f"unless {condition(pack, each)}" for each in step.unless]
    return "; ".join(said)


def hours(pack: Pack, service: Service) -> str:
    """When a service is open: "Monday to Thursday 09:00-17:00, Friday 09:00-16:00; bank holidays closed"."""
    if not service.hours:
        return "the procedure does not say when it is open"
    days = [(day, str(service.hours.get(day, "closed"))) for day in WEEKDAYS]
    spans = []
    for said, same in groupby(days, key=lambda each: each[1]):
        names = [day.capitalize() for day, _ in same]
        spans.append(f"{names[0]}{f' to {names[-1]}' if len(names) > 1 else ''} {said}")
    text = ", ".join(spans)
    if service.bank_holidays is not None:
        text += f"; bank holidays {str(service.bank_holidays).replace('_', ' ')}"
    if service.divert_to:
        text += f"; when closed: {pack.services[service.divert_to].title}"
    return text
