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
    """One thing said of an entry: by which entry, what it is, and the words."""

    entry: Entry
    title: str
    words: str


def beside(entries: Collection[UUID]) -> dict[UUID, list[Marker]]:
    """What stands beside each of these entries now, the oldest first. None for most."""
    kinds = [kind for kind, cls in entry_types().items() if cls.marks]
    found: dict[UUID, list[Marker]] = defaultdict(list)
    for one in in_force(Entry.objects.filter(kind__in=kinds, answers__in=entries)):
        if one.answers_id is not None:
            found[one.answers_id].append(marker(one))
    return found


def marker(one: Entry) -> Marker:
    """What such an entry says."""
    kind = entry_type(one.kind)
    return Marker(one, kind.marks, kind.beside(one.payload))


def in_force(found: "QuerySet[Entry]") -> Iterable[Entry]:
    """Of holds, restrictions and the like, those that nobody has lifted, the oldest first."""
    lifting = [kind for kind, cls in entry_types().items() if cls.lifts]
    lifted = Entry.objects.filter(kind__in=lifting, answers__in=found.values("pk")).values("answers")
    return found.exclude(pk__in=lifted).order_by("recorded_at", "pk")
