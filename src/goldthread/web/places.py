"""Where each rule of a procedure stands in the manual, so that every "why" leads there."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.urls import reverse
from django.utils.http import urlencode

from goldthread.ledger import procedure
from goldthread.procedures.format.keys import Part
from goldthread.procedures.pack import Pack

DUTY, POINT, ATTENDEE, OUTCOME, MUST_NOT = "duty", "point", "attendee", "outcome", "must-not"
"""How the anchors of a step's rules begin; each goes on with the rule's id."""

Place = tuple[str, tuple[str, ...], str]
"""The name of an address, what it takes after the authority, and an anchor."""


def address(rule: object, pack: Pack) -> str:
    """Where the manual shows a rule of a pack; empty for what it does not show by itself."""
    if not isinstance(rule, Part) or not rule.where.file:
        return ""
    place = _places(pack).get((rule.where.file, rule.where.line))
    if place is None:
        return ""
    name, more, anchor = place
    dates = None if pack is procedure.newest() else pack.head.in_force
    asked = f"?{urlencode({'on': dates.from_.isoformat()})}" if dates else ""
    return reverse(name, args=[pack.authority, *more]) + asked + (f"#{anchor}" if anchor else "")


@cache
def _places(pack: Pack) -> Mapping[tuple[str, int], Place]:
    """The place of every part, by the file and line where it is written."""
    return {(part.where.file, part.where.line): place for part, place in _parts(pack)}


def _parts(pack: Pack) -> Iterator[tuple[Part, Place]]:
    for step_id, step in pack.steps.items():
        yield step, ("manual:step", (step_id,), "")
        kinds: tuple[tuple[str, Mapping[str, Part]], ...] = (
            (DUTY, step.duties),
            (POINT, step.points),
            (ATTENDEE, step.attends),
            (OUTCOME, step.outcomes),
            (MUST_NOT, step.must_not),
        )
        for kind, parts in kinds:
            yield from ((one, ("manual:step", (step_id,), f"{kind}-{name}")) for name, one in parts.items())
    desk: tuple[tuple[str, str, Mapping[str, Part]], ...] = (
        ("manual:services", "service", pack.services),
        ("manual:services", "route", pack.routes),
        ("manual:words", "form", pack.forms),
        ("manual:words", "letter", pack.letters),
        ("manual:words", "guidance", pack.guidance),
        ("manual:family", "stage", pack.family),
    )
    for page, kind, parts in desk:
        yield from ((one, (page, (), f"{kind}-{name}")) for name, one in parts.items())
