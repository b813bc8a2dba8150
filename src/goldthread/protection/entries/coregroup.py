"""Core groups: what a meeting found and decided, and the minutes of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from goldthread.ledger import meetings as of_meetings
from goldthread.ledger.entries import Meeting, ProposedEvent, Values
from goldthread.ledger.fields import (
    Carried,
    Choice,
    Date,
    Field,
    Group,
    LongText,
    Retention,
    Sensitivity,
    Text,
    YesNo,
)
from goldthread.ledger.stepentries import OfStep
from goldthread.protection.planfields import STEP as PLAN_STEP

STEP = "core_group"
STATES = {
    "done": "Done",
    "on_track": "Going as agreed",
    "slow": "Slower than agreed",
    "not_started": "Not begun",
    "stopped": "No longer needed",
}
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_MEMBERS, _TASKS, _PROGRESS = "core_group_members", "point_tasks", "point_progress"


def _progress() -> Group:
    columns: dict[str, Field] = {
        "item": Carried("Number in the plan", _P, _R, max_length=12),
        "action": LongText("Action", _P, _R),
        "state": Choice("How does it go?", _P, _R, choices=STATES, listed=True),
        "note": LongText("What was done, and what did it change for the child?", _P, _R, rows=2),
    }
    return Group(
        "How does each action go?", _P, _R, fields=columns, one="action", max_rows=40, titled_by=("action",)
    )


class CoreGroupMeeting(OfStep):
    """A core group that met (HUB-7, HSSCP-13, GLOS-5)."""

    kind = "core_group_meeting"
    title = "Core group"
    page = "protection:core_group_meeting"
    on_child = "protection:core_group_meet"

    people = of_meetings.people("Who of the group was there?")
    progress = _progress()
    child_view = LongText("What does the child say, and how is the child?", _P, _R, rows=3, per_child=True)
    tasks = of_meetings.actions("Who does what next, each within their own role?")
    what_must_change = LongText("Must the plan change? What, by how much, by when, and why?", _P, _R, rows=3)
    membership = LongText("Should anyone join or leave the group?", _P, _R, rows=2)
    members = of_meetings.members("Who belongs to the group from now on?")
    recommend_earlier = YesNo("Does the group recommend an earlier conference to the chair?", _P, _R)
    recommend_why = LongText("Why earlier?", _P, _R, rows=2, asked_when=("recommend_earlier", True))
    next_core_group = Date("When does the group meet next?", _P, _R, called="the day of the next meeting")
    next_time = Text("At what time, and where?", _P, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (
            f"{STEP}.held",
            f"{STEP}.membership_changed",
            f"{STEP}.earlier_conference_recommended",
            f"{PLAN_STEP}.progress_recorded",
        )

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Without what these fields ask in their own way."""
        asked = super().fields_of(values)
        return {name: field for name, field in asked.items() if name not in {_MEMBERS, _TASKS, _PROGRESS}}

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who was there, and when it meets next."""
        there = len(of_meetings.came(values.get("people", ())))
        following = values.get("next_core_group")
        after = f"; next on {cls.next_core_group.text(following)}" if following else ""
        return f"{cls.title}: {there} there{after}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Held, and with it what else came of it. What a procedure has no outcome for says nothing to it."""
        facts = {"next_core_group": values.get("next_core_group"), _MEMBERS: _names(values)}
        facts |= {"late_reason": values.get("late_reason")}
        found = [ProposedEvent(STEP, "held", {name: said for name, said in facts.items() if said})]
        if any(row.get("state") or row.get("note") for row in values.get("progress", ())):
            found.append(ProposedEvent(PLAN_STEP, "progress_recorded"))
        if values.get("membership"):
            found.append(ProposedEvent(STEP, "membership_changed"))
        if values.get("recommend_earlier"):
            found.append(ProposedEvent(STEP, "earlier_conference_recommended"))
        return found

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The next one."""
        on = values.get("next_core_group")
        return [Meeting(STEP, date.fromisoformat(on), time=values.get("next_time", ""))] if on else []


def _names(values: Values) -> str:
    return "; ".join(of_meetings.who(row) for row in values.get("members", ()))


class CoreGroupMinutes(OfStep):
    """The minutes of a core group: written by the social worker, then sent to all (HSSCP-13.8, 13.9)."""

    kind = "core_group_minutes"
    title = "Core group minutes"

    left_out = LongText("Who has not had them, and why?", _P, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that it can be."""
        return (f"{STEP}.minutes_written", f"{STEP}.minutes_circulated")

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """What was done with them, when, and who has not had them."""
        asked = super().fields_of(values)
        return {name: asked[name] for name in ("step", "outcome", "left_out", "happened_at")}
