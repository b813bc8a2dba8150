"""Requests already made, as their referrer follows them: received, returned, looked at, told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor import linking, theirsteps
from goldthread.frontdoor.answers import record_of
from goldthread.frontdoor.doors import RECEIPTS, has
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.entries.following import Chase
from goldthread.frontdoor.following import followed, messages_to, own_duties, requests_of, row_name
from goldthread.frontdoor.formpages import FORM, Walk, guidance_at, walk_of
from goldthread.frontdoor.lines import advisers, line_for
from goldthread.frontdoor.operations import asking
from goldthread.frontdoor.views.professional import JOURNEY, forms, journey_of, who
from goldthread.ledger import drafts, procedure
from goldthread.ledger.fields import parse_fields, rows_in
from goldthread.ledger.models import Draft, Entry
from goldthread.web import downloads, guard, keeping
from goldthread.web.clock import now
from goldthread.web.duties import duty_line
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_A_PAGE = 25
_KEY = 27  # of the form's key, beside the contact's id, in 64 characters


@dataclass(frozen=True)
class DraftLine:
    """A request that is not sent yet."""

    title: str
    about: str
    saved_at: datetime
    href: str
    throw_away: str


@guard.capable(Capability.SEND_REQUEST)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My requests and my agency's, and the drafts that I have not sent."""
    user = guard.user_of(request)
    found = requests_of(user, at=now()).prefetch_related("parts")
    shown = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    guard.shown(request, (part.subject_id for each in shown.object_list for part in each.parts.all()))
    held = drafts.held(keeping.holder(request)).filter(kind="contact", context__form__in=list(forms()))
    context = {
        "drafts": [_draft_line(draft) for draft in held],
        "requests": followed(list(shown.object_list)),
        "shown": shown,
        "forms": forms(),
        "user": user,
    }
    return render(request, "frontdoor/requests.html.jinja", context)


@guard.capable(Capability.SEND_REQUEST)
@require_safe
def one(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One request: what was sent, whether it was received, and where it stands."""
    return _show(request, contact_of(request, entry_id))


@guard.capable(Capability.SEND_REQUEST)
@require_POST
def chase(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Record that the referrer asks how the request stands (HERTS-4.3)."""
    contact = contact_of(request, entry_id)
    sent = posted(request)
    parsed = parse_fields(Chase.fields, sent.raw)
    if not parsed.ok:
        form = EntryForm(Chase.fields, sent.raw, errors=parsed.errors, key=sent.key)
        return _show(request, contact, form, status=422)
    by = guard.author(request, Capability.SEND_REQUEST)
    asking.chase(
        by=by, at=now(), contact=contact, values=parsed.values, key=f"{contact.pk}/{sent.key[:_KEY]}"
    )
    messages.success(request, "We have noted that you asked, and told those who deal with it.")
    return redirect("frontdoor:request", contact.pk)


@guard.capable(Capability.SEND_REQUEST)
@require_POST
def again(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Begin a request that follows this one and says all it said: sent again, or confirmed in writing."""
    contact = contact_of(request, entry_id)
    begun = _begun(request, contact)
    if begun is None:
        user = guard.user_of(request)
        begun = asking.start_again(
            by=keeping.holder(request),
            at=now(),
            contact=contact,
            form=_form_for(contact),
            given=who(user),
        )
        page = JOURNEY.url(begun, None)
        drafts.set_context(by=keeping.holder(request), at=now(), draft=begun.pk, page=page)
    return redirect(_first_to_change(request, contact, begun))


def _form_for(contact: Entry) -> str:
    """The form on which it goes on: one that confirms, where that is owed; else its own, or the first."""
    every, own = forms(), str(contact.payload.get("form"))
    confirming = [name for name, form in every.items() if form.confirms]
    owed = confirming if followed([contact])[0].to_confirm else []
    return next(name for name in (*owed, own, *every) if name in every)


def _first_to_change(request: HttpRequest, contact: Entry, begun: Draft) -> str:
    """After a return, the page that asks about the consultation; otherwise all the answers."""
    pages = walk_of(begun, journey_of(guard.user_of(request)).given).pages
    asking_it = [name for name, page in pages.items() if "consulted_hub" in page.asks]
    if asking_it and followed([contact])[0].returned_at:
        return f"{JOURNEY.url(begun, asking_it[0])}?change"
    return JOURNEY.url(begun, None)


@guard.capable(Capability.SEND_REQUEST)
@require_safe
def record(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What was sent, word for word, to print and keep (HERTS-3.13)."""
    contact = contact_of(request, entry_id)
    context = {
        "followed": followed([contact])[0],
        "receipts": has(procedure.newest(), *RECEIPTS),
        "sections": record_of(contact),
        "files": contact.attachments.defer("content"),
        "messages_sent": messages_to(contact),
        "printed_at": now(),
    }
    return render(request, "frontdoor/request_record.html.jinja", context)


@guard.capable(Capability.SEND_REQUEST)
@require_safe
def file(request: HttpRequest, entry_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that was sent with the request."""
    contact = contact_of(request, entry_id)
    kept = contact.attachments.filter(pk=file_id).first()
    if kept is None:
        raise Http404
    return downloads.kept(kept, own=contact.author_id == guard.user_of(request).pk)


def contact_of(request: HttpRequest, entry_id: UUID) -> Entry:
    """A contact that this person may follow; 404 for anything else."""
    found = guard.own_request(request, entry_id)
    if found.kind != Contact.kind:
        raise Http404
    return found


def _show(
    request: HttpRequest, contact: Entry, form: EntryForm | None = None, status: int = 200
) -> HttpResponse:
    user, at, pack = guard.user_of(request), now(), procedure.newest()
    walk = Walk(pack, next(iter(forms())), {}, {**journey_of(user).given, **contact.payload})
    one = followed([contact])[0]
    context = {
        "followed": one,
        "receipts": has(pack, *RECEIPTS),
        "form": form or EntryForm(Chase.fields),
        "duties": [duty_line(duty, at) for duty in own_duties(contact, at) if duty.met is None],
        "guidance": guidance_at(pack, "request_status"),
        "line": line_for(walk, at),
        "advisers": advisers(pack, str(walk.facts.get("referrer_kind", "")), at) if one.returned_at else [],
        "messages_sent": messages_to(contact),
        "begun": _begun(request, contact),
        "steps": theirsteps.offered(contact, user.roles(at=at), at),
    }
    return render(request, "frontdoor/request.html.jinja", context, status=status)


def _begun(request: HttpRequest, contact: Entry) -> Draft | None:
    """The draft that already follows this contact, so that nobody writes it twice."""
    follows = {f"context__{linking.FOLLOWS}": str(contact.pk)}
    return drafts.held(keeping.holder(request)).filter(**follows).first()


def _draft_line(draft: Draft) -> DraftLine:
    names = [row_name(draft.raw, number) for number in rows_in(draft.raw, "children")]
    return DraftLine(
        title=forms()[draft.context[FORM]].title,
        about=", ".join(filter(None, names)),
        saved_at=draft.updated_at,
        href=JOURNEY.url(draft, None),
        throw_away=reverse("frontdoor:request_discard", args=[draft.pk]),
    )


urlpatterns = [
    path("requests/", mine, name="requests"),
    path("requests/<uuid:entry_id>/", one, name="request"),
    path("requests/<uuid:entry_id>/record/", record, name="request_record"),
    path("requests/<uuid:entry_id>/ask/", chase, name="request_chase"),
    path("requests/<uuid:entry_id>/again/", again, name="request_again"),
    path("requests/<uuid:entry_id>/file/<uuid:file_id>/", file, name="request_file"),
]
