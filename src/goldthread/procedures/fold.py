"""Folds what is known of a case into what happened, each event with its contact, episode and conditions."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from goldthread.procedures.conditions import Answers
from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.format.keys import NONE
from goldthread.procedures.involvement import periods
from goldthread.procedures.settling import Proposal, settle
from goldthread.procedures.tables import Procedure, Table

Child = Sequence[tuple[datetime, Stated]]
"""What was last stated about the child, from each instant on; the first holds from the beginning."""


class Happened(NamedTuple):
    """An event that took effect, at once or when it was authorised.

    `root` is the id under which it was first recorded: links go on naming that after a correction. `by` is
    the event that gave it effect: itself, or its authorisation. `contact` is the root of the contact (the
    event that starts a case) to which its links lead; a contact is its own. `facts` are those it states, laid
    over those of its contact: the one to which its links lead, or else the latest before it. `conditions`
    answer the pack's questions, given these and what had been stated about the child.
    """

    name: str
    at: datetime
    day: date
    root: str
    event: CaseEvent
    by: CaseEvent
    table: Table
    facts: Stated
    conditions: Answers
    answers: str
    answered: "Happened | None"
    contact: str
    episode: int


class CaseState(NamedTuple):
    """What is known of a case. Questions about it take an instant, and answer what stood then.

    `begun` and `closed` say when each episode was (None: it is open); the first began before all.
    """

    procedure: Procedure
    happened: Sequence[Happened]
    by_name: Mapping[str, Sequence[Happened]]
    begun: Sequence[datetime]
    closed: Sequence[datetime | None]
    proposals: Sequence[Proposal]
    child: Child

    def child_facts(self, at: datetime) -> Stated:
        """What was last stated about the child, at an instant."""
        return _last_stated(self.child, at)

    def until(self, at: datetime) -> Sequence[Happened]:
        """What had happened at an instant."""
        return self.happened[: bisect_right(self.happened, at, key=itemgetter(1))]


def fold(procedure: Procedure, events: Iterable[CaseEvent], known_at: datetime | None = None) -> CaseState:
    """What happened in a case, as far as recorded by `known_at` (None: as known now).

    The order of `events` does not matter. Raises ValueError if two of them have one id.
    """
    effects, proposals, stated = settle(procedure, events, known_at)
    episodes = periods(effects)
    begun, closed = zip(*episodes, strict=True)
    child = _carried(stated, begun)
    placed: dict[str, Happened] = {}
    by_name: dict[str, list[Happened]] = {}
    latest: Happened | None = None
    for effect in effects:
        name = effect.event.name
        starts = name in effect.table.starts_with
        answered = placed.get(effect.answers)
        contact = effect.root if starts else answered.contact if answered else ""
        around = None if starts else placed[contact] if contact else latest
        facts = {**around.facts, **effect.facts} if around else effect.facts
        one = Happened(
            name,
            effect.at,
            effect.day,
            effect.root,
            effect.event,
            effect.by,
            effect.table,
            facts,
            effect.table.questions.answers({**facts, **_last_stated(child, effect.at)} if stated else facts),
            effect.answers,
            answered,
            contact,
            bisect_right(begun, effect.at) - 1,
        )
        placed[one.root] = one
        by_name.setdefault(name, []).append(one)
        if name in effect.table.begins:
            latest = one
    return CaseState(procedure, list(placed.values()), by_name, begun, closed, proposals, child)


def _carried(stated: Iterable[tuple[datetime, Stated]], begun: Iterable[datetime]) -> Child:
    """What had last been stated about the child, from each instant on. A new episode begins without."""
    anew = [(begin, True, NONE) for begin in begun]
    child: list[tuple[datetime, Stated]] = []
    for at, is_anew, facts in sorted([*anew, *((at, False, facts) for at, facts in stated)], key=_anew_first):
        child.append((at, facts if is_anew else {**child[-1][1], **facts}))
    return child


def _anew_first(statement: tuple[datetime, bool, Stated]) -> tuple[datetime, bool]:
    at, is_anew, _ = statement
    return at, not is_anew


def _last_stated(child: Child, at: datetime) -> Stated:
    return child[bisect_right(child, at, key=itemgetter(0)) - 1][1]
