"""What the LADO records of an allegation: the discussion, meetings, strands, notes and how it ended."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
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
    When,
    YesNo,
    YesNoUnknown,
)
from goldthread.ledger.stepentries import OfStep

_S, _R = Sensitivity, Retention.ALLEGATION
DISCUSSION, MEETING, INVESTIGATION = "lado_discussion", "allegation_meeting", "allegation_investigation"
STRANDS = ("criminal", "social_care", "disciplinary")
STATES = {
    "began": "It has begun",
    "goes_on": "It goes on",
    "ended": "It has ended",
    "not_needed": "There is none",
}
CAME = {
    "there": "There",
    "part": "There for part of it",
    "apologies": "Sent apologies",
    "absent": "Did not come",
}


def _people(label: str, *, came: bool) -> Group:
    columns: dict[str, Field] = {
        "name": Text("Name", _S.PERSONAL, _R),
        "role": Text("Role", _S.PERSONAL, _R),
        "agency": Text("Agency", _S.PERSONAL, _R),
    }
    if came:
        columns["came"] = Choice("Did they come?", _S.PERSONAL, _R, choices=CAME, listed=True)
    return Group(label, _S.PERSONAL, _R, fields=columns, one="person", titled_by=("name",))


class InitialDiscussion(OfStep):
    """The LADO's Initial Discussion: advice, and whether the criteria are met (GLOS-7.5, 7.7, 7.8)."""

    kind = "allegation_discussion"
    title = "Initial Discussion"

    in_contact = YesNoUnknown("Is the adult in contact with children now?", _S.PERSONAL, _R)
    contact_agreed = LongText("What was agreed about that?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What it decides."""
        return (f"{DISCUSSION}.criteria_met", f"{DISCUSSION}.criteria_not_met")


class RecordSent(EntryType):
    """The record of the Initial Discussion went to the setting (GLOS-7.11). It answers the paper sent."""

    kind = "allegation_record_sent"
    title = "Record of the Initial Discussion sent to the setting"

    to_name = Text("To", _S.PERSONAL, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """That it was sent."""
        return (f"{DISCUSSION}.record_sent",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """To whom."""
        return f"{cls.title}: {values.get('to_name', '')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Sent."""
        return [ProposedEvent(DISCUSSION, "record_sent")]


class Invitation(OfStep):
    """The multi-agency meeting is fixed and the reporter invited (GLOS-7.9)."""

    kind = "allegation_invitation"
    title = "Invitation to the multi-agency meeting"

    meeting_on = Date("On which day is the meeting?", _S.PERSONAL, _R, called="the day of the meeting")
    meeting_time = Text("At what time?", _S.PERSONAL, _R)
    meeting_where = Text("Where, or by which link?", _S.PERSONAL, _R)
    people = _people("Who is invited?", came=False)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """That the reporter is invited."""
        return (f"{MEETING}.reporter_invited",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The day."""
        day = values.get("meeting_on")
        return f"{cls.title}: {cls.meeting_on.text(day)}" if day else cls.title


class AllegationMeeting(OfStep):
    """A multi-agency meeting about an allegation, the first or a further one (GLOS-7.9, 7.10, 7.13)."""

    kind = "allegation_meeting"
    title = "Multi-agency meeting"

    people = _people("Who was asked, and who came?", came=True)
    setting_said = LongText("What did the setting say?", _S.PERSONAL, _R, rows=2)
    actions = Group(
        "Who does what next?",
        _S.PERSONAL,
        _R,
        fields={
            "what": LongText("What will be done?", _S.PERSONAL, _R, rows=2),
            "who": Text("By whom?", _S.PERSONAL, _R),
            "by_when": Date("By when?", _S.PERSONAL, _R),
        },
        one="action",
    )
    next_meeting = Date("When do you meet next?", _S.PERSONAL, _R, called="the day of the next meeting")

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """The first, and further ones."""
        return (f"{MEETING}.held", f"{MEETING}.held_again")


class Strand(OfStep):
    """How one of the investigations stands: each has its own state and dates (GLOS-7.10)."""

    kind = "allegation_strand"
    title = "Investigation"

    state = Choice("How does it stand?", _S.PERSONAL, _R, choices=STATES)
    led_by = Text("Who leads it, and for whom?", _S.PERSONAL, _R)
    result = LongText("What came of it?", _S.PERSONAL, _R, rows=2, asked_when=("state", "ended"))

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Each kind of investigation; what a setting does by itself the setting says."""
        return tuple(f"{INVESTIGATION}.{strand}" for strand in STRANDS)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Without what is not asked of an investigation that others lead."""
        return {name: field for name, field in super().fields_of(values).items() if name != "who"}

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which, and how it stands."""
        return f"{super().summary(values)}: {STATES.get(values.get('state', ''), '').lower()}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """That it takes place, once it has begun; the procedure refuses it before the LADO was asked."""
        return super().events(values, part) if values.get("state") == "began" else []


class SettingAction(EntryType):
    """What the setting does by itself about it (GLOS-7.12); refused before the Initial Discussion (7.5)."""

    kind = "allegation_setting_action"
    title = "Action within the setting"

    happened_at = When("When?", _S.PERSONAL, _R, called="the time", past=True)
    what = LongText("What was done?", _S.PERSONAL, _R, rows=3)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What a setting does."""
        return (f"{INVESTIGATION}.within_setting",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The first words of it."""
        return f"{cls.title}: {str(values.get('what', ''))[:140]}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Action was taken."""
        return [ProposedEvent(INVESTIGATION, "within_setting")]


class AllegationNote(EntryType):
    """A call, a failed call, a discussion or anything else about an allegation."""

    kind = "allegation_note"
    title = "Note"

    how = Choice(
        "What was it?",
        _S.PERSONAL,
        _R,
        choices={
            "call": "A call",
            "failed_call": "A call that was not answered",
            "talk": "A talk",
            "other": "Other",
        },
        listed=True,
    )
    happened_at = When("When?", _S.PERSONAL, _R, called="the time", past=True)
    who = Text("With whom?", _S.PERSONAL, _R)
    what = LongText("What was said or done? (facts)", _S.PERSONAL, _R, rows=4)
    opinion = LongText("What do you make of it? (opinion)", _S.PERSONAL, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The first words of it."""
        return f"{cls.title}: {' '.join(str(values.get('what', '')).split())[:140]}"


class ChildConcerned(EntryType):
    """A child whom the allegation concerns, tied to the child's own record, which tells nothing of it."""

    kind = "allegation_child"
    title = "Child’s record linked"

    child = Carried("Record", _S.PERSONAL, _R, max_length=40)
    name = Text("Name", _S.PERSONAL, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which child."""
        return f"{cls.title}: {values.get('name', '')}"


class AllegationEnded(EntryType):
    """How it ended, or that it is taken up again. The procedure names no outcomes, so none are listed."""

    kind = "allegation_ended"
    title = "How it ended"

    ended = Choice(
        "Does it end here?",
        _S.PERSONAL,
        _R,
        choices={"ended": "It ends", "again": "It is taken up again"},
    )
    outcome = LongText("What was the outcome, in words?", _S.PERSONAL, _R, rows=3)
    referred = YesNo(
        "Was it referred to the Disclosure and Barring Service or to a professional regulator?",
        _S.PERSONAL,
        _R,
    )
    referred_what = Text("To which, by whom and when?", _S.PERSONAL, _R, asked_when=("referred", True))
    learned = LongText("What is there to learn for the setting?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Ended or taken up again, and the first words."""
        again = values.get("ended") == "again"
        words = " ".join(str(values.get("outcome", "")).split())[:140]
        return f"{'Taken up again' if again else cls.title}: {words}"
