"""Of rules that count from the first or the last occurrence of their event: the duties that count."""

import numpy as np

from goldthread.procedures.batch.columns import NEVER, Bools, Ints
from goldthread.procedures.batch.folded import Happened
from goldthread.procedures.batch.found import MET_LATE, MISSED, Found, States
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.sorting import in_order, ranks, rounds


def that_count(plan: Plan, happened: Happened, found: Found, states: States) -> Bools:
    """Which duties count. The states of those whose clock was started anew change in place."""
    once = np.array([rule.rule.once for rule in plan.rules], dtype=np.bool_)
    places = np.flatnonzero(once[found.rule])
    chains = _Chains(plan, happened, found, states)
    if len(places):
        group = plan.family[found.rule[places]] * len(happened.closed) + happened.episode[found.start[places]]
        order = in_order(group, found.start[places])
        chains.follow(places[order], group[order])
    return chains.counts


class _Chains:
    """The duties of one rule in one episode, in the order of their starts."""

    def __init__(self, plan: Plan, happened: Happened, found: Found, states: States) -> None:
        self._found, self._states = found, states
        self._started = happened.at[found.start]
        self._met = np.append(happened.at, NEVER)[found.met]
        self._is_first = plan.is_first
        self.counts = np.ones(len(found.rule), dtype=np.bool_)

    def follow(self, places: Ints, group: Ints) -> None:
        """Take the duties at some places, the chains of which lie together: the next one of each at once."""
        number = np.cumsum(np.append(False, group[1:] != group[:-1]))
        current = np.zeros(len(places), dtype=np.int64)
        for turn, one in enumerate(rounds(ranks(group))):
            later = places[one]
            current[number[one]] = self._against(current[number[one]], later) if turn else later

    def _against(self, earlier: Ints, later: Ints) -> Ints:
        """Of two duties, what remains; and which one goes on."""
        restarted, met = self._started[later], self._met[earlier]
        was_met = met <= restarted
        first = self._is_first[self._found.rule[later]] & ~was_met
        was_late = ~was_met & (self._found.due[earlier] < restarted)
        self.counts[later[first]] = False
        self.counts[earlier[~first & ~was_met & ~was_late]] = False
        late = ~first & was_late
        self._states[earlier[late]] = np.where(met[late] < NEVER, MET_LATE, MISSED)
        return np.where(first, earlier, later)
