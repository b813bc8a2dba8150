"""Rules that take over, on their first day, what the rules before them started and is still to be done."""

import numpy as np

from goldthread.procedures.batch.asking import Bits, holds
from goldthread.procedures.batch.columns import NEVER, Bools, Ints
from goldthread.procedures.batch.folded import Happened
from goldthread.procedures.batch.found import Found
from goldthread.procedures.batch.plan import Plan, PlannedRule
from goldthread.procedures.batch.starting import Starting


class Successors:
    """Puts duties under the rules that took them over."""

    def __init__(self, plan: Plan, happened: Happened, found: Found, starting: Starting) -> None:
        """`found` are the duties by the rules of the days on which they started."""
        self._plan, self._happened, self._found, self._starting = plan, happened, found, starting

    def taken_over(self, until: int) -> Found:
        """The duties as they are since the changes of their rules until an instant."""
        now = self._found
        for rule, begins in self._plan.successors:
            places = np.flatnonzero(self._is_still_to_do(now, rule, begins))
            places = places[holds(rule.question, self._conditions(now.start[places], begins))]
            if len(places) and begins <= until:
                now = self._under(now, places, rule, begins)
        return now

    def _is_still_to_do(self, now: Found, rule: PlannedRule, begins: int) -> Bools:
        """Which of a rule's older duties were neither done, late, closed nor started anew when it began."""
        plan, happened, found = self._plan, self._happened, self._found
        family = plan.family == plan.family[rule.number]
        started, episode = happened.at[now.start], happened.episode[now.start]
        met = np.append(happened.at, NEVER)[now.met]
        others = family[found.rule] & (started < begins)
        latest = np.full(len(happened.closed), -NEVER)
        np.maximum.at(latest, episode[others], started[others])
        which: Bools = family[now.rule] & (plan.since[now.rule] < rule.since) & (started < begins)
        which &= np.isin(happened.name[now.start], list(rule.of))
        which &= (met >= begins) & (now.due >= begins) & (happened.closed[episode] >= begins)
        which &= ~(plan.is_last[now.rule] & (latest[episode] > started))
        return which

    def _conditions(self, starts: Ints, at: int) -> Bits:
        """What held for events, given what had been stated about the child at an instant."""
        plan, happened = self._plan, self._happened
        facts, child = happened.facts.of(starts), happened.child
        if child is not None:
            moment = happened.case[starts] * plan.london.span + plan.london.clipped(np.array(at))
            facts = facts.under(child.known.of(child.place(moment)))
        return plan.asking.answered(facts)

    def _under(self, now: Found, places: Ints, rule: PlannedRule, begins: int) -> Found:
        """The duties, those at some places under another rule, which counts from the same starts."""
        starts = now.start[places]
        due = self._starting.counted(rule, rule.limit, starts)
        if rule.rule.immediate and rule.limit:
            at = np.full(len(places), begins)
            due = rule.limit(at, self._plan.london.day(at))
        changed = now._replace(
            rule=now.rule.copy(), due=now.due.copy(), usual=now.usual.copy(), met=now.met.copy()
        )
        changed.rule[places], changed.due[places] = rule.number, due
        changed.usual[places] = self._starting.counted(rule, rule.usual, starts)
        changed.met[places] = self._starting.met(rule, starts)
        return changed
