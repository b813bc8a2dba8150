"""What a review conference needs of the plan: how actions went, core groups held and missed, visits."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldthread.ledger import meetings, procedure
from goldthread.ledger.entries import Values
from goldthread.ledger.london import london_date, say_date
from goldthread.people.models import Sighting
from goldthread.procedures.duties import duties
from goldthread.procedures.fold import CaseState
from goldthread.protection import planfile
from goldthread.protection.entries.coregroup import STEP, CoreGroupMeeting
from goldthread.protection.planface import said
from goldthread.protection.planfields import ACTIONS
from goldthread.protection.planfile import Plan
from goldthread.protection.plantwins import item_of
from goldthread.web.duties import DutyLine, duty_line


@dataclass(frozen=True)
class ActionSoFar:
    """An action of the plan, whose it is, and how it stood at each meeting since, newest first."""

    what: str
    who: str
    by_when: str
    progress: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Held:
    """A core group that met: the day, who was there and who was not, and the child's view."""

    day: str
    there: tuple[str, ...]
    not_there: tuple[str, ...]
    child_view: str


@dataclass(frozen=True)
class Review:
    """The plan side of a review, since the conference that made the plan or last reviewed it."""

    since: str
    actions: tuple[ActionSoFar, ...]
    held: tuple[Held, ...]
    late: tuple[DutyLine, ...]
    visits: tuple[tuple[str, str], ...]
    child_view: str


def owed(state: CaseState, at: datetime, *steps: str) -> list[DutyLine]:
    """What these steps of a case still owe, each with its own clock: two sources that differ give two."""
    found = [duty for duty in duties(state, at) if duty.rule.step in steps and not duty.met]
    return [duty_line(duty, at) for duty in found]


def for_review(people: Collection[UUID], at: datetime) -> Review:
    """Everything since the plan began, or since the last review that let it go on."""
    plan, state = planfile.standing(people, at), planfile.newest_state(people)
    since = _since(plan, state, at)
    met = [
        part
        for part in planfile.parts_of(people, [CoreGroupMeeting.kind])
        if since is None or part.entry.occurred_at >= since
    ]
    newest = plan.newest
    return Review(
        since=say_date(london_date(since)) if since else "",
        actions=tuple(_actions(plan, since)),
        held=tuple(_held(part.entry.payload, part.payload, part.entry.occurred_at) for part in met),
        late=tuple(_late(state, at, since)) if state else (),
        visits=tuple(_visits(people, since)),
        child_view=str(newest.part.get("child_view", "")) if newest else "",
    )


def _since(plan: Plan, state: CaseState | None, at: datetime) -> datetime | None:
    """When the conference last decided about the plan before now."""
    if plan.begun is None or state is None:
        return None
    goes_on = procedure.newest().head.history.conference
    decided = [one.at for one in state.until(at) if one.name in goes_on and one.at >= plan.begun.at]
    return max(decided, default=plan.begun.at)


def _actions(plan: Plan, since: datetime | None) -> Iterator[ActionSoFar]:
    """The actions that stand, with what was said of each since then."""
    by_when = ACTIONS.fields["by_when"]
    for place, row in enumerate(plan.newest.values.get("actions", ()) if plan.newest else ()):
        told = plan.progress.get(item_of(row, place), ())
        yield ActionSoFar(
            what=str(row.get("what", "")),
            who=str(row.get("who", "")),
            by_when=by_when.text(row["by_when"]) if row.get("by_when") else "",
            progress=tuple(said(one) for one in told if since is None or one.entry.occurred_at >= since),
        )


def _held(values: Values, part: Values, at: datetime) -> Held:
    came = meetings.came(values.get("people", ()))
    missed = meetings.came(values.get("people", ()), "apologies", "absent")
    return Held(
        say_date(london_date(at)),
        tuple(meetings.who(row) for row in came),
        tuple(f"{meetings.who(row)}: {meetings.CAME[row['came']].lower()}" for row in missed),
        str(part.get("child_view", "")),
    )


def _late(state: CaseState, at: datetime, since: datetime | None) -> Iterator[DutyLine]:
    """Core groups that came late, or have not come yet although their day is past."""
    for duty in duties(state, at):
        recent = since is None or duty.start.at >= since
        if duty.rule.step == STEP and duty.late and recent:
            yield duty_line(duty, at)


def _visits(people: Collection[UUID], since: datetime | None) -> Iterator[tuple[str, str]]:
    """Each day on which the child was seen or was not, the newest first."""
    found = Sighting.objects.filter(subject__in=people)
    if since is not None:
        found = found.filter(on__gte=london_date(since))
    for one in found.order_by("-on", "pk"):
        alone = {True: ", seen alone", False: ", not alone", None: ""}[one.alone] if one.seen else ""
        yield say_date(one.on), f"{'Seen' if one.seen else 'Not seen'}{alone}: {one.said_by}"
