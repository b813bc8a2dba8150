"""What is read of a record: its entries, its episodes, what stands corrected."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from goldthread.ledger.models import Entry, EntrySubject, Episode, Event

CURATION = "curation"  # the kind of what is said of other entries, and stands beside them


def entries_of(people: Collection[UUID]) -> "QuerySet[Entry, UUID]":
    """The ids of every entry about a person, newest first: few of them are shown at once.

    `people`: their record, with others of the same person.
    """
    own = EntrySubject.objects.filter(subject__in=people).values("entry")
    found = Entry.objects.filter(pk__in=own).exclude(kind=CURATION)
    newest_first = found.order_by("-occurred_at", "-recorded_at", "pk")
    return newest_first.values_list("pk", flat=True)


def shown(ids: Iterable[UUID]) -> list[Entry]:
    """These entries in their order, with what a chronology says of each."""
    found = Entry.objects.annotate(
        corrected=Exists(Entry.objects.filter(amends=OuterRef("pk"))),
        authorised=Exists(Entry.objects.filter(authorises=OuterRef("pk"))),
        sent_back=Exists(Entry.objects.filter(declines=OuterRef("pk"))),
    ).in_bulk(order := list(ids))
    _link(found)
    return [found[key] for key in order]


_LINKS = ("answers", "amends", "authorises", "declines")


def _link(known: Mapping[UUID, Entry]) -> None:
    """Give these entries what they answer, correct or settle, and so on; read together."""
    entries, known = list(known.values()), dict(known)
    while entries:
        linked = {getattr(one, f"{link}_id") for one in entries for link in _LINKS} - {None}
        new = Entry.objects.in_bulk(linked - known.keys()) if linked - known.keys() else {}
        known |= new
        for one in entries:
            for link in _LINKS:
                if (key := getattr(one, f"{link}_id")) is not None:
                    setattr(one, link, known.get(key))  # none where it stands in closed records alone
        entries = list(new.values())


def kinds_of(people: Collection[UUID]) -> dict[str, int]:
    """The kinds of entry that a record holds, and how many of each."""
    own = EntrySubject.objects.filter(subject__in=people).exclude(entry__kind=CURATION)
    found = own.order_by().values_list("entry__kind")
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


def newest_parts(people: Collection[UUID], kinds: Collection[str], most: int) -> list[EntrySubject]:
    """What the newest entries of these kinds say of a person, those sent back left out; with corrections."""
    sent_back = Entry.objects.filter(declines=OuterRef("entry"))
    found = EntrySubject.objects.filter(~Exists(sent_back), subject__in=people, entry__kind__in=list(kinds))
    found = found.select_related("entry__author_agency").prefetch_related("entry__amendments__parts")
    return list(found.order_by("-entry__occurred_at", "-entry__recorded_at", "entry_id", "pk")[:most])
