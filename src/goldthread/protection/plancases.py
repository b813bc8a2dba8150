"""Whose plan is written together: the child, and the brothers and sisters of the same conference or plan."""

from collections.abc import Collection
from uuid import UUID

from django.http import HttpRequest

from goldthread.ledger.models import Entry, Event
from goldthread.protection.planfile import Plan, episodes_of
from goldthread.web import guard
from goldthread.web.stepping import Case, cases_of


def cases(request: HttpRequest, people: Collection[UUID], plan: Plan) -> list[Case]:
    """The open cases, the child's own first, of those whom the reader may see."""
    own = [episode for episode in episodes_of(people) if episode.closed_at is None][-1:]
    entry = _common(plan)
    parts = guard.visible_parts(request, entry) if entry is not None else []
    episodes = {episode.subject: episode for episode in own}
    for part in parts:
        if part.subject_id not in people and part.episode and part.episode.closed_at is None:
            episodes[part.subject] = part.episode
    return cases_of(episodes)


def _common(plan: Plan) -> Entry | None:
    """The entry whose children have this plan together: its newest version, or what began it."""
    if plan.newest is not None:
        return plan.newest.entry
    if plan.begun is None:
        return None
    event = Event.objects.filter(pk=plan.begun.event.id).select_related("entry").first()
    return event.entry if event else None
