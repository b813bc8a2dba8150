"""A person's rights over their record, and how long it is kept: one page, and what is written down there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import locks
from goldthread.ledger.beside import in_force, marker
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Raw, raw_of
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry, Subject
from goldthread.people.identity import identity
from goldthread.procedures.working_calendar import months_on
from goldthread.retention import holding, recordfacts, staying
from goldthread.retention.entries import (
    Dispute,
    DisputeSettled,
    Request,
    RequestAnswer,
    Restriction,
    RestrictionLifted,
)
from goldthread.retention.presenters import KeptLine, kept_line
from goldthread.retention.views.pages import KeepingPage, name_of, signed
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

_LIFTING = {Dispute.kind: DisputeSettled.kind, Restriction.kind: RestrictionLifted.kind}


@require_safe
@guard.on_record(Capability.READ_RECORD)
def of_person(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """How long this record is kept and why, what holds it, what is asked, disputed and not to be used."""
    subject, at = guard.record(request, subject_id), now()
    people = identity([subject.pk])
    line: KeptLine = kept_line(recordfacts.keep_until(people, at), london_date(at))
    manages = guard.may(request, Capability.KEEP_RECORDS, subject.pk).allowed
    context = {
        "subject": subject,
        "name": name_of(subject),
        "kept": line,
        "holds": [_said(one) for one in holding.on_people(people, recordfacts.kind_of(people))],
        "requests": [request_line(one, at) for one in _about(people, Request.kind)],
        "standing": [_standing(one) for one in in_force(_about(people, Dispute.kind, Restriction.kind))],
        "may_write": guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
        "manages": manages,
        "may_propose": manages and not staying.why_it_stays(sorted(people), at),
        "proposal": staying.standing_proposal(people),
    }
    return render(request, "retention/of_person.html.jinja", context)


def _about(people: frozenset[UUID], *kinds: str) -> Any:
    found = Entry.objects.filter(kind__in=kinds, parts__subject__in=people).values("pk")
    return Entry.objects.filter(pk__in=found).order_by("-occurred_at", "-recorded_at", "pk")


def _said(one: Entry) -> dict[str, Any]:
    return {"entry": one, "reason": one.payload.get("reason", ""), "by": signed(one)}


def _standing(one: Entry) -> dict[str, Any]:
    said = marker(one)
    about = (
        f"{entry_type(one.answers.kind).title}, {say_when(one.answers.occurred_at)}" if one.answers else ""
    )
    return {"entry": one, "title": said.title, "words": said.words, "about": about, "by": signed(one)}


def request_line(one: Entry, at: datetime) -> dict[str, Any]:
    """A request, its answer if there is one, and by when the law wants one."""
    answer = one.replies.filter(kind=RequestAnswer.kind).order_by("recorded_at", "pk").last()
    due = months_on(london_date(one.occurred_at), 1)
    late = answer is None and due < london_date(at)
    words = "Answered" if answer else f"Answer by {say_date(due)}"
    return {
        "entry": one,
        "title": Request.fields["right"].text(one.payload.get("right", "")),
        "when": say_date(london_date(one.occurred_at)),
        "words": words,
        "tone": "done" if answer else "late" if late else "today",
        "answer": answer,
        "due": due,
    }


class _PersonPage(KeepingPage):
    """One request to write down what stands on one person's rights page."""

    def next_page(self) -> str:
        """Their rights and retention."""
        return reverse("retention:of_person", args=[self.subjects[0].pk])


class _RequestPage(_PersonPage):
    """One request to write down what somebody asks."""

    kind = Request.kind
    when = "came_at"
    heading = "A request about the record"
    says = "Write it down in their words. The law gives a month for the answer (UK GDPR, article 12)."
    needed = ("came_at", "right", "who", "what")

    def prefill(self) -> Raw:
        """Now."""
        return raw_of(self.fields, {"came_at": self.at.replace(second=0, microsecond=0).isoformat()})


class _RestrictionPage(_PersonPage):
    """One request to say that the whole record, or an entry, is not to be used while it is checked."""

    kind = Restriction.kind
    says = "Whoever opens it is told so, and is asked why they need it; the answer is kept."
    button = "Restrict its use"
    needed = ("reason",)


