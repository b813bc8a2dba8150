"""What was done for some people: the one history that the desk and the worker read (HERTS-8.13 to 8.19)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.entries import entry_type, entry_types, merged
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject, Episode, Event
from goldthread.ledger.procedure import FactValues, newest
from goldthread.ledger.state import state
from goldthread.people.identity import identity
from goldthread.people.importing.entries import INVOLVEMENT, SHEETS, PastInvolvement
from goldthread.people.whois import day
from goldthread.procedures.standing import awaiting
from goldthread.procedures.walltime import LONDON


class PastKind(StrEnum):
    """What sort of thing it was."""

    EPISODE = "episode"  # a period of involvement
    CONTACT = "contact"
    EARLY_HELP = "early_help"
    REFERRAL = "referral"
    DECISION = "decision"
    ASSESSMENT = "assessment"
    STRATEGY = "strategy_discussion"
    SECTION_47 = "section_47"
    CONFERENCE = "conference"
    NEED_PLAN = "need_plan"
    PLAN = "protection_plan"
    LOOKED_AFTER = "looked_after"
    INCIDENT = "domestic_abuse"
    CLOSURE = "closure"
    MENTIONED = "mentioned"  # named in an entry about somebody else

    @property
    def called(self) -> str:
        """In words."""
        return INVOLVEMENT.get(self.value) or _TITLES[self]


_TITLES = {
    PastKind.EPISODE: "Period of involvement",
    PastKind.DECISION: "Decision",
    PastKind.MENTIONED: "Named in an entry about somebody else",
}
# The kinds under which a pack lists its events (`history` in pack.yaml), and those that begin and end.
_LISTED = (
    PastKind.CONTACT,
    PastKind.EARLY_HELP,
    PastKind.REFERRAL,
    PastKind.DECISION,
    PastKind.ASSESSMENT,
    PastKind.STRATEGY,
    PastKind.SECTION_47,
    PastKind.CONFERENCE,
)
_PLANS = (PastKind.NEED_PLAN, PastKind.PLAN)
_BROUGHT_OVER = frozenset({kind.kind for kind in SHEETS.values()})


@dataclass(frozen=True)
class Past:
    """One thing that happened. `about`: the children whom an entry is about that only names the subject.

    `details` are what else a check asks for: reasons, category, accommodation, legal status. `source` is the
    system that says so, where it is not this record.
    """

    subject_id: UUID
    kind: PastKind
    at: datetime
    words: str
    outcome: str = ""
    closed_at: datetime | None = None
    entry_id: UUID | None = None
    episode_id: UUID | None = None
    about: tuple[UUID, ...] = ()
    details: tuple[str, ...] = ()
    source: str = ""

    @property
    def when(self) -> str:
        """The day, or from which day to which."""
        begun = say_date(london_date(self.at))
        return f"{begun} to {say_date(london_date(self.closed_at))}" if self.closed_at else begun


def past(subjects: Iterable[UUID], *, before: datetime) -> list[Past]:
    """Everything about these people, and whoever is confirmed to be one of them, until then; newest first."""
    everyone = identity(subjects)
    episodes = list(Episode.objects.filter(subject__in=everyone, opened_at__lt=before))
    happened = [thing for episode in episodes for thing in _of_episode(episode, before)]
    happened += [*_brought_over(everyone, before), *_mentions(everyone, before)]
    return sorted(happened, key=lambda thing: (thing.at, thing.kind, str(thing.entry_id)), reverse=True)


def _of_episode(episode: Episode, before: datetime) -> Iterator[Past]:
    """The period itself, with the last decision as its outcome, then what stands out within it."""
    events = _standing(episode, before)
    things = [thing for event in events if (thing := _of_event(event, episode))]
    decisions = [thing.outcome for thing in things if thing.kind is not PastKind.CONTACT]
    closed = episode.closed_at if episode.closed_at and episode.closed_at < before else None
    whole = Past(
        subject_id=episode.subject_id,
        kind=PastKind.EPISODE,
        at=episode.opened_at,
        words=PastKind.EPISODE.called,
        outcome=decisions[-1] if decisions else "",
        closed_at=closed,
        episode_id=episode.pk,
    )
    yield whole
    if closed:
        yield replace(whole, kind=PastKind.CLOSURE, at=closed, words=PastKind.CLOSURE.called, closed_at=None)
    referred = any(thing.kind is PastKind.REFERRAL for thing in things)  # told as that alone (HERTS-8.14)
    yield from (thing for thing in things if not (referred and thing.kind is PastKind.CONTACT))
    yield from _plans(events, episode)


def _standing(episode: Episode, before: datetime) -> list[Event]:
    """The episode's events that hold: not corrected, not sent back, not waiting for a second person."""
    events = list(episode.events.filter(occurred_at__lt=before).order_by("occurred_at", "recorded_at", "id"))
    gone = {event.corrects for event in events} | {event.declines for event in events}
    gone |= {UUID(waiting.event.id) for waiting in awaiting(state(episode, known_at=before), before)}
    return [
        event
        for event in events
        if event.pk not in gone
        and not (event.authorises or event.declines)  # these repeat the event that they settle
    ]


