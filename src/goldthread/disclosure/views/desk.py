"""The desk of requests for information: what waits, for what, since when, and who has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.disclosure import queries
from goldthread.disclosure.entries.request import STEP, from_whom, purpose, wanted
from goldthread.disclosure.entries.work import InformationAnswer
from goldthread.disclosure.presenters import STATES, STILL_OPEN, Standing, standing, told_in
from goldthread.disclosure.requestfile import RequestFile
from goldthread.ledger import procedure
from goldthread.ledger.london import say_when
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

PAGE = 50
OPEN = "open"


@dataclass(frozen=True)
class DeskRow:
    """One request. Without a `href` every record that it is about is closed to the reader."""

    who: str
    what: str
    purpose: str
    about: str
    received: str
    since: str
    standing: Standing
    href: str


@require_safe
@guard.capable(Capability.ANSWER_REQUESTS)
def desk(request: HttpRequest) -> HttpResponse:
    """All of it that is open, or one state."""
    if STEP not in procedure.newest().steps:
        raise Http404
    at, user = now(), guard.user_of(request)
    found = [(one, _state(one, at)) for one in queries.recent(user, at)]
    chosen = request.GET.get("state", OPEN)
    chosen = chosen if chosen in {*STATES, OPEN} else OPEN
    rows = [
        one for one, state in found if chosen in {state, OPEN} and (chosen != OPEN or state in STILL_OPEN)
    ]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    whole = queries.files_of(user, at, [one.request for one in page.object_list if one.file is None])
    files = [one.file or whole[one.request.pk] for one in page.object_list]
    guard.shown(request, (one.id for file in files for one in file.people))
    context = {
        "rows": [_row(file, standing(file, at)) for file in files],
        "shown": page,
        "address": f"?state={chosen}&page=",
        "title": "Open requests" if chosen == OPEN else STATES[chosen],
        "nav": _nav(chosen, [state for _, state in found]),
        "days": queries.DAYS,
        "new": reverse("disclosure:new"),
    }
    return render(request, "disclosure/desk.html.jinja", context)


def _state(one: queries.OnDesk, at: datetime) -> str:
    return standing(one.file, at).state if one.file is not None else one.ended


def _nav(chosen: str, every: Sequence[str]) -> list[tuple[str, str, bool, int]]:
    counts = {state: sum(one == state for one in every) for state in STATES}
    still = sum(one in STILL_OPEN for one in every)
    parts = [("All open", OPEN, still), *((words, state, counts[state]) for state, words in STATES.items())]
    return [(words, f"?state={state}", state == chosen, count) for words, state, count in parts]


def _row(file: RequestFile, how: Standing) -> DeskRow:
    names = [one.name for one in file.people]
    names += ["A restricted record"] if file.others else []
    return DeskRow(
        who=from_whom(file.said),
        what=wanted(file.said),
        purpose=purpose(file.said),
        about="; ".join(names),
        received=say_when(file.request.occurred_at),
        since=say_when(how.since),
        standing=how,
        href=reverse("disclosure:request", args=[file.request.pk]) if file.people else "",
    )


@require_safe
@guard.on_record(Capability.READ_RECORD)
def of_child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Everything that was asked about one person, how it stands and what was told."""
    subject = guard.record(request, subject_id)
    at, people = now(), identity([subject.pk])
    files = queries.about(guard.user_of(request), at, people)
    context = {
        "name": describe.display_name(Person.objects.filter(pk=subject.pk).first()),
        "rows": [(_row(file, standing(file, at)), _told(file)) for file in files],
        "back": reverse("casefile:child", args=[subject.pk]),
    }
    return render(request, "disclosure/of_child.html.jinja", context)


def _told(file: RequestFile) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each answer that was given: when, and what it told."""
    answers = [entry for entry in file.work if entry.kind == InformationAnswer.kind]
    return [(say_when(entry.occurred_at), told_in(entry)) for entry in answers]


urlpatterns = [
    path("information/", desk, name="desk"),
    path("children/<uuid:subject_id>/requests/", of_child, name="of_child"),
]
