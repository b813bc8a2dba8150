"""The desk's queue: contacts that wait for a decision, the gravest first, each with its clock."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Team, User
from goldthread.frontdoor import presenters, queries
from goldthread.frontdoor.doors import follows_contact
from goldthread.frontdoor.queries import Waiting
from goldthread.ledger import procedure
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.duewords import DueWords, due_words
from goldthread.web.page import render

PAGE = 50
_IN_HOURS = frozenset({Unit.HOURS, Unit.IMMEDIATELY})


@dataclass(frozen=True)
class QueueRow:
    """One contact in the queue. Without a `href` its record is closed to the reader."""

    children: str
    says: str
    who: str
    received: str
    badges: list[presenters.Badge]
    due: DueWords
    what: str
    next: str
    held_by: str
    href: str


@require_safe
@guard.capable(Capability.ROUTE)
def desk(request: HttpRequest) -> HttpResponse:
    """The queue, all of it or a part."""
    user, at = guard.user_of(request), now()
    rows = _told_of(user, queries.waiting(), at)
    teams = {str(team.pk): team for team in Team.objects.order_by("name")}
    parts = _parts(rows, user, teams, at)
    chosen = request.GET.get("part", "all")
    chosen = chosen if chosen in parts else "all"
    page = Paginator(parts[chosen][1], PAGE).get_page(request.GET.get("page"))
    mine = user.teams(at=at)
    context = {
        "rows": _shown(request, list(page.object_list), at),
        "shown": page,
        "address": f"?part={chosen}&page=",
        "nav": [
            (words, f"?part={name}", name == chosen, len(some))
            for name, (words, some) in parts.items()
            if some or name in {"all", "mine"}
        ],
        "title": parts[chosen][0],
        "column": "Decide" if queries.decision_has_a_clock() else "Due first",
        "authorise": _to_authorise(request, at),
        "offers": _offers(request, queries.offered(mine), at),
    }
    return render(request, "frontdoor/desk.html.jinja", context)


def _told_of(user: User, rows: list[Waiting], at: datetime) -> list[Waiting]:
    """Without contacts about people of whom the reader gets no sign: they count in no number either."""
    seen = policy.visible(user, [child for row in rows for child in row.children], at=at)
    known = seen.subjects | seen.restricted
    return [row for row in rows if not row.children or known & set(row.children)]


def _parts(
    rows: list[Waiting], user: User, teams: Mapping[str, Team], at: datetime
) -> dict[str, tuple[str, list[Waiting]]]:
    """The queue by part: all of it, the reader's own, what nobody has passed on, and each team's."""
    own_teams = {team.pk for team in user.teams(at=at)}
    manages = user.may(Capability.AUTHORISE_DECISION, at=at)

    def mine(row: Waiting) -> bool:
        own = row.worker == user.pk or (row.worker is None and row.team in own_teams)
        return own or (manages and row.proposed is not None)

    tests: dict[str, tuple[str, Callable[[Waiting], bool]]] = {
        "all": ("All contacts", lambda _: True),
        "mine": ("For me and my team", mine),
        "new": ("Not passed on yet", lambda row: not row.routed),
    }
    parts = {name: (words, [row for row in rows if test(row)]) for name, (words, test) in tests.items()}
    by_team: dict[str, list[Waiting]] = {}
    for row in rows:
        if row.team is not None:
            by_team.setdefault(str(row.team), []).append(row)
    return parts | {pk: (team.name, by_team.get(pk, [])) for pk, team in teams.items()}


@dataclass(frozen=True)
class _Known:
    """What the rows of one page need to be read."""

    entries: Mapping[UUID, Entry]
    people: Mapping[UUID, Person]
    seen: Collection[UUID]
    holders: Mapping[UUID, Team | User]
    at: datetime

    def row(self, row: Waiting) -> QueueRow:
        """One row, as far as the reader may see it."""
        visible = [child for child in row.children if child in self.seen]
        shown = QueueRow(
            children="Restricted",
            says="A restricted record. Ring the duty manager if a child may be at risk.",
            who="",
            received=say_when(row.received),
            badges=[(presenters.RISK_WORDS[risk], "late") for risk in row.risks],
            due=_due(row, self.at),
            what="" if row.rule.startswith("decision.") else _rule(row).title,
            next="",
            held_by="",
            href="",
        )
        if not visible:
            return shown
        told = self.entries[row.contact].payload
        return replace(
            shown,
            children=_names(visible, self.people),
            says=" ".join(str(told.get("concern") or told.get("service_wanted") or "").split())[:160],
            who=presenters.who(told),
            next=_next(row),
            held_by=", ".join(str(self.holders[one]) for one in (row.worker, row.team) if one),
            href=reverse("frontdoor:contact", args=[row.contact]),
        )


def _shown(request: HttpRequest, rows: list[Waiting], at: datetime) -> list[QueueRow]:
    """The rows of one page."""
    ids = [child for row in rows for child in row.children]
    seen = policy.visible(guard.user_of(request), ids, at=at).subjects
    guard.shown(request, seen)
    known = _Known(
        entries=Entry.objects.in_bulk([row.contact for row in rows]),
        people=Person.objects.in_bulk(ids),
        seen=seen,
        holders={
            **User.objects.in_bulk([row.worker for row in rows if row.worker]),
            **Team.objects.in_bulk([row.team for row in rows if row.team]),
        },
        at=at,
    )
    return [known.row(row) for row in rows]


def _names(ids: Iterable[UUID], people: Mapping[UUID, Person]) -> str:
    return ", ".join(sorted(describe.display_name(people.get(one)) for one in ids))


def _next(row: Waiting) -> str:
    """What the contact waits for."""
    if row.proposed:
        return "Authorise the decision"
    pack = procedure.newest()
    if not row.routed and follows_contact(pack, "routing"):
        return "Pass on"
    if not row.screened and follows_contact(pack, "screening"):
        return "Screen"
    step = row.rule.partition(".")[0]
    return "Decide" if step == "decision" else pack.steps[step].title


def _rule(row: Waiting) -> DutyRule:
    """The duty that is due first."""
    step, _, duty = row.rule.partition(".")
    return procedure.newest().steps[step].duties[duty]


def _due(row: Waiting, at: datetime) -> DueWords:
    pack = procedure.newest()
    limit = _rule(row).within
    by_day = limit is not None and limit.unit not in _IN_HOURS
    return due_words(row.due, at, by_day=by_day, working=lambda day: pack.calendar.why_not(day) is None)


def _to_authorise(request: HttpRequest, at: datetime) -> list[dict[str, Any]]:
    """What waits for this person's word: never their own."""
    user = guard.user_of(request)
    found = [entry for entry in queries.unsettled(user.roles(at=at)) if entry.author_id != user.pk]
    return _asked(request, found, "frontdoor:authorise", at)


def _offers(request: HttpRequest, found: list[Entry], at: datetime) -> list[dict[str, Any]]:
    """The cases that other teams offer to this person's."""
    return _asked(request, found, "frontdoor:transfer_answer", at)


def _asked(request: HttpRequest, found: list[Entry], page: str, at: datetime) -> list[dict[str, Any]]:
    """Entries that want an answer, about children whose records this person may open."""
    subjects = {entry.pk: {part.subject_id for part in entry.parts.all()} for entry in found}
    every = {one for some in subjects.values() for one in some}
    seen = policy.visible(guard.user_of(request), every, at=at).subjects
    people = Person.objects.in_bulk(seen)
    guard.shown(request, seen)
    return [
        {
            "title": f"{presenters.title_of(entry)}: {_names(subjects[entry.pk] & seen, people)}",
            "by": presenters.signed_by(entry),
            "when": say_when(entry.recorded_at),
            "href": reverse(page, args=[entry.answers_id, entry.pk])
            if entry.answers_id
            else reverse("casefile:entry", args=[entry.pk]),
        }
        for entry in found
        if not subjects[entry.pk].isdisjoint(seen)
    ]


urlpatterns = [path("desk/", desk, name="desk")]
