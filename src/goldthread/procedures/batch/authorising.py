"""What takes effect of events that somebody must authorise, for a block of cases."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.block import Block
from goldthread.procedures.batch.columns import NOTHING, Bools, Ints
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.sorting import ranks, rounds

SLOTS = 3
"""How many proposals of one name may await authorisation in a case at once."""


class Items(NamedTuple):
    """What was recorded, each as last corrected, in the order in which it counts.

    `row` holds what now counts; `root` is the row under which it was first recorded, and links name roots.
    `settles` is the root of the event that it authorises or declines.
    """

    row: Ints
    root: Ints
    case: Ints
    at: Ints
    moment: Ints
    day: Ints
    kind: Ints
    answers: Ints
    settles: Ints


class Effects(NamedTuple):
    """What took effect, in order. `item` gave it effect; `proposal` is the row of what that authorised.

    `root` is the row under which it was first recorded, `answers` that of the event it answers.
    """

    item: Ints
    root: Ints
    proposal: Ints
    answers: Ints

    def of(self, places: Ints | Bools) -> "Effects":
        """Those at some places."""
        return Effects(*(column[places] for column in self))


def authorised_of(plan: Plan, block: Block, items: Items, places: Ints, odd: Bools) -> Effects:
    """What takes effect of the items at some places, which are taken in turn within each case and name.

    Where more proposals of one name await authorisation at once than there are slots, or one event settles
    several, the case is marked as odd.
    """
    row = items.row[places]
    group = items.case[places] * len(plan.names) + block.name[row]
    together = np.argsort(group, kind="stable")
    places, group = places[together], group[together]
    number = np.cumsum(np.append(False, group[1:] != group[:-1]))
    awaiting = np.full((len(places), SLOTS), NOTHING)  # by the number of its group: the items proposed
    desk = _Desk(plan, block, items, odd)
    found = []
    for turn in rounds(ranks(group)):
        effects, awaiting[number[turn]] = desk.take(places[turn], awaiting[number[turn]])
        found.append(effects)
    return Effects(*map(np.concatenate, zip(*found, strict=True)))


class _Desk:
    """Where proposals lie until somebody authorises or declines them."""

    def __init__(self, plan: Plan, block: Block, items: Items, odd: Bools) -> None:
        self._plan, self._block, self._items, self._odd = plan, block, items, odd

    def take(self, item: Ints, awaiting: Ints) -> tuple[Effects, Ints]:
        """What takes effect of one more item in each group, and what then awaits authorisation there."""
        plan, block, items = self._plan, self._block, self._items
        row, kind = items.row[item], items.kind[item]
        may, two_people = plan.may_authorise[kind, block.role[row]], plan.two_people[kind]
        settles = self._settles(item, awaiting, two_people) & may[:, np.newaxis]
        settled = settles.any(axis=1)
        proposed = np.where(settles, awaiting, NOTHING).max(axis=1)
        authorises, declines = block.authorises[row] > NOTHING, block.declines[row] > NOTHING
        is_effect = may & np.where(authorises, settled, settled | ~two_people) & ~(settled & declines)
        proposes = np.where(may, ~authorises & ~settled & two_people, ~(authorises | declines))
        passed_on = authorises & (items.answers[item] == NOTHING)
        effects = Effects(
            item,
            np.where(authorises, items.root[proposed], items.root[item]),
            np.where(settled, items.row[proposed], NOTHING),
            np.where(passed_on, items.answers[proposed], items.answers[item]),
        )
        awaiting = np.where(settles, NOTHING, awaiting)
        is_full = proposes & (awaiting > NOTHING).all(axis=1)
        self._odd[items.case[item[is_full | (settles.sum(axis=1) > 1)]]] = True
        free = (awaiting == NOTHING).argmax(axis=1)
        awaiting[proposes, free[proposes]] = item[proposes]
        return effects.of(is_effect), awaiting

    def _settles(self, item: Ints, awaiting: Ints, two_people: Bools) -> NDArray[np.bool_]:
        """Which proposals each item settles: the one that it names or, naming none, those of its contact."""
        block, items = self._block, self._items
        item = item[:, np.newaxis]
        person, proposer = block.person[items.row[item]], block.person[items.row[awaiting]]
        is_author = two_people[:, np.newaxis] & (person > 0) & (person == proposer)
        answers, answered = items.answers[item], items.answers[awaiting]
        fits = (answered == NOTHING) | (answers == NOTHING) | (answers == answered)
        named = items.root[awaiting] == items.settles[item]
        may: Bools = (awaiting > NOTHING) & ~is_author
        may &= np.where(items.settles[item] > NOTHING, named, fits)
        return may