class _DisputePage(_PersonPage):
    """One request to put somebody's own words beside an entry."""

    kind = Dispute.kind
    heading = "The person says that this is wrong"
    says = (
        "Their words are shown beside the entry wherever it is read, on paper too. The entry stays as it is."
    )
    needed = ("who", "words")


class _LiftPage(_PersonPage):
    """One request to end a restriction or a dispute."""

    needed = ("reason",)

    def __init__(self, request: HttpRequest, subjects: list[Subject], answers: Entry) -> None:
        """`answers` is what it ends."""
        self.kind = _LIFTING[answers.kind]
        super().__init__(request, subjects, answers)


class _AnswerPage(KeepingPage):
    """One request to answer what was asked."""

    kind = RequestAnswer.kind
    needed = ("outcome", "why", "words")
    says = (
        "What is put right is a correction of the entry, or an end of the fact: the original stays readable."
    )

    def next_page(self) -> str:
        """The request with its answer."""
        return reverse("retention:request", args=[self.answers.pk if self.answers else ""])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def ask(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Write down what somebody asks about this record."""
    return _RequestPage(request, [guard.record(request, subject_id)]).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def restrict_record(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The whole record is not to be used while it is checked."""
    return _RestrictionPage(request, [guard.record(request, subject_id)]).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def restrict(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry is not to be used while it is checked."""
    return _RestrictionPage(request, *_of_entry(request, entry_id)).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def dispute(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Somebody whom it is about says that an entry is wrong."""
    return _DisputePage(request, *_of_entry(request, entry_id)).respond()


def _of_entry(request: HttpRequest, entry_id: UUID) -> tuple[list[Subject], Entry]:
    """The people whom an entry is about, as far as the reader may see them, and the entry."""
    found = guard.entry(request, entry_id)
    subjects = [part.subject for part in guard.visible_parts(request, found)]
    if not subjects or entry_type(found.kind).bookkeeping:
        raise Http404
    return subjects, found


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def lift(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """End a restriction or a dispute."""
    found = guard.entry(request, entry_id)
    if found.kind not in _LIFTING:
        raise Http404
    subjects = [part.subject for part in guard.visible_parts(request, found)]
    return _LiftPage(request, subjects, found).respond()


@require_safe
@guard.on_record(Capability.READ_RECORD)
def asked(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One request in their words, and its answer."""
    found, at = _request(request, entry_id), now()
    part = guard.visible_parts(request, found)[0]
    line = request_line(found, at)
    answer = line["answer"]
    context = {
        "subject": part.subject,
        "name": name_of(part.subject),
        "line": line,
        "rows": [*locks.reads(found), ("Written down by", signed(found))],
        "answered": [*locks.reads(answer), ("Signed", signed(answer))] if answer else [],
        "may_write": guard.may(request, Capability.RECORD_WORK, part.subject_id).allowed,
    }
    return render(request, "retention/request.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def answer(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Say what was done, and tell them in plain words."""
    found = _request(request, entry_id)
    subjects = [part.subject for part in guard.visible_parts(request, found)]
    return _AnswerPage(request, subjects, found).respond()


def _request(request: HttpRequest, entry_id: UUID) -> Entry:
    found = guard.entry(request, entry_id)
    if found.kind != Request.kind:
        raise Http404
    return found


urlpatterns = [
    path("children/<uuid:subject_id>/rights/", of_person, name="of_person"),
    path("children/<uuid:subject_id>/rights/request/", ask, name="ask"),
    path("children/<uuid:subject_id>/rights/restrict/", restrict_record, name="restrict_record"),
    path("rights/<uuid:entry_id>/", asked, name="request"),
    path("rights/<uuid:entry_id>/answer/", answer, name="answer"),
    path("rights/<uuid:entry_id>/lift/", lift, name="lift"),
    path("entries/<uuid:entry_id>/dispute/", dispute, name="dispute"),
    path("entries/<uuid:entry_id>/restrict/", restrict, name="restrict"),
]
