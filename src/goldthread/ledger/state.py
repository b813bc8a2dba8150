"""One child's episode as the procedure sees it: its state, its duties, and what may be recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from goldthread.ledger import wall
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Duty, Episode, Event
from goldthread.ledger.procedure import newest, procedure
from goldthread.ledger.wall import Purpose
from goldthread.procedures.decide import OutsideProcedure, Recorded, Refused, decide
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.format.words import Fact

_EVER = datetime.max.replace(tzinfo=UTC)  # whatever took effect, whenever


class NotRecorded(Exception):
    """The procedure stands against it. `answer` names the rule or the reason that is asked for."""

    def __init__(self, says: str, answer: Refused | OutsideProcedure) -> None:
        super().__init__(says)
        self.answer = answer


class RefusedByProcedure(NotRecorded):
    """The procedure forbids it; the message says which rule."""


class ReasonNeeded(NotRecorded):
    """It is outside the procedure: it may be done, with the reason written down."""


def state(episode: Episode, *, known_at: datetime | None = None) -> CaseState:
    """The episode folded up to now, or to what was known at an instant."""
    return fold(procedure(), case_events(episode), known_at)


def states(episodes: Iterable[Episode]) -> dict[UUID, CaseState]:
    """The states of several episodes by their ids, read with one query."""
    wanted = {episode.pk for episode in episodes}
    events: dict[UUID, list[CaseEvent]] = {key: [] for key in wanted}
    for event in _with_author(Event.objects.filter(episode__in=wanted)):
        events[event.episode_id].append(case_event(event))
    return {key: fold(procedure(), found) for key, found in events.items()}


def case_events(episode: Episode) -> list[CaseEvent]:
    """The episode's events as the procedure reads them."""
    return [case_event(event) for event in _with_author(Event.objects.filter(episode=episode))]


def _with_author(events: "QuerySet[Event]") -> list[Event]:
    """With the entry that says who wrote it, without all that it says.

    Those in closed records too: a case is folded whole or it is wrong, and a list says what is due in it.
    """
    with wall.lowered(Purpose.DERIVE):
        return list(events.select_related("entry").defer("entry__payload"))


def case_event(event: Event) -> CaseEvent:
    """One event, its ids as text and its facts in the pack's types."""
    return CaseEvent(
        id=str(event.pk),
        step=event.step,
        outcome=event.outcome,
        at=event.occurred_at,
        recorded_at=event.recorded_at,
        role=event.role,
        agency=_text(event.agency),
        person=str(event.entry.author_id or ""),
        facts=typed(event.facts),
        corrects=_text(event.corrects),
        answers=_text(event.answers),
        authorises=_text(event.authorises),
        declines=_text(event.declines),
        reason=event.reason,
    )


def ended(now: CaseState) -> datetime | None:
    """When the episode closed; None while it is open."""
    return now.closed[-1] if now.closed else None


def _text(value: object) -> str:
    return str(value) if value else ""


def typed(facts: Mapping[str, Any], by: Mapping[str, Fact] | None = None) -> dict[str, Any]:
    """Stored facts in the types of the newest pack, or of `by`. What is not known there says nothing."""
    known = newest().facts if by is None else by
    return {name: _read(known[name].type, value) for name, value in facts.items() if name in known}


def _read(kind: str, value: Any) -> Any:
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "datetime":
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def check(episode: Episode, events: Sequence[Event], reason: str) -> None:
    """Whether these events may be recorded in turn. Raises RefusedByProcedure or ReasonNeeded.

    They are what one entry says: where one outcome of a step is in place, the others that it says of it are.
    """
    check_against(case_events(episode), events, reason)


def check_against(before: Sequence[CaseEvent], events: Sequence[Event], reason: str) -> None:
    """The same, given what happened before."""
    known, in_place = list(before), set()
    for event in map(case_event, events):
        answer = decide(fold(procedure(), known), event)
        known.append(event)
        if isinstance(answer, Recorded):
            in_place.add(event.step)
        elif event.step in in_place and isinstance(answer, OutsideProcedure):
            continue
        if isinstance(answer, Refused):
            raise RefusedByProcedure(answer.says, answer)
        if isinstance(answer, OutsideProcedure) and not reason.strip():
            raise ReasonNeeded(answer.why, answer)


def duty_rows(episode: Episode, now: CaseState) -> list[Duty]:
    """The episode's duties as rows, unsaved. Met or not, they stay: a missed duty never vanishes."""
    return [
        Duty(
            id=derived_id(episode.pk, duty.rule.family, duty.start.root),  # the same when its rule changes
            episode=episode,
            rule=duty.id,
            because=duty.start.root,
            role=duty.rule.written.by,
            opened_at=duty.opened,
            due_at=duty.due.instant if duty.due else None,
            usual_at=duty.usual.instant if duty.usual else None,
            met_at=duty.met.at if duty.met else None,
        )
        for duty in duties(now, _EVER)
    ]
