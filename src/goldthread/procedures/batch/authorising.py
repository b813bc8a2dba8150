"""What takes effect of what was recorded of some cases: at once, or when somebody authorises it."""

from typing import Any, NamedTuple

import numpy as np

from goldthread.procedures.batch.clock import day_of
from goldthread.procedures.batch.columns import NOTHING, Bools, Ints
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.ordering import Ordered
from goldthread.procedures.batch.part import AUTHORISES, DECLINES, Part
from goldthread.procedures.batch.records import EFFECT, Records, Small

SEVERAL = -2


class Effects(NamedTuple):
    """Events in the order in which they took effect; those of case n from `first[n]` to `first[n + 1]`."""

    all: Records
    first: Small


@compiled
def take_effect(
    from_day: Ints, begins: Ints, kinds: Records, may_authorise: Bools, part: Part, ordered: Ordered
) -> Effects:
    """What takes effect, in order. Cases become odd where that is in doubt, or one event settles several."""
    items, odd, names = ordered.items, ordered.odd, len(kinds) // len(from_day)
    effects, waiting = np.empty(len(items), EFFECT), np.empty(len(items), np.int32)
    first = np.zeros(len(part.first) + 1, np.int32)
    for case in range(len(part.first)):
        end, last = first[case], 0
        for place in range(ordered.first[case], ordered.first[case + 1]):
            item = items[place]
            day = day_of(begins, item.at)
            number = version_of(from_day, day) * names + part.name[item.row]
            kind, settled, takes_effect, waits = kinds[number], NOTHING, True, False
            if kind.guarded:
                may = may_authorise[number, part.role[item.row]]
                if may:
                    settled = _settled(part, items, place, kind.two_people, waiting, last)
                takes_effect, waits = _decided(part, item.row, may, kind.two_people, settled)
                odd[case] |= settled == SEVERAL
            if waits:
                waiting[last] = place
                last += 1
            if takes_effect:
                effect = _insert(effects, first[case], end, item, kind.order, part, items, settled)
                effect.kind, effect.name, effect.day = number, part.name[item.row], day
                end += 1
        odd[case] |= _is_doubtful(effects, first[case], end)
        first[case + 1] = end
    return Effects(effects[: first[-1]], first)


@inlined
def version_of(from_day: Ints, day: int) -> int:
    """The version of the procedure on a day; before the first, the first."""
    version = len(from_day) - 1
    while version and from_day[version] > day:
        version -= 1
    return version


@inlined
def _settled(part: Part, items: Records, place: int, two_people: bool, waiting: Small, last: int) -> int:
    """The proposal that an item settles: the one it names or, if none, that of its outcome and contact."""
    item = items[place]
    settled = NOTHING
    for turn in range(last):
        other_place = waiting[turn]
        if other_place == NOTHING or part.name[items[other_place].row] != part.name[item.row]:
            continue
        other = items[other_place]
        fits = item.answers == other.answers or NOTHING in (item.answers, other.answers)
        person = part.person[item.row]
        is_author = two_people and person > 0 and person == part.person[other.row]
        if not is_author and (fits if item.settles == NOTHING else item.settles == other.root):
            settled = other_place if settled == NOTHING else SEVERAL
            waiting[turn] = NOTHING
    return settled


@inlined
def _decided(part: Part, row: int, may: bool, two_people: bool, settled: int) -> tuple[bool, bool]:
    """Whether an event that must be authorised takes effect (itself, or what it authorises), or waits."""
    authorises, declines = part.links[row, AUTHORISES] > NOTHING, part.links[row, DECLINES] > NOTHING
    if not may:
        return False, not (authorises or declines)
    if settled != NOTHING:
        return not declines, False
    return not (authorises or two_people), two_people and not authorises


@inlined
def _insert(
    effects: Records, begin: int, end: int, item: Any, order: int, part: Part, items: Records, settled: int
) -> Any:
    """Put an effect among those of its case; in place of an authorisation, what it authorises."""
    authorises = part.links[item.row, AUTHORISES] > NOTHING
    root = items[settled].root if authorises and settled > NOTHING else item.root
    key = item.at, order, item.recorded_at, root
    place = end
    while place > begin and key < _key(effects[place - 1]):
        effects[place] = effects[place - 1]
        place -= 1
    effect = effects[place]
    effect.at, effect.order, effect.recorded_at, effect.root = key
    effect.row, effect.answers, effect.proposed = item.row, item.answers, NOTHING
    author = item.row
    if settled > NOTHING:
        proposal = items[settled]
        effect.proposed = proposal.row
        if authorises:
            author = proposal.row
            if item.answers == NOTHING:
                effect.answers = proposal.answers
    effect.agency, effect.role = part.agency[author], part.role[author]
    return effect


@inlined
def _key(effect: Any) -> tuple[int, int, int, int]:
    return effect.at, effect.order, effect.recorded_at, effect.root


@inlined
def _is_doubtful(effects: Records, begin: int, end: int) -> bool:
    """Whether the order of ids, which the number of a row does not tell, decides what comes first."""
    for place in range(begin + 1, end):
        one, other = effects[place - 1], effects[place]
        if _key(one)[:3] == _key(other)[:3] and (one.root != one.row or other.root != other.row):
            return True
    return False
