"""Which records are read as one and by whose word, and what is proposed. `operations` writes it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from goldthread.ledger import wall
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.ledger.wall import Purpose
from goldthread.people.authorship import said_by
from goldthread.people.entries import MergeProposed
from goldthread.people.identity import identity
from goldthread.people.models import SamePerson


@dataclass(frozen=True)
class Link:
    """By which entry two records are read as one."""

    entry: Entry
    one: UUID
    other: UUID

    @property
    def said_by(self) -> str:
        """Who said so, in words."""
        return said_by(self.entry)


def links(people: Collection[UUID]) -> list[Link]:
    """The links that stand among records of one person, the oldest first."""
    found = SamePerson.objects.standing().filter(Q(subject__in=people) | Q(other__in=people))
    rows = found.order_by("stated_by__recorded_at", "id")
    return [Link(row.stated_by, row.subject_id, row.other_id) for row in rows]


def proposals() -> list[Entry]:
    """What is proposed, neither authorised nor sent back, and not yet so by another link; oldest first."""
    waiting = Entry.objects.filter(
        kind=MergeProposed.kind, authorisations__isnull=True, declinings__isnull=True
    )
    found = waiting.select_related("author_agency").prefetch_related("parts").order_by("recorded_at", "id")
    with wall.lowered(Purpose.ANNOUNCE):  # that one of the two is closed is said; policy sorts what is shown
        return [entry for entry in found if not are_one(pair(entry))]


def pair(entry: Entry) -> tuple[UUID, UUID]:
    """The two records that an entry of this folder is about."""
    one, other = sorted(part.subject_id for part in entry.parts.all())
    return one, other


def are_one(subjects: Iterable[UUID]) -> bool:
    """Whether all of these are read as one already."""
    first, *others = subjects
    return set(others) <= identity([first])


def proposed(one: UUID, other: UUID) -> Entry | None:
    """The proposal that waits for these two records."""
    both = EntrySubject.objects.filter(subject=other, entry__kind=MergeProposed.kind).values("entry")
    waiting = Entry.objects.filter(
        pk__in=both, parts__subject=one, authorisations__isnull=True, declinings__isnull=True
    )
    return waiting.select_related("author_agency").order_by("recorded_at", "id").first()
