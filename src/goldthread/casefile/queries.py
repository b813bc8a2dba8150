"""What is read of a record: its entries, its episodes, what stands corrected."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from goldthread.ledger.models import Entry, EntrySubject, Episode, Event


def entries_of(people: Collection[UUID]) -> "QuerySet[Entry, UUID]":
    """The ids of every entry about a person, newest first: few of them are shown at once.

    `people`: their record, with others of the same person.
    """
    own = EntrySubject.objects.filter(subject__in=people).values("entry")
    newest_first = Entry.objects.filter(pk__in=own).order_by("-occurred_at", "-recorded_at", "pk")
    return newest_first.values_list("pk", flat=True)


def shown(ids: Iterable[UUID]) -> list[Entry]:
    """These entries in their order, with what a chronology says of each."""
    found = (
        Entry.objects.select_related(
            "author_agency", "answers__answers", "amends__answers", "authorises__amends", "declines__amends"
        )
        .annotate(
            corrected=Exists(Entry.objects.filter(amends=OuterRef("pk"))),
            authorised=Exists(Entry.objects.filter(authorises=OuterRef("pk"))),
            sent_back=Exists(Entry.objects.filter(declines=OuterRef("pk"))),
        )
        .in_bulk(order := list(ids))
    )
    return [found[key] for key in order]


def kinds_of(people: Collection[UUID]) -> dict[str, int]:
    """The kinds of entry that a record holds, and how many of each."""
    found = EntrySubject.objects.filter(subject__in=people).order_by().values_list("entry__kind")
    return dict(found.annotate(Count("entry", distinct=True)))


def episodes_of(people: Collection[UUID]) -> list[Episode]:
    """The periods of involvement of a person, the newest first."""
    found = Episode.objects.filter(subject__in=people).select_related("team", "worker")
    return list(found.order_by("-opened_at"))


def current(episodes: Sequence[Episode]) -> list[Episode]:
    """Of a person's periods, newest first, those that are open, or else the last one.

    There is more than one where records are read as one: each goes its own way, and all are shown.
    """
    return [episode for episode in episodes if episode.closed_at is None] or list(episodes[:1])


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
