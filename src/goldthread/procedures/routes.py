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


def route(pack: Pack, facts: Stated, at: datetime) -> Routed | None:
    """Where a contact with these facts goes at an instant; None where the procedure has no route for it."""
    questions = Questions(pack.words)
    numbers = [questions.number(each.when, each.unless) for each in pack.routes.values()]
    held = questions.answers(facts).held
    for number, (name, each) in zip(numbers, pack.routes.items(), strict=True):
        if held[number]:
            return _at_this_hour(pack, name, each, at)
    return None


def _at_this_hour(pack: Pack, name: str, chosen: Route, at: datetime) -> Routed:
    """The route with the service that answers at this hour."""
    service, why, passed = chosen.service, chosen.title, {chosen.service}
    while (target := _diversion(pack, service, at)) not in passed | {""}:
        why += f" {pack.services[service].title} is closed now; {pack.services[target].title} takes over."
        service = target
        passed.add(target)
    return Routed(name, chosen, service, "" if service == chosen.service else chosen.service, why)


def _diversion(pack: Pack, service: str, at: datetime) -> str:
    try:
        return opening(pack, service, at).divert_to
    except HoursUnknown:
        return ""
