"""Reporting an allegation to the LADO: what to do first, the form page by page, what happens next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.models import User
from goldthread.allegations import reportpages
from goldthread.allegations.entries.report import STEP, AllegationReport
from goldthread.allegations.operations import receiving
from goldthread.allegations.recipients import is_the_adult
from goldthread.ledger import drafts, procedure, wall
from goldthread.ledger.author import Author
from goldthread.ledger.fields import FieldError, Parsed, raw_of, relabel
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import Sending
from goldthread.ledger.wall import Purpose
from goldthread.procedures.routes import route
from goldthread.web import guard, keeping
from goldthread.web.acting import ELSEWHERE
from goldthread.web.clauses import Why, why
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.lines import Line, line
from goldthread.web.page import has_door, render
from goldthread.web.posted import posted

REPORTER = "professional_referrer"  # the role in which somebody reports, whoever they are
_REPORTED = f"{STEP}.reported"


def lado_line() -> Line | None:
    """Whom the procedure says to ring about an allegation; None where it says nobody."""
    pack, at = procedure.newest(), now()
    routed = route(pack, {}, at, _REPORTED)
    return line(pack, routed.route.service, at) if routed else None


def guidance() -> list[tuple[str, Why]]:
    """What the procedure says to whoever reports an allegation."""
    written = procedure.newest().guidance.values()
    return [(each.says, why(each)) for each in written if STEP in each.show_on]


@require_http_methods(["GET", "HEAD", "POST"])
@guard.public
def start(request: HttpRequest) -> HttpResponse:
    """What to do first, and whom to ring; then the form is begun, or gone on with."""
    if not has_door(STEP):
        raise Http404
    if request.method == "POST":
        draft = _kept(request) or drafts.start(
            by=keeping.holder(request),
            at=now(),
            kind=AllegationReport.kind,
            raw=_known(request),
            context=_OURS,
        )
        return redirect("allegations:report_page", draft.pk, next(iter(reportpages.pages())))
    context = {"line": lado_line(), "guidance": guidance(), "begun": _kept(request) is not None}
    return render(request, "allegations/report_start.html.jinja", context)


_OURS = {"door": "report"}


def _kept(request: HttpRequest) -> Draft | None:
    """The report that this person began and has not sent."""
    held = drafts.held(keeping.holder(request)).filter(kind=AllegationReport.kind, context__door="report")
    return held.order_by("-updated_at", "pk").first()


def _known(request: HttpRequest) -> dict[str, list[str]]:
    """Who reports, where they are signed in."""
    user = request.user
    if not isinstance(user, User):
        return {}
    known = {
        "reporter_name": user.name,
        "reporter_role": user.designation,
        "reporter_agency": user.agency.name,
        "reporter_email": user.email,
        "employer": user.agency.name if user.agency.is_outside else "",
    }
    return dict(raw_of(AllegationReport.fields, {name: said for name, said in known.items() if said}))


def _draft(request: HttpRequest, draft_id: UUID) -> Draft:
    held = drafts.held(keeping.holder(request)).filter(pk=draft_id, kind=AllegationReport.kind)
    found = held.filter(context__door="report").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guard.public
def page(request: HttpRequest, draft_id: UUID, page_id: str) -> HttpResponse:
    """One page of the form; what was typed is kept whatever it is."""
    draft, pages = _draft(request, draft_id), reportpages.pages()
    if page_id not in pages:
        raise Http404
    shown = pages[page_id]
    if request.method != "POST":
        return _show(request, draft, shown)
    sent, by = posted(request), keeping.holder(request)
    kept = drafts.save(by=by, at=now(), draft=draft.pk, raw=sent.raw, version=sent.version)
    draft.refresh_from_db()
    if isinstance(kept, drafts.Conflict):
        draft.raw = {**draft.raw, **sent.raw}
        return _show(request, draft, shown, [ELSEWHERE], status=409)
    whole = replace(sent, raw=draft.raw)
    if whole.regrouped is not None:
        drafts.save(by=by, at=now(), draft=draft.pk, raw=whole.regrouped, version=draft.version)
        return redirect(f"{request.get_full_path()}#{whole.focus}")
    parsed = shown.read(draft.raw, now())
    errors = [*parsed.errors, *_wrong_person(draft, parsed)]
    if errors:
        return _show(request, draft, shown, errors, status=422)
    after = "" if "change" in request.GET else reportpages.beside(page_id, 1)
    return redirect(_address(draft, after))


def _wrong_person(draft: Draft, parsed: Parsed) -> list[FieldError]:
    """Telling the very adult whom it is about is not telling the most senior person."""
    adult = reportpages.pages()["adult"].read(draft.raw, now()).values
    if not is_the_adult(adult, str(parsed.values.get("told_name", ""))):
        return []
    return [
        FieldError(
            "told_name", "This is whom the allegation is about. Tell somebody whom it does not implicate"
        )
    ]


def _address(draft: Draft, page_id: str) -> str:
    if page_id:
        return reverse("allegations:report_page", args=[draft.pk, page_id])
    return reverse("allegations:report_check", args=[draft.pk])


def _show(
    request: HttpRequest,
    draft: Draft,
    shown: reportpages.FormPage,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> HttpResponse:
    form = EntryForm(
        reportpages.fields(),
        draft.raw,
        errors=errors,
        only=shown.asks,
        required=shown.required,
        labels=reportpages.LABELS,
        draft=draft,
        mark="optional",
    )
    before, ids = reportpages.beside(shown.id, -1), list(reportpages.pages())
    context = {
        "form": form,
        "step": shown,
        "number": ids.index(shown.id) + 1,
        "of": len(ids),
        "back": _address(draft, before) if before else reverse("allegations:report"),
        "line": lado_line(),
        "guidance": guidance() if shown.id in {"what", "told"} else [],
    }
    return render(request, "allegations/report_page.html.jinja", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.public
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything that was answered, to be checked; then it is sent."""
    sent = _sent(request, draft_id)
    if sent is not None:  # the button was pressed twice
        return redirect("allegations:report_sent", draft_id)
    draft, at = _draft(request, draft_id), now()
    faults = reportpages.wrong(draft.raw, at)
    if request.method == "POST" and not faults:
        receiving.receive(
            by=_reporter(request, reportpages.answers(draft.raw, at)),
            at=at,
            values={**reportpages.answers(draft.raw, at), "channel": "online_form"},
            sending=Sending(f"draft/{draft.pk}", draft.pk, keeping.holder(request)),
        )
        return redirect("allegations:report_sent", draft.pk)
    context = {
        "form": EntryForm({}, draft=draft),
        "sections": [(one, _rows(draft, one)) for one in reportpages.pages().values()],
        "faults": [
            (error, f"{_address(draft, name)}?change") for name, p in faults.items() for error in p.errors
        ],
        "draft": draft,
    }
    failed = request.method == "POST"
    return render(request, "allegations/report_check.html.jinja", context, status=422 if failed else 200)


