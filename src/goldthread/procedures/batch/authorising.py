"""What takes effect of what was recorded of a case: at once, or when somebody authorises it."""

from typing import Any

from goldthread.procedures.batch.clock import day_of
from goldthread.procedures.batch.columns import NOTHING
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.ordering import AUTHORISES, DECLINES, KINDS_OF_LINK
from goldthread.procedures.batch.records import EFFECT, I2, I4, I8, ITEM, KIND, YES

SEVERAL = -2


@within
def take_effect(desk: Any, many: int) -> int:
    """Lay out what takes effect, in order; how many.

    A case is odd where that is in doubt, or where one event settles several.
    """
    items, kinds, waiting = column(desk.items, ITEM), column(desk.kinds, KIND), column(desk.waiting, I4)
    names, roles, may_authorise = (
        column(desk.name, I2),
        column(desk.role, I2),
        column(desk.may_authorise, YES),
    )
    effects, end, last = column(desk.effects, EFFECT), whole(0), whole(0)
    for place in range(many):
        item = items[place]
        name, day = names[desk.low + item.row], day_of(desk, item.at)
        number = version_of(desk, day) * desk.names + name
        kind, settled, takes_effect, waits = kinds[number], NOTHING, True, False
        if kind.guarded:
            may = may_authorise[number * desk.roles + roles[desk.low + item.row]]
            if may:
                settled = _settled(desk, place, kind.two_people, last)
                desk.is_odd |= settled == SEVERAL
            takes_effect, waits = _decided(desk, item.row, may, kind.two_people, settled)
        if waits:
            waiting[last] = place
            last += 1
        if takes_effect:
            effect = effects[_insert(desk, place, kind.order, settled, end)]
            effect.kind, effect.name, effect.day = number, name, day
            end += 1
    desk.is_odd |= _is_doubtful(desk, end)
    return int(end)


@within
def version_of(desk: Any, day: int) -> int:
    """The version of the procedure on a day; before the first, the first."""
    from_day, version = column(desk.from_day, I8), desk.versions - 1
    while version > 0 and from_day[version] > day:
        version -= 1
    return int(version)


@within
def _settled(desk: Any, place: int, two_people: bool, last: int) -> int:
    """The proposal that an item settles: the one it names or, if none, that of its outcome and contact."""
    items, waiting = column(desk.items, ITEM), column(desk.waiting, I4)
    names, people = column(desk.name, I2), column(desk.person, I4)
    item, settled = items[place], NOTHING
    for turn in range(last):
        other_place = waiting[turn]
        if other_place == NOTHING:
            continue
        other = items[other_place]
        if names[desk.low + other.row] != names[desk.low + item.row]:
            continue
        fits = item.answers == other.answers or item.answers == NOTHING or other.answers == NOTHING  # noqa: PLR1714 - compiled
        person = people[desk.low + item.row]
        is_author = two_people and person > 0 and person == people[desk.low + other.row]
        if not is_author and (fits if item.settles == NOTHING else item.settles == other.root):
            settled = other_place if settled == NOTHING else SEVERAL
            waiting[turn] = NOTHING
    return settled


@within
def _decided(desk: Any, row: int, may: bool, two_people: bool, settled: int) -> tuple[bool, bool]:
    """Whether an event that must be authorised takes effect (itself, or what it authorises), or waits."""
    links = column(desk.links, I4)
    authorises = links[KINDS_OF_LINK * row + AUTHORISES] > NOTHING
    declines = links[KINDS_OF_LINK * row + DECLINES] > NOTHING
    if not may:
        return False, not (authorises or declines)
    if settled != NOTHING:
        return not declines, False
    return not (authorises or two_people), two_people and not authorises


@within
def _insert(desk: Any, place_of_item: int, order: int, settled: int, end: int) -> int:
    """Put an effect among the others; in place of an authorisation, what it authorises. Its place."""
    items, effects, links = column(desk.items, ITEM), column(desk.effects, EFFECT), column(desk.links, I4)
    agencies, roles = column(desk.agency, I4), column(desk.role, I2)
    item = items[place_of_item]
    authorises = links[KINDS_OF_LINK * item.row + AUTHORISES] > NOTHING
    root = items[settled].root if authorises and settled > NOTHING else item.root
    key = item.at, order, item.recorded_at, root
    place = end
    while place > 0 and key < _key(effects[place - 1]):
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
    effect.agency, effect.role = agencies[desk.low + author], roles[desk.low + author]
    return place


@within
def _key(effect: Any) -> tuple[int, int, int, int]:
    return effect.at, effect.order, effect.recorded_at, effect.root


@within
def _is_doubtful(desk: Any, end: int) -> bool:
    """Whether the order of ids, which the number of a row does not tell, decides what comes first."""
    effects = column(desk.effects, EFFECT)
    for place in range(1, end):
        one, other = effects[place - 1], effects[place]
        if _key(one)[:3] == _key(other)[:3] and (one.root != one.row or other.root != other.row):
            return True
    return False
