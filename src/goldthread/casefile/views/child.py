"""The child page."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import (
    childfile,
    comingfile,
    familyfile,
    parentalfile,
    presenters,
    queries,
    safetyfile,
    sincefile,
)
from goldthread.casefile.views.note import ON_CHILD
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Episode, Subject
from goldthread.ledger.state import states
from goldthread.people import connected, describe, family, responsibility
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.procedures.fold import CaseState
from goldthread.web import guard
from goldthread.web.clauses import told_at
from goldthread.web.clock import now
from goldthread.web.duties import DutyLine
from goldthread.web.page import has_door, render
from goldthread.web.pathway import PathwayStep

# Where each answer can be stated that nobody gave yet.
_STATED_AT = {
    **dict.fromkeys(("tonight", "barred", "legal_status", "gp", "worries"), "circumstances"),
    **dict.fromkeys(("school", "language"), "state"),
    "household": "family_state",
}
_RECENT = 8


@require_safe
@guard.on_record(Capability.READ_RECORD)
def child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What a new worker must know, without a click: who, where, with whom, whose case, what is due."""
    subject = guard.record(request, subject_id)
    people, named = identity([subject.pk]), who(subject)
    case = _involvement(people, named["until"])
    known = _known(request, subject, people, called=named["plain_name"])
    context = {
        **named,
        **case,
        **known,
        "answers": safetyfile.in_order([*known["told"], *case["standing"]]),
        "state_at": {
            each: reverse(f"casefile:{page}", args=[subject.pk]) for each, page in _STATED_AT.items()
        },
        "since": sincefile.since(guard.user_of(request), people, now()),
        "recent": presenters.timeline(queries.shown(queries.entries_of(people)[:_RECENT]), people),
        "records": len(people),
        "may_merge": guard.user_of(request).may(Capability.MERGE_RECORDS, at=now()),
        "may_write": (may_write := guard.may(request, Capability.RECORD_WORK, subject.pk).allowed),
        "steps": _steps(request, subject, case["folded"]) if may_write else [],
        "told_here": told_at(ON_CHILD),
        "doors": [
            (words, reverse(name, args=[subject.pk]))
            for words, name, door in settings.GOLDTHREAD_CHILD_DOORS
            if has_door(door)
        ]
        + _protecting(request, subject),
    }
    return render(request, "casefile/child.html.jinja", context)


def _protecting(request: HttpRequest, subject: Subject) -> list[tuple[str, str]]:
    """For whoever looks after who may open a record."""
    may = guard.user_of(request).may(Capability.PROTECT_RECORDS, at=now())
    return [("Who may open this record", reverse("privacy:who_may_open", args=[subject.pk]))] if may else []


def _steps(request: HttpRequest, subject: Subject, folded: Sequence[CaseState]) -> list[tuple[str, str]]:
    """The steps that this reader may record now, each with the page where that is done: words and address."""
    roles = guard.user_of(request).roles(at=now())
    found = recordable.expected_by_kind(folded, roles, now())
    titles = procedure.newest().steps
    offered: dict[tuple[str, str], None] = {}
    for kind, steps in found.items():
        own, title = entry_type(kind).on_child, entry_type(kind).title
        # A page that records outcomes of several steps is offered once, as the step that it is named after.
        namesake = [step for step in steps if titles[step].title == title]
        for step in (namesake or steps) if own or kind == recordable.KIND else ():
            address = (
                reverse(own, args=[subject.pk]) if own else reverse("casefile:step", args=[subject.pk, step])
            )
            offered[titles[step].title, address] = None
    order = {step.title: place for place, step in enumerate(titles.values())}
    return sorted(offered, key=lambda one: (order[one[0]], one[1]))


def who(subject: Subject) -> dict[str, Any]:
    """Whom a page is about: name, birth and age."""
    person = Person.objects.filter(pk=subject.pk).first()
    return {
        "subject": subject,
        "name": describe.display_name(person),
        "plain_name": describe.plain_name(person),
        "born": describe.born_and_age(person, london_date(now())),
        "until": describe.child_until(person),
    }


def _involvement(people: frozenset[UUID], until: date | None) -> dict[str, Any]:
    """What the procedure makes of it: whose case, what is due, what waits, where on the pathway.

    `until`: the 18th birthday, where it is known.
    """
    at, episodes = now(), queries.episodes_of(people)
    current, folded = queries.current(episodes), states(episodes)
    duties = [presenters.duty_lines(folded[one.pk], at=at) for one in current]
    waiting = [line for lines, _ in duties for line in lines]
    timed = [line for line in waiting if line.due.exactly]
    return {
        "held_by": _together(_holder(one) for one in current) or _holder(None),
        "involved": _together(_since(one) for one in current) or _since(None),
        "timed": timed,
        "untimed": [line for line in waiting if not line.due.exactly],
        "settled": [line for _, lines in duties for line in lines],
        "awaiting": [line for one in current for line in presenters.awaiting_lines(folded[one.pk], at)],
        "pathways": [_pathway(one, presenters.pathway(folded[one.pk], at=at)) for one in current],
        "past": childfile.periods(episodes, folded, at),
        "folded": (now_open := [folded[one.pk] for one in current]),
        "standing": _standing(people, current, now_open, timed, at=at, until=until),
    }


def _standing(
    people: frozenset[UUID],
    current: Sequence[Episode],
    folded: Sequence[CaseState],
    timed: Sequence[DutyLine],
    *,
    at: datetime,
    until: date | None,
) -> list[safetyfile.Answer]:
    """What the case itself answers: the plan, what comes next, whose it is."""
    parts = comingfile.standing(people)
    return [
        comingfile.plan(parts, folded, at, until),
        comingfile.next_due(timed, comingfile.booked(parts, london_date(at))),
        comingfile.worker(parts, current),
    ]


def _together(words: Iterable[str]) -> str:
    """Each once."""
    return "; ".join(dict.fromkeys(words))


def _pathway(episode: Episode, steps: list[PathwayStep]) -> tuple[str, list[PathwayStep], list[str]]:
    """Since when, every step, and which are open now."""
    return _since(episode), steps, [step.title for step in steps if step.state == "now"]


def _known(request: HttpRequest, subject: Subject, people: frozenset[UUID], *, called: str) -> dict[str, Any]:
    """What has been said of the child, and who is around them. Closed records are named as such."""
    on = london_date(now())
    found, told = connected.around(subject.pk, steps=family.FAR), safetyfile.told(people, on)
    circle, household = family.circle_of(found, on), family.household_of(found, on)
    responsible = responsibility.answers(subject.pk, on=on, around=found)
    around = {*found.steps, *(one.subject_id for one in (*circle, *household))}
    around |= {one.subject_id for one in responsible if one.subject_id}
    around |= {one.other_id for one in told.circumstances if one.other_id}
    visible = policy.visible(guard.user_of(request), around, at=now())
    seen = visible.subjects
    return {
        "homes": childfile.homes(told.homes),
        "facts": childfile.identifiers(people, on) + childfile.facts(people, on, told.traits, called),
        "circle": childfile.members(circle, seen, on),
        "responsible": parentalfile.responsible(responsible, seen),
        "drawn": familyfile.drawn(found, visible, on),
        "told": [
            safetyfile.household(household, found.sources, seen),
            safetyfile.barred(told, seen),
            safetyfile.last_seen(told, on),
            *(ask(told) for ask in _ASKED),
        ],
    }


_ASKED = (
    safetyfile.tonight,
    safetyfile.worries,
    safetyfile.legal_status,
    safetyfile.school,
    safetyfile.practice,
    safetyfile.language,
)


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
