"""The professional request: a partner fills in a form of the pack, comes back to it, and sends it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.frontdoor import linking
from goldthread.frontdoor.answers import sections
from goldthread.frontdoor.before_sending import foresee
from goldthread.frontdoor.doors import REQUEST, forms_for
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.formpages import FORM, Walk, walk_of
from goldthread.frontdoor.lines import advisers, line_for
from goldthread.frontdoor.operations import sending
from goldthread.frontdoor.views import walking
from goldthread.ledger import drafts, procedure
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Choice, FieldError, Parsed, Retention, Sensitivity, raw_of
from goldthread.ledger.models import Attachment, Draft, Entry
from goldthread.ledger.state import RefusedByProcedure
from goldthread.procedures.format.desk import Form
from goldthread.procedures.referrers import professionals
from goldthread.web import downloads, guard, keeping
from goldthread.web.acting import Standstill
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.errors import phones
from goldthread.web.forms import EntryForm
from goldthread.web.page import render

JOURNEY = walking.Journey(
    start="frontdoor:requests",
    page="frontdoor:request_page",
    danger="frontdoor:request_danger",
    check="frontdoor:request_check",
    given={},
)


def journey_of(user: User) -> walking.Journey:
    """This person's way through a form: their agency always stands on it (HERTS-3.27)."""
    return replace(JOURNEY, given={"channel": "online_form", "referrer_kind": kind_of(user)})


def kind_of(user: User) -> str:
    """What kind of referrer the procedure takes them for."""
    pack = procedure.newest()
    kinds = professionals(pack)
    return user.agency.kind if user.agency.kind in kinds else list(kinds)[-1]  # the last is for all others


def who(user: User) -> Values:
    """What a form can know of its sender without asking."""
    return {
        "referrer_name": user.name,
        "referrer_role": user.designation,
        "referrer_agency": user.agency.name,
        "referrer_email": user.email,
        "referrer_kind": kind_of(user),
        "anonymous": False,
    }


def forms() -> dict[str, Form]:
    """The pack's forms for professionals."""
    return forms_for(procedure.newest(), REQUEST)


