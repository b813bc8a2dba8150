"""Puts what was recorded of a case in the order in which it counts, each as last corrected."""

from typing import Any

from goldthread.procedures.batch.columns import NOTHING
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.records import I4, I8, ITEM

CORRECTS, ANSWERS, AUTHORISES, DECLINES = range(4)
KINDS_OF_LINK = 4


@within
def order(desk: Any) -> int:
    """Lay out the items of a case; how many. Its times may lie beyond the days, or its links name nothing."""
    _lay_links(desk)
    desk.is_odd = not _is_known(desk)
    if desk.is_odd:
        return 0
    _roots(desk)
    root, current, many = column(desk.root, I4), column(desk.current, I4), whole(0)
    for row in range(desk.rows):
        if current[root[row]] == row:
            _insert(desk, row, many)
            many += 1
    desk.is_odd = _is_doubtful(desk, many)
    return int(many)


@within
def _lay_links(desk: Any) -> None:
    """The links of each row, four of them, to rows of the case; one to an unknown event is below NOTHING."""
    links, cursor = column(desk.links, I4), column(desk.cursor, I8)
    until = column(desk.linked_until, I8)
    for place in range(KINDS_OF_LINK * desk.rows):
        links[place] = NOTHING
    for kind in range(KINDS_OF_LINK):
        linked = column(column(desk.linked, I8)[kind], I8)
        targets = column(column(desk.targets, I8)[kind], I8)
        turn = cursor[kind]
        while turn < until[kind] and linked[turn] < desk.low:
            turn += 1
        while turn < until[kind] and linked[turn] < desk.low + desk.rows:
            target = targets[turn]
            links[KINDS_OF_LINK * (linked[turn] - desk.low) + kind] = (
                target - desk.low if target > NOTHING else target
            )
            turn += 1
        cursor[kind] = turn


@within
def _is_known(desk: Any) -> bool:
    at, begins, links = column(desk.at, I8), column(desk.begins, I8), column(desk.links, I4)
    for row in range(desk.low, desk.low + desk.rows):
        if not begins[0] <= at[row] < begins[desk.day_count]:
            return False
    for place in range(KINDS_OF_LINK * desk.rows):  # noqa: SIM110 - all() over this is not compiled
        if not NOTHING <= links[place] < desk.rows:
            return False
    return True


@within
def _roots(desk: Any) -> None:
    """For each row, that under which it was first recorded; and for that, the row that now counts."""
    root, current, links = column(desk.root, I4), column(desk.current, I4), column(desk.links, I4)
    for row in range(desk.rows):
        current[row] = NOTHING
    for row in range(desk.rows):
        corrected = links[KINDS_OF_LINK * row + CORRECTS]
        root[row] = row if corrected == NOTHING else root[corrected] if corrected < row else corrected
        if corrected > NOTHING or current[root[row]] == NOTHING:
            current[root[row]] = row


@within
def _insert(desk: Any, row: int, end: int) -> None:
    """Put a row among the items. None counts before one that it authorises or declines."""
    items, links = column(desk.items, ITEM), column(desk.links, I4)
    at, recorded_at = column(desk.at, I8), column(desk.recorded_at, I8)
    root, current = column(desk.root, I4), column(desk.current, I4)
    answers, link = links[KINDS_OF_LINK * row + ANSWERS], links[KINDS_OF_LINK * row + AUTHORISES]
    if link == NOTHING:
        link = links[KINDS_OF_LINK * row + DECLINES]
    counts_at = at[desk.low + row]
    if link != NOTHING:
        counts_at = max(counts_at, at[desk.low + current[root[link]]])
    key = counts_at, link > NOTHING, recorded_at[desk.low + row], root[row]
    place = end
    while place > 0 and key < _key(items[place - 1]):
        items[place] = items[place - 1]
        place -= 1
    item = items[place]
    item.at, item.settling, item.recorded_at, item.root = key
    item.row = row
    item.answers = NOTHING if answers == NOTHING else root[answers]
    item.settles = NOTHING if link == NOTHING else root[link]


@within
def _key(item: Any) -> tuple[int, bool, int, int]:
    return item.at, item.settling, item.recorded_at, item.root


@within
def _is_doubtful(desk: Any, end: int) -> bool:
    """Whether the order of ids, which the number of a row does not tell, decides what counts first."""
    items = column(desk.items, ITEM)
    for place in range(1, end):
        one, other = items[place - 1], items[place]
        if _key(one)[:3] == _key(other)[:3] and (one.root != one.row or other.root != other.row):
            return True
    return False
