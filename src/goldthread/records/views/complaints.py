"""Representations and complaints: recorded, acknowledged, answered (HSSCP-3.5)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import locks, procedure
from goldthread.ledger.fields import Raw, raw_of
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity
from goldthread.records.entries import Complaint, ComplaintReply
from goldthread.records.entries.complaint import REPLIES, STEP
from goldthread.records.views.pages import RecordPage, whose
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.page import render


@require_safe
@guard.on_record(Capability.READ_RECORD)
def complaints(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Every complaint about what was done for this child, and what became of it."""
    subject = guard.record(request, subject_id)
    found = Entry.objects.filter(kind=Complaint.kind, parts__subject__in=identity([subject.pk])).distinct()
    context = {
        "subject": subject,
        "name": whose(subject).name,
        "complaints": [_line(one) for one in found.order_by("-occurred_at", "-recorded_at", "pk")],
        "may_write": guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
    }
    return render(request, "records/complaints.html.jinja", context)


_STATES = {
    "answered": "Answered",
    "acknowledged": "Acknowledged, to be answered",
    "waits": "To be answered",
}


def _line(found: Entry) -> dict[str, Any]:
    replies = _replies(found)
    done = [str(one.payload.get("reply", "")) for one in replies]
    state = "answered" if "answered" in done else "acknowledged" if done else "waits"
    return {"entry": found, "when": say_when(found.occurred_at), "state": state, "words": _STATES[state]}


def _replies(found: Entry) -> list[Entry]:
    of = Entry.objects.filter(answers=found, kind=ComplaintReply.kind).select_related("author_agency")
    return list(of.order_by("occurred_at", "recorded_at", "pk"))


@require_safe
@guard.on_record(Capability.READ_RECORD)
def complaint(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One complaint, in their words, with every reply."""
    found = _complaint(request, entry_id)
    part = guard.visible_parts(request, found)[0]
    context = {
        "complaint": found,
        "line": _line(found),
        "subject": part.subject,
        "name": whose(part.subject).name,
        "rows": [*locks.reads(found), ("Written down by", _by(found))],
        "replies": [(_title(one), [*locks.reads(one), ("Signed", _by(one))]) for one in _replies(found)],
        "may_write": guard.may(request, Capability.RECORD_WORK, part.subject_id).allowed,
    }
    return render(request, "records/complaint.html.jinja", context)


def _title(reply: Entry) -> str:
    return f"{REPLIES.get(str(reply.payload.get('reply', '')), ComplaintReply.title)}"


def _by(entry: Entry) -> str:
    who = ", ".join(filter(None, (locks.author_name(entry), entry.author_designation)))
    return f"{who}, {say_when(entry.recorded_at)}"


def _complaint(request: HttpRequest, entry_id: UUID) -> Entry:
    found = guard.entry(request, entry_id)
    if found.kind != Complaint.kind:
        raise Http404
    return found


class _ComplainPage(RecordPage):
    """One request to write down a complaint."""

    template = "records/complain.html.jinja"
    kind = Complaint.kind
    when = "happened_at"

    @property
    def required(self) -> tuple[str, ...]:
        """When, what it is, from whom, and their words."""
        return ("happened_at", "sort", "relation", "what")

    def prefill(self) -> Raw:
        """Now."""
        return raw_of(self.fields, {"happened_at": self.at.replace(second=0, microsecond=0).isoformat()})

    def context(self) -> dict[str, Any]:
        """What the procedure says of complaints, if anything."""
        step = procedure.newest().steps.get(STEP)
        return {"says": step.says if step else "", "why": why(step) if step else None}

    def next_page(self) -> str:
        """Every complaint about this child."""
        return reverse("records:complaints", args=[self.subject.pk])


class _ReplyPage(RecordPage):
    """One request to write down a reply."""

    template = "records/reply.html.jinja"
    kind = ComplaintReply.kind
    when = "happened_at"

    @property
    def required(self) -> tuple[str, ...]:
        """When, which, what was said and, of an answer, what was found."""
        return ("happened_at", "reply", "words", "finding")

    def prefill(self) -> Raw:
        """Now; an acknowledgement while there is none."""
        known = {"happened_at": self.at.replace(second=0, microsecond=0).isoformat()}
        first = self.answers is not None and not _replies(self.answers)
        return raw_of(self.fields, {**known, "reply": "acknowledged" if first else "answered"})

    def context(self) -> dict[str, Any]:
        """The complaint beside it."""
        return {"rows": locks.reads(self.answers) if self.answers else [], "complaint": self.answers}

    def next_page(self) -> str:
        """The complaint."""
        return reverse("records:complaint", args=[self.answers.pk if self.answers else ""])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def complain(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Write down what somebody says went wrong."""
    return _ComplainPage(request, guard.record(request, subject_id)).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def reply(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Acknowledge or answer it."""
    found = _complaint(request, entry_id)
    return _ReplyPage(request, guard.visible_parts(request, found)[0].subject, found).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/complaints/", complaints, name="complaints"),
    path("children/<uuid:subject_id>/complaints/new/", complain, name="complain"),
    path("complaints/<uuid:entry_id>/", complaint, name="complaint"),
    path("complaints/<uuid:entry_id>/reply/", reply, name="reply"),
]
