"""What must hold for any case of any shipped procedure, whatever is recorded, and in whatever order."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldthread.procedures.decide import Recorded, Refused, decide
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.standing import allowed, awaiting, forbidden, open_steps
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import instant, london_day
from tests.made_cases import made_case

REGISTER = PackRegister(Path(__file__).parents[3] / "packs")
AUTHORITIES = [name for name in REGISTER.ids() if not REGISTER.pack(name).head.skeleton]
BEGIN = instant("2026-03-02T08:00")
TRIED = 2000 if os.environ.get("GOLDTHREAD_LONG") else 30
TICK, SKEW = timedelta(microseconds=1), timedelta(minutes=5)

pytestmark = [pytest.mark.takes(TRIED / 5), pytest.mark.parametrize("authority", AUTHORITIES)]
tried = settings(max_examples=TRIED, deadline=None)
seeds = st.integers(0, 2**32)
hours = st.integers(0, 3000)


def case(authority: str, seed: int, *, wild: bool = True) -> tuple[Procedure, list[CaseEvent]]:
    """A made-up case; one that is not wild is recorded as it happens, and never corrected."""
    procedure = REGISTER.procedure(authority)
    return procedure, made_case(procedure, Random(seed), BEGIN, wild=wild)


def as_it_happened(events: list[CaseEvent]) -> list[CaseEvent]:
    return [event._replace(corrects="", recorded_at=event.at) for event in events]


def seen(state: CaseState, hour: int) -> object:
    """Everything that a person would see of a case so many hours after its beginning."""
    at = BEGIN + timedelta(hours=hour)
    listed = [
        (
            duty.id,
            duty.start.root,
            duty.opened,
            duty.due and duty.due.instant,
            duty.state,
            duty.met and duty.met.root,
        )
        for duty in duties(state, at)
    ]
    bans = [ban.id for ban in forbidden(state, at)]
    steps = [(one.step, one.because.root) for one in open_steps(state, at)]
    return sorted(listed, key=str), bans, steps, allowed(state, at), [one.root for one in awaiting(state, at)]


@tried
@given(seeds, hours)
def test_the_order_of_arrival_makes_no_difference(authority: str, seed: int, hour: int) -> None:
    procedure, events = case(authority, seed)
    shuffled = events.copy()
    Random(seed).shuffle(shuffled)
    assert seen(fold(procedure, events), hour) == seen(fold(procedure, shuffled), hour)


@tried
@given(seeds, hours)
def test_what_was_known_then_is_what_was_said_then(authority: str, seed: int, hour: int) -> None:
    procedure, events = case(authority, seed)
    known_at = BEGIN + timedelta(hours=hour)
    recorded = [event for event in events if event.recorded_at <= known_at]
    assert seen(fold(procedure, events, known_at), hour) == seen(fold(procedure, recorded), hour)


@tried
@given(seeds, hours)
def test_any_prefix_and_any_instant_give_the_same_answer(authority: str, seed: int, hour: int) -> None:
    """What happens later, and corrects nothing, leaves what is said of an instant as it was."""
    procedure, events = case(authority, seed)
    events = as_it_happened(events)
    before = [event for event in events if event.at <= BEGIN + timedelta(hours=hour)]
    assert seen(fold(procedure, events), hour) == seen(fold(procedure, before), hour)


@tried
@given(seeds, hours)
def test_clocks_five_minutes_apart_where_it_was_recorded_change_nothing(
    authority: str, seed: int, hour: int
) -> None:
    """Order is by when it happened; the machines that wrote it down may disagree on the time (R11)."""
    procedure, events = case(authority, seed)
    assume(len({event.at for event in events}) == len(events))  # of one instant, the first recorded is first
    corrections = [event.recorded_at for event in events if event.corrects]
    assume(all(abs(one - other) > 2 * SKEW for one, other in combinations(corrections, 2)))
    chance = Random(seed)
    skewed = [
        event._replace(recorded_at=event.recorded_at + chance.uniform(-1, 1) * SKEW) for event in events
    ]
    assert seen(fold(procedure, skewed), hour) == seen(fold(procedure, events), hour)


@tried
@given(seeds, hours, st.integers(-300, 300))
def test_a_clock_that_is_wrong_for_everything_moves_limits_in_hours_by_as_much_and_no_other(
    authority: str, seed: int, hour: int, seconds: int
) -> None:
    """Five minutes of skew move a limit in days only where they move its start over midnight (R11)."""
    procedure, events = case(authority, seed, wild=False)
    moved = timedelta(seconds=seconds)
    assume(all(london_day(event.at) == london_day(event.at + moved) for event in events))
    assume(all(procedure.on(london_day(event.at)) is procedure.latest for event in events))
    later = [event._replace(at=event.at + moved, recorded_at=event.recorded_at + moved) for event in events]
    at = BEGIN + timedelta(hours=hour)
    was, now = (limits_at(fold(procedure, each), at) for each in (events, later))
    if was.keys() == now.keys():  # nothing opened or ended between the two
        for which, (kind, end) in was.items():
            assert now[which] == (kind, end + (moved if kind == "instant" else timedelta())), which


def limits_at(state: CaseState, at: datetime) -> dict[object, tuple[str, datetime]]:
    """Each limit that follows from the events alone, by its duty: of what kind it is, and when it ends."""
    return {
        (duty.id, duty.start.root): (duty.due.kind, duty.due.instant)
        for duty in duties(state, at)
        if duty.due
    }


@tried
@given(seeds, hours, hours)
def test_breach_never_disappears(authority: str, seed: int, hour: int, more: int) -> None:
    procedure, events = case(authority, seed)
    state = fold(procedure, as_it_happened(events))
    then = BEGIN + timedelta(hours=hour)
    broken, still = (
        {(duty.id, duty.start.root) for duty in duties(state, at) if duty.late}
        for at in (then, then + timedelta(hours=more))
    )
    assert broken <= still


@tried
@given(seeds)
def test_a_correction_folds_as_if_it_had_been_so_from_the_first(authority: str, seed: int) -> None:
    chance = Random(seed)
    procedure, events = case(authority, seed, wild=False)
    wrong, other = chance.choice(events), chance.choice(events)
    right = wrong._replace(
        at=wrong.at + timedelta(hours=chance.randint(-100, 100)),
        facts=chance.choice((wrong.facts, other.facts)),
    )
    recorded_at = max(event.recorded_at for event in events) + timedelta(hours=1)
    right = right._replace(recorded_at=recorded_at)
    slip = right._replace(id="slip", corrects=wrong.id, facts={}, recorded_at=recorded_at - TICK)
    mended = right._replace(id="mended", corrects=chance.choice((wrong.id, "slip")))
    first = [right if event is wrong else event for event in events]
    for hour in (0, 50, 500, 3000):
        assert seen(fold(procedure, [*events, slip, mended]), hour) == seen(fold(procedure, first), hour)


@tried
@given(seeds)
def test_lateness_never_blocks(authority: str, seed: int) -> None:
    """What may be recorded in time may be recorded late: at most a reason is asked for."""
    procedure, events = case(authority, seed, wild=False)
    state = fold(procedure, events)
    after = max(event.at for event in events)
    for duty, proposed in could_be_done(state, duties(state, after + timedelta(days=400))):
        assert duty.due
        in_time, late = (
            decide(state, proposed._replace(at=at, recorded_at=at))
            for at in (max(after, duty.due.instant), max(after, duty.due.instant) + TICK)
        )
        assert isinstance(late, Refused) is isinstance(in_time, Refused), (duty.id, late)
        if isinstance(late, Recorded):
            assert late.accepted
            assert set(late.asks) <= {"late_reason"}


def could_be_done(state: CaseState, found: list[Duty]) -> Iterator[tuple[Duty, CaseEvent]]:
    """For each duty that was never done, what would do it, by whom the procedure has for it."""
    for duty in found:
        if duty.met is None and duty.due:
            for name in duty.rule.met_by:
                step_id, step, outcome = state.procedure.latest.outcomes[name]
                role = outcome.authorised_by or next(iter(outcome.by or step.by), duty.rule.written.by)
                answers = duty.start.contact
                yield (
                    duty,
                    CaseEvent(
                        "done",
                        step_id,
                        name.partition(".")[2],
                        BEGIN,
                        BEGIN,
                        role,
                        person="cleo",
                        answers=answers,
                    ),
                )
