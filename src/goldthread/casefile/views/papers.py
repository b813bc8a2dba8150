"""Sending what is recorded to people: choose a paper and recipients, look at each copy, send."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.casefile.recipients import Candidate, candidates
from goldthread.casefile.sending import GROUPS, Desk, desk, taken
from goldthread.documents.building import file_name
from goldthread.documents.copies import copy_for
from goldthread.documents.dispatching import NotLookedAt, Stopped, send_paper
from goldthread.documents.opendata import as_csv, as_json
from goldthread.documents.papers import Paper, PaperKind, papers_for
from goldthread.documents.pdf import render as render_pdf
from goldthread.ledger import wall
from goldthread.ledger.fields import FieldError
from goldthread.ledger.models import Entry
from goldthread.web import downloads, guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted


@require_safe
@guard.on_record(Capability.RECORD_WORK)
def choose(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Which paper, and to whom. Nothing is sent from here."""
    found, kinds = _entry(request, entry_id)
    kind = kinds.get(request.GET.get("paper", ""), next(iter(kinds.values())))
    paper = _made(request, found, kind)
    people = _candidates(paper)
    picked = {one.token for one in people if one.recipient.key in {who.key for who in paper.meant_for}}
    context = {
        "entry": found,
        "kinds": list(kinds.values()),
        "kind": kind,
        "groups": [(group, [one for one in people if one.group == group]) for group in GROUPS],
        "picked": set(request.GET.getlist("to")) or picked,
        "nobody": "check" in request.GET,
    }
    return render(request, "casefile/papers.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def check(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Each recipient's copy, what it leaves out and why, and the ways to them; then it is sent."""
    found, kinds = _entry(request, entry_id)
    kind = kinds.get(request.GET.get("paper", ""))
    if kind is None:
        raise Http404
    paper = _made(request, found, kind)
    chosen = [one for one in _candidates(paper) if one.token in request.GET.getlist("to")]
    if not chosen:
        asked = urlencode({"paper": kind.kind, "check": 1})
        return redirect(f"{reverse('casefile:papers', args=[found.pk])}?{asked}")
    if request.method == "POST":
        return _send(request, found, paper, chosen)
    return _page(request, found, paper, [desk(one, paper, {}, at=now()) for one in chosen])


def _send(request: HttpRequest, found: Entry, paper: Paper, chosen: Sequence[Candidate]) -> HttpResponse:
    sent = posted(request)
    desks = [desk(one, paper, sent.raw, at=now()) for one in chosen]
    errors = [error for one in desks for error in one.errors()]
    if not errors:
        try:
            gone = send_paper(
                by=guard.author(request, Capability.RECORD_WORK),
                at=now(),
                paper=paper,
                to=[taken(one) for one in desks if one.goes],
                key=sent.key or uuid4().hex,
            )
        except (Stopped, NotLookedAt) as refusal:
            errors = [FieldError("", f"{refusal.recipient.name}: {refusal}")]
        else:
            messages.success(request, f"Sent, and recorded: {'; '.join(_whom(one) for one in gone)}")
            return redirect("casefile:entry", gone[0].pk if len(gone) == 1 else found.pk)
    return _page(request, found, paper, desks, errors=errors, key=sent.key)


def _whom(entry: Entry) -> str:
    return f"{entry.payload['to_name']} ({entry.payload['channel']})"


def _page(
    request: HttpRequest,
    found: Entry,
    paper: Paper,
    desks: Sequence[Desk],
    *,
    errors: Sequence[FieldError] = (),
    key: str = "",
) -> HttpResponse:
    form = EntryForm({}, errors=errors, key=key, dense=True)
    query = urlencode([("paper", paper.kind), *(("to", one.token) for one in desks)])
    context = {
        "entry": found,
        "paper": paper,
        "desks": desks,
        "form": form,
        "query": query,
        "goes": sum(not one.stopped for one in desks),
    }
    return render(request, "casefile/check_papers.html.jinja", context, status=422 if errors else 200)


@require_safe
@guard.on_record(Capability.RECORD_WORK)
def copy(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One recipient's copy as PDF, to be looked at before it is sent; the same as JSON or CSV (HSSCP-9.9)."""
    found, kinds = _entry(request, entry_id)
    kind = kinds.get(request.GET.get("paper", ""))
    if kind is None:
        raise Http404
    paper = _made(request, found, kind)
    whose = next((one for one in _candidates(paper) if one.token == request.GET.get("to")), None)
    if whose is None:
        raise Http404
    theirs = copy_for(paper, whose.recipient, at=now(), let=request.GET.getlist("let"))
    if theirs.nothing:
        raise Http404
    kinds_of_file = {"json": (as_json, "application/json"), "csv": (as_csv, "text/csv; charset=utf-8")}
    asked = request.GET.get("as", "")
    make, content_type = kinds_of_file.get(asked, (render_pdf, "application/pdf"))
    ending = asked if asked in kinds_of_file else "pdf"
    name = f"{file_name(paper).removesuffix('.pdf')}.{ending}"
    return downloads.attachment(make(theirs), name, content_type)


def _entry(request: HttpRequest, entry_id: UUID) -> tuple[Entry, dict[str, PaperKind]]:
    found = guard.entry(request, entry_id)
    return found, papers_for(found)


def _made(request: HttpRequest, found: Entry, kind: PaperKind) -> Paper:
    """The paper. Whoever sends it may open the record of everyone whose paper it is."""
    for subject in wall.about(found.pk):
        guard.record(request, subject)
    paper = kind.make(found, now())
    for subject in paper.about:
        guard.record(request, subject)
    return paper


def _candidates(paper: Paper) -> list[Candidate]:
    return candidates(paper.about, at=now(), named=paper.meant_for)


urlpatterns = [
    path("entries/<uuid:entry_id>/papers/", choose, name="papers"),
    path("entries/<uuid:entry_id>/papers/check/", check, name="check_papers"),
    path("entries/<uuid:entry_id>/papers/copy/", copy, name="paper_copy"),
]
