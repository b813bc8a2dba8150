"""The people around a child, read from the record for the desk (HERTS-10.10 to 10.12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldthread.people.connected import Around, around
from goldthread.people.households import place
from goldthread.people.kinship import Group, Link
from goldthread.people.models import Person

__all__ = ["FAR", "Connection", "Group", "circle", "circle_of", "household", "household_of", "near", "place"]

FAR = 3  # steps to the children of a parent's partner: as far as the circle of a child goes


@dataclass(frozen=True)
class Connection:
    """Someone around a child: how, in words, and since when the service has been told so, by which entry."""

    subject_id: UUID
    person: Person | None
    group: Group
    how: str
    since: date
    entry_id: UUID


def household(subject: UUID, *, on: date) -> list[Connection]:
    """Everyone living with a person that day."""
    return household_of(around(subject, steps=FAR), on)


def circle(subject: UUID, *, on: date) -> list[Connection]:
    """Siblings, household, connected adults and their other children, in the order of Group."""
    return circle_of(around(subject, steps=FAR), on)


def circle_of(found: Around, on: date, whose: UUID | None = None) -> list[Connection]:
    """The same of what was read already, `FAR` steps from the person; `whose`: of somebody found there."""
    return _connections(found, found.kin(on).circle(whose or found.subject))


def household_of(found: Around, on: date) -> list[Connection]:
    """Everyone living with the person, of what was read already."""
    return _connections(found, found.kin(on).household(found.subject))


def near(subject: UUID, *, on: date) -> dict[UUID, str]:
    """Everyone around a person that day, with how: their circle, their children, and those around these."""
    found = around(subject, steps=FAR + 1)  # of an adult: the circle of a child who is one step away
    people = {one.subject_id: one.how for one in circle_of(found, on)}
    for child in sorted(found.kin(on).children(found.subject), key=str):
        people.setdefault(child, "child")
        for one in circle_of(found, on, child):
            people.setdefault(one.subject_id, "around the same child")
    people.pop(found.subject, None)
    return people


def _connections(found: Around, links: Iterable[Link]) -> list[Connection]:
    """Each link with the person and where it is known from."""
    return [
        Connection(
            link.person, found.people.get(link.person), link.group, link.how, link.tie.told, link.tie.entry
        )
        for link in links
    ]
