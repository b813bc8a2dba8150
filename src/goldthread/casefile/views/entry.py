"""One entry, as signed, with its corrections and its files."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import corrections, curating, presenters, queries
from goldthread.casefile.entries import Curation
from goldthread.casefile.views.moving import may_move
from goldthread.casefile.views.settling import role_to_settle
from goldthread.documents.models import State
from goldthread.documents.queries import delivery_of
from goldthread.ledger import locks, recordable
from goldthread.ledger.entries import MovedHere, entry_type
from goldthread.ledger.fields import LongText
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Attachment, Entry, EntrySubject
from goldthread.ledger.state import states
from goldthread.people.describe import display_name
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.web import downloads, guard
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.writing import Mark, marks

_MANAGER = (
    "Waits for a manager to authorise it. It counts already: this procedure names nobody who decides it"
)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What was signed, by whom, when; who authorised it; and every correction, the original in full."""
    found = guard.entry(request, entry_id)
    kind, parts = entry_type(found.kind), guard.visible_parts(request, found)
    names = names_of_parts(parts)
    told = [(names[part.subject_id], locks.reads_part(found, part.payload)) for part in parts]
    context = {
        "entry": found,
        "title": kind.title,
        "facts": _facts(request, found) + _moves(found, parts) + _weighed(found, names),
        "about": [(names[part.subject_id], part.subject_id) for part in parts],
        "rows": locks.reads(found),
        "parts": [(name, rows) for name, rows in told if rows],
        "corrections": _corrections(found.amends or found, parts, names, only=found),
        "contact_href": reverse(kind.page, args=[found.pk]) if kind.page else "",
        "awaiting": (awaiting := _awaiting(parts, found)),
        "bookkeeping": kind.bookkeeping,
        "may_settle": bool(awaiting and not found.answers_id and role_to_settle(request, found)),
        "files": files_of(found),
        "may_correct": (may := may_correct(request, found)),
        "look_again": _look_again(found, parts) if may else (),
        "may_move": may_move(request, found),
        "may_send": guard.user_of(request).may(Capability.RECORD_WORK, at=now()),
    }
    return render(request, "casefile/entry.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def file(request: HttpRequest, entry_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that belongs to an entry, to be saved, never opened in the browser."""
    kept = next((one for one in files_of(guard.entry(request, entry_id)) if one.pk == file_id), None)
    if kept is None:
        raise Http404
    return downloads.kept(kept)


def _weighed(found: Entry, names: Mapping[UUID, str]) -> list[tuple[str, ...]]:
    """What a worker said of it in each child's chronology, by whom and when."""
    rows: list[tuple[str, ...]] = []
    for subject, name in names.items():
        for said in curating.curated([found.pk], identity([subject])).values():
            label = f"In the chronology of {name}" if len(names) > 1 else "In the chronology"
            by = f"{presenters.signed_by(said.entry)}, {say_when(said.entry.recorded_at)}"
            words = [Curation.fields["importance"].text(said.importance), said.impact, by]
            rows.append((label, "\n".join(filter(None, words))))
    return rows


def _look_again(found: Entry, parts: list[EntrySubject]) -> tuple[Mark, ...]:
    """Words in what was signed that could be put more plainly: without scripts they are first seen here."""
    kind = entry_type(found.kind)
    rows = [*kind.reads(found.payload), *(row for part in parts for row in kind.reads_part(part.payload))]
    shut = locks.locked(found)
    long = [text for one, text in rows if isinstance(one, LongText) and one.sensitivity not in shut]
    return marks("\n".join(long))


def files_of(found: Entry) -> list[Attachment]:
    """The files of an entry, but those whose field is locked. Their content is read when it is asked for."""
    shut, fields = locks.locked(found), entry_type(found.kind).fields
    kept = found.attachments.defer("content").select_related("check_of").order_by("field", "added_at", "pk")
    return [one for one in kept if one.field not in fields or fields[one.field].sensitivity not in shut]


def names_of_parts(parts: list[EntrySubject]) -> dict[UUID, str]:
    """Display names of those whom the parts are about, by subject id."""
    people = Person.objects.in_bulk([part.subject_id for part in parts])
    return {part.subject_id: display_name(people.get(part.subject_id)) for part in parts}


def _facts(request: HttpRequest, found: Entry) -> list[tuple[str, ...]]:
    """When, by whom, what became of it, and how far a message has got."""
    rows: list[tuple[str, ...]] = [("Happened", say_when(found.occurred_at))]
    if found.recorded_at != found.occurred_at:
        rows.append(("Written", say_when(found.recorded_at)))
    rows += [("Signed by", presenters.signed_by(found)), ("Reference", found.reference)]
    rows += [_earlier(label, one) for label, one in _links(found) if one is not None]
    settled = queries.settled_by(found)
    if settled is not None:
        words = f"{presenters.signed_by(settled)}, {say_when(settled.recorded_at)}"
        reason = settled.payload.get("reason", "")
        label = "Authorised by" if settled.authorises_id else "Sent back by"
        rows.append((label, f"{words}\n{reason}".strip()))
    return rows + _delivery(request, found)


def _links(found: Entry) -> list[tuple[str, Entry | None]]:
    """The earlier entries that this one is about."""
    return [
        ("Corrects", found.amends),
        ("Authorises", found.authorises),
        ("Sends back", found.declines),
        ("Belongs to", found.answers),
    ]


def _moves(found: Entry, parts: list[EntrySubject]) -> list[tuple[str, ...]]:
    """Where it came from another record: who moved it. Of such a trace: the entry, if it is still here."""
    moves = [part.placed_by for part in parts if part.placed_by is not None]
    rows = [_earlier("Moved here", one) for one in moves]
    if found.kind == MovedHere.kind:
        here = Entry.objects.filter(pk=found.payload["entry"], parts__in=_still_here(found)).first()
        rows += [_earlier("The entry", here)] if here else []
    return rows


def _still_here(trace: Entry) -> "QuerySet[EntrySubject]":
    """The parts of the moved entry that stand in the record of its trace."""
    return EntrySubject.objects.filter(subject__in=trace.parts.values("subject"))


def _earlier(label: str, one: Entry) -> tuple[str, ...]:
    words = f"{entry_type(one.kind).title} {one.reference}, {say_when(one.occurred_at)}"
    return label, words, reverse("casefile:entry", args=[one.pk]), "Open"


def _delivery(request: HttpRequest, found: Entry) -> list[tuple[str, ...]]:
    """How far a message has got; whoever sees the outbox gets there from here."""
    delivery = delivery_of(found)
    if delivery is None:
        return []
    state = State(delivery.state).label
    words = f"{state}, {say_when(delivery.settled_at)}" if delivery.settled_at else state
    if not guard.user_of(request).may(Capability.SEE_OUTBOX, at=now()):
        return [("Delivery", words)]
    return [("Delivery", words, reverse("casefile:message", args=[found.pk]), "See in the outbox")]


def _awaiting(parts: list[EntrySubject], found: Entry) -> list[tuple[str, str]]:
    """What of this entry still waits to be authorised, with the page where that is done."""
    events = {str(pk) for pk in found.events.values_list("pk", flat=True)}
    open_ones = [part.episode for part in parts if part.episode is not None] if events else []
    lines = [
        line
        for state in states(open_ones).values()
        for line in presenters.awaiting_lines(state, now(), events)
    ]
    if recordable.awaits_manager(found):
        lines.append((_MANAGER, presenters.address(found)))
    return list(dict.fromkeys(lines))


def _corrections(
    original: Entry, parts: list[EntrySubject], names: dict[UUID, str], *, only: Entry
) -> list[dict[str, Any]]:
    """Each correction of an entry with what it changed; on a correction's own page, that one only."""
    amendments = queries.corrections_of(original)
    own = {part.subject_id for part in parts}
    seen = [part for part in original.parts.all() if part.subject_id in own]
    told = zip(amendments, corrections.changes(original, seen, amendments), strict=True)
    return [
        {
            "entry": one,
            "number": number,
            "by": presenters.signed_by(one),
            "when": say_when(one.recorded_at),
            "reason": one.payload.get("reason", ""),
            "changes": [(_label(change, names), change.was, change.now) for change in changed],
        }
        for number, (one, changed) in enumerate(told, 1)
        if only in {original, one}
    ]


def _label(change: corrections.Change, names: dict[UUID, str]) -> str:
    return f"{names[change.whose]}: {change.label}" if change.whose else change.label


def may_correct(request: HttpRequest, found: Entry) -> bool:
    """Anyone who records work may add a correction. Not to an entry about an entry, nor to a sent letter."""
    about_an_entry = found.amends_id or found.authorises_id or found.declines_id
    if about_an_entry or not guard.user_of(request).may(Capability.RECORD_WORK, at=now()):
        return False
    return delivery_of(found) is None
