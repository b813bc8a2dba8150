"""What had last been stated about each child of a block, from each instant on."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import Known
from goldthread.procedures.batch.authorising import Items
from goldthread.procedures.batch.block import Block
from goldthread.procedures.batch.columns import NOTHING, Ints
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.sorting import in_order, ranks, rounds


class Timeline(NamedTuple):
    """What was known of the child from each statement on: from its instant `at`, which is `moment` in order.

    Each episode begins without anything; what was stated in it goes on until before the place `ends`.
    """

    moment: Ints
    at: Ints
    known: Known
    ends: Ints

    def place(self, moment: Ints) -> Ints:
        """The place of what held at moments."""
        return np.searchsorted(self.moment, moment, side="right") - 1


def timeline(plan: Plan, block: Block, items: Items, begins: Ints) -> Timeline | None:
    """All that was stated about children; None if nothing was. `begins` are the moments of new episodes."""
    places = np.flatnonzero(plan.states_child[block.statement[items.row]])
    if not len(places):
        return None
    mask = np.take(plan.about_child, plan.version(items.day[places]), axis=1)
    stated = plan.known.of(block.statement[items.row[places]]).only(mask)
    nothing = len(plan.known.holds[0]) - 1
    anew = np.concatenate([np.arange(block.cases) * plan.london.span, begins])
    moment = np.concatenate([anew, items.moment[places]])
    order = in_order(moment, np.concatenate([np.zeros(len(anew), np.int64), places + 1]))
    said = plan.known.of(np.full(len(anew), nothing))
    known = Known(*(np.concatenate(pair, axis=1)[:, order] for pair in zip(said, stated, strict=True)))
    at = np.concatenate([np.full(len(anew), NOTHING), items.at[places]])[order]
    group = np.cumsum(order < len(anew), dtype=np.int64)
    limits = np.append(np.flatnonzero(order < len(anew)), len(order))
    return Timeline(moment[order], at, _carried(known, group), limits[group])


def _carried(known: Known, group: Ints) -> Known:
    """Each statement with those before it in its group."""
    for turn in rounds(ranks(group)):
        later = turn[turn > 0]
        later = later[group[later] == group[later - 1]]
        carried = known.of(later - 1).under(known.of(later))
        known.holds[:, later], known.given[:, later] = carried
    return known
