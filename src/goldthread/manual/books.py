"""What a procedure stands on: its documents, the readings chosen where they are silent, and its calendar."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from goldthread.ledger.london import say_date
from goldthread.manual.editions import Edition
from goldthread.manual.rules import Link, cited_parts
from goldthread.manual.rulewords import dates
from goldthread.web.clauses import OurReading, is_at_hand, readings

COUNTED = {"not_moved": "Limits that end on a day off", "clock": "Times of day"}
"""What the keys of `counting` that are no units of time are about."""


@dataclass(frozen=True)
class Book:
    """A document. `held` says whether it is at hand here."""

    id: str
    title: str
    publisher: str
    dated: str
    held: str


@dataclass(frozen=True)
class Used:
    """A reading with the rules that it affects."""

    reading: OurReading
    rules: Sequence[Link]


@dataclass(frozen=True)
class About:
    """A version: since when it is in force, by which reading, and what tells it from every other."""

    in_force: str
    readings: tuple[OurReading, ...]
    fingerprint: str


def about(edition: Edition) -> About:
    """What a page says of its version."""
    pack = edition.pack
    period = pack.head.in_force
    return About(dates(period), readings(period.reading if period else (), pack), pack.digest[:12])


def books(edition: Edition) -> list[Book]:
    """The documents that the procedure cites."""
    return [
        Book(name, one.title, one.publisher, one.dated, _held(one.file))
        for name, one in edition.pack.sources.items()
    ]


SHELVES = {
    "procedures": "Procedures",
    "threshold": "Levels of need",
    "guides": "Guides for practitioners",
    "guidance": "Guidance",
}


@dataclass(frozen=True)
class Reference:
    """A document on a shelf of the library. `used` leads to the rules that rest on it."""

    title: str
    publisher: str
    dated: str
    address: str
    used: Sequence[Link]


def shelves(edition: Edition) -> list[tuple[str, list[Reference]]]:
    """The library: each shelf that holds something, its documents by title."""
    rests: dict[str, dict[Link, None]] = {}
    for step_id, anchor, title, part in cited_parts(edition.pack):
        for cite in part.cite:
            rests.setdefault(cite.source, {})[Link(title, edition.step(step_id, anchor))] = None
    found: dict[str, list[Reference]] = {name: [] for name in SHELVES}
    for key, one in edition.pack.sources.items():
        if one.shelf:
            used = list(rests.get(key, ()))
            found[one.shelf].append(Reference(one.title, one.publisher, one.dated, one.address, used))
    return [(SHELVES[name], sorted(row, key=lambda one: one.title)) for name, row in found.items() if row]


def _held(file: str) -> str:
    if not file:
        return "Cited, but not held by this project"
    return "At hand: passages are shown as written" if is_at_hand(file) else "Not at hand here"


def used_readings(edition: Edition) -> list[Used]:
    """The readings that some rule, the counting of time or the dates in force rely on, with those rules."""
    rules: dict[str, dict[Link, None]] = {}
    for link, names in _reliances(edition):
        for name in names:
            rules.setdefault(name, {})[link] = None
    found = readings(edition.pack.readings, edition.pack)
    return [Used(one, list(rules[one.id])) for one in found if one.id in rules]


def _reliances(edition: Edition) -> Iterator[tuple[Link, Iterable[str]]]:
    """Everything that relies on readings, with their ids."""
    pack, head = edition.pack, edition.pack.head
    limits, desk = edition.page("manual:limits"), edition.page("manual:services")
    if head.in_force:
        yield Link("The dates in force", edition.page("manual:sources")), head.in_force.reading
    for unit, names in head.counting.items():
        yield Link(COUNTED.get(unit, f"Counting in {unit.replace('_', ' ')}"), limits), names
    for step_id, anchor, title, part in cited_parts(pack):
        yield Link(title, edition.step(step_id, anchor)), part.reading
    for name, service in pack.services.items():
        yield Link(service.title, f"{desk}#service-{name}"), service.reading
    for name, route in pack.routes.items():
        yield Link(route.title, f"{desk}#route-{name}"), route.reading


def closure_days(edition: Edition) -> list[tuple[str, str]]:
    """The authority's own days off, with why."""
    return [(say_date(day.date), day.why) for day in edition.pack.head.closure_days]
