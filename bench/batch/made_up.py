"""Makes up the events of many cases: some cases played through a pack, then many copies on other days."""
# ruff: noqa: INP001, S311 - scripts of their own; what they make up guards no secret

from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from goldthread.procedures.batch.columns import Events, Links, from_cases
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.format.words import Fact
from goldthread.procedures.standing import allowed, open_steps
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import instant

BEGIN = instant("2019-06-03T09:00")
DAYS = 6 * 365
MOST = 14
DAY = 86_400_000_000
CODES = ("name", "role", "person", "agency", "statement")
LINKS = ("corrects", "answers", "authorises", "declines")


def played(procedure: Procedure, cases: int, seed: int = 7) -> Events:
    """Cases made by taking, at each turn, some outcome of an open step some hours later."""
    random = Random(seed)
    return from_cases([_a_case(procedure, random) for _ in range(cases)])


def _a_case(procedure: Procedure, random: Random) -> list[CaseEvent]:
    table, at = procedure.latest, BEGIN
    contact = random.choice(sorted(table.begins))
    events = [_event(procedure, contact, at, "system", random)]
    for _ in range(random.randint(2, MOST)):
        at += timedelta(minutes=random.choice((20, 90, 400, 1500, 4000, 15000)))
        state = fold(procedure, events)
        steps = {step.step for step in open_steps(state, at)}
        possible = [f"{may.step}.{may.outcome}" for may in allowed(state, at) if may.step in steps]
        if not possible:
            break
        weights = [0.1 if name in table.ends else 1 for name in possible]
        name = random.choices(possible, weights)[0]
        events += _recorded(procedure, name, at, events, random)
    return events


def _recorded(
    procedure: Procedure, name: str, at: datetime, before: list[CaseEvent], random: Random
) -> list[CaseEvent]:
    """An event; or, where somebody must authorise it, often a proposal and then its authorisation."""
    outcome = procedure.latest.outcomes[name][2]
    answers = before[0].id if random.random() < 0.3 else ""
    if not outcome.authorised_by:
        return [_event(procedure, name, at, "social_worker", random, answers=answers)]
    proposed = _event(procedure, name, at, "system", random, answers=answers, person="a")
    by = _event(
        procedure, name, at + timedelta(hours=2), outcome.authorised_by, random, answers=answers, person="b"
    )
    return [proposed, by._replace(authorises=proposed.id)] if random.random() < 0.5 else [by]


def _event(
    procedure: Procedure, name: str, at: datetime, role: str, random: Random, **more: Any
) -> CaseEvent:
    table = procedure.latest
    step, _, outcome = name.partition(".")
    facts = {
        fact: _value(table.pack.facts[fact], random)
        for fact in table.pack.steps[step].facts
        if random.random() < 0.4
    }
    recorded = at + timedelta(minutes=random.choice((0, 0, 10, 60)))
    return CaseEvent(f"{random.getrandbits(60):015x}", step, outcome, at, recorded, role, facts=facts, **more)


def _value(fact: Fact, random: Random) -> object:
    match fact.type:
        case "yes_no":
            return random.random() < 0.3
        case "choice":
            return random.choice(list(fact.values))
        case "date" | "datetime":
            return BEGIN + timedelta(days=random.randrange(60))
    return "as told"


def copied(events: Events, cases: int, seed: int = 7) -> Events:
    """So many cases: those given, over and over, each copy begun on another day."""
    times = -(-cases // events.cases)
    many = np.diff(events.first)
    days = np.random.default_rng(seed).integers(0, DAYS, times * events.cases)
    shift = np.repeat(days * DAY, np.tile(many, times))
    moved = {name: np.tile(getattr(events, name), times) for name in ("at", "recorded_at")}
    for column in moved.values():
        np.add(column, shift, out=column)  # in place: at twelve million cases each is half a gigabyte
    del shift
    return events._replace(
        first=np.append(0, np.cumsum(np.tile(many, times))),
        **moved,
        **{name: np.tile(getattr(events, name), times) for name in CODES},
        **{name: _copied(getattr(events, name), events.rows, times) for name in LINKS},
        ids=None,
    )


def _copied(links: Links, rows: int, times: int) -> Links:
    moved = np.repeat(np.arange(times) * rows, len(links.rows))
    return Links(np.tile(links.rows, times) + moved, np.tile(links.targets, times) + moved)