def _rows(draft: Draft, shown: reportpages.FormPage) -> list[tuple[str, str]]:
    values = shown.read(draft.raw, now()).values
    every = relabel(reportpages.fields(), reportpages.LABELS)
    return [
        (every[n].label, every[n].text(values[n])) for n in shown.asks if every[n].answered(values.get(n))
    ]


def _reporter(request: HttpRequest, said: dict[str, Any]) -> Author:
    """Whoever reports, in the role of a professional: signed in, or by the name that they gave."""
    user = request.user
    if isinstance(user, User):
        return Author(REPORTER, user.name, user.designation, user, user.agency)
    return Author(REPORTER, str(said.get("reporter_name", "")), str(said.get("reporter_role", "")))


def _sent(request: HttpRequest, draft_id: UUID) -> Entry | None:
    by = keeping.holder(request)
    whose = {"draft__owner": by.user} if by.user else {"draft__bearer": by.bearer}
    with wall.lowered(Purpose.FOLLOW):
        return Entry.objects.filter(draft=draft_id, kind=AllegationReport.kind, **whose).first()


@require_safe
@guard.public
def sent(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """It arrived: its reference, what to do and not to do until the LADO rings. It repeats nothing of it."""
    entry = _sent(request, draft_id)
    if entry is None:
        raise Http404
    begun, told = entry.payload.get("begun") is True, entry.payload.get("told") is True
    context = {
        "reference": entry.reference,
        "line": lado_line(),
        "guidance": guidance(),
        "begun": begun,
        "told": told and entry.payload.get("told_implicated") is False,
        "own": reverse("allegations:own", args=[entry.pk]) if entry.author_id else "",
    }
    return render(request, "allegations/report_sent.html.jinja", context)


urlpatterns = [
    path("allegations/report/", start, name="report"),
    path("allegations/report/<uuid:draft_id>/check/", check, name="report_check"),
    path("allegations/report/<uuid:draft_id>/sent/", sent, name="report_sent"),
    path("allegations/report/<uuid:draft_id>/<slug:page_id>/", page, name="report_page"),
]
