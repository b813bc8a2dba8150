"""When duties began to apply, where what is stated about the child after their start makes a difference."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import Bits, Question, holds
from goldthread.procedures.batch.columns import NEVER, Bools, Ints
from goldthread.procedures.batch.folded import Happened
from goldthread.procedures.batch.plan import Plan


class Periods(NamedTuple):
    """Of starts after which more was stated about the child: the periods in which the same held.

    `starts` says which starts these are; the periods of one lie together, from the place in `first` on. `of`
    is the place in `starts` to which each period belongs; `end` is NEVER in the last.
    """

    starts: Bools
    first: Ints
    of: Ints
    since: Ints
    end: Ints
    conditions: Bits

    def held(self, question: Question) -> tuple[Bools, Bools]:
        """Whether a question held in each period; and for each start, whether it did in any of them."""
        held = holds(question, self.conditions)
        return held, np.logical_or.reduceat(held, self.first)

    def opened(self, held: Bools, due: Ints, met: Ints) -> Ints:
        """For each start, when its duty first held; NEVER if it no longer does.

        Once it has been done (`met`) or has become late (`due`), what is stated no longer takes it away.
        """
        stays = (self.end == NEVER) | (due[self.of] < self.end) | (met[self.of] < self.end)
        is_left = np.logical_or.reduceat(held & stays, self.first)
        since = np.minimum.reduceat(np.where(held, self.since, NEVER), self.first)
        return np.where(is_left, since, NEVER)


def periods(plan: Plan, happened: Happened, places: Ints, until: int) -> Periods | None:
    """The periods of starts at some places, up to an instant; None where nothing more was stated."""
    child = happened.child
    if child is None or not len(places):
        return None
    place = child.place(happened.moment[places])
    stated = np.append(0, np.cumsum(child.at <= until))
    more = stated[child.ends[place]] - stated[place + 1]
    starts = more > 0
    if not starts.any():
        return None
    many = more[starts] + 1
    first = np.cumsum(many) - many
    of = np.repeat(np.arange(len(many)), many)
    turn = np.arange(len(of)) - first[of]
    at = place[starts][of] + turn
    since = np.where(turn == 0, happened.at[places[starts]][of], child.at[at])
    is_last = np.append(of[1:] != of[:-1], True)
    return Periods(
        starts,
        first,
        of,
        since,
        np.where(is_last, NEVER, np.append(since[1:], NEVER)),
        plan.asking.answered(happened.facts.of(places[starts][of]).under(child.known.of(at))),
    )
