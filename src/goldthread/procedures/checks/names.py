"""Everything that a pack names must be there: events, roles, facts, conditions, services, requirements."""

import re
from collections.abc import Iterable

from goldthread.procedures.checks.context import Context, parts_of
from goldthread.procedures.format.head import History
from goldthread.procedures.format.keys import Part, Value
from goldthread.procedures.format.retention import RECORDS, STATES
from goldthread.procedures.format.steps import DutyRule, MetBy, Step
from goldthread.procedures.format.words import Condition, Fact

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check(context: Context) -> None:
    """Report every name that means nothing."""
    own, whole = context.own, context.whole
    context.known(own.head, "starts_with", own.head.starts_with, context.events, "event")
    context.known(own.head, "beside", own.head.beside, context.events, "event")
    for kind in History.__annotations__:
        context.known(own.head.history, kind, getattr(own.head.history, kind), context.events, "event")
    for name, part, around in parts_of(own):
        _requirements(context, part, name)
        _readings(context, part)
        if around is None and isinstance(part, Step):
            _step(context, part)
    for role in own.roles.values():
        context.known(role, "counts_as", role.counts_as, whole.roles, "role")
    for condition in own.conditions.values():
        _condition(context, condition)
    for service in own.services.values():
        context.known(service, "divert_to", service.divert_to, whole.services, "service")
    for route in own.routes.values():
        context.known(route, "of", route.of, context.events, "event")
        context.known(route, "service", route.service, whole.services, "service")
        _conditions(context, route, [*route.when], [*route.unless])
    _retention(context)
    _family(context)
    _desk(context)


def _step(context: Context, step: Step) -> None:
    whole = context.whole
    if step.opens_when != "always":
        context.known(step, "opens_when", step.opens_when, context.events, "event")
    context.known(step, "by", step.by, whole.roles, "role")
    context.known(step, "facts", step.facts, whole.facts, "fact")
    _conditions(context, step, step.when, step.unless)
    for attendee in step.attends.values():
        context.known(attendee, "role", attendee.role, whole.roles, "role")
    for point in step.points.values():
        context.known(point, "fact", point.fact, whole.facts, "fact")
    for duty in step.duties.values():
        _duty(context, duty)
    for outcome in step.outcomes.values():
        context.known(outcome, "by", outcome.by, whole.roles, "role")
        context.known(outcome, "authorised_by", outcome.authorised_by, whole.roles, "role")
    for ban in step.must_not.values():
        context.known(ban, "of", ban.of, context.events, "event")
        context.known(ban, "until", ban.until, context.events, "event")
        context.known(ban, "roles", ban.roles, whole.roles, "role")
        everything = context.events | {f"{name}.*" for name in whole.steps}
        context.known(ban, "refuses", ban.refuses, everything, "event")
        _conditions(context, ban, ban.when, ban.unless)


def _duty(context: Context, duty: DutyRule) -> None:
    context.known(duty, "of", duty.of, context.events, "event")
    context.known(duty, "by", duty.by, context.whole.roles, "role")
    context.known(duty, "counted_from", duty.counted_from, context.whole.facts, "fact")
    _conditions(context, duty, duty.when, duty.unless)
    for meeting in duty.met_by:
        event, when = (meeting.event, meeting.when) if isinstance(meeting, MetBy) else (meeting, ())
        context.known(duty, "met_by", event, context.events, "event")
        context.known(duty, "met_by", when, context.whole.conditions, "condition")


def _retention(context: Context) -> None:
    """Rules are about kinds of record that there are, and ask what is known of people."""
    for rule in context.own.retention.values():
        context.known(rule, "of", rule.of, set(RECORDS), "kind of record")
        context.known(rule, "when", rule.when, set(STATES), "state of a person")


def _family(context: Context) -> None:
    duties = {f"{name}.{duty}" for name, step in context.whole.steps.items() for duty in step.duties}
    for stage in context.own.family.values():
        context.known(stage, "steps", stage.steps, context.whole.steps, "step")
        context.known(stage, "owed", stage.owed, duties, "duty")
        context.known(stage, "next", stage.next, duties, "duty")


def _conditions(context: Context, part: Part, when: Iterable[str], unless: Iterable[str]) -> None:
    context.known(part, "when", when, context.whole.conditions, "condition")
    context.known(part, "unless", unless, context.whole.conditions, "condition")


def _condition(context: Context, condition: Condition) -> None:
    context.known(condition, "any_of", condition.any_of, context.whole.conditions, "condition")
    context.known(condition, "fact", condition.fact, context.whole.facts, "fact")
    if bool(condition.fact) == bool(condition.any_of):
        context.error(
            condition,
            "bad_condition",
            "A condition asks about one fact, or names others in any_of: write one of the two keys.",
        )
    if condition.is_ and condition.is_not:
        context.error(condition, "bad_condition", "A condition has is or is_not, not both.", "is_not")
    for value in (*condition.is_, *condition.is_not):
        known = _values(context.whole.facts.get(condition.fact))
        if value not in known:
            possible = ", ".join(str(each).lower() for each in known)
            message = (
                f'{condition.fact} can never be "{value}", only: {possible or "nothing to compare with"}.'
            )
            if isinstance(value, str) and value in {"true", "false"}:
                message += " Write it without quotes."
            context.error(condition, "unknown_value", message, "is" if condition.is_ else "is_not")


def _values(fact: Fact | None) -> tuple[Value, ...]:
    """What a fact can be asked to be."""
    if fact is None:
        return ()
    if fact.type == "text":
        return ("",)  # whether anything was written
    return (True, False) if fact.type == "yes_no" else tuple(fact.values)


def _requirements(context: Context, part: Part, name: str) -> None:
    """A requirement must exist, and come from a document of this authority."""
    own_files = {source.file for source in context.whole.sources.values()}
    for key in ("requirement", "usually_requirement"):
        for requirement in getattr(part, key, ()):
            known = context.requirements.get(requirement)
            if known is None:
                context.known(part, key, requirement, dict(context.requirements), "requirement")
            elif known.seed_file not in own_files:
                message = (
                    f"{requirement} is of a document that this pack does not cite: {name} cannot carry it."
                )
                context.error(part, "foreign_requirement", message, key)


def _readings(context: Context, part: Part) -> None:
    context.known(part, "reading", getattr(part, "reading", ()), context.whole.readings, "reading")


def _desk(context: Context) -> None:
    """Forms ask something and start something; letters say only what they may."""
    for form in context.own.forms.values():
        context.known(form, "starts", form.starts, context.events, "event")
        context.known(form, "confirms", form.confirms, context.events, "event")
        for page in form.pages.values():
            if not (page.asks or page.says):
                context.error(
                    page,
                    "asks_nothing",
                    "This page asks nothing and says nothing: write asks or says, or take the page away.",
                    "asks",
                )
            context.known(page, "required", page.required, set(page.asks), "question of this page")
            context.known(page, "labels", page.labels, set(page.asks), "question of this page")
            _conditions(context, page, page.when, page.unless)
    for letter in context.own.letters.values():
        context.known(letter, "event", letter.event, context.events, "event")
        context.known(letter, "after", letter.after, context.events, "event")
        _conditions(context, letter, letter.when, letter.unless)
        for name in PLACEHOLDER.findall(" ".join([letter.subject, *letter.body])):
            if name not in letter.may_say:
                message = (
                    f'This letter may not say "{name}": may_say has {", ".join(letter.may_say) or "nothing"}.'
                )
                context.error(letter, "may_not_say", message, "body")
