"""The duties of the few cases that are too odd for columns, found as for one case."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from goldthread.procedures.batch.columns import NEVER, Events, Links, micros, moment
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.records import STATES
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold

LINKS = ("corrects", "answers", "authorises", "declines")
LAST = datetime.max.replace(tzinfo=UTC)


One = tuple[int, int, int, int, int, int, int, int]
"""A duty, in the order of DUTY."""


def duties_of_case(plan: Plan, events: Events, case: int, until: int, known_at: int) -> Iterator[One]:
    """The duties of one case. Errors as for `fold` and `duties`."""
    begin, end = int(events.first[case]), int(events.first[case + 1])
    rows = {_id(events, row): row for row in range(begin, end)}
    numbers = {id(rule): number for number, rule in enumerate(plan.rules)}
    state = fold(plan.procedure, (_event(events, row) for row in range(begin, end)), _until(known_at))
    for duty in duties(state, _until(until)):
        yield (
            rows[duty.start.root],
            case,
            micros(duty.opened),
            micros(duty.due.instant) if duty.due else NEVER,
            micros(duty.usual.instant) if duty.usual else NEVER,
            micros(duty.met.at) if duty.met else NEVER,
            numbers[id(duty.rule)],
            STATES.index(duty.state),
        )


def _until(number: int) -> datetime:
    return LAST if number >= micros(LAST) else moment(number)


def _id(events: Events, row: int) -> str:
    return events.ids[row] if events.ids is not None else f"{row:012}"


def _event(events: Events, row: int) -> CaseEvent:
    step, _, outcome = events.names[events.name[row]].partition(".")
    person, agency = int(events.person[row]), int(events.agency[row])
    return CaseEvent(
        id=_id(events, row),
        step=step,
        outcome=outcome,
        at=moment(events.at[row]),
        recorded_at=moment(events.recorded_at[row]),
        role=events.roles[events.role[row]],
        agency=str(agency) if agency else "",
        person=str(person) if person else "",
        facts=events.statements[events.statement[row]],
        **{kind: _linked(events, getattr(events, kind), row) for kind in LINKS},
    )


def _linked(events: Events, links: Links, row: int) -> str:
    place = int(np.searchsorted(links.rows, row))
    if place == len(links.rows) or links.rows[place] != row:
        return ""
    target = int(links.targets[place])
    return _id(events, target) if target >= 0 else f"elsewhere {-target}"
