"""Each rule makes sense by itself, and beside the others of its step."""

from itertools import combinations

from goldthread.procedures.checks.context import Context
from goldthread.procedures.checks.strictness import Limit, compare
from goldthread.procedures.format.cites import InForce
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.keys import Part
from goldthread.procedures.format.steps import DutyRule, MetBy, Step

ANCHOR = (
    "before says how long before a date, counted_from which fact holds that date: write both, or neither."
)
TARGET = "usually_requirement is for a target. Write usually, too, or carry it as requirement."
SECOND = "two_people is for what somebody else must authorise: write authorised_by, too."
SATURDAY = 5
TIMELESS = {Unit.NO_LIMIT, Unit.IMMEDIATELY}


def check(context: Context) -> None:
    """Report rules that cannot be followed, or that contradict each other unsaid."""
    _closure_days(context)
    _dates(context, context.own.head, context.own.head.in_force)
    for name, step in context.own.steps.items():
        whole = context.whole.steps[name]
        if not whole.title:
            context.error(
                step, "no_title", f"The step {name} has no title, and its base gives none: write title."
            )
        for outcome_id, outcome in step.outcomes.items():
            if not whole.outcomes[outcome_id].title:
                context.error(
                    outcome,
                    "no_title",
                    f"{name}.{outcome_id} has no title, and its base gives none: write title.",
                )
            if outcome.two_people and not outcome.authorised_by:
                context.error(outcome, "no_second", SECOND, "two_people")
        for duty_id, duty in step.duties.items():
            _dates(context, duty, duty.in_force)
            _duty(context, f"{name}.{duty_id}", duty)
        for ban in step.must_not.values():
            context.known(ban, "later_than", ban.later_than, whole.duties, "duty of this step")
        _conflicts(context, step)


def _closure_days(context: Context) -> None:
    """A closure day is a day that would be worked otherwise, in a year that can be counted."""
    holidays = context.whole.holidays
    if holidays is None:
        return
    for closed in context.own.head.closure_days:
        years = holidays.verified
        if not years.from_ <= closed.date.year <= years.to:
            message = f"Days are counted in {years.from_} to {years.to} only: take {closed.date} away."
            context.error(closed, "closed_unknown_year", message, "date")
        elif closed.date.weekday() >= SATURDAY or closed.date in holidays.days:
            message = f"{closed.date:%A %-d %B %Y} is no working day anyhow: take it away."
            context.error(closed, "closed_anyhow", message, "date")


def _dates(context: Context, part: Part, in_force: InForce | None) -> None:
    if in_force and in_force.to and in_force.to < in_force.from_:
        message = f"It ends on {in_force.to}, before it begins: write a later to, or an earlier from."
        context.error(part, "ends_before_it_begins", message, "in_force")


def _duty(context: Context, name: str, duty: DutyRule) -> None:
    if not duty.by:
        context.error(duty, "no_role", f"Nobody has the duty {name}. Say who: by: a role of roles.yaml.")
    if bool(duty.within) == bool(duty.before):
        context.error(
            duty,
            "no_limit_said",
            'A duty has within or before; write "within: no limit" where there is none.',
        )
    if bool(duty.before) != bool(duty.counted_from):
        context.error(duty, "no_anchor", ANCHOR, "before")
    if duty.usually and _later_than_limit(context, duty):
        message = f"The target of {duty.usually} can fall after the limit of {duty.within}: shorten it."
        context.error(duty, "target_late", message, "usually")
    if duty.usually_requirement and not duty.usually:
        context.error(duty, "no_target", TARGET, "usually_requirement")


def _later_than_limit(context: Context, duty: DutyRule) -> bool:
    limit = duty.within
    if limit is None or limit.unit is Unit.NO_LIMIT or duty.usually is None or duty.usually.unit in TIMELESS:
        return False
    calendar = context.whole.calendar
    return compare(Limit(calendar, duty.usually), Limit(calendar, limit)).later > 0


def _conflicts(context: Context, step: Step) -> None:
    """Two limits for one thing must say that they know of each other."""
    for duty in step.duties.values():
        context.known(duty, "conflicts_with", duty.conflicts_with, step.duties, "duty of this step")
    for (one_id, one), (other_id, other) in combinations(step.duties.items(), 2):
        known = one_id in other.conflicts_with or other_id in one.conflicts_with
        if known or not (limits_the_same(one, other) and _overlap(one, other)):
            continue
        message = (
            f"{one_id} and {other_id} limit the same thing differently. If two documents say so, write "
            "conflicts_with; both are then kept and shown."
        )
        context.error(other, "conflict", message)


def limits_the_same(one: DutyRule, other: DutyRule) -> bool:
    """Whether two rules start, apply and are met alike, but with different limits."""
    return (
        set(one.of) & set(other.of) != set()
        and (set(one.when), set(one.unless)) == (set(other.when), set(other.unless))
        and _meeting(one) == _meeting(other)
        and (one.within, one.before) != (other.within, other.before)
        and bool(one.before) == bool(other.before)
        and one.by == other.by
    )


def _meeting(duty: DutyRule) -> set[tuple[str, tuple[str, ...]]]:
    return {(each.event, each.when) if isinstance(each, MetBy) else (each, ()) for each in duty.met_by}


def _overlap(one: DutyRule, other: DutyRule) -> bool:
    first, second = one.in_force, other.in_force
    if first is None or second is None:
        return True
    return (second.to is None or first.from_ <= second.to) and (first.to is None or second.from_ <= first.to)
