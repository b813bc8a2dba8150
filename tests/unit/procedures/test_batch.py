"""The whole authority at once gives for each case what the fold of that one case gives."""

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.procedures.batch.authority import duties_batch
from goldthread.procedures.batch.columns import NEVER, Events, from_cases, micros
from goldthread.procedures.batch.found import STATES
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.tables import Procedure
from tests.unit.procedures.generated import Cases

ROOT = Path(__file__).resolve().parents[3]
PACKS = PackRegister(ROOT / "packs")
AUTHORITIES = [pack for pack in PACKS.ids() if not PACKS.pack(pack).head.skeleton]
LONG = os.environ.get("GOLDTHREAD_LONG") == "1"
CASES = 100_000 if LONG else 400
LATER = datetime(2028, 12, 1, tzinfo=UTC)
Line = tuple[str, str, int, int, int, int, str]


def one_by_one(
    procedure: Procedure, case: Iterable[CaseEvent], at: datetime, known_at: datetime | None
) -> list[Line]:
    return sorted(
        (
            duty.id,
            duty.start.root,
            micros(duty.opened),
            micros(duty.due.instant) if duty.due else NEVER,
            micros(duty.usual.instant) if duty.usual else NEVER,
            micros(duty.met.at) if duty.met else NEVER,
            duty.state,
        )
        for duty in duties(fold(procedure, case, known_at), at)
    )


def all_at_once(
    procedure: Procedure, events: Events, at: datetime, known_at: datetime | None
) -> tuple[list[list[Line]], int]:
    found, rules, _, odd = duties_batch(events, procedure, at, known_at)
    cases: list[list[Line]] = [[] for _ in range(events.cases)]
    assert events.ids is not None
    for rule, case, start, opened, due, usual, met, state in zip(
        *(column.tolist() for column in found), strict=True
    ):
        cases[case].append((rules[rule].id, events.ids[start], opened, due, usual, met, STATES[state]))
    return [sorted(case) for case in cases], odd


def middle(case: Sequence[CaseEvent]) -> datetime:
    return sorted(event.recorded_at for event in case)[len(case) // 2]


def compare(
    procedure: Procedure, cases: Sequence[list[CaseEvent]], at: datetime, known_at: datetime | None = None
) -> int:
    found, odd = all_at_once(procedure, from_cases(cases), at, known_at)
    for case, lines in zip(cases, found, strict=True):
        assert lines == one_by_one(procedure, case, at, known_at), "\n".join(
            map(str, sorted(case, key=lambda one: one.at))
        )
    return odd


@pytest.mark.takes(3600 if LONG else 3)
@pytest.mark.parametrize("pack", AUTHORITIES)
def test_generated_cases_of_every_pack(pack: str) -> None:
    procedure = PACKS.procedure(pack)
    odd = 0
    for seed in range(max(1, CASES // 5000)):
        cases = list(Cases(procedure, seed)(min(CASES, 5000)))
        odd += compare(procedure, cases, LATER)
    print(f"{pack}: {CASES} cases, {odd} folded one by one")
