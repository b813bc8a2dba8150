"""One entry, as signed, with its corrections; and correcting it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import presenters, queries
from goldthread.ledger import operations
from goldthread.ledger.entries import EntryType, Values, entry_type
from goldthread.ledger.fields import LongText, Parsed, Retention, Sensitivity, parse_fields, raw_of
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_WHY = "correction_reason"
_REASON = LongText(
    "Why is it corrected?", Sensitivity.PERSONAL, Retention.CHILD_RECORD, required=True, rows=2, name=_WHY
)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What was signed, by whom, when; who authorised it; and every correction, the original in full."""
    found = guard.entry(request, entry_id)
    kind = entry_type(found.kind)
    parts = guard.visible_parts(request, found)
    names = _names(parts)
    context = {
        "entry": found,
        "title": kind.title,
        "signed": presenters.written_by(found),
        "happened": say_when(found.occurred_at),
        "rows": [(field.label, text) for field, text in kind.reads(found.payload)],
        "parts": [(names[part.subject_id], part.subject_id, _part_rows(kind, part)) for part in parts],
        "settled": queries.settled_by(found),
        "corrections": [_correction(one, kind) for one in queries.corrections_of(found)],
        "original": found.amends,
        "attachments": found.attachments.defer("content"),
        "say_when": say_when,
        "may_correct": _may_correct(request, found),
    }
    return render(request, "casefile/entry.html.jinja", context)


def _part_rows(kind: type[EntryType], part: EntrySubject) -> list[tuple[str, str]]:
    return [(field.label, text) for field, text in kind.reads_part(part.payload)]


def _names(parts: list[EntrySubject]) -> dict[UUID, str]:
    people = Person.objects.in_bulk([part.subject_id for part in parts])
    return {part.subject_id: display_name(people.get(part.subject_id)) for part in parts}


def _correction(amendment: Entry, kind: type[EntryType]) -> dict[str, object]:
    """A correction as the original's page shows it: what now reads otherwise, and why."""
    changed = dict(kind.reads(amendment.payload.get("values", {})))
    return {
        "entry": amendment,
        "by": presenters.written_by(amendment),
        "when": say_when(amendment.recorded_at),
        "reason": amendment.payload.get("reason", ""),
        "rows": [(field.label, text) for field, text in changed.items()],
    }


def _may_correct(request: HttpRequest, found: Entry) -> bool:
    """Anyone who records work may add a correction; an entry about an entry is not corrected."""
    about_an_entry = found.amends_id or found.authorises_id or found.declines_id
    return not about_an_entry and guard.user_of(request).may(Capability.RECORD_WORK, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def correct(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Correct an entry: the form as it was signed, and why. Only what was changed is kept, as a new entry."""
    found = guard.entry(request, entry_id)
    if not _may_correct(request, found):
        raise PermissionDenied(
            "Entries about other entries are not corrected. Correct the one they are about."
        )
    kind = entry_type(found.kind)
    parts = guard.visible_parts(request, found)
    fields = {_WHY: _REASON, **kind.fields}
    own = {
        str(part.subject_id): part.payload
        for part in parts
        if kind.part_fields().keys() <= kind.fields.keys()
    }
    given = {name: value for name, value in found.payload.items() if name in kind.fields}
    sent = posted(request)
    raw = sent.raw if request.method == "POST" else raw_of(kind.fields, given, own)
    parsed = (
        parse_fields(fields, raw, required=[_WHY], children=list(own), now=now())
        if request.method == "POST"
        else Parsed()
    )
    if request.method == "POST" and parsed.ok:
        _sign(request, found, parsed, own, sent.key)
        return redirect("casefile:entry", entry_id=found.pk)
    names = _names(parts)
    children = [
        ChildOf(str(part.subject_id), names[part.subject_id]) for part in parts if str(part.subject_id) in own
    ]
    form = EntryForm(
        fields, raw, errors=parsed.errors, required=[_WHY], children=children, key=sent.key, dense=True
    )
    return render(request, "casefile/correct.html.jinja", {"form": form, "entry": found, "title": kind.title})


def _sign(request: HttpRequest, found: Entry, parsed: Parsed, own: dict[str, Values], key: str) -> None:
    now_said = {name: value for name, value in parsed.values.items() if name != _WHY}
    operations.amend(
        by=guard.author(request, Capability.RECORD_WORK),
        at=now(),
        entry=found,
        values=_changed(found.payload, now_said),
        parts={UUID(child): _changed(own[child], parsed.parts.get(child, {})) for child in own},
        reason=str(parsed.values[_WHY]),
        key=key,
    )


def _changed(before: Values, after: Values) -> dict[str, object]:
    """What now reads otherwise; an answer taken out reads as empty."""
    return {name: after.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}
