"""What had last been stated about each child, from each instant on; and which conditions then hold."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.authorising import Effects, version_of
from goldthread.procedures.batch.clock import day_of
from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.involvement import Episodes
from goldthread.procedures.batch.ordering import Ordered
from goldthread.procedures.batch.placing import copy, lay_under
from goldthread.procedures.batch.records import STATED, Records, Small, Tables


class Children(NamedTuple):
    """What was stated, with the bits of all that was then known; those of case n from `first[n]` on.

    A case in which nothing was stated has none; else the first knows nothing, before all.
    """

    all: Records
    first: Small
    known: NDArray[np.uint64]


@compiled
def children(
    tables: Tables, statements: Small, ordered: Ordered, episodes: Episodes, effects: Effects
) -> Children:
    """What was stated about children. Each effect is told the place of what was known when it happened."""
    items = ordered.items
    room = len(items) + len(episodes.all)
    stated, first = np.empty(room, STATED), np.zeros(len(ordered.first), np.int32)
    known = np.zeros((room, 2, tables.known.shape[2]), np.uint64)
    for case in range(len(ordered.odd)):
        end, episode = first[case], episodes.first[case]
        for place in range(ordered.first[case], ordered.first[case + 1]):
            item = items[place]
            statement = statements[item.row]
            if tables.states_child[statement]:
                end, episode = _begun(stated, end, episodes, episode, case, item.at)
                stated[end].at, stated[end].anew = item.at, False
                version = version_of(tables.from_day, day_of(tables.begins, item.at))
                copy(tables.known, statement, known, end)
                for word in range(known.shape[2]):
                    known[end, 0, word] &= tables.about_child[version, word]
                    known[end, 1, word] &= tables.about_child[version, word]
                lay_under(known, end, known, end - 1)
                end += 1
        if end > first[case]:
            end, episode = _begun(stated, end, episodes, episode, case, NEVER)
        first[case + 1] = end
        _known_of(effects, case, stated, first[case], end - 1)
    return Children(stated, first, known)


@inlined
def _begun(
    stated: Records, end: int, episodes: Episodes, episode: int, case: int, until: int
) -> tuple[int, int]:
    """Put in the episodes begun by an instant: each begins with nothing known."""
    while episode < episodes.first[case + 1] and episodes.all[episode].begun <= until:
        stated[end].at, stated[end].anew = episodes.all[episode].begun, True
        end, episode = end + 1, episode + 1
    return end, episode


@inlined
def _known_of(effects: Effects, case: int, stated: Records, child: int, last: int) -> None:
    """Tell the effects of a case the place of what was then known of the child."""
    for place in range(effects.first[case], effects.first[case + 1]):
        one = effects.all[place]
        while child < last and stated[child + 1].at <= one.at:
            child += 1
        one.child = child if child <= last else NOTHING
