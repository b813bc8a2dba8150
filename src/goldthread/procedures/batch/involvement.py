"""When the episodes of a block of cases begin and close: never while a contact still waits to be decided."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools, Ints
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.sorting import ranks, rounds

MOST = 63
"""How many contacts of a case can be told apart here, each by a bit."""
Marks = NDArray[np.uint64]


class Episodes(NamedTuple):
    """The episode of each effect, numbered through the block, and of each: when it began and was closed.

    The first of a case begins before all else (`begins` is NOTHING); else `begins` is the place of an effect.
    """

    of: Ints
    begins: Ints
    closed: Ints


class Involving(NamedTuple):
    """Effects in order: what they say about whether a child is involved.

    `contact` is the bit of a contact among those of its case, `answered` that of the contact answered.
    `until` is the place after the last effect at the same instant.
    """

    case: Ints
    at: Ints
    kind: Ints
    until: Ints
    contact: Marks
    answered: Marks
    to_decide: Bools


def episodes(plan: Plan, effects: Involving) -> Episodes:
    """The episodes of effects."""
    involvement = _Involvement(plan, effects)
    case, kind = effects.case, effects.kind
    concerned = plan.begins[kind] | plan.decides[kind] | plan.ends[kind] | plan.settles[kind]
    places = np.flatnonzero(concerned)
    for turn in rounds(ranks(case[places])):
        involvement.take(places[turn])
    first = np.append(True, case[1:] != case[:-1])[: len(case)]
    number = np.cumsum(first | involvement.begins) - 1
    closed = np.full(int(number.max(initial=-1)) + 1, NEVER)
    closed[number[involvement.closes]] = effects.at[involvement.closes]
    begins = np.flatnonzero(first | involvement.begins)
    return Episodes(number[effects.until - 1], np.where(involvement.begins[begins], begins, NOTHING), closed)


class _Involvement:
    """What is open in each case, effect by effect: the next one of every case at once.

    A contact waits until it is decided; decided otherwise than by an ending, it keeps the episode open.
    """

    def __init__(self, plan: Plan, effects: Involving) -> None:
        self._plan, self._effects = plan, effects
        cases = int(effects.case.max(initial=-1)) + 1
        self._waiting = np.zeros(cases, dtype=np.uint64)
        self._going_on = np.zeros(cases, dtype=np.uint64)
        self._is_open = np.ones(cases, dtype=np.bool_)
        self.begins = np.zeros(len(effects.case), dtype=np.bool_)
        self.closes = np.zeros(len(effects.case), dtype=np.bool_)

    def take(self, places: Ints) -> None:
        """The next effect of some cases."""
        plan, effects = self._plan, self._effects
        case, kind, answered = (column[places] for column in (effects.case, effects.kind, effects.answered))
        waiting, going_on, is_open = self._waiting[case], self._going_on[case], self._is_open[case]
        begins, decides, ends = plan.begins[kind], plan.decides[kind], plan.ends[kind]
        concerned = np.where(((waiting | going_on) & answered) != 0, answered, waiting)
        anew = begins & ~is_open
        self.begins[places[anew]] = True
        done = np.where(concerned != 0, concerned, going_on)
        going_on = np.select(
            [anew | (ends & ~decides), decides & ends, decides],
            [np.zeros_like(going_on), going_on & ~done, going_on | concerned],
            going_on,
        )
        waiting = np.where(decides | plan.settles[kind], waiting & ~concerned, waiting)
        waiting |= np.where(begins & effects.to_decide[places], effects.contact[places], np.uint64(0))
        closes = ends & is_open & (waiting == 0) & (going_on == 0)
        self.closes[places[closes]] = True
        self._waiting[case], self._going_on[case] = waiting, going_on
        self._is_open[case] = (is_open | anew) & ~closes
