"""What the pages of a plan show: each worry and action with both faces, its person, and how it goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Field, Group
from goldthread.ledger.london import london_date, say_date
from goldthread.protection import plantwins
from goldthread.protection.entries.coregroup import STATES
from goldthread.protection.planfields import PLAN
from goldthread.protection.planfile import Plan, Progress
from goldthread.protection.plantwins import Twin
from goldthread.web.readability import Measure, measure

_TONES = {"done": "done", "on_track": "info", "slow": "late", "not_started": "late", "stopped": "quiet"}


@dataclass(frozen=True)
class Face:
    """Our words beside the child's: what was asked of us, both texts, and why they are out of step."""

    label: str
    ours: str
    own: str
    reads: Measure
    out_of_step: str = ""


@dataclass(frozen=True)
class PlanRow:
    """A worry or an action. `facts` are label and text; `progress` newest first: day, words, tone, note."""

    title: str
    faces: tuple[Face, ...]
    facts: tuple[tuple[str, str], ...] = ()
    progress: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True)
class Faces:
    """A whole plan for the screen."""

    worries: tuple[PlanRow, ...]
    actions: tuple[PlanRow, ...]
    once: tuple[Face, ...]


def faces(plan: Plan, values: Values) -> Faces:
    """Both faces of one version of the plan; how they keep step is told of the version that stands."""
    newest = plan.newest is not None and values is plan.newest.values
    steps = plan.steps if newest else {}
    rows = {name: tuple(_rows(plan, name, values, steps)) for name in plantwins.ROWS}
    once = [_face(PLAN, values, twin, "", steps) for twin in plantwins.ONCE]
    return Faces(rows["worries"], rows["actions"], tuple(face for face in once if face.ours or face.own))


def _rows(plan: Plan, name: str, values: Values, steps: Mapping[plantwins.Place, Any]) -> Iterator[PlanRow]:
    group = PLAN[name]
    fields = group.fields if isinstance(group, Group) else {}
    one = group.one.capitalize() if isinstance(group, Group) else ""
    for place, row in enumerate(values.get(name, ())):
        item = plantwins.item_of(row, place)
        found = [_face(fields, row, twin, item, steps) for twin in plantwins.ROWS[name]]
        yield PlanRow(
            title=f"{one} {place + 1}",
            faces=tuple(face for face in found if face.ours or face.own),
            facts=tuple(_facts(fields, row)),
            progress=tuple(said(each) for each in plan.progress.get(item, ())),
        )


def _face(
    fields: Mapping[str, Field], said_in: Values, twin: Twin, item: str, steps: Mapping[plantwins.Place, Any]
) -> Face:
    first = twin.ours[0]
    own = str(said_in.get(twin.own, ""))
    step = steps.get((item, twin.own), "in_step")
    return Face(
        fields[first].label, str(said_in.get(first, "")), own, measure(own), plantwins.SAID.get(step, "")
    )


def _facts(fields: Mapping[str, Field], row: Values) -> Iterator[tuple[str, str]]:
    if row.get("who"):
        role = f", {row['who_role']}" if row.get("who_role") else ""
        yield "Responsible", f"{row['who']}{role}"
    for name in ("by_when", "know"):
        if row.get(name):
            yield fields[name].label, fields[name].text(row[name])


def said(progress: Progress) -> tuple[str, str, str, str]:
    """When, how it stood, the tone of that, and what was said of it."""
    day = say_date(london_date(progress.entry.occurred_at))
    return day, STATES.get(progress.state, progress.state), _TONES.get(progress.state, "quiet"), progress.note


def actions_of(values: Values) -> Sequence[Values]:
    """The actions of a version, in order."""
    rows: Sequence[Values] = values.get("actions", ())
    return rows
