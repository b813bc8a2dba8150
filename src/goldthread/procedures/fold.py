"""Folds what is known of a case into what took effect, when: corrections, authorisations, episodes."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.tables import Procedure, Table
from goldthread.procedures.walltime import london_day

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Happened(NamedTuple):
    """An event that took effect, at once or when it was authorised.

    `root` is the id under which it was first recorded: links go on naming that after a correction. `by` is
    the event that gave it effect: itself, or its authorisation.
    """

    name: str
    at: datetime
    day: date
    event: CaseEvent
    by: CaseEvent
    root: str
    answers: str
    facts: Stated
    table: Table
    episode: int = 0


class Proposal(NamedTuple):
    """An event that somebody must authorise, and when that was settled (None: not yet)."""

    event: CaseEvent
    root: str
    authorised_by: str
    settled: datetime | None = None


class CaseState(NamedTuple):
    """What is known of a case. Questions about it take an instant, and answer what stood then."""

    procedure: Procedure
    happened: Sequence[Happened]
    by_name: Mapping[str, Sequence[Happened]]
    closed: Sequence[datetime | None]
    proposals: Sequence[Proposal]
    child: Sequence[tuple[datetime, Stated]]

    def child_facts(self, at: datetime) -> Stated:
        """What was last stated about the child, at an instant."""
        return self.child[bisect_right(self.child, at, key=lambda stated: stated[0]) - 1][1]

    def until(self, at: datetime) -> Sequence[Happened]:
        """What had taken effect at an instant."""
        return self.happened[: bisect_right(self.happened, at, key=lambda one: one.at)]


def fold(procedure: Procedure, events: Iterable[CaseEvent], known_at: datetime | None = None) -> CaseState:
    """What took effect in a case, as far as recorded by `known_at` (None: as known now).

    The order of `events` does not matter. Raises ValueError if two of them have one id.
    """
    folding = _Folding(procedure, *_as_corrected(events, known_at))
    for at, _, _, root in folding.in_order():
        folding.take(folding.current[root], root, at)
    happened = folding.happened
    happened.sort(
        key=lambda one: (one.at, one.table.order.get(one.event.step, 0), one.by.recorded_at, one.root)
    )
    closed = _number_episodes(happened)
    by_name: dict[str, list[Happened]] = {}
    for one in happened:
        by_name.setdefault(one.name, []).append(one)
    return CaseState(procedure, happened, by_name, closed, list(folding.proposals.values()), folding.child)


def _as_corrected(
    events: Iterable[CaseEvent], known_at: datetime | None
) -> tuple[dict[str, CaseEvent], dict[str, str]]:
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


def _number_episodes(happened: list[Happened]) -> list[datetime | None]:
    """Number the episode of each event, and answer when each episode was closed (None: it is open)."""
    closed: list[datetime | None] = [None]
    for place, one in enumerate(happened):
        if closed[-1] and one.name in one.table.starts_with:
            closed.append(None)
        if len(closed) > 1:
            happened[place] = one._replace(episode=len(closed) - 1)
        if closed[-1] is None and one.name in one.table.ends:
            closed[-1] = one.at
    return closed


class _Folding:
    """Takes the events of a case one by one, and sorts what took effect from what awaits authorisation."""

    def __init__(self, procedure: Procedure, current: dict[str, CaseEvent], roots: dict[str, str]) -> None:
        self.procedure = procedure
        self.current = current
        self.roots = roots
        self.happened: list[Happened] = []
        self.proposals: dict[str, Proposal] = {}
        self.child: list[tuple[datetime, Stated]] = [(BEFORE_ALL, {})]

    def in_order(self) -> list[tuple[datetime, bool, datetime, str]]:
        """When each event counts, and its root. A settling event never counts before what it settles."""
        order = []
        for root, event in self.current.items():
            settled = self.current.get(self._root(event.authorises or event.declines))
            at = max(event.at, settled.at) if settled else event.at
            order.append((at, settled is not None, event.recorded_at, root))
        return sorted(order)

    def take(self, event: CaseEvent, root: str, at: datetime) -> None:
        """Take the next event."""
        day = london_day(at)
        table = self.procedure.on(day)
        if stated := table.about_child & event.facts.keys():
            # A proposal states facts, too: they need nobody's leave.
            self.child.append((at, {**self.child[-1][1], **{name: event.facts[name] for name in stated}}))
        may = table.authorisers.get(event.name)
        if may is None:
            self._effect(event, event, root, at)
        elif event.role in may:
            self._decided(event, root, at, table)
        elif not (event.authorises or event.declines):
            self._propose(event, root, table)

    def _decided(self, event: CaseEvent, root: str, at: datetime, table: Table) -> None:
        """An event by someone who may authorise it: it authorises, declines, or takes effect by itself."""
        two_people = table.outcomes[event.name][2].two_people
        settled = [one for one in self._awaiting(event) if not (two_people and _one_person(one.event, event))]
        for proposal in settled:
            self.proposals[proposal.root] = proposal._replace(settled=at)
        if event.declines and settled:
            return
        if event.authorises:
            for proposal in settled:
                self._effect(proposal.event, event, proposal.root, at)
        elif settled or not two_people:
            proposed = [proposal.event.facts for proposal in settled]
            stated = reduce(or_, map(dict, [*proposed, event.facts]))
            self._effect(event._replace(facts=stated), event, root, at)
        else:
            self._propose(event, root, table)

    def _awaiting(self, event: CaseEvent) -> list[Proposal]:
        """The proposals that an event settles: the one that it names, or all of the same outcome."""
        link = self._root(event.authorises or event.declines)
        open_ones = [
            one for one in self.proposals.values() if not one.settled and one.event.name == event.name
        ]
        return [one for one in open_ones if one.root == link] if link else open_ones

    def _propose(self, event: CaseEvent, root: str, table: Table) -> None:
        self.proposals[root] = Proposal(event, root, table.outcomes[event.name][2].authorised_by)

    def _effect(self, event: CaseEvent, by: CaseEvent, root: str, at: datetime) -> None:
        day = london_day(at)
        answers = self._root(by.answers or event.answers)
        facts = event.facts if by is event else {**event.facts, **by.facts}
        table = self.procedure.on(day)
        self.happened.append(Happened(event.name, at, day, event, by, root, answers, facts, table))

    def _root(self, link: str) -> str:
        return self.roots.get(link, link)


def _one_person(one: CaseEvent, other: CaseEvent) -> bool:
    return bool(one.person) and one.person == other.person
