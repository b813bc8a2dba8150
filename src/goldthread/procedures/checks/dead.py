"""What is written, and yet can never matter: routes behind a wider one, questions that nobody can answer."""

from collections.abc import Mapping
from itertools import combinations

from goldthread.procedures.checks.context import Context
from goldthread.procedures.format.desk import Route


def check(context: Context) -> None:
    """Report routes that are never chosen, and conditions about facts that no step lets anyone state."""
    if context.whole.head.skeleton:
        return
    stated = {fact for step in context.whole.steps.values() for fact in step.facts}
    for name, condition in context.own.conditions.items():
        if condition.fact in context.whole.facts and condition.fact not in stated:
            message = f"{name} can never hold: no step has {condition.fact} among its facts. Add it to one."
            context.error(condition, "never_stated", message, "fact")
    _routes(context, context.whole.routes)


def _routes(context: Context, routes: Mapping[str, Route]) -> None:
    """The first route that fits is the answer, so a wider one must not stand before a narrower one."""
    for (one_id, one), (other_id, other) in combinations(routes.items(), 2):
        if other_id in context.own.routes and _takes_all_of(one, other):
            message = (
                f"{one_id} stands before {other_id} and takes all that it would: write {other_id} first."
            )
            context.error(other, "never_chosen", message)


def _takes_all_of(one: Route, other: Route) -> bool:
    """Whether a route fits wherever another does."""
    events = set(one.of) >= set(other.of) if other.of else not one.of
    return events and set(one.when) <= set(other.when) and set(one.unless) <= set(other.unless)
