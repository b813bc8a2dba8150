"""The pathway in SpiffWorkflow: user tasks, each due so long after the event that opened it."""
# ruff: noqa: INP001 - a script's part

from datetime import datetime

import pathway
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from goldthread.procedures.events import CaseEvent

parser = BpmnParser()
parser.add_bpmn_file(str(pathway.HERE / "pathway.bpmn"))
SPEC = parser.get_spec("pathway")
SERIALIZER = BpmnWorkflowSerializer()


def run(case: pathway.Case) -> BpmnWorkflow:
    """A workflow to which the events of a case have happened."""
    flow = BpmnWorkflow(SPEC)
    flow.do_engine_steps()
    for each in flow.get_tasks(state=TaskState.READY):
        each.data["at"] = case[0].at.isoformat()
    for event in case[1:]:
        _complete(flow, event)
    return flow


def _complete(flow: BpmnWorkflow, event: CaseEvent) -> None:
    """Do the first ready task of the event's step."""
    task = next(
        each
        for each in flow.get_tasks(state=TaskState.READY, manual=True)
        if each.task_spec.bpmn_id.startswith(f"{event.step}.")
    )
    task.data.update(step=event.step, outcome=event.outcome, at=event.at.isoformat())
    task.run()
    flow.do_engine_steps()


def stored(flow: BpmnWorkflow) -> str:
    """A workflow as a database would keep it."""
    kept: str = SERIALIZER.serialize_json(flow)
    return kept


def from_stored(kept: str) -> pathway.Owed:
    """What is to be done and by when, from storage."""
    return owed(SERIALIZER.deserialize_json(kept))


def owed(flow: BpmnWorkflow) -> pathway.Owed:
    """What is to be done and by when."""
    found = set()
    for task in flow.get_tasks(state=TaskState.READY, manual=True):
        duty = task.task_spec.bpmn_id
        found.add((duty, pathway.due(duty, datetime.fromisoformat(task.data["at"]))))
    return found
