"""What comes due for whoever looks after records: whose time ends when and why, what is held, what waits."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.ledger import wall
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, Subject
from goldthread.people import describe
from goldthread.people.identity import representatives
from goldthread.people.models import Person
from goldthread.procedures.retention import Kept
from goldthread.retention import holding, recordfacts
from goldthread.retention.entries import Certificate, Proposed, Request
from goldthread.retention.presenters import kept_line
from goldthread.retention.views.pages import signed
from goldthread.retention.views.rights import request_line
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

Due = dict[UUID, tuple[date, Kept]]  # until when each is kept, and why
_SHOWN = 100  # of each list; what waits longest first


@require_safe
@guard.capable(Capability.KEEP_RECORDS)
def board(request: HttpRequest) -> HttpResponse:
    """Records due now and within a year, proposals that wait, holds on kinds, requests, certificates."""
    user, at = guard.user_of(request), now()
    with wall.lowered(wall.Purpose.ANNOUNCE):
        due = _due(at)
    waiting = Entry.objects.filter(kind=Proposed.kind, authorisations=None, declinings=None)
    asked = Entry.objects.filter(kind=Request.kind).exclude(replies__kind="rights_answer")
    asked_of = {
        one.pk: [part.subject_id for part in one.parts.all()] for one in asked.prefetch_related("parts")
    }
    named = {*due, *(whom for some in asked_of.values() for whom in some)}
    seen = policy.visible(user, named, at=at).subjects
    people = Person.objects.in_bulk([one for one in named if one in seen])
    guard.shown(request, people)
    today = london_date(at)
    context = {
        "due": [_line(one, due, people, today) for one in _in_order(due) if due[one][0] <= today],
        "soon": [_line(one, due, people, today) for one in _in_order(due) if due[one][0] > today],
        "waiting": [
            {"entry": one, "by": signed(one)} for one in waiting.order_by("recorded_at", "pk")[:_SHOWN]
        ],
        "holds": [{"entry": one, "by": signed(one)} for one in holding.on_kinds()],
        "requests": _requests(asked, asked_of, people, at),
        "certificates": [
            {"entry": one, "by": signed(one)}
            for one in Entry.objects.filter(kind=Certificate.kind).order_by("-recorded_at", "pk")[:_SHOWN]
        ],
    }
    return render(request, "retention/board.html.jinja", context)


def _due(at: datetime) -> Due:
    """Everybody whose record comes to its end within a year, by the first of their records."""
    by = london_date(at + recordfacts.AHEAD)
    one = representatives(recordfacts.candidates(at))
    people: dict[UUID, set[UUID]] = {}
    for record, first in one.items():
        people.setdefault(first, set()).add(record)
    found = {first: recordfacts.keep_until(frozenset(records), at) for first, records in people.items()}
    return {first: (kept.until, kept) for first, kept in found.items() if kept.until and kept.until <= by}


def _in_order(due: Due) -> Iterable[UUID]:
    return sorted(due, key=lambda one: (due[one][0], str(one)))[:_SHOWN]


def _line(subject: UUID, due: Due, people: dict[UUID, Person], today: date) -> dict[str, Any]:
    """One record. Of one that is closed to the reader only its reference is told."""
    held = holding.on_people([subject], "child_record")
    return {
        "subject": subject if subject in people else None,
        "name": describe.display_name(people[subject]) if subject in people else "A closed record",
        "reference": Subject.objects.values_list("reference", flat=True).get(pk=subject),
        "kept": kept_line(due[subject][1], today),
        "held": bool(held),
    }


def _requests(
    asked: Iterable[Entry], about: dict[UUID, list[UUID]], people: dict[UUID, Person], at: datetime
) -> list[dict[str, Any]]:
    """What somebody asks and nobody has answered, what is due first at the head."""
    lines = []
    for one in asked:
        whom = next((people[subject] for subject in about[one.pk] if subject in people), None)
        if whom is not None:
            lines.append({**request_line(one, at), "name": describe.display_name(whom)})
    return sorted(lines, key=lambda line: (line["due"], str(line["entry"].pk)))[:_SHOWN]


urlpatterns = [path("retention/", board, name="board")]
