"""Measures one case's full answer beside SpiffWorkflow's, on one pathway in one run."""
# ruff: noqa: INP001, S101, S311 - a script of its own: it asserts what it measures, and makes up its cases

import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.standing import allowed, open_steps
from goldthread.procedures.walltime import instant, london_day

HERE = Path(__file__).parent
CASES, SEED, LONGEST = 300, 7, 20
PROCEDURE = PackRegister(HERE / "packs").procedure("bench")
LIMITS = {rule.id: rule.limit for rule in PROCEDURE.latest.rules}
BEGIN = instant("2024-01-03T09:00")
ASKED = BEGIN + timedelta(days=1500)

Stored = list[dict[str, str]]
Answer = set[tuple[str, str]]


def main() -> None:
    """Make the cases, check that both engines agree on each, and print what each took."""
    random.seed(SEED)
    cases = [a_case() for _ in range(CASES)]
    spiff = Spiff()
    flows = [spiff.run(case) for case in cases]
    before = [spiff.stored(spiff.run(case[:-1])) for case in cases]
    for case, flow, earlier in zip(cases, flows, before, strict=True):
        assert ours(case) == spiff.answer(flow), case
        assert ours(case) == spiff.from_stored(spiff.add_event((earlier, case[-1]))), case
    kept = [json.dumps(case) for case in cases]
    stored = [spiff.stored(flow) for flow in flows]
    last = [case[-1] for case in cases]
    events = statistics.mean(map(len, cases))
    longest = max(map(len, cases))
    print(f"{CASES} cases, {events:.1f} events each (up to {longest}), the same due dates from both")
    print(f"SpiffWorkflow {version('SpiffWorkflow')}\n")
    show(
        "one case's full answer, from what is stored",
        took(full_answer, kept),
        took(spiff.from_stored, stored),
    )
    prefixes = [json.dumps(case[:-1]) for case in cases]
    mine = took(add_event, list(zip(prefixes, last, strict=True)))
    show("one event more, stored again", mine, took(spiff.add_event, list(zip(before, last, strict=True))))


def show(what: str, mine: list[float], theirs: list[float]) -> None:
    """Print one comparison: microseconds, and how many times ours is quicker."""
    print(what)
    for name, times in (("goldthread", mine), ("SpiffWorkflow", theirs)):
        median, mean, p99 = (
            statistics.median(times),
            statistics.mean(times),
            sorted(times)[-len(times) // 100],
        )
        print(f"  {name:13}  median {median:8.0f} us  mean {mean:8.0f} us  p99 {p99:8.0f} us")
    print(f"  ratio of medians {statistics.median(theirs) / statistics.median(mine):.0f}\n")


def took(answer: Callable[[Any], object], cases: Sequence[Any]) -> list[float]:
    """For each case the best of five runs, in microseconds."""
    times = []
    for case in cases:
        runs = []
        for _ in range(5):
            start = time.perf_counter()
            answer(case)
            runs.append((time.perf_counter() - start) * 1e6)
        times.append(min(runs))
    return times


def a_case() -> Stored:
    """A made-up case: at each turn some outcome of an open step, some hours later; most go on for a while."""
    events: Stored = [stored_event("contact.received", BEGIN)]
    at = BEGIN
    for _ in range(random.randint(1, LONGEST)):
        state = fold(PROCEDURE, read(events))
        at += timedelta(hours=random.randint(1, 400))
        steps = {step.step for step in open_steps(state, at)}
        possible = [f"{one.step}.{one.outcome}" for one in allowed(state, at) if one.step in steps]
        if not possible:
            break
        weights = [0.2 if name in PROCEDURE.latest.ends else 1 for name in possible]
        events.append(stored_event(random.choices(possible, weights)[0], at))
    return events


def stored_event(name: str, at: datetime) -> dict[str, str]:
    """An event as a database would keep it."""
    step, _, outcome = name.partition(".")
    return {"step": step, "outcome": outcome, "at": at.isoformat()}


def read(events: Stored) -> list[CaseEvent]:
    """Events from storage."""
    made = []
    for number, each in enumerate(events):
        at = datetime.fromisoformat(each["at"])
        made.append(CaseEvent(str(number), each["step"], each["outcome"], at, at, "manager"))
    return made


def full_answer(kept: str) -> object:
    """Every duty with its dates, state, owner and source, and everything that may be done next."""
    state = fold(PROCEDURE, read(json.loads(kept)))
    return duties(state, ASKED), allowed(state, ASKED)


def add_event(change: tuple[str, dict[str, str]]) -> str:
    """Take a stored case, add an event, find its duties anew, and store it."""
    kept, event = change
    events = [*json.loads(kept), event]
    duties(fold(PROCEDURE, read(events)), ASKED)
    return json.dumps(events)


def ours(case: Stored) -> Answer:
    """What is to be done and by when, in an open case."""
    state = fold(PROCEDURE, read(case))
    if state.closed[-1]:
        return set()
    undone = [duty for duty in duties(state, ASKED) if duty.met is None]
    return {(duty.id, duty.due.instant.isoformat()) for duty in undone if duty.due}


class Spiff:
    """The same pathway in SpiffWorkflow: user tasks, due so long after the event that opened them."""

    def __init__(self) -> None:
        """Parse the process."""
        parser = BpmnParser()
        parser.add_bpmn_file(str(HERE / "pathway.bpmn"))
        self.spec = parser.get_spec("pathway")
        self.serializer = BpmnWorkflowSerializer()

    def run(self, case: Stored) -> BpmnWorkflow:
        """A workflow to which the events of a case have happened."""
        flow = BpmnWorkflow(self.spec)
        flow.do_engine_steps()
        for each in flow.get_tasks(state=TaskState.READY):
            each.data["at"] = case[0]["at"]
        for event in case[1:]:
            self.complete(flow, event)
        return flow

    def complete(self, flow: BpmnWorkflow, event: dict[str, str]) -> None:
        """Do the first ready task of the event's step."""
        task = next(
            each
            for each in flow.get_tasks(state=TaskState.READY, manual=True)
            if each.task_spec.bpmn_id.startswith(f"{event['step']}.")
        )
        task.data.update(event)
        task.run()
        flow.do_engine_steps()

    def stored(self, flow: BpmnWorkflow) -> str:
        """A workflow as a database would keep it."""
        kept: str = self.serializer.serialize_json(flow)
        return kept

    def from_stored(self, kept: str) -> Answer:
        """What is to be done and by when, from storage."""
        return self.answer(self.serializer.deserialize_json(kept))

    def answer(self, flow: BpmnWorkflow) -> Answer:
        """What is to be done and by when. SpiffWorkflow has no working days: our calendar counts them."""
        found = set()
        for task in flow.get_tasks(state=TaskState.READY, manual=True):
            opened = datetime.fromisoformat(task.data["at"])
            limit = LIMITS[task.task_spec.bpmn_id]
            assert limit is not None
            found.add((task.task_spec.bpmn_id, limit(opened, london_day(opened)).instant.isoformat()))
        return found

    def add_event(self, change: tuple[str, dict[str, str]]) -> str:
        """Take a stored case, add an event, and store it."""
        kept, event = change
        flow = self.serializer.deserialize_json(kept)
        self.complete(flow, event)
        return self.stored(flow)


if __name__ == "__main__":
    main()
