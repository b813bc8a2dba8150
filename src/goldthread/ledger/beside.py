"""What is to be read beside an entry, wherever it is: that its use is restricted, or that it is disputed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from goldthread.ledger.entries import entry_type, entry_types
from goldthread.ledger.models import Entry


@dataclass(frozen=True)
class Marker:
    """One thing said of an entry or, where `entry` answers none, of a whole record: what it is, in words.

    `outside` are the words for whoever gets it on paper. `asks_why`: whoever opens it says why first.
    """

    entry: Entry
    title: str
    words: str
    outside: str
    asks_why: bool


def beside(entries: Collection[UUID]) -> dict[UUID, list[Marker]]:
    """What stands beside each of these entries now, the oldest first. Nothing for most."""
    found: dict[UUID, list[Marker]] = defaultdict(list)
    for one in in_force(Entry.objects.filter(kind__in=_kinds(), answers__in=entries)):
        if one.answers_id is not None:
            found[one.answers_id].append(marker(one))
    return found


def of_records(people: Collection[UUID]) -> list[Marker]:
    """What is said of these people's whole records now, the oldest first."""
    found = Entry.objects.filter(kind__in=_kinds(), answers=None, parts__subject__in=people).distinct()
    return [marker(one) for one in in_force(found)]


def _kinds() -> list[str]:
    return [kind for kind, cls in entry_types().items() if cls.marks]


def marker(one: Entry) -> Marker:
    """What such an entry says."""
    kind = entry_type(one.kind)
    words, outside = kind.beside(one.payload), kind.beside(one.payload, outside=True)
    return Marker(one, kind.marks, words, outside, kind.asks_why)


def in_force(found: "QuerySet[Entry]") -> Iterable[Entry]:
    """Of holds, restrictions and the like, those that nobody has lifted, the oldest first."""
    lifting = [kind for kind, cls in entry_types().items() if cls.lifts]
    return found.exclude(replies__kind__in=lifting).order_by("recorded_at", "pk")
