"""The pathway holds together: every step can be reached, every loop can be left and is driven by a limit."""

from collections.abc import Iterable

from goldthread.procedures.checks.context import Context
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import Step

Edges = dict[str, set[str]]


def check(context: Context) -> None:
    """Report steps that nobody reaches, and loops that nobody leaves. A skeleton has no pathway."""
    steps = context.whole.steps
    if context.whole.head.skeleton:
        return
    edges = _edges(steps.items())
    head = context.whole.head
    begun = {event.partition(".")[0] for event in (*head.starts_with, *head.beside)}
    begun |= {name for name, step in steps.items() if step.opens_when == "always"}
    reached = _reached(edges, begun)
    for name, step in context.own.steps.items():
        if name not in reached:
            message = (
                f"Nothing that can happen opens the step {name}. Write in opens_when an event of a step that "
                "does open, or always."
            )
            context.error(step, "unreachable", message, "opens_when")
        _ending(context, name, step)
    for loop in _loops(edges):
        _loop(context, loop)


def _edges(steps: Iterable[tuple[str, Step]]) -> Edges:
    """For each step, the steps that its outcomes open."""
    edges: Edges = {}
    for name, step in steps:
        for event in step.opens_when if step.opens_when != "always" else ():
            edges.setdefault(event.partition(".")[0], set()).add(name)
    return edges


def _ending(context: Context, name: str, step: Step) -> None:
    """An outcome either ends the case or opens a step."""
    ending = {f"{name}.{each}": outcome for each, outcome in step.outcomes.items() if outcome.ends_case}
    for other_id, other in context.whole.steps.items():
        for event in other.opens_when if other.opens_when != "always" else ():
            if event in ending:
                message = (
                    f"{event} ends the case, and yet it opens {other_id}. Take ends_case away, or the event "
                    f"from the opens_when of {other_id}."
                )
                context.error(ending[event], "ends_and_opens", message, "ends_case")


def _loop(context: Context, loop: frozenset[str]) -> None:
    steps = context.whole.steps
    first = min(loop, key=list(steps).index)
    part = context.own.steps.get(first) or context.own.steps.get(min(loop)) or context.own.head
    path = ", ".join(sorted(loop))
    staying = {event for name in loop for event in steps[name].opens_when}
    if not any(f"{name}.{outcome}" not in staying for name in loop for outcome in steps[name].outcomes):
        message = (
            f"There is no way out of the loop of {path}: every outcome goes on in it. Give one of them an "
            "outcome that opens none of them."
        )
        context.error(part, "no_exit", message)
    limits = (duty.within for name in loop for duty in steps[name].duties.values())
    if not any(limit and limit.unit is not Unit.NO_LIMIT for limit in limits):
        message = (
            f"Nothing drives the loop of {path}: no duty in it has a limit. Say in one within what time."
        )
        context.error(part, "no_deadline", message)


def _reached(edges: Edges, begun: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(begun)
    while waiting:
        step = waiting.pop()
        if step not in reached:
            reached.add(step)
            waiting.extend(edges.get(step, ()))
    return reached


def _loops(edges: Edges) -> set[frozenset[str]]:
    """The sets of steps from each of which every other one can be reached again."""
    reach = {name: _reached(edges, edges[name]) for name in edges}
    return {
        frozenset(other for other in reach[name] if name in reach.get(other, ()))
        for name in reach
        if name in reach[name]
    }
