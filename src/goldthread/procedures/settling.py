"""Which recorded events take effect, and when: as last corrected, and authorised where that is needed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import NamedTuple

from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.tables import Kind, Procedure
from goldthread.procedures.walltime import london_day

Counting = tuple[datetime, str, CaseEvent]
"""An event, when it counts, and the id under which it was first recorded."""

by_recording = attrgetter("recorded_at", "id")
by_time = attrgetter("at", "recorded_at", "id")


class Effect(NamedTuple):
    """An event that takes effect. Effects sort by time and, at one instant, in the order of the steps.

    `root` is the id under which the event was first recorded; `answers` that of the event it answers. `by`
    is what gave it effect: itself, or its authorisation. `decided` and `hold` are the conditions that its
    facts decide, and those of them that hold, as bits.
    """

    at: datetime
    step_order: int
    recorded_at: datetime
    root: str
    event: CaseEvent
    by: CaseEvent
    kind: Kind
    facts: Stated
    decided: int
    hold: int
    answers: str
    day: date


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
    recorded = [event for event in events if known_at is None or event.recorded_at <= known_at]
    if [event for event in recorded if event.corrects or event.authorises or event.declines]:
        current, roots = _as_corrected(recorded)
        order = _in_order(current, roots)
    else:
        roots = {event.id: event.id for event in recorded}
        order = [(event.at, event.id, event) for event in sorted(recorded, key=by_time)]
    if len(roots) < len(recorded):
        raise ValueError(f'two events have the id "{_twice(recorded)}"')
    settling = _Settling(procedure, roots)
    settling.take(order)
    return Settled(sorted(settling.effects), list(settling.proposals.values()), settling.stated)


def _twice(recorded: Iterable[CaseEvent]) -> str:
    """The id that two events have."""
    (name, _), *_ = Counter(event.id for event in recorded).most_common(1)
    return name


def _as_corrected(recorded: Iterable[CaseEvent]) -> tuple[Mapping[str, CaseEvent], Mapping[str, str]]:
    """The events, each as last corrected, by root; and the root of every event."""
    current: dict[str, CaseEvent] = {}
    roots: dict[str, str] = {}
    for event in sorted(recorded, key=by_recording):
        root = roots.get(event.corrects, event.corrects) or event.id
        roots[event.id] = root
        if event.corrects or root not in current:
            current[root] = event
    return current, roots


def _in_order(current: Mapping[str, CaseEvent], roots: Mapping[str, str]) -> list[Counting]:
    """When each event counts, and its root. None counts before one that it authorises or declines."""
    order = []
    for root, event in current.items():
        link = event.authorises or event.declines
        settled = current.get(roots.get(link, link))
        at = max(event.at, settled.at) if settled else event.at
        order.append((at, settled is not None, event.recorded_at, root, event))
    return [(at, root, event) for at, _, _, root, event in sorted(order, key=itemgetter(0, 1, 2, 3))]


class _Settling:
    """Takes the events of a case one by one, and sorts what takes effect from what awaits authorisation."""

    def __init__(self, procedure: Procedure, roots: Mapping[str, str]) -> None:
        self.procedure = procedure
        self.roots = roots
        self.effects: list[Effect] = []
        self.proposals: dict[str, Proposal] = {}
        self.stated: list[tuple[datetime, Stated]] = []

    def take(self, order: Iterable[Counting]) -> None:
        """Take the events in order."""
        on, effects = self.procedure.on, self.effects
        for at, root, event in order:
            day, facts = london_day(at), event.facts
            table = on(day)
            kind = table.kind(event)
            decided = hold = 0
            if facts:
                decided, hold = table.questions.stated(facts)
                if not table.about_child.isdisjoint(facts):
                    # A proposal states facts, too: they need nobody's leave.
                    about_child = {name: facts[name] for name in table.about_child if name in facts}
                    self.stated.append((at, about_child))
            answers = event.answers and self._root(event.answers)
            effect = tuple.__new__(  # as Effect(...), but three times as quick
                Effect,
                (
                    at,
                    kind.order,
                    event.recorded_at,
                    root,
                    event,
                    event,
                    kind,
                    facts,
                    decided,
                    hold,
                    answers,
                    day,
                ),
            )
            if kind.authorisers is None:
                effects.append(effect)
            elif event.role in kind.authorisers:
                self._decided(effect)
            elif not (event.authorises or event.declines):
                self._propose(effect)

    def _decided(self, effect: Effect) -> None:
        """An event by someone who may authorise it: it authorises, declines, or takes effect by itself."""
        event = effect.event
        two_people = effect.kind.two_people
        waiting = self._awaiting(effect) if self.proposals else ()
        settled = [one for one in waiting if not (two_people and _one_person(one.event, event))]
        for one in settled:
            self.proposals[one.root] = one._replace(settled=effect.at)
        if event.declines and settled:
            return
        if event.authorises:
            self.effects += [_authorised(effect, one) for one in settled]
        elif settled:
            proposed = {name: value for one in settled for name, value in one.event.facts.items()}
            self.effects.append(_stating(effect, {**proposed, **event.facts}))
        elif two_people:
            self._propose(effect)
        else:
            self.effects.append(effect)

    def _awaiting(self, effect: Effect) -> Sequence[Proposal]:
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
        self.proposals[effect.root] = Proposal(
            effect.event, effect.root, effect.answers, effect.kind.authorised_by
        )

    def _root(self, link: str) -> str:
        return self.roots.get(link, link)


def _authorised(by: Effect, proposal: Proposal) -> Effect:
    """A proposal that takes effect by its authorisation."""
    event = proposal.event
    answers = by.answers or proposal.answers
    authorised = by._replace(root=proposal.root, event=event, answers=answers)
    return _stating(authorised, {**event.facts, **by.facts})


def _stating(effect: Effect, facts: Stated) -> Effect:
    """An effect with other facts."""
    decided, hold = effect.kind.table.questions.stated(facts)
    return effect._replace(facts=facts, decided=decided, hold=hold)


def _one_person(one: CaseEvent, other: CaseEvent) -> bool:
    return bool(one.person) and one.person == other.person
