"""Folds what is known of a case into what happened, each event with its contact, episode and conditions."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.format.keys import NONE
from goldthread.procedures.involvement import BEFORE_ALL, periods
from goldthread.procedures.settling import Effect, Proposal, settle
from goldthread.procedures.tables import Kind, Procedure, Table


class Known(NamedTuple):
    """What was last stated about the child, from an instant on.

    `decided` and `hold` are the conditions that these facts decide in a version of the procedure (`table`),
    and those of them that hold, as bits.
    """

    since: datetime
    facts: Stated
    table: Table
    decided: int
    hold: int


class Happened(NamedTuple):
    """An event that took effect, at once or when it was authorised.

    `root` is the id under which it was first recorded: links go on naming that after a correction. `by` is
    the event that gave it effect: itself, or its authorisation. `own` are the facts that it states, `contact`
    the root of the contact (the event that starts a case) to which its links lead; a contact is its own.
    `around` is that contact or, where links lead to none, the latest before it: its facts stand, too, unless
    stated otherwise. `said` are the conditions that hold by these facts, as bits; `known` those that hold
    given, too, what had been stated about the child.
    """

    name: str
    at: datetime
    day: date
    root: str
    event: CaseEvent
    by: CaseEvent
    kind: Kind
    own: Stated
    around: "Happened | None"
    said: int
    known: int
    answers: str
    answered: "Happened | None"
    contact: str
    episode: int

    @property
    def table(self) -> Table:
        """The version of the procedure under which it falls."""
        return self.kind.table

    @property
    def facts(self) -> Stated:
        """The facts that it states, laid over those of the contact around it."""
        return {**self.around.facts, **self.own} if self.around else self.own

    def given(self, table: Table, child: Known) -> int:
        """The conditions of a version of the procedure that hold, given facts about the child; as bits."""
        if table is self.kind.table is child.table:
            return self.said & ~child.decided | child.hold
        return table.questions.known({**self.facts, **child.facts})

    def under(self, table: Table, child: Known) -> "Happened":
        """The same event under another version of the procedure, given facts about the child."""
        kind, said = table.kind(self.event), table.questions.known(self.facts)
        return self._replace(kind=kind, said=said, known=self.given(table, child))


class CaseState(NamedTuple):
    """What is known of a case. Questions about it take an instant, and answer what stood then.

    `begun` and `closed` say when each episode was (None: it is open); the first began before all. `bits` are
    those of everything that happened. From `latest` on only time goes by: what has been worked out for then
    is `remembered`, so that a case asked again answers at once.
    """

    procedure: Procedure
    happened: Sequence[Happened]
    by_name: Mapping[str, Sequence[Happened]]
    bits: int
    begun: Sequence[datetime]
    closed: Sequence[datetime | None]
    proposals: Sequence[Proposal]
    child: Sequence[Known]
    latest: datetime
    remembered: dict[str, Any]

    def child_facts(self, at: datetime) -> Stated:
        """What was last stated about the child, at an instant."""
        return self.known_of_child(at).facts

    def known_of_child(self, at: datetime) -> Known:
        """What was last stated about the child, at an instant, with what follows."""
        return self.child[-1] if at >= self.latest else last_stated(self.child, at)

    def until(self, at: datetime) -> Sequence[Happened]:
        """What had happened at an instant."""
        if at >= self.latest:
            return self.happened
        return self.happened[: bisect_right(self.happened, at, key=itemgetter(1))]


def fold(procedure: Procedure, events: Iterable[CaseEvent], known_at: datetime | None = None) -> CaseState:
    """What happened in a case, as far as recorded by `known_at` (None: as known now).

    The order of `events` does not matter. Raises ValueError if two of them have one id.
    """
    effects, proposals, stated = settle(procedure, events, known_at)
    episodes = periods(effects)
    begun, closed = zip(*episodes, strict=True)
    child = _carried(stated, begun, procedure.latest)
    happened = _placed(effects, child, begun)
    by_name: dict[str, list[Happened]] = {}
    bits = 0
    for one in happened:
        if one.name in by_name:
            by_name[one.name].append(one)
        else:
            by_name[one.name] = [one]
            bits |= one.kind.bit
    latest = max(effects[-1].at if effects else BEFORE_ALL, child[-1].since, procedure.changed)
    return CaseState(procedure, happened, by_name, bits, begun, closed, proposals, child, latest, {})


def _placed(effects: Iterable[Effect], child: Sequence[Known], begun: Sequence[datetime]) -> list[Happened]:
    """What happened, each with its contact, its episode and the conditions that held."""
    placed: dict[str, Happened] = {}
    latest: Happened | None = None
    for at, _, _, root, event, by, kind, own, decided, hold, answers, day in effects:
        answered = placed.get(answers) if answers else None
        if kind.starts:
            around, contact, before = None, root, kind.table.questions.nothing_stated
        else:
            contact = answered.contact if answered else ""
            around = placed[contact] if contact else latest
            before = _before(around, kind.table)
        known = said = before & ~decided | hold
        if len(child) > 1:
            known = _overlaid(said, around, own, kind.table, last_stated(child, at))
        episode = bisect_right(begun, at) - 1 if len(begun) > 1 else 0
        name, facts = kind.name, (own, around, said, known)
        placed[root] = one = tuple.__new__(  # as Happened(...), but three times as quick
            Happened, (name, at, day, root, event, by, kind, *facts, answers, answered, contact, episode)
        )
        if kind.begins:
            latest = one
    return list(placed.values())


def _before(around: Happened | None, table: Table) -> int:
    """The conditions that hold, as bits, before an event states its own facts."""
    if around is None:
        return table.questions.nothing_stated
    return around.said if around.kind.table is table else table.questions.known(around.facts)


def _overlaid(said: int, around: Happened | None, own: Stated, table: Table, child: Known) -> int:
    """The conditions that hold, as bits, given what had been stated about the child, too."""
    if child.table is table:
        return said & ~child.decided | child.hold
    return table.questions.known({**(around.facts if around else NONE), **own, **child.facts})


def _carried(
    stated: Sequence[tuple[datetime, Stated]], begun: Sequence[datetime], table: Table
) -> list[Known]:
    """What had last been stated about the child, from each instant on. A new episode begins without."""
    child = [Known(begun[0], NONE, table, 0, 0)]
    if len(begun) == 1 or not stated:
        for at, facts in stated:
            child.append(known_from(at, {**child[-1].facts, **facts}, table))
        return child
    anew = [(begin, True, NONE) for begin in begun]
    child = []
    for at, is_anew, facts in sorted([*anew, *((at, False, facts) for at, facts in stated)], key=_anew_first):
        child.append(known_from(at, facts if is_anew else {**child[-1].facts, **facts}, table))
    return child


def known_from(since: datetime, facts: Stated, table: Table) -> Known:
    """Facts about the child, with the conditions of a version of the procedure that they decide."""
    return Known(since, facts, table, *table.questions.stated(facts))


def _anew_first(statement: tuple[datetime, bool, Stated]) -> tuple[datetime, bool]:
    at, is_anew, _ = statement
    return at, not is_anew


def last_stated(child: Sequence[Known], at: datetime) -> Known:
    """What had been stated about the child, at an instant."""
    return child[bisect_right(child, at, key=itemgetter(0)) - 1]
