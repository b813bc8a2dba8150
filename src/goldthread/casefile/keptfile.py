"""What the page shows of what must not be known to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from goldthread.access.entries import said_from, thing
from goldthread.access.models import Kept
from goldthread.casefile.presenters import signed_by
from goldthread.ledger.london import say_date
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity


@dataclass(frozen=True)
class Standing:
    """Something that is kept from somebody now. `entry` says so."""

    entry: Entry
    what: str
    whom: str
    why: str
    words: str
    by: str


def standing(people: Collection[UUID]) -> list[Standing]:
    """Everything that stands in these people's records, the newest first."""
    kept = Kept.objects.filter(entry__parts__subject__in=identity(people)).select_related(
        "entry__author_agency"
    )
    rows = kept.order_by("-since", "pk").distinct()
    return [one_of(row.entry) for row in rows]


def one_of(entry: Entry) -> Standing:
    """One of them."""
    said = entry.payload
    return Standing(
        entry=entry,
        what=thing(said),
        whom=said_from(said),
        why=str(said.get("reason", "")),
        words=str(said.get("words", "")),
        by=f"{signed_by(entry)}, {say_date(entry.recorded_at)}",
    )
