"""Every duty of some cases, stage by stage."""

import numpy as np

from goldthread.procedures.batch.authorising import Effects, take_effect
from goldthread.procedures.batch.child import children
from goldthread.procedures.batch.columns import NOTHING, Bools, Events
from goldthread.procedures.batch.counting import count
from goldthread.procedures.batch.involvement import involve
from goldthread.procedures.batch.meeting import meet
from goldthread.procedures.batch.once import handed_over, that_count
from goldthread.procedures.batch.opening import applying, stand
from goldthread.procedures.batch.ordering import order
from goldthread.procedures.batch.part import Part, cut
from goldthread.procedures.batch.placing import place, stated
from goldthread.procedures.batch.records import Records, Tables, Words
from goldthread.procedures.batch.starting import Found, periods, start
from goldthread.procedures.batch.successors import taken_over


def fold_some(
    tables: Tables, events: Events, cases: tuple[int, int], known_at: int, until: int
) -> tuple[Records, Bools]:
    """The duties of the cases from one to before another; and which are too odd, and have none here.

    As they stood at `until`, of what had been recorded by `known_at`.
    """
    part = cut(events, *cases, known_at)
    ordered = order(part, tables.begins)
    odd = ordered.odd
    effects = take_effect(tables.from_day, tables.begins, tables.kinds, tables.may_authorise, part, ordered)
    place(tables.kinds, part.statement, *effects)
    facts = stated(tables.known, part.statement, effects.all)
    asking = (tables.kinds, tables.rules, tables.by_kind)
    episodes = involve(*asking, tables.asked, *effects, facts)
    child = children(tables, part.statement, ordered, episodes, effects)
    answers, since = periods(tables.kinds_ask, tables.asked, child, effects.all, facts, until)
    found = start(*asking, *effects, answers, until)
    count(tables, part.statement, effects.all, found.all, odd)
    meet(tables, effects, answers, found.all, until)
    if len(tables.change_at):
        odd[np.diff(child.first) > 0] = True  # what is stated about a child might change what is taken over
        _take_over(tables, part, effects, episodes.all, answers, found, odd, until)
    duties = applying(tables.rules, effects.all, answers, since, found.all)
    stand(effects.all, episodes.all, duties, until)
    counts = that_count(tables.rules, effects.all, duties)
    return handed_over(effects.all, duties, counts, odd, events.first[cases[0]], cases[0]), odd


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
    for change in np.flatnonzero(tables.change_at <= until):
        taken = taken_over(tables, int(change), effects.all, episodes, answers, found)
        which = taken != NOTHING
        duties = found.all[which]
        duties["rule"] = taken[which]
        count(tables, part.statement, effects.all, duties, odd)
        meet(tables, effects, answers, duties, until)
        duties["due"][tables.rules["immediate"][duties["rule"]]] = tables.change_at[change]
        found.all[which] = duties
