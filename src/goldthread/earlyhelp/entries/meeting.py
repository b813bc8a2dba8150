"""Meetings of the team around the family, and the work of partners between them."""

from collections.abc import Sequence

from goldthread.earlyhelp.entries import common
from goldthread.earlyhelp.entries.common import CONCERN, EPISODE, STATES, OfFamily
from goldthread.earlyhelp.entries.opening import reviews
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
)

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


def _progress() -> Group:
    columns: dict[str, Field] = {
        "item": Carried("Number in the plan", _P, _R, max_length=12),
        "action": LongText("Action", _P, _R),
        "state": Choice("How does it go?", _P, _R, choices=STATES, listed=True),
        "note": common.text("What was done, and what did it change?", 2),
    }
    return Group(
        "How does each action go?", _P, _R, fields=columns, one="action", max_rows=40, titled_by=("action",)
    )


class EarlyHelpMeeting(OfFamily):
    """The team around the family met: to review the plan, or for new concerns (WORC-4.4, 4.5, 4.7)."""

    kind = "early_help_meeting"
    title = "Early help meeting"
    on_child = "earlyhelp:meeting"
    derived = common.OF_PLAN

    people = of_meetings.people()
    chaired_by = Text("Who led it?", _P, _R)
    new_concerns = common.text("What did the meeting make of the new concerns?")
    progress = _progress()
    child_view = common.text("What does the child say, and how is the child?", 2, per_child=True)
    family_view = common.text("What did the parents say?", 2)
    other_professionals = common.text("Who else could help the family?", 2)
    tasks = of_meetings.actions("What was agreed? Who does what next?")
    next_review = Date("When does the team meet next?", _P, _R, called="the day of the next meeting")

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{CONCERN}.meeting_held", f"{EPISODE}.reviewed")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who was there, the parents first, and when it meets next."""
        there = len(of_meetings.came(values.get("people", ())))
        following = values.get("next_review")
        after = f"; next on {cls.next_review.text(following)}" if following else ""
        known = values.get("parents_present")
        parents = "" if known is None else ", with the parents" if known else ", without the parents"
        return f"{cls.title}: {there} there{parents}{after}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """It met; and, where a concern asked for it, that concern's meeting was held."""
        said = {**values, **part}
        held = [cls.event(CONCERN, "meeting_held", said)] if values.get("concern") else []
        return [*held, cls.event(EPISODE, "reviewed", said)]

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The next one."""
        return reviews(values)


class EarlyHelpWork(OfFamily):
    """What partners found out or did: further work on a concern, with what it means (WORC-4.1 to 4.3)."""

    kind = "early_help_work"
    title = "Early help work"
    on_child = "earlyhelp:work"
    derived = (*common.OF_PLAN, *common.OF_MEETING)

    asked = Text("Who was asked, or who did it?", _P, _R, hint="Name, role and agency.")
    found = common.text("What was done or found out? (facts)")
    other_professionals = common.text("Who else could help the family?", 2)
    new_concerns = common.text("What more can the partners do?", 2)
    child_view = common.text("What does the child say, and how is the child?", 2, per_child=True)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{CONCERN}.work_recorded", f"{EPISODE}.worked")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who, and the first line of what."""
        return f"{cls.title}: {values.get('asked', '')}".removesuffix(": ")

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Work; and, where a concern asked for it, that concern's further work."""
        said = {**values, **part}
        further = [cls.event(CONCERN, "work_recorded", said)] if values.get("concern") else []
        return [*further, cls.event(EPISODE, "worked", said)]


class EarlyHelpMeetingOff(OfFamily):
    """The meeting that a concern asked for is no longer due, as a Team Leader says (R17)."""

    kind = "early_help_meeting_off"
    title = "Early help meeting no longer due"
    on_child = "earlyhelp:meeting_off"
    derived = (*common.OF_PLAN, *common.OF_MEETING)

    why = common.text("Why is it no longer due?")
    other_professionals = common.text("Who works with the family from here?", 2)
    new_concerns = common.text("How are the new concerns answered without it?", 2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that it can be."""
        return (f"{CONCERN}.meeting_not_needed",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Why."""
        return f"{cls.title}: {values.get('why', '')}"
