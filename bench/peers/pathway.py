"""One pathway of nine steps, made-up cases on it, and what Goldthread answers about them."""
# ruff: noqa: INP001, S311 - a script's part; its cases are made up

import random
from datetime import datetime, timedelta
from pathlib import Path

from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.standing import Situation, allowed, open_steps, situation
from goldthread.procedures.walltime import instant, london_day

HERE = Path(__file__).parent
LONGEST = 20
PROCEDURE = PackRegister(HERE / "packs").procedure("bench")
RULES = {rule.id: rule for rule in PROCEDURE.latest.rules}
BEGIN = instant("2024-01-03T09:00")
ASKED = BEGIN + timedelta(days=1500)

Case = list[CaseEvent]
Owed = set[tuple[str, datetime]]
"""What is still to be done, and its limit: the answer that every engine must give alike."""


def a_case() -> Case:
    """A made-up case: at each turn some outcome of an open step, some hours later; most go on for a while."""
    events: Case = [event("contact.received", BEGIN, 0)]
    at = BEGIN
    for number in range(1, random.randint(2, LONGEST + 1)):
        state = fold(PROCEDURE, events)
        at += timedelta(hours=random.randint(1, 400))
        steps = {step.step for step in open_steps(state, at)}
        possible = [f"{one.step}.{one.outcome}" for one in allowed(state, at) if one.step in steps]
        if not possible:
            break
        weights = [0.2 if name in PROCEDURE.latest.ends else 1 for name in possible]
        events.append(event(random.choices(possible, weights)[0], at, number))
    return events


def event(name: str, at: datetime, number: int) -> CaseEvent:
    """An event, step.outcome."""
    step, _, outcome = name.partition(".")
    return CaseEvent(str(number), step, outcome, at, at, "manager")


def due(duty: str, start: datetime) -> datetime:
    """When a duty is due: the function that the peers, which have no working days, use too."""
    limit = RULES[duty].limit
    assert limit is not None  # noqa: S101 - every rule of this pathway has one
    return limit(start, london_day(start)).instant


def answer(events: Case) -> Situation:
    """Every duty with dates, state, role and source, and everything that may be recorded: folded afresh."""
    return situation(fold(PROCEDURE, events), ASKED)


def answer_again(state: CaseState) -> Situation:
    """The same, of a case that was folded before."""
    return situation(state, ASKED)


def owed(events: Case) -> Owed:
    """What is still to be done in an open case."""
    state = fold(PROCEDURE, events)
    if state.closed[-1]:
        return set()
    return {
        (duty.id, duty.due.instant) for duty in situation(state, ASKED).duties if duty.due and not duty.met
    }
