"""What is read of requests for information: those of the desk, and earlier ones to build on."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.disclosure.entries.request import REPLY, STEP, InformationRequest
from goldthread.disclosure.requestfile import RequestFile, request_files
from goldthread.ledger import wall
from goldthread.ledger.models import Duty, Entry, EntrySubject, Event
from goldthread.ledger.wall import Purpose

DAYS = 90  # requests older than this are on the desk only while something is still owed
_MOST_EARLIER = 10


def recent(user: User, at: datetime) -> list[RequestFile]:
    """The requests of the desk, the longest wait first. Closed records are told of without detail."""
    owed = Duty.objects.filter(Q(rule__startswith=f"{STEP}.") | Q(rule__startswith=f"{REPLY}."), met_at=None)
    still = Event.objects.filter(pk__in=owed.values("because")).values("entry")
    young = Q(recorded_at__gte=at - timedelta(days=DAYS))
    found = Entry.objects.filter(young | Q(pk__in=still), kind=InformationRequest.kind)
    with wall.lowered(Purpose.ANNOUNCE):  # closed ones are told of without detail
        return _files(user, at, list(found.order_by("occurred_at", "recorded_at", "pk")))


def earlier(
    user: User, at: datetime, request: Entry, people: Collection[UUID], said: Collection[str]
) -> list[RequestFile]:
    """Earlier requests about the same people, or by the same enquirer about anybody whom the reader may see.

    `said` is what tells the enquirer: organisation and e-mail address (HERTS-8.32).
    """
    asked = Q(payload__organisation__in=said) | Q(payload__enquirer_email__in=said) if said else Q(pk__in=[])
    found = Entry.objects.filter(Q(parts__subject__in=people) | asked, kind=InformationRequest.kind)
    found = found.filter(occurred_at__lte=request.occurred_at).exclude(pk=request.pk)
    newest = found.distinct().order_by("-occurred_at", "-recorded_at", "pk")[:_MOST_EARLIER]
    return [file for file in _files(user, at, list(newest)) if file.people]


def about(user: User, at: datetime, people: Collection[UUID]) -> list[RequestFile]:
    """Every request about these people, the newest first."""
    found = Entry.objects.filter(parts__subject__in=people, kind=InformationRequest.kind).distinct()
    return _files(user, at, list(found.order_by("-occurred_at", "-recorded_at", "pk")))


def _files(user: User, at: datetime, entries: Sequence[Entry]) -> list[RequestFile]:
    parts: dict[UUID, list[EntrySubject]] = {entry.pk: [] for entry in entries}
    rows = EntrySubject.objects.filter(entry__in=entries).select_related("subject", "episode")
    with wall.lowered(Purpose.ANNOUNCE):
        for row in rows.order_by("pk"):
            parts[row.entry_id].append(row)
    seen = policy.visible(user, {row.subject_id for each in parts.values() for row in each}, at=at)
    told = {pk: [row for row in each if row.subject_id in seen.subjects] for pk, each in parts.items()}
    closed = {pk: sum(row.subject_id in seen.restricted for row in each) for pk, each in parts.items()}
    return request_files(
        [(entry, told[entry.pk], closed[entry.pk]) for entry in entries if told[entry.pk] or closed[entry.pk]]
    )
