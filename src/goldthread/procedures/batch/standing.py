"""Where one case stands: the steps that are open, what is forbidden, and which steps a duty still needs."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import Asking, answer, holds
from goldthread.procedures.batch.authorising import Effects
from goldthread.procedures.batch.child import Children
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools
from goldthread.procedures.batch.compiled import inlined, within
from goldthread.procedures.batch.placing import copy, lay_under
from goldthread.procedures.batch.records import Asked, Records, Small, Words
from goldthread.procedures.format.steps import MustNot, Step
from goldthread.procedures.pack import Pack
from goldthread.procedures.tables import Procedure


class Steps(NamedTuple):
    """What opens and closes the steps of one version of a procedure, and what it forbids, by numbers.

    By name: its own `step`, whether it `closes` that, and the openings from `first` to before the next one's.
    An opening is a step and a question, and each ban has its question. By ban and name: which events raise
    it (`of`; none: `always` asked), lift it (`until`), or are what it `refuses`. `spares`: it refuses, unless
    something spares it. `step_of` is the step of each rule.
    """

    asked: Asked
    step: Small
    closes: Bools
    first: Small
    openings: Small
    question: Small
    always: Bools
    spares: Bools
    of: Bools
    until: Bools
    refuses: Bools
    step_of: Small
    steps: int


class Stands(NamedTuple):
    """The open steps, each with the row of the event that opened it, in order; what is asked and refused.

    `asked`: of each step whether it is open, or a duty needs it; then of each ban whether it refuses.
    `forbids`: of each ban whether it forbids.
    """

    open: Small
    asked: Bools
    forbids: Bools


def steps_of(procedure: Procedure, version: int, names: Sequence[str], step_of: Iterable[str]) -> Steps:
    """The steps of a version of a procedure, for the words of some events and the steps of all rules."""
    asking, table = Asking(table.pack for table in procedure.tables), procedure.tables[version]
    bans, pack = table.bans, table.pack
    openings = [table.opens.get(name, []) for name in names]
    asked = [
        (table.order[each.step], _number(asking, pack, pack.steps[each.step]))
        for opened in openings
        for each in opened
    ]
    question = [_number(asking, pack, ban.written) for ban in bans]
    return Steps(
        asking.asked([{*question, *(number for _, number in asked)}]),
        np.array([table.order.get(name.partition(".")[0], NOTHING) for name in names], np.int32),
        np.array([name in table.closes for name in names], np.bool_),
        np.cumsum([0, *map(len, openings)], dtype=np.int32),
        np.array(asked, np.int32).reshape(-1, 2),
        np.array(question, np.int32),
        np.array([not ban.written.of for ban in bans], np.bool_),
        np.array([bool(ban.refuses) and not ban.written.roles for ban in bans], np.bool_),
        _named((ban.written.of for ban in bans), names),
        _named((ban.written.until for ban in bans), names),
        _named((ban.refuses for ban in bans), names),
        np.array([table.order.get(step, NOTHING) for step in step_of], np.int32),
        len(pack.steps),
    )


def _number(asking: Asking, pack: Pack, part: Step | MustNot) -> int:
    return asking.number(pack, part.when, part.unless)


def _named(wanted: Iterable[Iterable[str]], names: Sequence[str]) -> Bools:
    named = [[name in each for name in names] for each in map(frozenset, wanted)]
    return np.array(named, np.bool_).reshape(len(named), len(names))


@within
def stands(
    steps: Steps,
    effects: Effects,
    facts: Words,
    child: Children,
    episodes: Records,
    duties: Records,
    until: int,
) -> Stands:
    """Where the only case stands at an instant."""
    events = effects.all
    begin, end = _latest_episode(events, until)
    given = _given(steps.asked, facts, child, begin, end, until)
    asked = np.zeros(steps.steps + len(steps.question), np.bool_)
    episode = episodes[events[begin].episode if begin < end else 0]
    opened = _open(steps, events, given, begin, end if episode.closed > until else begin, asked)
    for place in range(len(duties)):
        if duties[place].met == NEVER and steps.step_of[duties[place].rule] != NOTHING:
            asked[steps.step_of[duties[place].rule]] = True
    forbids = np.empty(len(steps.question), np.bool_)
    for ban in range(len(forbids)):
        forbids[ban] = _forbids(steps, events, given, ban, begin, end)
        if forbids[ban] and steps.spares[ban]:
            asked[steps.steps + ban] = not _spared(steps, events, given, ban, begin, end)
    return Stands(opened, asked, forbids)


@within
def is_of_other(events: Records, kind: int, until: int) -> bool:
    """Whether an event of the latest episode is of another version than that whose kinds begin at `kind`."""
    begin, end = _latest_episode(events, until)
    is_other = False
    for place in range(begin, end):
        is_other |= events[place].kind - events[place].name != kind
    return is_other


@inlined
def _latest_episode(events: Records, until: int) -> tuple[int, int]:
    """From where to where the events of the latest episode lie, at an instant."""
    end = 0
    while end < len(events) and events[end].at <= until:
        end += 1
    begin = end
    while begin and events[begin - 1].episode == events[end - 1].episode:
        begin -= 1
    return begin, end


@within
def _given(asked: Asked, facts: Words, child: Children, begin: int, end: int, until: int) -> Words:
    """The answers for each event, and last for none, given what is known of the child at an instant."""
    words = facts.shape[2]
    given = np.empty((end - begin + 1, asked.refused.shape[2]), np.uint64)
    known, together = np.empty(words, np.uint64), np.empty((1, 2, words), np.uint64)
    last = NOTHING
    while last + 1 < child.first[-1] and child.all[last + 1].at <= until:
        last += 1
    for place in range(begin, end + 1):
        together[:] = np.uint64(0)
        if last != NOTHING:
            copy(child.known, last, together, 0)
        if place < end:
            lay_under(together, 0, facts, place)
        answer(asked, 0, together, 0, known, given, place - begin)
    return given


@within
def _open(steps: Steps, events: Records, given: Words, begin: int, end: int, asked: Bools) -> Small:
    """The open steps in order, each with the row of the latest event that opened it; they are `asked`."""
    opened, many = np.empty((1 + (end - begin) * steps.steps, 3), np.int32), 0
    for place in range(begin, end):
        one = events[place]
        if steps.closes[one.name]:
            many = _close(opened, many, steps.step[one.name], one.answered != NOTHING, one.contact)
        for opening in range(steps.first[one.name], steps.first[one.name + 1]):
            if holds(given, place - begin, steps.openings[opening, 1]):
                many = _put(opened, many, steps.openings[opening, 0], one.contact, one.root)
    row_of = np.full(steps.steps, NOTHING, np.int32)
    for turn in range(many):
        row_of[opened[turn, 0]] = opened[turn, 2]
    found, many = np.empty((steps.steps, 2), np.int32), 0
    for step in range(steps.steps):
        if row_of[step] != NOTHING:
            asked[step] = True
            found[many, 0], found[many, 1] = step, row_of[step]
            many += 1
    return found[:many]


@within
def _close(opened: Small, many: int, step: int, is_answer: bool, contact: int) -> int:
    """Close a step, for one contact if it answers one, else for all; how many openings are left."""
    kept = 0
    for turn in range(many):
        if opened[turn, 0] != step or (is_answer and opened[turn, 1] != contact):
            for column in range(3):
                opened[kept, column] = opened[turn, column]
            kept += 1
    return kept


@within
def _put(opened: Small, many: int, step: int, contact: int, row: int) -> int:
    """Open a step for a contact: one that is open for it already keeps its turn."""
    turn = 0
    while turn < many and (opened[turn, 0] != step or opened[turn, 1] != contact):
        turn += 1
    opened[turn, 0], opened[turn, 1], opened[turn, 2] = step, contact, row
    return max(many, turn + 1)


@inlined
def _forbids(steps: Steps, events: Records, given: Words, ban: int, begin: int, end: int) -> bool:
    """Whether a ban forbids: an event raised it that none has lifted since; or it is always asked."""
    for place in range(begin, end):
        one = events[place]
        if steps.of[ban, one.name] and holds(given, place - begin, steps.question[ban]):
            is_lifted = False
            for other in range(begin, end):
                if steps.until[ban, events[other].name] and other != place:
                    is_lifted |= _lifts(events, events[other], one)
            if not is_lifted:
                return True
        if steps.always[ban] and steps.until[ban, one.name]:
            return False
    return bool(steps.always[ban] and holds(given, end - begin, steps.question[ban]))


@inlined
def _lifts(events: Records, event: Any, start: Any) -> bool:
    if event.at < start.at:
        return False
    if NOTHING in (event.answered, start.contact):
        return True
    return bool(events[event.answered].contact == start.contact)


@inlined
def _spared(steps: Steps, events: Records, given: Words, ban: int, begin: int, end: int) -> bool:
    """Whether an event that could have raised a ban did not, and has not been dealt with."""
    dealt_with = -NEVER
    for place in range(begin, end):
        if steps.refuses[ban, events[place].name]:
            dealt_with = events[place].at
    for place in range(begin, end):
        one = events[place]
        is_undecided = steps.of[ban, one.name] and dealt_with < one.at
        if is_undecided and not holds(given, place - begin, steps.question[ban]):
            return True
    return False