@guard.capable(Capability.SEND_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Which form, and when to ring or ask someone instead; then the draft is begun."""
    user = guard.user_of(request)
    journey = journey_of(user)
    if not forms():
        raise Http404
    if request.method == "POST":
        form = request.POST.get("form", "")
        if form not in forms():
            return _choose(request, journey, status=422)
        draft = drafts.start(
            by=keeping.holder(request),
            at=now(),
            kind="contact",
            raw=raw_of(Contact.fields, who(user)),
            context={FORM: form},
        )
        page = journey.url(draft, None)
        drafts.set_context(by=keeping.holder(request), at=now(), draft=draft.pk, page=page)
        return redirect(journey.url(draft, next(iter(walk_of(draft, journey.given).pages))))
    return _choose(request, journey)


def _choose(request: HttpRequest, journey: walking.Journey, status: int = 200) -> HttpResponse:
    kind, at, pack = str(journey.given["referrer_kind"]), now(), procedure.newest()
    walk = Walk(pack, next(iter(forms())), {}, journey.given)
    context = {
        "form": _form_choice(missing=status != 200),
        "danger": walk.guidance("danger"),
        "guidance": walk.guidance("start"),
        "line": line_for(walk, at),
        "advisers": advisers(pack, kind, at),
    }
    return render(request, "frontdoor/request_new.html.jinja", context, status=status)


def _form_choice(*, missing: bool) -> EntryForm:
    """The question which form, each with what it is for."""
    choices = {name: _called(form) for name, form in forms().items()}
    hints = {name: form.for_ for name, form in forms().items()}
    label = "What do you want to send?"
    field = Choice(label, Sensitivity.OPEN, Retention.ROUTING, choices=choices, choice_hints=hints)
    return EntryForm({FORM: field}, errors=[FieldError(FORM, field.missing)] if missing else [])


def _called(form: Form) -> str:
    return f"{form.title} ({form.known_as})" if form.known_as else form.title


@guard.capable(Capability.SEND_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, draft_id: UUID, page_id: str) -> HttpResponse:
    """One page of the form."""
    _mine(request, draft_id)
    return walking.page(request, journey_of(guard.user_of(request)), draft_id, page_id)


@guard.capable(Capability.SEND_REQUEST)
@require_safe
def danger(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A child is in danger now: what to do first."""
    _mine(request, draft_id)
    return walking.danger(request, journey_of(guard.user_of(request)), draft_id)


@guard.capable(Capability.SEND_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything answered so far, what is still owed, where it will go; then it is sent."""
    try:
        return redirect("frontdoor:request", linking.sent(keeping.holder(request), draft_id).pk)
    except Entry.DoesNotExist:
        draft = _mine(request, draft_id)
    if request.method == "POST":
        return _send(request, draft)
    return _show_check(request, draft)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    user = guard.user_of(request)
    known = who(user)
    values = walk_of(draft, journey_of(user).given).read(now()).values
    typed = {name: values[name] for name in known if name in values}
    # Whatever was typed, the agency stands on it, and it is not anonymous (HERTS-3.27).
    own = {"referrer_agency": user.agency.name, "anonymous": False}
    given = {**known, **typed, **own, "channel": "online_form", FORM: draft.context[FORM]}
    try:
        entry = sending.send(
            by=guard.author(request, Capability.SEND_REQUEST),
            at=now(),
            draft=draft.pk,
            holder=keeping.holder(request),
            given=given,
        )
    except sending.NotReady as refusal:
        return _show_check(request, draft, wrong=refusal.wrong, status=422)
    except RefusedByProcedure as refused:
        return _show_check(request, draft, standstill=walking.not_sent(refused), status=409)
    return redirect("frontdoor:request", entry.pk)


def _show_check(
    request: HttpRequest,
    draft: Draft,
    *,
    wrong: Mapping[str, Parsed] | None = None,
    standstill: Standstill | None = None,
    status: int = 200,
) -> HttpResponse:
    journey = journey_of(guard.user_of(request))
    walk = walk_of(draft, journey.given)
    foresight = foresee(walk, guard.author(request, Capability.SEND_REQUEST).role, now())
    asked = advisers(walk.pack, walk.facts.get("referrer_kind", ""), now())
    context: dict[str, Any] = {
        "form": walking.send_form(journey, draft, wrong or {}),
        "sections": sections(walk, now(), draft.attachments.defer("content")),
        "owes": [(rule, why(rule)) for rule in foresight.owes],
        "goes": foresight.goes,
        "goes_why": why(foresight.goes) if foresight.goes else None,
        "to": foresight.to,
        "first": next((one for one in asked if foresight.to and one.id == foresight.to.id), None),
        "advisers": asked,
        "draft": draft,
        "standstill": standstill,
        "phones": phones() if standstill else [],
        "journey": journey,
        "walk": walk,
        "user": guard.user_of(request),
    }
    return render(request, "frontdoor/request_check.html.jinja", context, status=status)


@guard.capable(Capability.SEND_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw away a draft, after asking once."""
    draft = _mine(request, draft_id)
    if request.method == "POST":
        drafts.discard(by=keeping.holder(request), at=now(), draft=draft.pk)
        return redirect("frontdoor:requests")
    context = {
        "form": walking.send_form(JOURNEY, draft, {}),
        "draft": draft,
        "files": draft.attachments.exists(),
    }
    return render(request, "frontdoor/request_discard.html.jinja", context)


@guard.capable(Capability.SEND_REQUEST)
@require_safe
def draft_file(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that goes with one's own draft."""
    file = Attachment.objects.filter(
        draft__in=drafts.held(keeping.holder(request)), draft=draft_id, pk=file_id
    ).first()
    if file is None:
        raise Http404
    return downloads.kept(file, own=True)


def _mine(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft of a request of this user's; 404 for any other, a public report's included."""
    draft = walking.draft_of(request, draft_id)
    if draft.context.get(FORM) not in forms():
        raise Http404
    return draft


urlpatterns = [
    path("requests/new/", new, name="request_new"),
    path("requests/draft/<uuid:draft_id>/", check, name="request_check"),
    path("requests/draft/<uuid:draft_id>/danger-now/", danger, name="request_danger"),
    path("requests/draft/<uuid:draft_id>/throw-away/", discard, name="request_discard"),
    path("requests/draft/<uuid:draft_id>/file/<uuid:file_id>/", draft_file, name="request_draft_file"),
    path("requests/draft/<uuid:draft_id>/<slug:page_id>/", page, name="request_page"),
]
