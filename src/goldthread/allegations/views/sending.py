"""Sending a paper of an allegation to one person: the copy is looked at, it goes, and that is recorded."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.allegations.allegationfile import Allegation
from goldthread.allegations.operations import receiving
from goldthread.allegations.papers import RECORD
from goldthread.allegations.views.opening import ACT, opened
from goldthread.documents.addressing import EMAIL, Way, ways
from goldthread.documents.building import build
from goldthread.documents.copies import Copy, copy_for
from goldthread.documents.dispatching import Addressed, NotLookedAt, Stopped, send_paper
from goldthread.documents.operations import NotStuck, redeliver
from goldthread.documents.papers import Paper, papers_for
from goldthread.documents.queries import delivery_of
from goldthread.ledger.fields import FieldError
from goldthread.ledger.models import Entry
from goldthread.web import downloads, guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted


@dataclass(frozen=True)
class Choice:
    """One recipient and one way to them. `stop` is the rule against it; empty where there is none."""

    token: str
    copy: Copy
    way: Way

    @property
    def words(self) -> str:
        """To whom, and how."""
        to = self.copy.recipient
        how = f"by e-mail to {self.way.address}" if self.way.channel == EMAIL else "by hand, on paper"
        return f"{to.name}, {to.how}: {how}"


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def send(request: HttpRequest, subject_id: UUID, entry_id: UUID) -> HttpResponse:
    """The copy as it would go, and to whom it may."""
    about = opened(request, subject_id)
    paper = _paper(about, entry_id)
    choices = list(_choices(paper))
    if request.method != "POST":
        return _page(request, about, paper, choices)
    sent = posted(request)
    if sent.action == "look":
        return _file(paper, choices)
    chosen = next((one for one in choices if [one.token] == sent.raw.get("to") and not one.way.stop), None)
    if chosen is None:
        return _page(request, about, paper, choices, [FieldError("to", "Choose to whom it goes, and how")])
    try:
        gone = _go(request, about, paper, chosen, sent)
    except (Stopped, NotLookedAt) as refusal:
        return _page(request, about, paper, choices, [FieldError("to", str(refusal))])
    messages.success(request, f"Sent, and recorded: {gone.payload['to_name']}")
    return redirect("allegations:allegation", subject_id)


def _paper(about: Allegation, entry_id: UUID) -> Paper:
    entry = next((one for one in about.entries if one.pk == entry_id), None)
    own = [kind for kind in papers_for(entry).values() if kind.of] if entry is not None else []
    if entry is None or not own:
        raise Http404
    return own[0].make(entry, now())


def _choices(paper: Paper) -> Sequence[Choice]:
    found = []
    for number, one in enumerate(paper.meant_for):
        copy = copy_for(paper, one, at=now())
        found += [Choice(f"{number}-{place}", copy, way) for place, way in enumerate(ways(copy, at=now()))]
    return found


@transaction.atomic
def _go(request: HttpRequest, about: Allegation, paper: Paper, chosen: Choice, sent: Posted) -> Entry:
    """Send it; the record of a discussion that ends with the criteria not met is then sent (GLOS-7.11)."""
    by, at = guard.author(request, ACT), now()
    seen = next(iter(sent.raw.get(f"seen-{chosen.token}", [])), "")
    to = Addressed(chosen.copy.recipient, chosen.way.key, seen)
    (gone,) = send_paper(by=by, at=at, paper=paper, to=[to], key=sent.key or uuid4().hex)
    source = next(one for one in about.entries if one.pk == paper.entry)
    not_met = about.said[source.pk].get("outcome") == "criteria_not_met"
    if paper.kind == RECORD and not_met and about.newest("allegation_record_sent") is None:
        receiving.record_sent(by=by, at=at, subject=about.subject, paper=gone)
    return gone


def _file(paper: Paper, choices: Sequence[Choice]) -> HttpResponse:
    """The copy as PDF, to be looked at."""
    if not choices or choices[0].copy.nothing:
        raise Http404
    made = build(paper, choices[0].copy.recipient, at=now())
    return downloads.attachment(made.pdf, made.name, "application/pdf")


def _page(
    request: HttpRequest,
    about: Allegation,
    paper: Paper,
    choices: Sequence[Choice],
    errors: Sequence[FieldError] = (),
) -> HttpResponse:
    context = {
        "form": EntryForm({}, errors=errors, dense=True),
        "about": about,
        "paper": paper,
        "choices": [one for one in choices if not one.way.stop],
        "stopped": [(one.words, one.way.stop) for one in choices if one.way.stop],
    }
    return render(request, "allegations/send.html.jinja", context, status=422 if errors else 200)


@require_POST
@guard.on_record(ACT)
def again(request: HttpRequest, subject_id: UUID, entry_id: UUID) -> HttpResponse:
    """Send a stuck e-mail of this record again: no outbox shows it. Pressed twice, it is sent once."""
    about = opened(request, subject_id)
    entry = next((one for one in about.entries if one.pk == entry_id), None)
    if entry is None or delivery_of(entry) is None:
        raise Http404
    with suppress(NotStuck):  # then it is on its way already; the page says how far
        redeliver(by=guard.author(request, ACT), at=now(), entry=entry)
    return redirect("allegations:allegation", subject_id)


urlpatterns = [
    path("allegations/<uuid:subject_id>/send/<uuid:entry_id>/", send, name="send"),
    path("allegations/<uuid:subject_id>/again/<uuid:entry_id>/", again, name="again"),
]
