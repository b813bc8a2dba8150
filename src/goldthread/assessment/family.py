"""The children of a family whose cases are open, so that what concerns them all is written once."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest

from goldthread.accounts.capabilities import Capability
from goldthread.ledger.entries import entry_types
from goldthread.ledger.london import london_date
from goldthread.ledger.models import EntrySubject, Episode
from goldthread.people.family import circle
from goldthread.people.identity import identity, representatives
from goldthread.people.kinship import Group
from goldthread.procedures.standing import open_steps
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.stepping import Case, cases_of

_CHILDREN = frozenset({Group.SIBLING, Group.CHILD_IN_HOUSEHOLD})


def family_cases(request: HttpRequest, subject_id: UUID, act: Capability) -> list[Case]:
    """The child whose page it is, then brothers, sisters and children of the household with open cases.

    Each record that the reader may open is read through the guard; the others are left out. Answers 404
    where the child has no case.
    """
    subject = guard.record(request, subject_id, act)
    own = current(identity([subject.pk]))
    if own is None:
        raise Http404
    episodes = {own.subject: own}
    for other in _others(own, london_date(now())):
        if guard.may(request, act, other).allowed:
            guard.record(request, other, act)
            theirs = current(identity([other]), open_only=True)
            if theirs is not None:
                episodes[theirs.subject] = theirs
    return cases_of(episodes)


def in_step(step: str, cases: Iterable[Case], at: datetime) -> list[str]:
    """The children, by id as forms write it, for whom a step of the procedure is open."""
    return [str(case.id) for case in cases if step in {one.step for one in open_steps(case.state, at)}]


def current(people: Iterable[UUID], *, open_only: bool = False) -> Episode | None:
    """A person's open period of involvement, or else their latest."""
    every = Episode.objects.filter(subject__in=people).select_related("subject")
    found = every.filter(closed_at__isnull=True) if open_only else every
    return found.order_by("-closed_at", "-opened_at", "pk").first()  # an open one has no end: it comes first


def _others(episode: Episode, on: date) -> list[UUID]:
    """Other children of the family, and those about whom the same contact told, eldest contact first."""
    around = [one.subject_id for one in circle(episode.subject_id, on=on) if one.group in _CHILDREN]
    kinds = [kind for kind, written in entry_types().items() if written.opens_episode]
    told = EntrySubject.objects.filter(
        Q(entry__parts__episode=episode), episode__isnull=False, entry__kind__in=kinds
    )
    also = told.order_by("entry__recorded_at", "entry_id", "pk").values_list("subject_id", flat=True)
    one = representatives([episode.subject_id, *around, *also])
    found = dict.fromkeys(one[person] for person in [*around, *also])
    found.pop(one[episode.subject_id], None)
    return list(found)
