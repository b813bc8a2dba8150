"""What had last been stated about the child, from each instant on; and which conditions then hold."""

from typing import Any

import numpy as np

from goldthread.procedures.batch.authorising import version_of
from goldthread.procedures.batch.clock import day_of
from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.placing import lay_under
from goldthread.procedures.batch.records import EFFECT, EPISODE, I4, ITEM, STATED, U8, YES


@within
def child(desk: Any, items: int, effects: int, episodes: int) -> int:
    """Lay out what was stated about the child, with the bits of all then known; how many times.

    If nothing was stated there is nothing; else the first knows nothing, before all. Each effect is told the
    place of what was known when it happened.
    """
    statement, states_child = column(desk.statement, I4), column(desk.states_child, YES)
    item, stated, begins = column(desk.items, ITEM), column(desk.stated, STATED), whole(0)
    many = whole(0)
    for place in range(items):
        if states_child[statement[desk.low + item[place].row]]:
            many, begins = _begin(desk, many, begins, episodes, item[place].at)
            stated[many].at, stated[many].anew = item[place].at, False
            _carry(desk, many, place)
            many += 1
    if many > 0:
        many, begins = _begin(desk, many, begins, episodes, whole(NEVER))
    events, latest = column(desk.effects, EFFECT), NOTHING
    for place in range(effects):
        one = events[place]
        while latest + 1 < many and stated[latest + 1].at <= one.at:
            latest += 1
        one.child = latest
    return int(many)


@within
def _begin(desk: Any, many: int, begins: int, episodes: int, until: int) -> tuple[int, int]:
    """Put in the episodes begun by an instant: each begins with nothing known."""
    episode, stated = column(desk.episodes, EPISODE), column(desk.stated, STATED)
    known, words = column(desk.of_child, U8), desk.words
    while begins < episodes and episode[begins].begun <= until:
        stated[many].at, stated[many].anew = episode[begins].begun, True
        for word in range(2 * words):
            known[2 * words * many + word] = np.uint64(0)
        many, begins = many + 1, begins + 1
    return many, begins


@within
def _carry(desk: Any, many: int, place: int) -> None:
    """What an item states about the child, laid over what was known before."""
    one, of_child, words = column(desk.items, ITEM)[place], column(desk.of_child, U8), desk.words
    known, about_child = column(desk.known, U8), column(desk.about_child, U8)
    about = version_of(desk, day_of(desk, one.at)) * words
    here, says = 2 * words * many, 2 * words * column(desk.statement, I4)[desk.low + one.row]
    for word in range(words):
        of_child[here + word] = known[says + word] & about_child[about + word]
        of_child[here + words + word] = known[says + words + word] & about_child[about + word]
    lay_under(of_child, here, of_child, here - 2 * words, words)
