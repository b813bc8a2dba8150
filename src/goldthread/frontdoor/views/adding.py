"""Adding to a request already sent: what was missing, what has happened since."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor.entries.following import ADDED, Addition
from goldthread.frontdoor.following import children, name_of, own_duties
from goldthread.frontdoor.missing import waited_for_by
from goldthread.frontdoor.operations import sending, work
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.frontdoor.views import walking
from goldthread.frontdoor.views.requests import contact_of
from goldthread.ledger import drafts, procedure
from goldthread.ledger.fields import FieldError, Parsed, parse_fields
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.state import ReasonNeeded, RefusedByProcedure
from goldthread.web import guard, keeping
from goldthread.web.clock import now
from goldthread.web.controls import KeptFile
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_CONTACT = "contact"
_EMPTY = FieldError("information", "Add something, or go back: nothing has been added yet")
# What else is asked, by what the contact said.
_ALSO = (
    ("support_only", True, ("pr_holder_agrees", "pr_holder_name")),
    ("on_behalf_of_other", True, ("told_to_refer_directly",)),
    ("several_needs", True, ("families_first_considered",)),
    ("families_first_assessment", True, ("assessment_file",)),
    ("parents_informed", "informed_only", ("parents_informed", "consent_reason", "not_informed_ground")),
    ("parents_informed", "not_informed", ("parents_informed", "consent_reason", "not_informed_ground")),
)


def asked_of(contact: Entry) -> list[str]:
    """The fields to ask about this contact: always the words, and what it left open, also by the pack."""
    told = contact.payload
    also = [field for name, value, fields in _ALSO if told.get(name) == value for field in fields]
    numbers = ["nhs_number"] if "nhs_number_given" in procedure.newest().facts else []
    waits = waited_for_by(own_duties(contact, now()), procedure.newest())
    return list(
        dict.fromkeys(["information", *numbers, *also, *(name for name in ADDED.more if name in waits)])
    )


@guard.capable(Capability.SEND_REQUEST)
@require_POST
def begin(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Begin an addition, or go on with the one begun."""
    contact = contact_of(request, entry_id)
    mine = drafts.held(keeping.holder(request)).filter(kind=Addition.kind)
    draft = mine.filter(**{f"context__{_CONTACT}": str(contact.pk)}).first()
    if draft is None:
        draft = drafts.start(
            by=keeping.holder(request), at=now(), kind=Addition.kind, context={_CONTACT: str(contact.pk)}
        )
        page = _address(contact, draft)
        drafts.set_context(by=keeping.holder(request), at=now(), draft=draft.pk, page=page)
    return redirect(_address(contact, draft))


@guard.capable(Capability.SEND_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, entry_id: UUID, draft_id: UUID) -> HttpResponse:
    """What to add; sent, it stands in the child's record and answers the request."""
    contact = contact_of(request, entry_id)
    if Entry.objects.filter(draft=draft_id, author=guard.user_of(request), answers=contact).exists():
        return redirect("frontdoor:request", contact.pk)
    draft = drafts.held(keeping.holder(request)).filter(pk=draft_id, kind=Addition.kind).first()
    if draft is None or draft.context.get(_CONTACT) != str(contact.pk):
        raise Http404
    if request.method != "POST":
        return _show(request, contact, draft)
    return _keep(request, contact, draft)


def _keep(request: HttpRequest, contact: Entry, draft: Draft) -> HttpResponse:
    """Keep what was typed; then send it, unless another button was pressed or something is wrong."""
    sent = posted(request)
    kept = drafts.save(
        by=keeping.holder(request), at=now(), draft=draft.pk, raw=sent.raw, version=sent.version
    )
    draft.refresh_from_db()
    if isinstance(kept, drafts.Conflict):
        draft.raw = {**draft.raw, **sent.raw}
        return _show(request, contact, draft, [walking.ELSEWHERE], status=409)
    fields = {name: Addition.fields[name] for name in asked_of(contact)}
    refused = walking.take_files(request, draft, fields)
    if sent.action.startswith(walking.REMOVE_FILE):
        walking.remove_file(request, draft, fields, sent.action)
        return redirect(request.path)
    if sent.action == walking.SAVE:
        return redirect("frontdoor:request", contact.pk)
    parsed = _read(contact, draft)
    errors = [*refused, *parsed.errors]
    if not errors and not parsed.values and not any(parsed.parts.values()):
        errors = [_EMPTY]
    if errors:
        return _show(request, contact, draft, errors, status=422)
    return _sign(request, contact, draft, parsed)


def _sign(request: HttpRequest, contact: Entry, draft: Draft, parsed: Parsed) -> HttpResponse:
    try:
        try:
            _record(request, contact, draft, parsed)
        except ReasonNeeded:  # nobody who tells us more is turned away for the order of things
            _record(request, contact, draft, parsed, sending.UNASKED)
    except RefusedByProcedure as refusal:
        wrong = FieldError("", f"The procedure does not allow this: {refusal}")
        return _show(request, contact, draft, [wrong], status=409)
    messages.success(request, "We have received what you added.")
    return redirect("frontdoor:request", contact.pk)


def _record(
    request: HttpRequest, contact: Entry, draft: Draft, parsed: Parsed, outside_reason: str = ""
) -> None:
    with transaction.atomic():
        work.record(
            by=guard.author(request, Capability.SEND_REQUEST),
            at=now(),
            contact=contact,
            kind=Addition.kind,
            values=parsed.values,
            children={
                part.subject_id: parsed.parts.get(str(part.subject_id), {}) for part in children(contact)
            },
            sending=Sending(key=f"draft/{draft.pk}", draft=draft.pk, holder=keeping.holder(request)),
            outside_reason=outside_reason,
        )


def _read(contact: Entry, draft: Draft) -> Parsed:
    who = [str(part.subject_id) for part in children(contact)]
    return parse_fields(Addition.fields, draft.raw, only=asked_of(contact), children=who, now=now())


def _show(
    request: HttpRequest,
    contact: Entry,
    draft: Draft,
    errors: list[FieldError] | None = None,
    status: int = 200,
) -> HttpResponse:
    files = {
        file.field: KeptFile(file.name, reverse("frontdoor:request_draft_file", args=[draft.pk, file.pk]))
        for file in draft.attachments.defer("content")
    }
    form = EntryForm(
        Addition.fields,
        draft.raw,
        errors or [],
        only=asked_of(contact),
        children=[ChildOf(str(part.subject_id), name_of(part.payload)) for part in children(contact)],
        draft=draft,
        files=files,
    )
    context = {"form": form, "contact": contact}
    return render(request, "frontdoor/request_add.html.jinja", context, status=status)


def _address(contact: Entry, draft: Draft) -> str:
    return reverse("frontdoor:request_add", args=[contact.pk, draft.pk])


urlpatterns = [
    path("requests/<uuid:entry_id>/add/", begin, name="request_add_begin"),
    path("requests/<uuid:entry_id>/add/<uuid:draft_id>/", add, name="request_add"),
]
