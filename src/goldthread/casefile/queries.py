"""What is read of a record: its entries, its episodes, what stands corrected."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldthread.ledger.models import Entry, EntrySubject, Episode, Event


def entries_of(people: Collection[UUID]) -> QuerySet[Entry]:
    """Every entry about a person, newest first. `people`: their record, with others of the same person."""
    return (
        Entry.objects.filter(pk__in=EntrySubject.objects.filter(subject__in=people).values("entry"))
        .select_related("author_agency", "answers__answers", "amends__answers")
        .annotate(
            corrected=Exists(Entry.objects.filter(amends=OuterRef("pk"))),
            authorised=Exists(Entry.objects.filter(authorises=OuterRef("pk"))),
            sent_back=Exists(Entry.objects.filter(declines=OuterRef("pk"))),
        )
        .order_by("-occurred_at", "-recorded_at", "pk")
    )


def kinds_of(people: Collection[UUID]) -> list[str]:
    """The kinds of entry that a record holds."""
    return list(
        Entry.objects.filter(parts__subject__in=people).values_list("kind", flat=True).distinct().order_by()
    )


def episodes_of(people: Collection[UUID]) -> list[Episode]:
    """The periods of involvement of a person, the newest first."""
    found = Episode.objects.filter(subject__in=people).select_related("team", "worker")
    return list(found.order_by("-opened_at"))


def events_of(entries: Iterable[Entry], people: Collection[UUID]) -> list[Event]:
    """What these entries said happened to a person, in order."""
    found = Event.objects.filter(entry__in=[entry.pk for entry in entries], episode__subject__in=people)
    return list(found.order_by("occurred_at", "pk"))


def settled_by(entry: Entry) -> Entry | None:
    """The entry that authorised this one or sent it back."""
    return Entry.objects.filter(Q(authorises=entry) | Q(declines=entry)).first()


def corrections_of(entry: Entry) -> list[Entry]:
    """The corrections of an entry, the oldest first, with what they say of each person."""
    found = entry.amendments.select_related("author_agency", "amends__answers").prefetch_related("parts")
    return list(found.order_by("recorded_at", "pk"))
