"""The whole authority at once gives for each case what the fold of that one case gives."""

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import numba
import pytest

from goldthread.procedures.batch import compiled
from goldthread.procedures.batch.authority import Batch, duties_batch
from goldthread.procedures.batch.columns import NEVER, Events, from_cases, micros
from goldthread.procedures.batch.records import STATES
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.format.cites import InForce
from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import PackRegister
from goldthread.procedures.tables import Procedure
from goldthread.procedures.working_calendar import OutsideCalendar
from tests.unit.procedures.generated import Cases
from tests.unit.procedures.world import AREA, event

ROOT = Path(__file__).resolve().parents[3]
PACKS = PackRegister(ROOT / "packs")
AUTHORITIES = [pack for pack in PACKS.ids() if not PACKS.pack(pack).head.skeleton]
LONG = os.environ.get("GOLDTHREAD_LONG") == "1"
CASES = 100_000 if LONG else 300
AT_ONCE = 5_000
LATER = datetime(2028, 12, 1, tzinfo=UTC)
CHANGE = date(2021, 3, 1)
Line = tuple[str, str, int, int, int, int, str]

pytestmark = pytest.mark.takes(7200 if LONG else 4)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """What is compiled once, and kept for the next time, is no test's time."""
    duties_batch(from_cases([[event("contact.received", "2026-04-02T10:00")]]), AREA, LATER)


def one_by_one(
    procedure: Procedure, case: Iterable[CaseEvent], at: datetime, known_at: datetime | None = None
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
    procedure: Procedure, events: Events, at: datetime, known_at: datetime | None = None
) -> tuple[list[list[Line]], int]:
    found, rules, _, odd = duties_batch(events, procedure, at, known_at)
    cases: list[list[Line]] = [[] for _ in range(events.cases)]
    assert events.ids is not None
    for start, case, opened, due, usual, met, rule, state in found.tolist():
        line = (rules[rule].id, events.ids[start], opened, due, usual, met, STATES[state])
        cases[case].append(line)
    return [sorted(case) for case in cases], odd


def compare(
    procedure: Procedure, cases: Sequence[list[CaseEvent]], at: datetime, known_at: datetime | None = None
) -> int:
    """Both answers are the same for each case; how many cases the batch folded one by one."""
    found, odd = all_at_once(procedure, from_cases(cases), at, known_at)
    for case, lines in zip(cases, found, strict=True):
        in_order = "\n".join(map(str, sorted(case, key=lambda one: one.at)))
        assert lines == one_by_one(procedure, case, at, known_at), in_order
    return odd


def changed(pack: Pack, applies_to: Literal["starts_on_or_after", "open_cases"]) -> Pack:
    """A pack with other limits from a day on, and its conditions in another order."""
    steps = {
        name: step.but(duties={each: _sooner(duty) for each, duty in step.duties.items()})
        for name, step in pack.steps.items()
    }
    conditions = dict(reversed(pack.conditions.items()))
    return pack.but(
        head=pack.head.but(in_force=InForce(from_=CHANGE, applies_to=applies_to)),
        words=pack.words.but(conditions=conditions),
        steps=steps,
    )


def _sooner(duty: DutyRule) -> DutyRule:
    is_counted = duty.within is not None and duty.within.unit not in {Unit.NO_LIMIT, Unit.IMMEDIATELY}
    return duty.but(within=Duration(3, Unit.WORKING_DAYS)) if is_counted else duty


@pytest.mark.parametrize("pack", AUTHORITIES)
def test_generated_cases_of_every_pack(pack: str) -> None:
    procedure, odd = PACKS.procedure(pack), 0
    for seed in range(max(1, CASES // AT_ONCE)):
        cases = list(Cases(procedure, seed)(min(CASES, AT_ONCE)))
        middle = sorted(event.recorded_at for case in cases for event in case)[sum(map(len, cases)) // 2]
        odd += compare(procedure, cases, LATER)
        compare(procedure, cases, middle, known_at=middle)
    print(f"{pack}: {CASES} cases, {odd} of them folded one by one")
    assert odd < CASES / 4


@pytest.mark.parametrize("applies_to", ["starts_on_or_after", "open_cases"])
@pytest.mark.parametrize("pack", AUTHORITIES)
def test_a_change_of_the_procedure(
    pack: str, applies_to: Literal["starts_on_or_after", "open_cases"]
) -> None:
    first = PACKS.pack(pack)
    procedure = Procedure([first, changed(first, applies_to)])
    cases = list(Cases(procedure, seed=11)(CASES // 3))
    compare(procedure, cases, LATER)
    compare(procedure, cases, datetime(2021, 4, 1, tzinfo=UTC))


def test_two_people_and_a_rule_that_changes() -> None:
    compare(AREA, list(Cases(AREA, seed=2)(CASES)), LATER)


def test_another_procedure_than_the_one_the_words_are_of() -> None:
    cases = list(Cases(PACKS.procedure("hertfordshire"), seed=5)(CASES // 3))
    compare(PACKS.procedure("gloucestershire"), cases, LATER)


def test_long_cases_with_many_contacts_and_proposals() -> None:
    procedure = PACKS.procedure("hertfordshire")
    cases = list(Cases(procedure, seed=3, most=150)(12))
    assert compare(procedure, cases, LATER) > 0


def test_small_blocks_and_rooms_too_small_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    events = from_cases(Cases(AREA, seed=8)(100))
    whole = all_at_once(AREA, events, LATER)
    monkeypatch.setattr("goldthread.procedures.batch.authority.ROWS", 40)
    monkeypatch.setattr("goldthread.procedures.batch.authority.LONG_CASE", 2)
    monkeypatch.setattr("goldthread.procedures.batch.authority.DUTIES", 3)
    assert len(list(Batch(AREA, events).parts(LATER))) > 10
    assert all_at_once(AREA, events, LATER) == whole


def test_no_cases_and_cases_without_events() -> None:
    assert len(duties_batch(from_cases([]), AREA, LATER).duties) == 0
    case = [event("contact.received", "2026-04-02T10:00")]
    assert all_at_once(AREA, from_cases([[], case, []]), LATER)[0] == [[], one_by_one(AREA, case, LATER), []]


@pytest.mark.parametrize("name", ["visit.stopped", "a_step.unknown"])
def test_cases_in_which_nothing_starts_a_duty(name: str) -> None:
    assert len(duties_batch(from_cases([[event(name, "2026-04-02T10:00")]]), AREA, LATER).duties) == 0


def test_a_limit_outside_the_calendar_is_refused_as_for_one_case() -> None:
    events = from_cases([[event("contact.received", "2028-12-29T10:00")]])
    with pytest.raises(OutsideCalendar):
        duties_batch(events, AREA, LATER + timedelta(days=60))


def test_two_events_of_a_case_with_one_id_are_refused() -> None:
    twice = event("contact.received", "2026-04-02T10:00", id="e1")
    with pytest.raises(ValueError, match="one id"):
        from_cases([[twice, twice]])
    assert from_cases([[twice], [twice]]).cases == 2


def test_machine_code_of_sources_that_have_changed_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(compiled, "HERE", tmp_path)
    kept = []
    for source in ("as it was", "as it is", "as it is"):
        (tmp_path / "kernel.py").write_text(source)
        compiled._keep()
        kept.append(Path(numba.config.CACHE_DIR))
    assert not kept[0].exists()
    assert kept[1] == kept[2]
    assert list(kept[2].parent.iterdir()) == [kept[2]]
