"""What is read of requests for information: those of the desk, and earlier ones to build on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.disclosure.entries.request import REPLY, STEP, InformationRequest
from goldthread.disclosure.requestfile import EVIDENCE, REFUSED, TOLD, RequestFile, request_files
from goldthread.ledger import wall
from goldthread.ledger.models import Duty, Entry, EntrySubject, Event
from goldthread.ledger.wall import Purpose

Row = tuple[Entry, list[EntrySubject], int]  # a request, the parts that somebody may see, how many others
DAYS = 90  # requests older than this are on the desk only while something is still owed
_MOST_EARLIER = 10


@dataclass(frozen=True)
class OnDesk:
    """A request on the desk: worked out, or known from the ledger to have ended (`answered`, `refused`)."""

    request: Entry
    file: RequestFile | None
    ended: str = ""


def recent(user: User, at: datetime) -> list[OnDesk]:
    """The requests of the desk, the longest wait first. Closed records are told of without detail.

    Only what may still be open is worked out: of three months of requests most have ended.
    """
    still = Event.objects.filter(pk__in=_owed().values("because")).values("entry")
    young = Q(recorded_at__gte=at - timedelta(days=DAYS))
    found = Entry.objects.filter(young | Q(pk__in=still), kind=InformationRequest.kind)
    with wall.lowered(Purpose.ANNOUNCE):  # closed ones are told of without detail
        rows = _rows(user, at, list(found.order_by("occurred_at", "recorded_at", "pk")))
    ended = _ended(rows)
    files = {file.request.pk: file for file in request_files([row for row in rows if row[0].pk not in ended])}
    return [OnDesk(entry, files.get(entry.pk), ended.get(entry.pk, "")) for entry, _, _ in rows]


def files_of(user: User, at: datetime, entries: Sequence[Entry]) -> dict[UUID, RequestFile]:
    """These requests worked out, by id, as far as this reader may see them."""
    return {file.request.pk: file for file in _files(user, at, entries)}


def _owed() -> QuerySet[Duty]:
    """What is owed for requests."""
    of_requests = Q(rule__startswith=f"{STEP}.") | Q(rule__startswith=f"{REPLY}.")
    return Duty.objects.filter(of_requests, met_at=None)


def _ended(rows: Sequence[Row]) -> dict[UUID, str]:
    """Those of which the ledger's events and duties alone say how they ended, with no rule to be read.

    Nobody of it is closed to the reader or was never worked with, nothing was corrected or is proposed, and
    nothing is owed.
    """
    plain = {entry.pk for entry, seen, closed in rows if not closed and all(part.episode_id for part in seen)}
    owed = set(_owed().values_list("because", flat=True))
    said: dict[UUID, list[Event]] = {}
    events = Event.objects.filter(Q(entry__in=plain) | Q(entry__answers__in=plain)).select_related("entry")
    for event in events.order_by("occurred_at", "recorded_at", "pk"):
        request = event.entry.answers_id if event.entry.answers_id in plain else event.entry.pk
        if event.pk in owed or event.corrects or event.declines or event.authorises:
            plain.discard(request)
        said.setdefault(request, []).append(event)
    known = ((request, _how_ended({str(event) for event in said.get(request, ())})) for request in plain)
    return {request: how for request, how in known if how}


def _how_ended(names: set[str]) -> str:
    """Told, or refused with nothing shown or told besides; empty where that has to be worked out."""
    told, refused = not TOLD.isdisjoint(names), REFUSED in names
    if told == refused or (refused and not EVIDENCE.isdisjoint(names)):
        return ""
    return "answered" if told else "refused"


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
    return request_files(_rows(user, at, entries))


def _rows(user: User, at: datetime, entries: Sequence[Entry]) -> list[Row]:
    parts: dict[UUID, list[EntrySubject]] = {entry.pk: [] for entry in entries}
    rows = EntrySubject.objects.filter(entry__in=entries).select_related("subject", "episode")
    with wall.lowered(Purpose.ANNOUNCE):
        for row in rows.order_by("pk"):
            parts[row.entry_id].append(row)
    seen = policy.visible(user, {row.subject_id for each in parts.values() for row in each}, at=at)
    told = {pk: [row for row in each if row.subject_id in seen.subjects] for pk, each in parts.items()}
    closed = {pk: sum(row.subject_id in seen.restricted for row in each) for pk, each in parts.items()}
    return [
        (entry, told[entry.pk], closed[entry.pk]) for entry in entries if told[entry.pk] or closed[entry.pk]
    ]
