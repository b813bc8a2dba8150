"""One case in compiled code stands where the fold says that it stands."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goldthread.procedures.batch.columns import NEVER, micros
from goldthread.procedures.batch.one_case import OneCase, TooOdd
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.standing import situation
from goldthread.procedures.tables import Procedure
from tests.unit.procedures.generated import Cases
from tests.unit.procedures.test_batch import AUTHORITIES, CASES, LATER, changed
from tests.unit.procedures.world import AREA, event

PACKS = PackRegister(Path(__file__).resolve().parents[3] / "packs")

pytestmark = pytest.mark.takes(7200 if CASES > 300 else 4)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """What is compiled once, and kept for the next time, is no test's time."""
    one = OneCase(AREA)
    one.position(one.columns([event("contact.received", "2026-04-02T10:00")]), LATER)


def number(moment: datetime | None) -> int:
    return micros(moment) if moment else NEVER


def folded(procedure: Procedure, case: Iterable[CaseEvent], at: datetime) -> object:
    state = situation(fold(procedure, case), at)
    duties = sorted(
        (
            number(duty.due and duty.due.instant),
            duty.id,
            duty.start.root,
            number(duty.opened),
            number(duty.usual and duty.usual.instant),
            number(duty.met and duty.met.at),
            duty.state,
        )
        for duty in state.duties
    )
    return duties, [(each.step, each.because.root) for each in state.open], [*state.may], [*state.must_not]


def in_columns(one: OneCase, case: Iterable[CaseEvent], at: datetime) -> object:
    position = one.position(one.columns(case), at)
    duties = [
        (each.due, each.rule.id, each.because.id, each.opened, each.usual, each.met, each.state)
        for each in position.duties
    ]
    assert [each[0] for each in duties] == sorted(each[0] for each in duties)
    opened = [(step, because.id) for step, because in position.open]
    return sorted(duties), opened, [*position.may], [*position.must_not]


def compare(procedure: Procedure, cases: Iterable[list[CaseEvent]], at: datetime | None = None) -> int:
    """Both answers are the same for each case, at an instant or in its midst; how many were too odd."""
    one, odd = OneCase(procedure), 0
    for case in cases:
        asked = at or sorted(each.at for each in case)[len(case) // 2] + timedelta(hours=1)
        try:
            found = in_columns(one, case, asked)
        except TooOdd:
            odd += 1
        else:
            in_order = "\n".join(map(str, sorted(case, key=lambda one: one.at)))
            assert found == folded(procedure, case, asked), in_order
    return odd


@pytest.mark.parametrize("pack", AUTHORITIES)
def test_generated_cases_of_every_pack(pack: str) -> None:
    procedure = PACKS.procedure(pack)
    assert compare(procedure, Cases(procedure, 21)(CASES // 2), LATER) < CASES / 4
    compare(procedure, Cases(procedure, 22)(CASES // 2))


def test_two_people_and_a_rule_that_changes() -> None:
    compare(AREA, Cases(AREA, 23)(CASES // 2), LATER)


def test_where_another_version_is_in_force_it_says_that_it_cannot_tell() -> None:
    first = PACKS.pack("hertfordshire")
    procedure = Procedure([first, changed(first, "starts_on_or_after")])
    assert compare(procedure, Cases(procedure, 24)(60), datetime(2021, 4, 1, tzinfo=UTC)) > 0


def test_words_that_the_procedure_does_not_have() -> None:
    with pytest.raises(TooOdd, match="nowhere"):
        OneCase(AREA).columns([event("contact.received", "2026-04-02T10:00", answers="nowhere")])
