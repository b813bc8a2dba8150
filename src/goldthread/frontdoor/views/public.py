"""The public report: anyone tells of a worry about a child, without signing in (HERTS-3.1, 3.22 to 3.26)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.frontdoor import linking
from goldthread.frontdoor.answers import limits, sections
from goldthread.frontdoor.doors import PUBLIC, form_for
from goldthread.frontdoor.following import followed
from goldthread.frontdoor.formpages import FORM, Walk, walk_of
from goldthread.frontdoor.lines import line_for
from goldthread.frontdoor.operations import sending
from goldthread.frontdoor.views import walking
from goldthread.ledger import drafts, procedure
from goldthread.ledger.author import Author
from goldthread.ledger.fields import FieldError, Parsed, Retention, Sensitivity, Text
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.references import read_code
from goldthread.ledger.state import RefusedByProcedure
from goldthread.procedures.referrers import of_the_public
from goldthread.web import guard, keeping
from goldthread.web.acting import Standstill
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted
from goldthread.web.throttle import throttled

JOURNEY = walking.Journey(
    start="frontdoor:report",
    page="frontdoor:report_page",
    danger="frontdoor:report_danger",
    check="frontdoor:report_check",
    given={"channel": "online_form"},
    public=True,
)
_DISCARD = "discard"
_CODE = {
    "code": Text(
        "Your code",
        Sensitivity.OPEN,
        Retention.ROUTING,
        hint="16 letters and numbers, such as K7RP-4MQ2-HX9W-T3GD",
        max_length=60,
    )
}
_NO_SUCH_CODE = FieldError(
    "code", "No report that was not sent yet has this code. Check each letter, or begin again"
)


def form_id() -> str:
    """The pack's form for the public. Answers 404 where it has none."""
    found = form_for(procedure.newest(), PUBLIC)
    if not found:
        raise Http404
    return found


def journey() -> walking.Journey:
    """The way through it: whoever does not say who they are is taken for the first kind of the public."""
    kinds = procedure.newest().facts["referrer_kind"].values
    kind = next((each for each in kinds if each in of_the_public(procedure.newest())), "")
    return replace(JOURNEY, given={**JOURNEY.given, **({"referrer_kind": kind} if kind else {})})


@guard.public
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("report")
def start(request: HttpRequest) -> HttpResponse:
    """What to do in danger, whom to ring, and the way into the report; a report already begun goes on."""
    form, way = form_id(), journey()
    begun = drafts.held(keeping.holder(request)).filter(kind="contact", context__form=form).first()
    walk = Walk(procedure.newest(), form, {}, way.given)
    if request.method == "POST":
        if begun and posted(request).action == _DISCARD:
            drafts.discard(by=keeping.holder(request), at=now(), draft=begun.pk)
            return redirect("frontdoor:report")
        draft = begun or drafts.start(
            by=keeping.holder(request), at=now(), kind="contact", context={FORM: form, "page": request.path}
        )
        return redirect(way.url(draft, next(iter(walk_of(draft, way.given).pages))))
    context = {"walk": walk, "line": line_for(walk, now()), "begun": begun}
    return render(request, "frontdoor/report_start.html.jinja", context)


@guard.public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, draft_id: UUID, page_id: str) -> HttpResponse:
    """One question."""
    if not _is_open(request, draft_id):
        return _closed(request, draft_id)
    return walking.page(request, journey(), draft_id, page_id)


