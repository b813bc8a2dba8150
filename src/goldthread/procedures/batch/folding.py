"""Every duty of some cases, stage by stage."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.authorising import Effects, take_effect
from goldthread.procedures.batch.child import Children, children
from goldthread.procedures.batch.columns import NOTHING, Bools, Ints
from goldthread.procedures.batch.compiled import compiled, within
from goldthread.procedures.batch.counting import count
from goldthread.procedures.batch.involvement import Episodes, involve
from goldthread.procedures.batch.meeting import meet
from goldthread.procedures.batch.once import handed_over, that_count
from goldthread.procedures.batch.opening import applying, stand
from goldthread.procedures.batch.ordering import order
from goldthread.procedures.batch.part import Part
from goldthread.procedures.batch.placing import place, stated
from goldthread.procedures.batch.records import DUTY, Records, Tables, Words
from goldthread.procedures.batch.standing import Stands, Steps, is_of_other, stands
from goldthread.procedures.batch.starting import Found, periods, start
from goldthread.procedures.batch.successors import taken_over


class Folded(NamedTuple):
    """What some cases have come to: `duties` say which of them apply, and `counts` which of those count."""

    effects: Effects
    facts: Words
    episodes: Episodes
    child: Children
    duties: Records
    counts: Bools
    odd: Bools


class Answered(NamedTuple):
    """Of some cases: the duties, and which cases are too odd and have none here.

    Of one case alone also where it stands, and its duties by their limits: the columns of DUTY.
    """

    duties: Records
    odd: Bools
    by_limit: Ints
    stands: Stands


@compiled
def fold_some(
    tables: Tables, steps: Steps, part: Part, begin: tuple[int, int], kind: int, until: int
) -> Answered:
    """What some cases have come to at `until`. Their rows and cases are numbered on from those of `begin`.

    Of the only case also where it stands, by the version of the procedure whose kinds are numbered from
    `kind` on; if that is not NOTHING. One function, since compiling two would take twice as long.
    """
    folded = _folded(tables, part, until)
    effects, odd = folded.effects.all, folded.odd
    duties = handed_over(effects, folded.duties, folded.counts, odd, *begin)
    if kind == NOTHING:
        none = np.empty(0, np.bool_)
        return Answered(
            duties, odd, np.empty((0, 8), np.int64), Stands(np.empty((0, 2), np.int32), none, none)
        )
    where = stands(steps, folded.effects, folded.facts, folded.child, folded.episodes.all, duties, until)
    odd[0] |= is_of_other(folded.effects.all, kind, until)
    return Answered(duties, odd, _by_limit(duties), where)


@within
def _by_limit(duties: Records) -> Ints:
    lines = np.empty((len(duties), 8), np.int64)
    for turn in range(len(duties)):
        duty, place = duties[turn], turn
        while place and duty.due < lines[place - 1, 3]:
            lines[place] = lines[place - 1]
            place -= 1
        line = lines[place]
        line[0], line[1], line[2], line[3] = duty.start, duty.case, duty.opened, duty.due
        line[4], line[5], line[6], line[7] = duty.usual, duty.met, duty.rule, duty.state
    return lines


@within
def _folded(tables: Tables, part: Part, until: int) -> Folded:
    ordered = order(part, tables.begins)
    odd = ordered.odd
    effects = take_effect(tables.from_day, tables.begins, tables.kinds, tables.may_authorise, part, ordered)
    place(tables.kinds, part.statement, effects.all, effects.first)
    facts = stated(tables.known, part.statement, effects.all)
    episodes = involve(
        tables.kinds, tables.rules, tables.by_kind, tables.asked, effects.all, effects.first, facts
    )
    child = children(tables, part.statement, ordered, episodes, effects)
    answers, since = periods(tables.kinds_ask, tables.asked, child, effects.all, facts, until)
    found = start(tables.kinds, tables.rules, tables.by_kind, effects.all, effects.first, answers, until)
    count(tables, part.statement, effects.all, found.all, odd)
    meet(tables, effects, answers, found.all, until)
    if len(tables.change_at):
        for case in range(len(odd)):  # what is stated about a child might change what is taken over
            odd[case] |= child.first[case] < child.first[case + 1]
        _take_over(tables, part, effects, episodes.all, answers, found, odd, until)
    duties = applying(tables.rules, effects.all, answers, since, found.all)
    stand(effects.all, episodes.all, duties, until)
    counts = that_count(tables.rules, effects.all, duties)
    return Folded(effects, facts, episodes, child, duties, counts, odd)


@within
def _take_over(
    tables: Tables,
    part: Part,
    effects: Effects,
    episodes: Records,
    answers: Words,
    found: Found,
    odd: Bools,
    until: int,
) -> None:
    """Put duties under the rules that took them over until an instant, the oldest change first."""
    for change in range(len(tables.change_at)):
        if tables.change_at[change] > until:
            break
        taken = taken_over(tables, change, effects.all, episodes, answers, found)
        places = np.flatnonzero(taken != NOTHING)
        duties = np.empty(len(places), DUTY)
        for turn in range(len(places)):
            duties[turn] = found.all[places[turn]]
            duties[turn].rule = taken[places[turn]]
        count(tables, part.statement, effects.all, duties, odd)
        meet(tables, effects, answers, duties, until)
        for turn in range(len(places)):
            if tables.rules[duties[turn].rule].immediate:
                duties[turn].due = tables.change_at[change]
            found.all[places[turn]] = duties[turn]
