"""Child protection conferences: booked, reported to, held. Each child's decision stands with that child."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from goldthread.ledger.entries import Allocation, EntryType, Meeting, ProposedEvent, Values
from goldthread.ledger.fields import (
    Choice,
    Date,
    Field,
    FieldError,
    Group,
    LongText,
    Raw,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
    YesNoUnknown,
    parse_fields,
)
from goldthread.ledger.london import london_date, say_time, say_when
from goldthread.ledger.procedure import Titles, newest
from goldthread.people import circumstances as life
from goldthread.procedures.decide import LATE_REASON
from goldthread.protection import conferencefields as ask
from goldthread.protection.conferencefields import DECISION, INITIAL, PLAN, PRESENCE, REVIEW, TOLD
from goldthread.protection.planfields import PLAN as PLAN_FIELDS
from goldthread.protection.planfields import STEP as PLAN_STEP

_S, _R = Sensitivity, Retention.CHILD_RECORD
_NOTHING = ProposedEvent("", "")  # keeps the place of an event that did not happen, for corrections
INVITE = {
    "invite": "Invite",
    "in_writing": "Ask in writing only",
    "keep_out": "Do not invite",
}
WORKER, LEAD = "worker", "lead_worker_name"
BOOKING = "booking"  # in the payload of a conference: the id of the booking
OUTLINE = ("worries", "actions")  # of the plan: asked in the same room, signed as its first version


def invited_people() -> Group:
    """Everyone who may be asked to come, and what is decided about asking them."""
    columns: dict[str, Field] = {
        "person": Text("Known as", _S.PERSONAL, _R, max_length=60),
        "name": Text("Name", _S.PERSONAL, _R),
        "role": Text("Role or relationship", _S.PERSONAL, _R),
        "agency": Text("Agency", _S.PERSONAL, _R),
        "invite": Choice("Ask them to come?", _S.PERSONAL, _R, choices=INVITE, listed=True),
        "report": YesNo("Ask for a report?", _S.PERSONAL, _R, listed=True),
        "why": Text("Why not, or whom not to meet", _S.PERSONAL, _R, max_length=400),
    }
    return Group(
        "Who is asked to come?",
        _S.PERSONAL,
        _R,
        fields=columns,
        one="person",
        max_rows=40,
        titled_by=("name",),
        or_by="agency",
    )


class ConferenceBooking(EntryType):
    """A conference is booked: when, where, who leads it, who is asked to come and to report (GLOS-4.3).

    The payload also holds the ids of chair and minute taker, whose names at the time are fields.
    """

    kind = "conference_booking"
    title = "Conference booked"
    page = "protection:conference"
    prepares = "Booked"

    step = Choice("Which conference?", _S.OPEN, _R, choices=Titles("steps"))
    held_at = When("When will it be held?", _S.PERSONAL, _R)
    place = Text("Where?", _S.PERSONAL, _R)
    chair_name = Text("Chair", _S.PERSONAL, _R)
    minutes_name = Text("Takes the minutes", _S.PERSONAL, _R)
    put_off = LongText(
        "Why is it not held when it was booked?",
        _S.PERSONAL,
        _R,
        rows=2,
        hint="Such as: too few agencies came to decide. What was typed in the room stays there.",
    )
    late_reason = LongText("If it is after the limit: why?", _S.PERSONAL, _R, rows=2)
    invited = invited_people()
    apart = LongText("Who must not meet, and what is arranged for that?", _S.PERSONAL, _R, rows=2)
    support = LongText("What do family and child need to take part?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What `events` gives of the conference's own step."""
        return (f"{INITIAL}.invited",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which conference, and when."""
        title = Titles("steps").get(values.get("step", ""), cls.title)
        booked = "put off to" if values.get("put_off") else "booked for"
        return f"{title} {booked} {say_when(datetime.fromisoformat(values['held_at']))}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Invited and asked for reports, where the booking was made by whoever the procedure has do that."""
        asked = any(row.get("report") for row in values.get("invited", ()))
        invites = values.get("invites") and values.get("step") == INITIAL
        return [
            ProposedEvent("contribution", "asked") if asked and values.get("asks") else _NOTHING,
            ProposedEvent(INITIAL, "invited") if invites else _NOTHING,
        ]

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The conference."""
        at = datetime.fromisoformat(values["held_at"])
        return [Meeting(values["step"], london_date(at), say_time(at), values.get("place", ""))]


class ConferenceReport(EntryType):
    """A report for a conference came in, and its sender was told so (HSSCP-11.4). It answers the booking."""

    kind = "conference_report"
    title = "Report for a conference"
    prepares = "Reports in"

    agency = Text("Which agency, or who?", _S.PERSONAL, _R, required=True)
    said_by = Text("Who wrote it?", _S.PERSONAL, _R)
    received_on = Date("When did it come?", _S.PERSONAL, _R, required=True, past=True)
    view = LongText("What does it say?", _S.PERSONAL, _R, rows=5, required=True)
    shared = YesNoUnknown("Have the parents seen it?", _S.PERSONAL, _R)
    acknowledged = Text("How was its sender told that it came?", _S.PERSONAL, _R, required=True)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Whose report."""
        return f"{cls.title}: {values.get('agency', '')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Received, where one was asked for."""
        return [ProposedEvent("contribution", "received")] if values.get("asked") else []


class Conference(EntryType):
    """What the two kinds of conference have in common. What their step is called is their kind.

    The payload also holds the id of the lead social worker, whose name at the time is a field, and that of
    the booking. It does not answer the booking: its outcomes concern all that went before, not one entry.
    """

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who led it; what was decided stands with each child."""
        return f"{cls.title}, chaired by {values['chair']}" if values.get("chair") else cls.title

    @classmethod
    def reads_part(cls, part: Values) -> list[tuple[Field, str]]:
        """The decision first."""
        read = super().reads_part(part)
        return sorted(read, key=lambda pair: pair[0].name != DECISION)

    @classmethod
    def draft_fields(cls) -> Mapping[str, Field]:
        """With the outline of the plan, which the same room writes."""
        return {**cls.fields, **{name: PLAN_FIELDS[name] for name in OUTLINE}}

    @classmethod
    def lacks(cls, raw: Raw, children: Sequence[str], at: datetime) -> Sequence[FieldError]:
        """What makes it a record, and what the procedure asks of a plan (HSSCP-11.13 to 11.17, 14.2)."""
        fields, with_plan = cls.draft_fields(), ask.needed_with_plan(cls.kind)
        always = set(ask.needed(cls.kind)) - with_plan.keys() - ({LATE_REASON} - raw.keys())
        parsed = parse_fields(fields, raw, required=always, children=children, now=at)
        decisions = {own.get(DECISION) for own in parsed.parts.values()}
        said = {**parsed.values, **({LEAD: True} if any(raw.get(WORKER, ())) else {})}
        wanted = [] if decisions.isdisjoint(PLAN) else [name for name in with_plan if name not in said]
        missing = [FieldError(WORKER if name == LEAD else name, fields[name].missing) for name in wanted]
        return [*parsed.errors, *missing, *cls._outline(fields, parsed.values, decisions)]

    @classmethod
    def _outline(
        cls, fields: Mapping[str, Field], values: Values, decisions: set[Any]
    ) -> Iterator[FieldError]:
        """The outline plan, where the procedure has the conference produce it."""
        step = newest().steps.get(PLAN_STEP)
        if cls.kind == INITIAL and PLAN[0] in decisions and step and "outlined" in step.outcomes:
            for name in OUTLINE:
                if not values.get(name):
                    yield FieldError(name, fields[name].missing)
            for number, row in enumerate(values.get("actions", ())):
                for column in ("who", "by_when"):
                    if not row.get(column):
                        label = f"Action {number + 1}: who does it, and by when?"
                        yield FieldError(f"actions-{number}-{column}", label)
        if ask.CHANGED in decisions and not values.get("changes"):
            yield FieldError("changes", fields["changes"].missing)

    @classmethod
    def allocation_of(cls, values: Values, part: Values) -> Allocation | None:
        """With a plan, the lead social worker holds the case (HSSCP-11.13)."""
        worker = values.get(WORKER)
        return Allocation(worker=worker) if worker and part.get(DECISION) in PLAN else None

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The first core group and the next review, of a child with a plan."""
        days = (("core_group", values.get("first_core_group")), (REVIEW, values.get("next_review")))
        if part.get(DECISION) not in PLAN:
            return []
        return [Meeting(step, date.fromisoformat(day)) for step, day in days if day]

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """A child who came was seen."""
        came = [child for child, part in parts.items() if part.get(PRESENCE) in ask.CAME]
        return [life.Seen(about=child, seen=True, where="at the conference") for child in came]

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What was decided, one after the other: what happens at one instant has no order for the procedure.

        The last is just before the minute in which the conference is said to have begun: the outline of the
        plan, which is an entry of its own, comes after all of them.
        """
        found = cls.decided(values, part)
        begun = datetime.fromisoformat(values["happened_at"])
        before = (begun - timedelta(microseconds=number) for number in range(len(found), 0, -1))
        return [replace(event, at=at) for event, at in zip(found, before, strict=True)]

    @classmethod
    def decided(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What was decided for one child, in order."""
        return ()

    @classmethod
    def of_step(cls, outcome: str, said: Values, *facts: str) -> ProposedEvent:
        """One outcome with those of these facts that the step may state and that were said."""
        may = newest().steps[cls.kind].facts
        return ProposedEvent(
            cls.kind, outcome, {name: said[name] for name in facts if name in may and name in said}
        )


class InitialConference(Conference):
    """The initial conference: for each child, a plan or none (HSSCP-11, HUB-6, GLOS-4.3 to 4.5)."""

    kind = INITIAL
    title = "Initial child protection conference"
    on_child = "protection:initial_conference"

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What it records; that a child was told, or a criterion named later, has a page of its own."""
        later = {"invited", "child_told", "recorded"}
        step = newest().steps.get(INITIAL)
        return tuple(f"{INITIAL}.{name}" for name in (step.outcomes if step else ()) if name not in later)

    @classmethod
    def decided(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Whether the child was there, the decision, and what goes with a plan."""
        said = {**values, **part}
        said["core_group_members"] = cls.fields["members"].text(values.get("members", []))
        decision, of_step = part.get(DECISION, ""), cls.of_step
        told = part.get(TOLD) in {"rejoining", "at_end"}
        stated = INITIAL_FIELDS.more.keys() - {"child_wishes_to_stay"}
        facts = [*sorted(stated), "significant_harm", "legal_action_needed", LATE_REASON]
        found = [
            of_step(part[PRESENCE], said, "child_wishes_to_stay", "left_building")
            if part.get(PRESENCE)
            else _NOTHING,
            of_step(decision, said, *facts) if decision else _NOTHING,
            of_step("child_told", said) if told else _NOTHING,
        ]
        if decision not in PLAN:
            return found
        parts = (
            ("lead_allocated", (LEAD,), LEAD),
            ("core_group_named", ("core_group_members", "first_core_group"), "members"),
            ("contingency_agreed", (), "contingency"),
            ("review_date_set", ("next_review", "earlier_review_triggers"), "next_review"),
        )
        return [
            *found,
            *(of_step(name, said, *own) if values.get(by) else _NOTHING for name, own, by in parts),
        ]


class ReviewConference(Conference):
    """A review: does the plan go on, change or end, and why (HSSCP-14.1 to 14.6, GLOS-6.1 to 6.5)."""

    kind = REVIEW
    title = "Review child protection conference"
    on_child = "protection:review_conference"

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """The decisions, and the date of the next one."""
        return (f"{REVIEW}.plan_*", f"{REVIEW}.next_date_set")

    @classmethod
    def decided(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """The decision; with a plan, the date of the next review."""
        said, decision = {**values, **part}, part.get(DECISION, "")
        facts = [*REVIEW_FIELDS.more, "significant_harm", LATE_REASON]
        found = [cls.of_step(decision, said, *facts) if decision else _NOTHING]
        if decision in PLAN and values.get("next_review"):
            found.append(cls.of_step("next_date_set", said, "next_review"))
        return found


INITIAL_FIELDS = ask.OfConference(ask.asked(INITIAL), INITIAL, stated=ask.ANSWERED, points=True)
InitialConference.fields = INITIAL_FIELDS
REVIEW_FIELDS = ask.OfConference(ask.asked(REVIEW), REVIEW, stated=ask.ANSWERED, points=True)
ReviewConference.fields = REVIEW_FIELDS
