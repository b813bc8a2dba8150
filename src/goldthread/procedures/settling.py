"""Which recorded events take effect, and when: as last corrected, and authorised where that is needed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.tables import Procedure, Table
from goldthread.procedures.walltime import london_day


class Effect(NamedTuple):
    """An event that takes effect. Effects sort by time and, at one instant, in the order of the steps.

    `root` is the id under which the event was first recorded; `answers` that of the event it answers. `by`
    is what gave it effect: itself, or its authorisation.
    """

    at: datetime
    step_order: int
    recorded_at: datetime
    root: str
    event: CaseEvent
    by: CaseEvent
    facts: Stated
    answers: str
    day: date
    table: Table


class Proposal(NamedTuple):
    """An event that somebody must authorise, and when that was settled (None: not yet)."""

    event: CaseEvent
    root: str
    answers: str
    authorised_by: str
    settled: datetime | None = None


class Settled(NamedTuple):
    """What takes effect, in order; what was proposed; and what was stated about the child, and when."""

    effects: list[Effect]
    proposals: list[Proposal]
    stated: list[tuple[datetime, Stated]]


def settle(procedure: Procedure, events: Iterable[CaseEvent], known_at: datetime | None) -> Settled:
    """Sort out the events recorded by an instant. Raises ValueError if two of them have one id."""
    settling = _Settling(procedure, *_as_corrected(events, known_at))
    for at, _, _, root in settling.in_order():
        settling.take(root, at)
    return Settled(sorted(settling.effects), list(settling.proposals.values()), settling.stated)


def _as_corrected(
    events: Iterable[CaseEvent], known_at: datetime | None
) -> tuple[Mapping[str, CaseEvent], Mapping[str, str]]:
    """The events recorded by an instant, each as last corrected, by root; and the root of every event."""
    current: dict[str, CaseEvent] = {}
    roots: dict[str, str] = {}
    recorded = [event for event in events if known_at is None or event.recorded_at <= known_at]
    for event in sorted(recorded, key=lambda event: (event.recorded_at, event.id)):
        if event.id in roots:
            raise ValueError(f'two events have the id "{event.id}"')
        root = roots.get(event.corrects, event.corrects) or event.id
        roots[event.id] = root
        if event.corrects or root not in current:
            current[root] = event
    return current, roots


class _Settling:
    """Takes the events of a case one by one, and sorts what takes effect from what awaits authorisation."""

    def __init__(
        self, procedure: Procedure, current: Mapping[str, CaseEvent], roots: Mapping[str, str]
    ) -> None:
        self.procedure = procedure
        self.current = current
        self.roots = roots
        self.effects: list[Effect] = []
        self.proposals: dict[str, Proposal] = {}
        self.stated: list[tuple[datetime, Stated]] = []

    def in_order(self) -> list[tuple[datetime, bool, datetime, str]]:
        """When each event counts, and its root. A settling event never counts before what it settles."""
        order = []
        for root, event in self.current.items():
            settled = self.current.get(self._root(event.authorises or event.declines))
            at = max(event.at, settled.at) if settled else event.at
            order.append((at, settled is not None, event.recorded_at, root))
        return sorted(order)

    def take(self, root: str, at: datetime) -> None:
        """Take the next event."""
        event, day = self.current[root], london_day(at)
        table = self.procedure.on(day)
        if event.facts and (names := table.about_child & event.facts.keys()):
            # A proposal states facts, too: they need nobody's leave.
            self.stated.append((at, {name: event.facts[name] for name in names}))
        order = table.order.get(event.step, 0)
        answers = self._root(event.answers)
        effect = Effect(at, order, event.recorded_at, root, event, event, event.facts, answers, day, table)
        may = table.authorisers.get(event.name)
        if may is None:
            self.effects.append(effect)
        elif event.role in may:
            self._decided(effect)
        elif not (event.authorises or event.declines):
            self._propose(effect)

    def _decided(self, effect: Effect) -> None:
        """An event by someone who may authorise it: it authorises, declines, or takes effect by itself."""
        event = effect.event
        two_people = effect.table.outcomes[event.name][2].two_people
        settled = [
            one for one in self._awaiting(effect) if not (two_people and _one_person(one.event, event))
        ]
        for one in settled:
            self.proposals[one.root] = one._replace(settled=effect.at)
        if event.declines and settled:
            return
        if event.authorises:
            self.effects += [_authorised(effect, one) for one in settled]
        elif settled or not two_people:
            proposed = {name: value for one in settled for name, value in one.event.facts.items()}
            self.effects.append(effect._replace(facts={**proposed, **event.facts}))
        else:
            self._propose(effect)

    def _awaiting(self, effect: Effect) -> list[Proposal]:
        """The proposals that an event settles: the one it names, or those of its outcome and contact."""
        event = effect.event
        link = self._root(event.authorises or event.declines)
        return [
            one
            for one in self.proposals.values()
            if one.settled is None
            and one.event.name == event.name
            and (one.root == link if link else not (one.answers and effect.answers not in {"", one.answers}))
        ]

    def _propose(self, effect: Effect) -> None:
        outcome = effect.table.outcomes[effect.event.name][2]
        self.proposals[effect.root] = Proposal(
            effect.event, effect.root, effect.answers, outcome.authorised_by
        )

    def _root(self, link: str) -> str:
        return self.roots.get(link, link)


def _authorised(by: Effect, proposal: Proposal) -> Effect:
    """A proposal that takes effect by its authorisation."""
    event = proposal.event
    facts = {**event.facts, **by.facts}
    return by._replace(root=proposal.root, event=event, facts=facts, answers=by.answers or proposal.answers)


def _one_person(one: CaseEvent, other: CaseEvent) -> bool:
    return bool(one.person) and one.person == other.person
