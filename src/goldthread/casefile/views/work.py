"""What there is to do, the most pressing first: for one person, for a manager's teams, for conferences."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import conferencefile, presenters, teamfile
from goldthread.casefile.presenters import WorkLine
from goldthread.casefile.worklist import (
    PAGE,
    Scope,
    counts,
    duties,
    of_conferences,
    proposals,
    sees_team,
)
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

_TITLES = {Scope.MINE: "My work", Scope.TEAM: "My team", Scope.OVERDUE: "Overdue", Scope.TODAY: "Due today"}
_EMPTY = {
    Scope.MINE: "When a clock starts for you, it stands here.",
    Scope.TEAM: "When a clock starts on a case that your team holds, it stands here.",
    Scope.OVERDUE: "Nothing is past its limit.",
    Scope.TODAY: "Nothing more falls due before midnight.",
}
_PRESSING = 30  # lines of each list on a manager's page
_URGENCIES = {"late": "Overdue", "today": "Due today", "later": "Later"}


@require_safe
@guard.capable(Capability.READ_RECORD)
def worklist(request: HttpRequest) -> HttpResponse:
    """One tab of the worklist. Restricted records are counted and named as such, without detail."""
    user, at = guard.user_of(request), now()
    asked = request.GET.get("show", "")
    scope = Scope(asked) if asked in set(Scope) else Scope.MINE
    page = Paginator(duties(user, scope, at=at), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    proposed = proposals(user, at=at) if scope is Scope.MINE else []
    seen = policy.visible(user, [one.episode.subject_id for one in (*rows, *proposed)], at=at)
    people = Person.objects.in_bulk(seen.subjects)
    guard.shown(request, people)
    lines = presenters.work_lines(rows, people, at=at)
    number = counts(user, at=at)
    tabs = [tab for tab in Scope if tab is not Scope.TEAM or sees_team(user, at=at)]
    context = {
        "results": page,
        "proposed": presenters.proposal_lines(proposed, people, at=at),
        "timed": _by_urgency([line for line in lines if line.duty.due.exactly]),
        "untimed": _by_child([line for line in lines if not line.duty.due.exactly]),
        "title": _TITLES[scope],
        "nothing": _EMPTY[scope],
        "address": f"?show={scope}&page=",
        "tabs": [
            (_TITLES[tab], f"{reverse('casefile:worklist')}?show={tab}", tab is scope, getattr(number, tab))
            for tab in tabs
        ],
    }
    return render(request, "casefile/worklist.html.jinja", context)


def _by_urgency(lines: Sequence[WorkLine]) -> list[tuple[str, list[WorkLine]]]:
    """The clocks that run, under headings that say how pressing they are."""
    groups = [(words, [one for one in lines if one.duty.tone == tone]) for tone, words in _URGENCIES.items()]
    return [(words, found) for words, found in groups if found]


def _by_child(lines: Sequence[WorkLine]) -> list[list[WorkLine]]:
    """What has no limit, child by child. Two children of one name are two."""
    groups: dict[object, list[WorkLine]] = {}
    for one in lines:
        groups.setdefault(one.subject, []).append(one)
    return list(groups.values())


@require_safe
@guard.capable(Capability.SEE_TEAM_WORK)
def team(request: HttpRequest) -> HttpResponse:
    """A manager's page: what waits for them, who holds what, what is late and what comes soon."""
    user, at = guard.user_of(request), now()
    late, soon = (list(rows) for rows in teamfile.pressing(user, at=at, most=_PRESSING))
    proposed = proposals(user, at=at)
    about = [
        *(duty.episode.subject_id for duty in (*late, *soon)),
        *(one.episode.subject_id for one in proposed),
    ]
    seen = policy.visible(user, about, at=at)
    people = Person.objects.in_bulk(seen.subjects)
    guard.shown(request, people)
    context = {
        "proposed": presenters.proposal_lines(proposed, people, at=at),
        "teams": teamfile.loads(user, at=at),
        "late": presenters.work_lines(late, people, at=at),
        "soon": presenters.work_lines(soon, people, at=at),
        "most": _PRESSING,
        "days": teamfile.SOON.days,
    }
    return render(request, "casefile/team.html.jinja", context)


@require_safe
@guard.capable(Capability.READ_RECORD)
def conferences(request: HttpRequest) -> HttpResponse:
    """The conferences that are owed: what must be booked, and what is ready for those that are."""
    user, at = guard.user_of(request), now()
    page = Paginator(of_conferences(user, at=at), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    seen = policy.visible(user, [row.episode.subject_id for row in rows], at=at)
    people = Person.objects.in_bulk(seen.subjects)
    guard.shown(request, people)
    found = conferencefile.conferences(rows, people, at=at)
    context = {
        "results": page,
        "to_book": [one for one in found if not one.booked],
        "booked": [one for one in found if one.booked],
    }
    return render(request, "casefile/conferences.html.jinja", context)
