"""The child page and the chronology."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import childfile, parentalfile, presenters, queries
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Episode, Subject
from goldthread.ledger.state import states
from goldthread.people import describe, family, responsibility
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.pathway import PathwayStep

_RECENT = 8
_PAGE = 100


@require_safe
@guard.on_record(Capability.READ_RECORD)
def child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What a new worker must know, without a click: who, where, with whom, whose case, what is due."""
    subject = guard.record(request, subject_id)
    people, who = identity([subject.pk]), _who(subject)
    context = {
        **who,
        **_involvement(people),
        **_known(request, subject, people, called=who["plain_name"]),
        "recent": presenters.timeline(queries.shown(queries.entries_of(people)[:_RECENT]), people),
        "records": len(people),
        "may_merge": guard.user_of(request).may(Capability.MERGE_RECORDS, at=now()),
        "may_write": (may_write := guard.may(request, Capability.RECORD_WORK, subject.pk).allowed),
        "steps": _steps(request, subject, people) if may_write else [],
    }
    return render(request, "casefile/child.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def chronology(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Every entry about the child, by date, by kind."""
    subject = guard.record(request, subject_id)
    people = identity([subject.pk])
    entries = queries.entries_of(people)
    kinds = queries.kinds_of(people)
    kind = request.GET.get("kind", "")
    if kind in kinds:
        entries = entries.filter(kind=kind)
    page = Paginator(entries, _PAGE).get_page(request.GET.get("page"))
    context = {
        **_who(subject),
        "months": presenters.by_month(queries.shown(page.object_list), people),
        "results": page,
        "address": f"?kind={kind}&page=" if kind in kinds else "?page=",
        "kinds": _choices(kinds, kind),
    }
    return render(request, "casefile/chronology.html.jinja", context)


def _steps(request: HttpRequest, subject: Subject, people: frozenset[UUID]) -> list[tuple[str, str]]:
    """The steps that this reader may record now, each with the page where that is done: words and address."""
    episodes = queries.current(queries.episodes_of(people))
    roles = guard.user_of(request).roles(at=now())
    found = recordable.expected_by_kind(states(episodes).values(), roles, now())
    titles = procedure.newest().steps
    offered: dict[tuple[str, str], None] = {}
    for kind, steps in found.items():
        own = entry_type(kind).on_child
        for step in steps if own or kind == recordable.KIND else ():
            address = (
                reverse(own, args=[subject.pk]) if own else reverse("casefile:step", args=[subject.pk, step])
            )
            offered[titles[step].title, address] = None
    order = {step.title: place for place, step in enumerate(titles.values())}
    return sorted(offered, key=lambda one: (order[one[0]], one[1]))


def _choices(kinds: dict[str, int], chosen: str) -> list[tuple[str, str, bool, int]]:
    """Everything, then each kind of entry with how many there are."""
    each = [(entry_type(kind).title, f"?kind={kind}", kind == chosen, kinds[kind]) for kind in kinds]
    return [("Everything", "?", chosen not in kinds, sum(kinds.values())), *sorted(each)]


def _who(subject: Subject) -> dict[str, Any]:
    person = Person.objects.filter(pk=subject.pk).first()
    return {
        "subject": subject,
        "name": describe.display_name(person),
        "plain_name": describe.plain_name(person),
        "born": describe.born_and_age(person, london_date(now())),
    }


def _involvement(people: frozenset[UUID]) -> dict[str, Any]:
    """What the procedure makes of it: whose case, what is due, what waits, where on the pathway."""
    at, episodes = now(), queries.episodes_of(people)
    current, folded = queries.current(episodes), states(episodes)
    duties = [presenters.duty_lines(folded[one.pk], at=at) for one in current]
    waiting = [line for lines, _ in duties for line in lines]
    return {
        "held_by": _together(_holder(one) for one in current) or _holder(None),
        "since": _together(_since(one) for one in current) or _since(None),
        "timed": [line for line in waiting if line.due.exactly],
        "untimed": [line for line in waiting if not line.due.exactly],
        "settled": [line for _, lines in duties for line in lines],
        "awaiting": [line for one in current for line in presenters.awaiting_lines(folded[one.pk], at)],
        "pathways": [_pathway(one, presenters.pathway(folded[one.pk], at=at)) for one in current],
        "past": childfile.periods(episodes, folded, at),
    }


def _together(words: Iterable[str]) -> str:
    """Each once."""
    return "; ".join(dict.fromkeys(words))


def _pathway(episode: Episode, steps: list[PathwayStep]) -> tuple[str, list[PathwayStep], list[str]]:
    """Since when, every step, and which are open now."""
    return _since(episode), steps, [step.title for step in steps if step.state == "now"]


def _known(request: HttpRequest, subject: Subject, people: frozenset[UUID], *, called: str) -> dict[str, Any]:
    """What has been said of the child, and who is around them. Closed records are named as such."""
    on = london_date(now())
    circle = family.circle(subject.pk, on=on)
    responsible = responsibility.answers(subject.pk, on=on)
    around = [one.subject_id for one in circle] + [one.subject_id for one in responsible if one.subject_id]
    seen = policy.visible(guard.user_of(request), around, at=now()).subjects
    return {
        "homes": childfile.homes(people, on),
        "facts": childfile.identifiers(people, on) + childfile.facts(people, on, called),
        "circle": childfile.members(circle, seen, on),
        "responsible": parentalfile.responsible(responsible, seen),
    }


def _holder(episode: Episode | None) -> str:
    if episode is None or episode.closed_at:
        return "Nobody: no open involvement"
    held = [episode.worker.name if episode.worker else "", episode.team.name if episode.team else ""]
    return ", ".join(filter(None, held)) or "Not yet passed to a team"


def _since(episode: Episode | None) -> str:
    """Since when the service is involved, or when it last was."""
    if episode is None:
        return "Never involved"
    opened = say_date(london_date(episode.opened_at))
    if episode.closed_at:
        return f"{opened} to {say_date(london_date(episode.closed_at))}"
    return f"Since {opened}"
