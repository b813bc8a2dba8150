"""What is read of a record: its entries, its episodes, what stands corrected."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldthread.ledger.models import Entry, Episode, Subject
from goldthread.people.identity import identity


def entries_of(subject: Subject) -> QuerySet[Entry]:
    """Every entry about a person, newest first, with those under another record of the same person."""
    amended = Entry.objects.filter(amends=OuterRef("pk"))
    return (
        Entry.objects.filter(parts__subject__in=identity([subject.pk]))
        .select_related("author_agency", "answers__answers", "amends__answers")
        .annotate(corrected=Exists(amended))
        .order_by("-occurred_at", "-recorded_at", "pk")
        .distinct()
    )


def episodes_of(subject: Subject) -> list[Episode]:
    """The periods of involvement of a person, the newest first."""
    found = Episode.objects.filter(subject__in=identity([subject.pk])).select_related("team", "worker")
    return list(found.order_by("-opened_at"))


def about(entry: Entry) -> list[UUID]:
    """The people whom an entry is about."""
    return list(entry.parts.values_list("subject_id", flat=True))


def settled_by(entry: Entry) -> Entry | None:
    """The entry that authorised this one or sent it back."""
    return Entry.objects.filter(Q(authorises=entry) | Q(declines=entry)).first()


def corrections_of(entry: Entry) -> list[Entry]:
    """The corrections of an entry, the oldest first."""
    return list(entry.amendments.order_by("recorded_at", "pk"))
