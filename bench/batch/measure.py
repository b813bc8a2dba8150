"""Measures every duty of every case, all at once. One measurement a process, so that its memory is its own.

python measure.py PACK CASES    events in memory; then once more by another procedure (what if)
"""
# ruff: noqa: INP001, S101 - a script of its own: it asserts what it measures

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import made_up
import numpy as np

from goldthread.procedures.batch.authority import Answer, Batch
from goldthread.procedures.batch.columns import NEVER, Events, micros
from goldthread.procedures.batch.one_by_one import duties_of_case
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.records import MET_LATE
from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.register import PackRegister
from goldthread.procedures.simulating import with_pack
from goldthread.procedures.tables import Procedure

ROOT = Path(__file__).resolve().parents[2]
PACKS = {"bench": ROOT / "bench" / "peers" / "packs"}
PLAYED, SAMPLE, TIMES = 1000, 300, 3
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SINCE = date(2022, 1, 1)
Line = dict[str, Any]


def main() -> None:
    """Measure what the arguments say, and print it as JSON."""
    tell("memory", from_memory)


def tell(kind: str, measured: Callable[[Procedure, int], Line]) -> None:
    """Print a measurement of the pack and the cases that the arguments name, and the memory that it took."""
    pack, cases = sys.argv[1], int(sys.argv[2])
    procedure = PackRegister(PACKS.get(pack, ROOT / "packs")).procedure(pack)
    line = {"pack": pack, "from": kind, "cases": cases, **measured(procedure, cases)}
    room = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({**line, "room": room}))


def from_memory(procedure: Procedure, cases: int) -> Line:
    """All duties of so many cases, in memory from the start; and by a procedure with other limits."""
    played = made_up.played(procedure, PLAYED)
    events = made_up.copied(played, cases)
    return {
        "rules": len(procedure.latest.rules),
        "events": events.rows,
        "first": took(lambda: counted(Batch(procedure, played).parts(AT)), 1),
        "compute": took(lambda: counted(Batch(procedure, events).parts(AT))),
        "what if": took(lambda: counted(Batch(sooner(procedure), events).parts(AT))),
        "one by one": one_by_one(procedure, events),
    }


def counted(parts: Iterable[Answer]) -> Line:
    """How many duties there are, how many broken, and how many cases were folded one by one."""
    found, late, odd = 0, 0, 0
    for part in parts:
        found, odd = found + len(part.duties), odd + part.one_by_one
        late += int(np.count_nonzero(part.duties.state >= MET_LATE))
    return {"duties": found, "late": late, "odd": odd}


def sooner(procedure: Procedure) -> Procedure:
    """The procedure as if every limit of working days had been a day shorter since a day."""
    pack = procedure.latest.pack
    steps = {}
    for name, step in pack.steps.items():
        duties = {}
        for each, duty in step.duties.items():
            length = duty.within
            longer = length and length.unit is Unit.WORKING_DAYS and length.amount > 1
            duties[each] = (
                duty.but(within=Duration(length.amount - 1, length.unit)) if length and longer else duty
            )
        steps[name] = step.but(duties=duties)
    return with_pack(procedure, pack.but(steps=steps), SINCE)


def one_by_one(procedure: Procedure, events: Events) -> Line:
    """The fold of single cases: the answers are the same. Microseconds of processor time for one."""
    plan, step = Plan(procedure, events), max(1, events.cases // SAMPLE)
    sample, until = range(0, events.cases, step)[:SAMPLE], micros(AT)
    begun = time.process_time()
    single = {one[:7] for case in sample for one in duties_of_case(plan, events, case, until, NEVER)}
    took_each = (time.process_time() - begun) / len(sample) * 1e6
    wanted = np.array(sample)
    for part in Batch(procedure, events).parts(AT):
        duties = part.duties
        kept = np.isin(duties.case, wanted)
        lines = {line[:7] for line in duties[kept].tolist()}
        assert lines <= single
        single -= lines
    assert not single
    return {"compared": len(sample), "us": took_each}


def together(lines: Iterable[Line]) -> Line:
    """The sums of several."""
    sums: Line = {}
    for line in lines:
        sums = {name: sums.get(name, 0) + number for name, number in line.items()}
    return sums


def took(answer: Callable[[], Line], times: int = TIMES) -> Line:
    """The best of a few: seconds on the clock and of this process's processor time, and the answer."""
    best: Line = {}
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        found = answer()
        line = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor, **found}
        best = min(best or line, line, key=lambda each: each["seconds"])
    return best


if __name__ == "__main__":
    main()
