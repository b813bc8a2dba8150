"""Puts what was recorded of some cases in the order in which it counts, each as last corrected."""

from typing import Any, NamedTuple

import numpy as np

from goldthread.procedures.batch.columns import NOTHING, Bools, Ints
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.part import ANSWERS, AUTHORISES, CORRECTS, DECLINES, Part
from goldthread.procedures.batch.records import ITEM, Records, Small


class Ordered(NamedTuple):
    """Items, of which those of case n lie from `first[n]` to `first[n + 1]`; and which cases are odd."""

    items: Records
    first: Small
    odd: Bools


@compiled
def order(part: Part, days: Ints) -> Ordered:
    """The items. A case whose times lie beyond the `days`, or whose links name nothing known, has none."""
    rows, cases = len(part.at), len(part.first)
    root, current = np.empty(rows, np.int32), np.empty(rows, np.int32)
    items, first, odd = np.empty(rows, ITEM), np.zeros(cases + 1, np.int32), np.zeros(cases, np.bool_)
    for case in range(cases):
        end = first[case]
        odd[case] = not _is_known(part, days, case)
        if not odd[case]:
            _roots(part, case, root, current)
            for row in range(part.first[case], part.last[case]):
                if current[root[row]] == row:
                    _insert(part, row, root, current, items, first[case], end)
                    end += 1
            odd[case] = _is_doubtful(items, first[case], end)
        first[case + 1] = end
    return Ordered(items, first, odd)


@inlined
def _is_known(part: Part, days: Ints, case: int) -> bool:
    for row in range(part.first[case], part.last[case]):
        if not days[0] <= part.at[row] < days[-1]:
            return False
        for kind in range(4):
            if not NOTHING <= part.links[row, kind] < part.last[case]:
                return False
    return True


@inlined
def _roots(part: Part, case: int, root: Small, current: Small) -> None:
    """For each row, that under which it was first recorded; and for that, the row that now counts."""
    begin, end = part.first[case], part.last[case]
    for row in range(begin, end):
        current[row] = NOTHING
    for row in range(begin, end):
        corrected = part.links[row, CORRECTS]
        root[row] = row if corrected == NOTHING else root[corrected] if corrected < row else corrected
        if corrected > NOTHING or current[root[row]] == NOTHING:
            current[root[row]] = row


@inlined
def _insert(part: Part, row: int, root: Small, current: Small, items: Records, begin: int, end: int) -> None:
    """Put a row among those of its case. None counts before one that it authorises or declines."""
    authorises, answers = part.links[row, AUTHORISES], part.links[row, ANSWERS]
    link = authorises if authorises > NOTHING else part.links[row, DECLINES]
    at = part.at[row] if link == NOTHING else max(part.at[row], part.at[current[root[link]]])
    key = at, link > NOTHING, part.recorded_at[row], root[row]
    place = end
    while place > begin and key < _key(items[place - 1]):
        items[place] = items[place - 1]
        place -= 1
    item = items[place]
    item.at, item.settling, item.recorded_at, item.root = key
    item.row = row
    item.answers = NOTHING if answers == NOTHING else root[answers]
    item.settles = NOTHING if link == NOTHING else root[link]


@inlined
def _key(item: Any) -> tuple[int, bool, int, int]:
    return item.at, item.settling, item.recorded_at, item.root


@inlined
def _is_doubtful(items: Records, begin: int, end: int) -> bool:
    """Whether the order of ids, which the number of a row does not tell, decides what counts first."""
    for place in range(begin + 1, end):
        one, other = items[place - 1], items[place]
        if _key(one)[:3] == _key(other)[:3] and (one.root != one.row or other.root != other.row):
            return True
    return False
