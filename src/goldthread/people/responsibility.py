"""Who is said to hold parental responsibility for a child, on what ground, and by whom (HERTS-5.5)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldthread.people.identity import identity
from goldthread.people.models import Person, Responsibility
from goldthread.people.statements import GROUNDS


@dataclass(frozen=True)
class Holder:
    """One statement about one person. Statements that contradict each other stand side by side."""

    subject_id: UUID
    person: Person | None
    holds: bool  # False: said not to hold it
    ground: str  # in words
    said_by: str
    said_on: datetime
    entry_id: UUID


def holders(child: UUID, *, on: date) -> list[Holder]:
    """What is said of that day, those said to hold it first, the newest statement first."""
    rows = list(
        Responsibility.objects.on(on)
        .filter(other__in=identity([child]))
        .order_by("-holds", "-stated_by__recorded_at", "id")
    )
    people = Person.objects.in_bulk([row.subject_id for row in rows])
    return [
        Holder(
            subject_id=row.subject_id,
            person=people.get(row.subject_id),
            holds=row.holds,
            ground=GROUNDS.get(row.ground, row.ground) or "ground not stated",
            said_by=row.said_by,
            said_on=row.stated_by.recorded_at,
            entry_id=row.stated_by_id,
        )
        for row in rows
    ]
