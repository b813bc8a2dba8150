"""The duties that the events of a block started."""

import numpy as np

from goldthread.procedures.batch.asking import Bits, Question, holds
from goldthread.procedures.batch.clock import Count
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools, Ints
from goldthread.procedures.batch.folded import Happened
from goldthread.procedures.batch.found import Found
from goldthread.procedures.batch.meeting import ByName, Meetings
from goldthread.procedures.batch.opening import Periods, periods
from goldthread.procedures.batch.plan import Plan, PlannedRule


class Starting:
    """Finds the duties that events started."""

    def __init__(self, plan: Plan, happened: Happened, until: int, odd: Bools) -> None:
        """Cases are marked as odd where an event of another agency would meet a duty."""
        self._plan, self._happened, self._until = plan, happened, until
        self._of_kind = ByName(happened.kind, happened.at, until)
        self._meetings = Meetings(happened, until)
        self._odd, self._agency = odd, np.append(happened.agency, 0)
        self._is_of_one_agency = not happened.agency.any()
        self._met_at = np.append(happened.at, NEVER)
        self._starts: dict[int, Ints] = {}
        self._bits: dict[int, Bits] = {}
        self._held: dict[tuple[int, Question], Bools] = {}
        self._dated: dict[tuple[int, int, int], Bools] = {}
        self._periods: dict[int, Periods | None] = {}

    def duties(self, rule: PlannedRule, kind: int) -> Found:
        """The duties that one kind of event started by one rule."""
        happened, starts = self._happened, self._places(kind)
        held = self._holds(kind, rule.question)
        later = self._later(kind) if rule.reads_child else None
        if later is not None:
            in_period, in_any = later.held(rule.question)
            held = held.copy()
            held[later.starts] = in_any
        applies = held & self._in_force(rule, kind)
        places = starts if applies.all() else starts[applies]
        found = Found(
            np.full(len(places), rule.number),
            places,
            happened.at[places],
            self.counted(rule, rule.limit, places),
            self.counted(rule, rule.usual, places),
            self.met(rule, places),
        )
        if later is None or not len(places):
            return found
        return self._opened(rule, found, later, in_period, applies)

    def _in_force(self, rule: PlannedRule, kind: int) -> Bools:
        """Whether a rule was in force on the day of each event of a kind."""
        key = kind, rule.since, rule.until
        if key not in self._dated:
            day = self._happened.day[self._places(kind)]
            self._dated[key] = (day >= rule.since) & (day <= rule.until)
        return self._dated[key]

    def met(self, rule: PlannedRule, places: Ints) -> Ints:
        """The places of the first events that met a rule's duties, which events at some places started."""
        found = self._meetings.first(rule, places)
        if self._is_of_one_agency:
            return found
        agency, own = self._agency[found], self._happened.agency[places]
        another = (agency > 0) & (own > 0) & (agency != own)
        if another.any():
            another &= rule.of_starter[self._happened.role[places]]
            self._odd[self._happened.case[places[another]]] = True
        return found

    def _places(self, kind: int) -> Ints:
        if kind not in self._starts:
            self._starts[kind] = self._of_kind.places(kind)
        return self._starts[kind]

    def _conditions(self, kind: int) -> Bits:
        if kind not in self._bits:
            self._bits[kind] = np.take(self._happened.conditions, self._places(kind), axis=1)
        return self._bits[kind]

    def _holds(self, kind: int, question: Question) -> Bools:
        """Whether a question was answered with yes when each event of a kind happened."""
        key = kind, question
        if key not in self._held:
            self._held[key] = holds(question, self._conditions(kind))
        return self._held[key]

    def _later(self, kind: int) -> Periods | None:
        if kind not in self._periods:
            self._periods[kind] = periods(self._plan, self._happened, self._places(kind), self._until)
        return self._periods[kind]

    def counted(self, rule: PlannedRule, count: Count | None, places: Ints) -> Ints:
        """A limit of a rule; NEVER where there is none, or the date that it counts from is not known."""
        happened = self._happened
        if count is None:
            return np.full(len(places), NEVER)
        if not rule.counted_from:
            return count(happened.at[places], happened.day[places])
        at, day = self._moment(rule.counted_from, places)
        known = day != NOTHING
        due = np.full(len(places), NEVER)
        due[known] = count(at[known], day[known])
        return due

    def _moment(self, fact: str, places: Ints) -> tuple[Ints, Ints]:
        """The date that events state, or else what they authorised, or else the contact around them."""
        happened, moments = self._happened, self._plan.moments[fact]
        around = happened.around[places]
        nothing = len(moments.day) - 1
        layers = [
            np.where(around > NOTHING, happened.proposed[around], nothing),
            np.where(around > NOTHING, happened.statement[around], nothing),
            happened.proposed[places],
            happened.statement[places],
        ]
        at, day = moments.at[layers[0]], moments.day[layers[0]]
        for layer in layers[1:]:
            stated = moments.day[layer] != NOTHING
            at, day = np.where(stated, moments.at[layer], at), np.where(stated, moments.day[layer], day)
        return at, day

    def _opened(self, rule: PlannedRule, found: Found, later: Periods, held: Bools, applies: Bools) -> Found:
        """The duties as opened by what was stated later about the child, without those that it took away."""
        due, met, opened = (np.full(len(applies), NEVER) for _ in range(3))
        opened[applies] = found.opened
        due[applies] = found.due
        met[applies] = self._met_at[found.met]
        opened[later.starts] = later.opened(held, due[later.starts], met[later.starts])
        new = opened[applies]
        if rule.rule.immediate and rule.limit:
            moved = (new != found.opened) & (new != NEVER)
            found.due[moved] = rule.limit(new[moved], self._plan.london.day(new[moved]))
        return found._replace(opened=new).of(new != NEVER)
