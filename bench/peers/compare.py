"""Measures one case's full answer, Goldthread's beside the peers', on one pathway in one run."""
# ruff: noqa: INP001, S101, S311 - a script of its own: it asserts what it measures, on made-up cases

import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import fsm
import pathway
import spiff
from everyday import everyday_case

from goldthread.procedures.answers import Answers
from goldthread.procedures.batch.authority import Batch, duties_batch
from goldthread.procedures.batch.columns import NEVER, Events, from_cases, micros, moment
from goldthread.procedures.fold import fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.sources import Sources
from goldthread.procedures.standing import situation
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import instant

CASES, MANY, SEED = 300, 100, 7
EVERYDAY = 2000
LATER = instant("2026-03-01T09:00")
SHIPPED = Path(__file__).parents[2] / "packs"


class Took(NamedTuple):
    """Microseconds of processor time for one case."""

    median: float
    mean: float
    p99: float


def main() -> None:
    """Check that all engines agree on every case, and print what each took."""
    random.seed(SEED)
    beside_the_peers()
    the_full_pack()


def beside_the_peers() -> None:
    """One pathway of nine steps: what is due in one case, by each engine."""
    cases = [pathway.a_case() for _ in range(CASES)]
    flows = [spiff.run(case) for case in cases]
    stored = [spiff.stored(flow) for flow in flows]
    rows = [fsm.run(case) for case in cases]
    columns = from_cases(cases * MANY)
    agree(cases, stored, rows)
    events = statistics.mean(map(len, cases))
    print(f"NINE STEPS: {CASES} made-up cases of {events:.1f} events each (up to {max(map(len, cases))}).")
    print("Every engine gives the same duties and due dates for each; the peers, which have no working days,")
    print("call our calendar. Goldthread's answer has, for each duty, its dates, state, role, source, cause")
    print("and all that may be recorded, by whom; the peers', what is still to do, and its limit.\n")
    ours = {
        "from its events, folded afresh": took(pathway.answer, cases),
        "from its fold kept in memory, asked again": took(
            pathway.answer_again, [fold(pathway.PROCEDURE, c) for c in cases]
        ),
        "one of a whole authority's, in columns (duties only)": in_columns(columns),
        "one alone, in columns (duties only)": alone(from_cases(cases), pathway.PROCEDURE, pathway.ASKED),
    }
    theirs = {
        f"SpiffWorkflow {version('SpiffWorkflow')}, from its stored JSON": took(spiff.from_stored, stored),
        "SpiffWorkflow, the workflow still in memory": took(spiff.owed, flows),
        f"django-fsm-2 {version('django-fsm-2')}, from SQLite": took(fsm.answer, rows),
    }
    for name, times in (*ours.items(), *theirs.items()):
        show(name, times)
    print("\nhow many times as quick, mean to mean:")
    for mine, my_times in ours.items():
        ratios = [f"{their.mean / my_times.mean:6.1f} x {name}" for name, their in theirs.items()]
        print("\n    ".join([f"  goldthread {mine}:", *ratios]))


def agree(cases: Sequence[pathway.Case], stored: Sequence[str], rows: Sequence[int]) -> None:
    """Assert that every engine answers every case alike."""
    found = duties_batch(from_cases(cases), pathway.PROCEDURE, pathway.ASKED)
    in_columns: dict[int, pathway.Owed] = {}
    for duty in found.duties:
        if duty.met == NEVER:
            in_columns.setdefault(int(duty.case), set()).add((found.rules[duty.rule].id, moment(duty.due)))
    for number, case in enumerate(cases):
        owed = pathway.owed(case)
        assert owed == spiff.from_stored(stored[number]), case
        assert owed == fsm.answer(rows[number])[0], case
        if owed:  # a closed case owes nothing more; what it never did stays in the list
            assert owed == in_columns[number], case


def in_columns(columns: Any) -> Took:
    """One case's part in the answer for very many, on all processors."""
    runs = []
    for _ in range(5):
        start = time.process_time()
        duties_batch(columns, pathway.PROCEDURE, pathway.ASKED)
        runs.append((time.process_time() - start) * 1e6 / columns.cases)
    return Took(statistics.median(runs), min(runs), max(runs))


def alone(columns: Events, procedure: Procedure, at: datetime) -> Took:
    """Each case by itself, by what answers a whole authority."""
    desk, until = Batch(procedure, columns).desk(), micros(at)
    return took(lambda case: list(desk.fold(case, case + 1, NEVER, until)), range(columns.cases))


def the_full_pack() -> None:
    """Hertfordshire's whole procedure: everyday cases of which no two need be alike."""
    procedure = PackRegister(SHIPPED).procedure("hertfordshire")
    chance = random.Random(SEED)
    begins = [
        instant("2024-01-03T09:00") + timedelta(minutes=chance.randint(0, 900_000))
        for _ in range(2 * EVERYDAY)
    ]
    cases = [everyday_case(chance, begin) for begin in begins]
    asked = {id(case): case[-1].at + timedelta(days=3) for case in cases}
    answers = Answers(Sources(None))

    def afresh(case: pathway.Case) -> Any:
        return situation(fold(procedure, case), asked[id(case)])

    def rendered(case: pathway.Case) -> Any:
        return answers.pathway(fold(procedure, case), asked[id(case)])

    first = [afresh(case) for case in cases[:EVERYDAY]]
    fresh = cases[EVERYDAY:]
    duties = statistics.mean(len(answer.duties) for answer in first)
    rules = len(procedure.latest.rules)
    print(f"\nHERTFORDSHIRE, the full pack ({rules} duty rules, {len(procedure.latest.bans)} refusals):")
    print(f"{len(fresh)} everyday cases not seen before, {statistics.mean(map(len, fresh)):.1f} events each")
    print(f"(up to {max(map(len, fresh))}), {duties:.0f} duties each; everything due, allowed and why:")
    states = {id(case): fold(procedure, case) for case in fresh}
    show("one alone, in columns (duties only)", alone(from_cases(fresh), procedure, LATER))
    show("folded afresh, at first sight", took(afresh, fresh, runs=1))
    show("folded afresh, best of five", took(afresh, fresh))
    for case in fresh:
        situation(states[id(case)], asked[id(case)])
    show(
        "from its fold kept in memory, asked again",
        took(lambda case: situation(states[id(case)], asked[id(case)]), fresh),
    )
    show("folded afresh, and every word rendered", took(rendered, fresh[:300], runs=1))


def show(name: str, times: Took) -> None:
    """Print what one took."""
    print(f"  {name:54} median {times.median:8.1f} us   mean {times.mean:8.1f} us   p99 {times.p99:8.1f} us")


def took(answer: Callable[[Any], object], cases: Sequence[Any], runs: int = 5) -> Took:
    """For each case the best of some runs: others use this machine, too."""
    times = []
    for case in cases:
        best = float("inf")
        for _ in range(runs):
            start = time.process_time_ns()
            answer(case)
            best = min(best, (time.process_time_ns() - start) / 1000)
        times.append(best)
    return Took(statistics.median(times), statistics.mean(times), sorted(times)[-len(times) // 100])


if __name__ == "__main__":
    main()
