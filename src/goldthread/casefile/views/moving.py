"""Moving an entry that was written in the wrong record to the right one, and back."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import recordsfile
from goldthread.casefile.views.apart import NO_RECORD, by_reference
from goldthread.ledger import moving, operations
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import (
    Field,
    FieldError,
    LongText,
    Parsed,
    Retention,
    Sensitivity,
    Text,
    parse_fields,
)
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import NotMoved
from goldthread.ledger.state import NotRecorded
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_P = Sensitivity.PERSONAL
_SEEN = "seen"  # the reference of the record that the page showed
_ASKED: dict[str, Field] = {
    "reference": Text(
        "Reference of the record where it belongs",
        _P,
        Retention.ROUTING,
        hint="Such as K7R-4M2-HX9",
        required=True,
        max_length=40,
        name="reference",
    ),
    "reason": LongText(
        "Why is it moved?",
        _P,
        Retention.CHILD_RECORD,
        hint="Both records show this, so do not say whose the other one is",
        required=True,
        rows=3,
        name="reason",
    ),
}


def may_move(request: HttpRequest, found: Entry) -> bool:
    """Whether to offer it."""
    return not moving.why_not(found) and policy.oversees(guard.user_of(request), found, at=now()).allowed


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.OVERSEE_RECORDS)
def move(request: HttpRequest, entry_id: UUID, subject_id: UUID) -> HttpResponse:
    """Which record it belongs in, and why; then, with that record before one's eyes, the move itself."""
    found, subject = guard.entry(request, entry_id), guard.record(request, subject_id)
    refusal = moving.why_not(found) or policy.oversees(guard.user_of(request), found, at=now()).why
    if refusal or not found.parts.filter(subject=subject).exists():
        raise PermissionDenied(refusal or "This entry is not in that record, or no longer.")
    if request.method != "POST":
        return _page(request, found, subject, EntryForm(_ASKED, dense=True))
    sent = posted(request)
    parsed = parse_fields(_ASKED, sent.raw)
    to = _record(request, parsed)
    if to is not None and sent.raw.get(_SEEN) == [to.reference]:
        _move(request, found, (subject, to), parsed, sent)
        if parsed.ok:
            return redirect("casefile:entry", found.pk)
    form = EntryForm(_ASKED, sent.raw, errors=parsed.errors, key=sent.key, dense=True)
    return _page(request, found, subject, form, to)


def _record(request: HttpRequest, parsed: Parsed) -> Subject | None:
    """The record of that reference, if the reader may open it; otherwise the errors say why not."""
    to = by_reference(parsed)
    decision = guard.may(request, Capability.OVERSEE_RECORDS, to.pk) if to else policy.ALLOWED
    if not decision.allowed:
        parsed.errors.append(FieldError("reference", decision.why or NO_RECORD))
        return None
    return guard.record(request, to.pk) if to else None


def _move(
    request: HttpRequest, found: Entry, ends: tuple[Subject, Subject], parsed: Parsed, sent: Posted
) -> None:
    """Move it. What stands against it is added to the errors."""
    by, (subject, to) = guard.author(request, Capability.OVERSEE_RECORDS), ends
    key, reason = sent.key or uuid4().hex, str(parsed.values["reason"])
    try:
        operations.move(by=by, at=now(), entry=found, subject=subject, to=to, reason=reason, key=key)
    except (NotMoved, NotRecorded) as refusal:
        parsed.errors.append(FieldError("", str(refusal)))
    else:
        messages.success(request, "Moved. A line in either record says so.")


def _page(
    request: HttpRequest, found: Entry, subject: Subject, form: EntryForm, to: Subject | None = None
) -> HttpResponse:
    known = recordsfile.records([one.pk for one in (subject, to) if one])
    context = {
        "entry": found,
        "title": entry_type(found.kind).title,
        "record": known[subject.pk],
        "to": known[to.pk] if to else None,
        "seen": _SEEN,
        "form": form,
    }
    return render(request, "casefile/move.html.jinja", context, status=422 if form.errors else 200)


urlpatterns = [path("entries/<uuid:entry_id>/move/<uuid:subject_id>/", move, name="move")]