def _of_event(event: Event, episode: Episode) -> Past | None:
    """What one event is to a reader of the past; nothing where it is no news."""
    name, listed = f"{event.step}.{event.outcome}", newest().head.history
    kind = next((kind for kind in _LISTED if name in getattr(listed, kind)), None)
    if kind is None:
        return None
    step, outcome = _words(event)
    return Past(
        subject_id=episode.subject_id,
        kind=kind,
        at=event.occurred_at,
        words=step,
        outcome=outcome,
        entry_id=event.entry_id,
        episode_id=episode.pk,
    )


def _plans(events: Sequence[Event], episode: Episode) -> Iterator[Past]:
    """Each plan from the day on which it began to its end, with its categories (HERTS-8.15)."""
    for kind in _PLANS:
        listed = newest().head.history
        begins, ends = getattr(listed, f"{kind}_begins"), getattr(listed, f"{kind}_ends")
        plan: Past | None = None
        for event in events:
            name = f"{event.step}.{event.outcome}"
            if name in begins and plan is None:
                plan = Past(
                    subject_id=episode.subject_id,
                    kind=kind,
                    at=event.occurred_at,
                    words=kind.called,
                    entry_id=event.entry_id,
                    episode_id=episode.pk,
                    details=_categories(event),
                )
            elif name in ends and plan is not None:
                yield replace(plan, closed_at=event.occurred_at, outcome=_words(event)[1])
                plan = None
        if plan is not None:
            yield replace(plan, outcome="Plan in force")


def _categories(event: Event) -> tuple[str, ...]:
    titles = FactValues("category")
    named = ", ".join(titles.get(one, one) for one in event.facts.get("category", ()))
    return (f"Category: {named}",) if named else ()


def _words(event: Event) -> tuple[str, str]:
    """The step's and the outcome's titles, from this authority's procedure or else from what all share."""
    pack = newest()
    for steps in (pack.steps, pack.base.steps if pack.base else {}):
        step = steps.get(event.step)
        if step is not None and event.outcome in step.outcomes:
            return step.title, step.outcomes[event.outcome].title
    return event.step.replace("_", " ").capitalize(), event.outcome.replace("_", " ").capitalize()


def _brought_over(everyone: Iterable[UUID], before: datetime) -> Iterator[Past]:
    """What another system knew, as it reads now; what went on as something else is told as that alone."""
    parts = EntrySubject.objects.filter(
        subject__in=everyone, entry__kind=PastInvolvement.kind, entry__occurred_at__lt=before
    )
    for part in parts.select_related("entry").prefetch_related("entry__amendments"):
        said = _as_corrected(part.entry)
        if not said.get("led_to"):
            ended = day(said, "to_date")
            yield Past(
                subject_id=part.subject_id,
                kind=PastKind(said["what"]),
                at=part.entry.occurred_at,
                words=INVOLVEMENT[said["what"]],
                outcome=said.get("outcome", ""),
                closed_at=datetime.combine(ended, time(), LONDON) if ended else None,
                entry_id=part.entry_id,
                details=tuple(_details(said)),
                source=said["system"],
            )


def _as_corrected(entry: Entry) -> dict[str, Any]:
    said = dict(entry.payload)
    for later in sorted(entry.amendments.all(), key=lambda one: (one.recorded_at, str(one.pk))):
        said = merged(said, later.payload.get("values", {}))
    return said


def _details(said: Mapping[str, Any]) -> Iterator[str]:
    for name in ("reason", "accommodation", "legal_status", "held_by"):
        if said.get(name):
            yield f"{PastInvolvement.fields[name].label}: {said[name]}"


def _no_mention() -> frozenset[str]:
    """The kinds of entry that state who people are: nothing happened."""
    return _BROUGHT_OVER | {kind for kind, cls in entry_types().items() if cls.bookkeeping}


def _mentions(everyone: Iterable[UUID], before: datetime) -> Iterator[Past]:
    """Entries about others in which one of these people is named."""
    plain = Q(entry__amends=None, entry__authorises=None, entry__declines=None)
    parts = EntrySubject.objects.filter(
        plain, subject__in=everyone, episode=None, entry__occurred_at__lt=before
    ).exclude(entry__kind__in=_no_mention())
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
