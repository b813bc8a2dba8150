"""The second pair of eyes on a marked copy; then the copy is made, and given."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.accounts.capabilities import Capability
from goldthread.disclosure.entries.redaction import CopyGiven, RedactedCopy, RedactionCheck
from goldthread.disclosure.models import Redaction
from goldthread.disclosure.operations import redaction as operations
from goldthread.disclosure.operations.redaction import NotNow
from goldthread.disclosure.redaction import queries
from goldthread.disclosure.redaction.desk import Desk
from goldthread.disclosure.redaction.final import final
from goldthread.disclosure.redaction.reasons import REASONS, TITLES
from goldthread.disclosure.views.redaction import desk_of
from goldthread.ledger.fields import FieldError, parse_fields
from goldthread.ledger.models import Entry
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_A_PAGE = 40  # entries
_DECIDED = ("outcome", "note")
_GIVEN = ("how", "checked", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def check(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """The whole as it would leave, with the words that go beside; somebody else says whether it may."""
    desk = desk_of(request, redaction_id)
    signed = desk.redaction.signed_as
    if signed is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, desk, signed)
    return _page(request, desk, signed)


def _decide(request: HttpRequest, desk: Desk, signed: Entry) -> HttpResponse:
    sent = posted(request)
    parsed = parse_fields(RedactionCheck.fields, sent.raw, only=_DECIDED, required=_DECIDED)
    errors = list(parsed.errors)
    if not errors:
        try:
            operations.check_redaction(
                by=guard.author(request, Capability.RECORD_WORK),
                at=now(),
                desk=desk,
                signed=signed,
                values=parsed.values,
                key=sent.key or uuid4().hex,
            )
        except NotNow as stop:
            errors = [FieldError("", str(stop))]
        else:
            messages.success(request, "Recorded")
            return redirect("disclosure:redaction", desk.redaction.pk)
    return _page(request, desk, signed, errors=errors, sent=sent)


def _page(
    request: HttpRequest, desk: Desk, signed: Entry, *, errors: Any = (), sent: Posted | None = None
) -> HttpResponse:
    copy = final(desk, desk.sheets())
    page = Paginator(copy.pages, _A_PAGE).get_page(request.GET.get("page"))
    form = EntryForm(
        RedactionCheck.fields,
        sent.raw if sent else {},
        errors=errors,
        only=_DECIDED,
        required=_DECIDED,
        dense=True,
        key=sent.key if sent else "",
    )
    context = {
        "redaction": desk.redaction,
        "pages": page,
        "first": page.start_index(),
        "paginator_page": page,
        "counts": [(TITLES[key], times) for key, times in copy.counts.items()],
        "codes": {key: one.code for key, one in REASONS.items()},
        "files": copy.files,
        "signed": signed,
        "same": copy.fingerprint == signed.payload["fingerprint"],
        "mine": guard.user_of(request).pk in queries.markers(desk.redaction, signed),
        "checked": queries.checked(signed),
        "form": form,
    }
    return render(request, "disclosure/redaction_check.html.jinja", context, status=422 if errors else 200)


@require_POST
@guard.on_record(Capability.RECORD_WORK)
def make(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """Make the file, once somebody else has approved it."""
    desk = desk_of(request, redaction_id)
    signed = desk.redaction.signed_as
    if signed is None:
        raise Http404
    try:
        made = operations.make_copy(
            by=guard.author(request, Capability.RECORD_WORK), at=now(), desk=desk, signed=signed
        )
    except NotNow as stop:
        messages.error(request, str(stop))
        return redirect("disclosure:redaction", desk.redaction.pk)
    return redirect("disclosure:redacted_copy", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def copy(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The copy that was made: the file, and to whom it went how."""
    found = guard.entry(request, entry_id)
    if found.kind != RedactedCopy.kind:
        raise Http404
    redaction = Redaction.objects.get(pk=found.payload["redaction"])
    sent = posted(request)
    parsed = parse_fields(CopyGiven.fields, sent.raw, only=_GIVEN)
    if request.method == "POST" and parsed.ok:
        operations.give_copy(
            by=guard.author(request, Capability.RECORD_WORK),
            at=now(),
            copy=found,
            redaction=redaction,
            values=parsed.values,
            key=sent.key or uuid4().hex,
        )
        messages.success(request, "Recorded. It stands in the log of what was shared")
        return redirect("disclosure:redacted_copy", found.pk)
    errors = parsed.errors if request.method == "POST" else []
    context = {
        "entry": found,
        "redaction": redaction,
        "file": found.attachments.defer("content").first(),
        "given": [CopyGiven.summary(one.payload) for one in _given(found)],
        "form": EntryForm(CopyGiven.fields, sent.raw, errors=errors, only=_GIVEN, dense=True, key=sent.key),
    }
    return render(request, "disclosure/redacted_copy.html.jinja", context, status=422 if errors else 200)


def _given(found: Entry) -> list[Entry]:
    return list(found.replies.filter(kind=CopyGiven.kind).order_by("recorded_at", "pk"))


urlpatterns = [
    path("copies/<uuid:redaction_id>/check/", check, name="redaction_check"),
    path("copies/<uuid:redaction_id>/make/", make, name="redaction_make"),
    path("entries/<uuid:entry_id>/copy/", copy, name="redacted_copy"),
]
