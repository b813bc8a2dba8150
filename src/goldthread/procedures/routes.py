"""Where a contact goes: by the first route whose conditions hold, and by the hour."""

from datetime import datetime
from typing import NamedTuple

from goldthread.procedures.conditions import Questions
from goldthread.procedures.events import Stated
from goldthread.procedures.format.desk import Route
from goldthread.procedures.pack import Pack
from goldthread.procedures.services import HoursUnknown, opening


class Routed(NamedTuple):
    """Where a contact goes and why. `diverted_from` is the service that would have had it, were it open."""

    id: str
    route: Route
    service: str
    diverted_from: str
    why: str


def route(pack: Pack, facts: Stated, at: datetime, event: str = "") -> Routed | None:
    """Where a contact with these facts goes at an instant; None where the procedure has no route for it.

    `event` is what came in, step.outcome; without one it is a contact, not what comes in beside a case.
    """
    questions = Questions(pack.words)
    routes = {name: each for name, each in pack.routes.items() if _is_for(pack, each, event)}
    numbers = [questions.number(each.when, each.unless) for each in routes.values()]
    held = questions.answers(facts).held
    for number, (name, each) in zip(numbers, routes.items(), strict=True):
        if held[number]:
            return _at_this_hour(pack, name, each, at)
    return None


def _is_for(pack: Pack, chosen: Route, event: str) -> bool:
    return event in chosen.of if chosen.of else event not in pack.head.beside


def _at_this_hour(pack: Pack, name: str, chosen: Route, at: datetime) -> Routed:
    """The route with the service that answers at this hour."""
    service, why, passed = chosen.service, chosen.title, {chosen.service}
    while (target := _diversion(pack, service, at)) not in passed | {""}:
        closed, open_ = pack.services[service].title, pack.services[target].title
        why = f"{why.removesuffix('.')}. {closed} is closed now; {open_} takes over."
        service = target
        passed.add(target)
    return Routed(name, chosen, service, "" if service == chosen.service else chosen.service, why)


def _diversion(pack: Pack, service: str, at: datetime) -> str:
    try:
        return opening(pack, service, at).divert_to
    except HoursUnknown:
        return ""
