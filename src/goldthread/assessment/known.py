"""What the record tells of a child already, in the words and under the names of whoever said it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldthread.ledger import locks
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import LongText
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import EntrySubject

_MOST = 60  # of what is offered; the chronology has all
_OURS = frozenset({"assessment_section", "assessment_outcome", "assessment_check", "message", "amendment"})
_LEAST = 12  # characters: what is shorter tells nothing by itself


@dataclass(frozen=True)
class Known:
    """One thing that somebody wrote: `key` names it, `whose` is the child it is about alone, if any."""

    key: str
    text: str
    source: str
    entry: UUID
    whose: UUID | None


def known_of(people: Collection[UUID], *, since: datetime) -> list[Known]:
    """Every narrative of the child's record since that instant, the newest first; what is locked left out."""
    rows = EntrySubject.objects.filter(subject__in=people, entry__recorded_at__gte=since)
    rows = rows.exclude(entry__kind__in=_OURS).select_related(
        "entry__author_agency", "entry__answers__answers", "entry__amends__answers"
    )
    found: list[Known] = []
    for row in rows.order_by("-entry__occurred_at", "-entry__recorded_at", "entry_id"):
        found += _told(row)
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _told(row: EntrySubject) -> Iterator[Known]:
    entry, kind = row.entry, entry_type(row.entry.kind)
    if entry.authorises_id or entry.declines_id or locks.is_bookkeeping(entry):
        return
    shut = locks.locked(entry)
    source = f"{kind.title} of {say_date(london_date(entry.occurred_at))}, {_who(row)}"
    for whose, answers in ((None, kind.reads(entry.payload)), (row.subject_id, kind.reads_part(row.payload))):
        for field, text in answers:
            if isinstance(field, LongText) and field.sensitivity not in shut and len(text) >= _LEAST:
                yield Known(f"{entry.pk}:{field.name}", text, f"{source} ({field.label})", entry.pk, whose)


def _who(row: EntrySubject) -> str:
    return locks.author_name(row.entry) or "name not given"
