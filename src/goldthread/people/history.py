"""What the service already did for some people: the past that the desk reads (HERTS-10.10, HERTS-10.14)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.entries import entry_type
from goldthread.ledger.models import EntrySubject, Episode, Event
from goldthread.ledger.procedure import newest
from goldthread.ledger.state import state
from goldthread.people.identity import identity
from goldthread.procedures.standing import awaiting


class PastKind(StrEnum):
    """What sort of thing it was."""

    EPISODE = "episode"  # a period of involvement
    CONTACT = "contact"
    DECISION = "decision"
    PLAN = "plan"
    MENTIONED = "mentioned"  # named in an entry about somebody else


# Where the shared skeleton of all procedures keeps what a person reading the past looks for.
_STEPS = {
    "contact": PastKind.CONTACT,
    "consultation": PastKind.CONTACT,
    "decision": PastKind.DECISION,
    "strategy_discussion": PastKind.DECISION,
    "section_47": PastKind.DECISION,
    "early_help": PastKind.PLAN,
    "initial_conference": PastKind.PLAN,
    "review_conference": PastKind.PLAN,
}
_NO_NEWS = frozenset({"contact.chased"})


@dataclass(frozen=True)
class Past:
    """One thing that happened. `about`: the children whom an entry is about that only names the subject."""

    subject_id: UUID
    kind: PastKind
    at: datetime
    words: str
    outcome: str = ""
    closed_at: datetime | None = None
    entry_id: UUID | None = None
    episode_id: UUID | None = None
    about: tuple[UUID, ...] = ()


def past(subjects: Iterable[UUID], *, before: datetime) -> list[Past]:
    """Everything about these people, and whoever is confirmed to be one of them, until then; newest first."""
    everyone = identity(subjects)
    episodes = list(Episode.objects.filter(subject__in=everyone, opened_at__lt=before))
    happened = [thing for episode in episodes for thing in _of_episode(episode, before)]
    happened += _mentions(everyone, before)
    return sorted(happened, key=lambda thing: (thing.at, thing.kind, str(thing.entry_id)), reverse=True)


def _of_episode(episode: Episode, before: datetime) -> Iterator[Past]:
    """The period itself, with the last decision as its outcome, then what stands out within it."""
    things = [_of_event(event, episode) for event in _standing(episode, before)]
    decisions = [thing.outcome for thing in things if thing.kind is not PastKind.CONTACT]
    closed = episode.closed_at if episode.closed_at and episode.closed_at < before else None
    yield Past(
        subject_id=episode.subject_id,
        kind=PastKind.EPISODE,
        at=episode.opened_at,
        words="Period of involvement",
        outcome=decisions[-1] if decisions else "",
        closed_at=closed,
        episode_id=episode.pk,
    )
    yield from things


def _standing(episode: Episode, before: datetime) -> list[Event]:
    """The episode's events that hold: not corrected, not sent back, not waiting for a second person."""
    events = list(episode.events.filter(occurred_at__lt=before).order_by("occurred_at", "recorded_at", "id"))
    gone = {event.corrects for event in events} | {event.declines for event in events}
    gone |= {UUID(waiting.event.id) for waiting in awaiting(state(episode, known_at=before), before)}
    return [
        event
        for event in events
        if event.step in _STEPS
        and f"{event.step}.{event.outcome}" not in _NO_NEWS
        and event.pk not in gone
        and not (event.authorises or event.declines)  # these repeat the event that they settle
    ]


def _of_event(event: Event, episode: Episode) -> Past:
    step, outcome = _words(event)
    return Past(
        subject_id=episode.subject_id,
        kind=_STEPS[event.step],
        at=event.occurred_at,
        words=step,
        outcome=outcome,
        entry_id=event.entry_id,
        episode_id=episode.pk,
    )


def _words(event: Event) -> tuple[str, str]:
    """The step's and the outcome's titles, from this authority's procedure or else from what all share."""
    pack = newest()
    for steps in (pack.steps, pack.base.steps if pack.base else {}):
        step = steps.get(event.step)
        if step is not None and event.outcome in step.outcomes:
            return step.title, step.outcomes[event.outcome].title
    return event.step.replace("_", " ").capitalize(), event.outcome.replace("_", " ").capitalize()


def _mentions(everyone: Iterable[UUID], before: datetime) -> Iterator[Past]:
    """Entries about others in which one of these people is named."""
    plain = Q(entry__amends=None, entry__authorises=None, entry__declines=None)
    parts = EntrySubject.objects.filter(
        plain, subject__in=everyone, episode=None, entry__occurred_at__lt=before
    )
    for part in parts.select_related("entry").prefetch_related("entry__parts"):
        kind = entry_type(part.entry.kind)
        yield Past(
            subject_id=part.subject_id,
            kind=PastKind.MENTIONED,
            at=part.entry.occurred_at,
            words=f"Named in: {kind.title}",
            entry_id=part.entry_id,
            about=tuple(other.subject_id for other in part.entry.parts.all() if other.episode_id),
        )