@guard.public
@require_safe
def danger(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A child is in danger now: what to do first, and how to go on here afterwards."""
    if not _is_open(request, draft_id):
        return _closed(request, draft_id)
    return walking.danger(request, journey(), draft_id)


@guard.public
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("report")
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything that was answered, to check; then it is sent."""
    if not _is_open(request, draft_id):
        return _closed(request, draft_id)
    draft = walking.draft_of(request, draft_id)
    walk = walk_of(draft, journey().given)
    if request.method == "POST":
        return _send(request, draft, walk)
    return _show_check(request, draft, walk)


@guard.public
@require_safe
def sent(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The reference, and what happens next."""
    try:
        entry = linking.sent(keeping.holder(request), draft_id)
    except Entry.DoesNotExist:
        return _closed(request, draft_id)
    walk = Walk(procedure.newest(), form_id(), {}, entry.payload)
    chase = followed([entry])[0].to_chase
    context = {
        "entry": entry,
        "walk": walk,
        "line": line_for(walk, now()),
        "chase_by": chase.due_at if chase else None,
        "letter": followed([entry])[0].receipt_sent,
    }
    return render(request, "frontdoor/report_sent.html.jinja", context)


def _send(request: HttpRequest, draft: Draft, walk: Walk) -> HttpResponse:
    values = walk.read(now()).values
    # The limits stand beside the answers that are sent, so they have been explained to whoever sends them.
    given = {**journey().given, FORM: draft.context[FORM], "limits_explained": True}
    given |= {"referrer_kind": values["referrer_kind"]} if values.get("referrer_kind") else {}
    by = Author(role="referrer", name="" if values.get("anonymous") else values.get("referrer_name", ""))
    try:
        sending.send(by=by, at=now(), draft=draft.pk, holder=keeping.holder(request), given=given)
    except sending.NotReady:
        return _show_check(request, draft, walk, wrong=walk.wrong(now()), status=422)
    except RefusedByProcedure as refused:
        return _show_check(request, draft, walk, standstill=walking.not_sent(refused), status=409)
    return redirect("frontdoor:report_sent", draft.pk)


def _show_check(
    request: HttpRequest,
    draft: Draft,
    walk: Walk,
    *,
    wrong: Mapping[str, Parsed] | None = None,
    standstill: Standstill | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": walking.send_form(journey(), draft, wrong or {}),
        "sections": sections(walk, now(), draft.attachments.defer("content")),
        "draft": draft,
        "journey": journey(),
        "walk": walk,
        "limits": limits(walk),
        "standstill": standstill,
        "line": line_for(walk, now()),
    }
    return render(request, "frontdoor/report_check.html.jinja", context, status=status)


def _is_open(request: HttpRequest, draft_id: UUID) -> bool:
    return drafts.held(keeping.holder(request)).filter(pk=draft_id, context__form=form_id()).exists()


def _closed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A report that was sent shows its reference; one that this browser does not hold says how to go on."""
    try:
        linking.sent(keeping.holder(request), draft_id)
    except Entry.DoesNotExist:
        walk = Walk(procedure.newest(), form_id(), {}, journey().given)
        context = {"line": line_for(walk, now())}
        return render(request, "frontdoor/report_closed.html.jinja", context, status=404)
    return redirect("frontdoor:report_sent", draft_id)


@guard.public
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("report_code")
def come_back(request: HttpRequest) -> HttpResponse:
    """Go on with a report begun in another browser, by the code that was copied there."""
    form_id()
    if request.method != "POST":
        return render(request, "frontdoor/report_come_back.html.jinja", {"form": EntryForm(_CODE)})
    typed = posted(request)
    secret = read_code(next(iter(typed.raw.get("code", ())), ""))
    theirs = drafts.held(drafts.Holder(secret=secret)) if secret else Draft.objects.none()
    draft = theirs.filter(kind="contact", context__form=form_id()).first()
    if draft is None:
        form = EntryForm(_CODE, typed.raw, [_NO_SUCH_CODE])
        return render(request, "frontdoor/report_come_back.html.jinja", {"form": form}, status=422)
    keeping.take_up(request, secret)
    return redirect(journey().url(draft, None))


urlpatterns = [
    path("report/", start, name="report"),
    path("report/come-back/", come_back, name="report_come_back"),
    path("report/<uuid:draft_id>/", check, name="report_check"),
    path("report/<uuid:draft_id>/danger-now/", danger, name="report_danger"),
    path("report/<uuid:draft_id>/report-sent/", sent, name="report_sent"),
    path("report/<uuid:draft_id>/<slug:page_id>/", page, name="report_page"),
]
