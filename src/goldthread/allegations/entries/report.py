"""An allegation as it is reported: whom it is about, where they work, what happened, and who was told."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import (
    Choice,
    Date,
    Email,
    Field,
    Group,
    LongText,
    Phone,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
    YesNoUnknown,
)
from goldthread.ledger.packfields import WithStep

_S, _R = Sensitivity, Retention.ALLEGATION
STEP = "allegation"
CHANNELS = {"online_form": "On our form", "telephone": "By telephone", "in_person": "In person"}
_ABOVE = (
    "Nobody whom it is about, and nobody who took part. If it is about the person in charge, it is whoever "
    "they answer to, such as the chair of governors or the trustees."
)


def _children() -> Mapping[str, Field]:
    return {
        "name": Text("Name", _S.PERSONAL, _R),
        "born": Date("Date of birth, or leave empty", _S.PERSONAL, _R, called="the date of birth", past=True),
        "how": LongText("How are they concerned?", _S.PERSONAL, _R, rows=2),
    }


class AllegationReport(EntryType):
    """What a setting tells the LADO (GLOS-7.1 to 7.4). It opens a sealed record about the adult."""

    kind = "allegation"
    title = "Allegation reported"
    opens_episode = True

    given_names = Text("First names", _S.PERSONAL, _R)
    family_name = Text("Family name", _S.PERSONAL, _R)
    other_names = Text("Other names that they have used", _S.PERSONAL, _R)
    born = Date("Date of birth, if known", _S.PERSONAL, _R, called="the date of birth", past=True)
    email = Email(
        "The adult’s work e-mail address, if known",
        _S.PERSONAL,
        _R,
        hint="We never write to it. It lets us keep them out, should they use this service themselves.",
    )
    employer = Text("Which school, club or other setting do they work for?", _S.PERSONAL, _R)
    role = Text("What do they do there?", _S.PERSONAL, _R, hint="For example: head teacher, swimming coach.")
    in_charge = YesNo("Are they in charge of the setting, or its safeguarding lead?", _S.PERSONAL, _R)
    elsewhere = LongText(
        "Where else do they work with children, paid or unpaid?",
        _S.PERSONAL,
        _R,
        rows=2,
        hint="Leave empty if you do not know.",
    )
    in_contact = YesNoUnknown("Are they in contact with children now?", _S.PERSONAL, _R)
    contact_how = LongText("Where and when, and is somebody with them?", _S.PERSONAL, _R, rows=2)
    when_it_was = Text("When did it happen?", _S.PERSONAL, _R, hint="A day, or roughly when.")
    children = Group(
        "Which children does it concern?",
        _S.PERSONAL,
        _R,
        fields=_children(),
        one="child",
        titled_by=("name",),
        hint="Leave it empty if it is about no child in particular.",
    )
    told = YesNo("Has the most senior person whom it does not implicate been told?", _S.PERSONAL, _R)
    told_name = Text("Who is that?", _S.PERSONAL, _R, hint=_ABOVE, asked_when=("told", True))
    told_role = Text("What is their position?", _S.PERSONAL, _R, asked_when=("told", True))
    told_at = When("When were they told?", _S.PERSONAL, _R, past=True, asked_when=("told", True))
    told_implicated = YesNo("Does the allegation implicate them?", _S.PERSONAL, _R, asked_when=("told", True))
    begun = YesNo(
        "Has anybody begun to investigate?",
        _S.PERSONAL,
        _R,
        hint="For example by questioning the adult, the child or other staff.",
    )
    begun_what = LongText("What has been done, by whom?", _S.PERSONAL, _R, rows=2, asked_when=("begun", True))
    reporter_name = Text("Who reports it?", _S.LOCKED_REFERRER, _R)
    reporter_role = Text("Their job", _S.LOCKED_REFERRER, _R)
    reporter_agency = Text("Their setting", _S.LOCKED_REFERRER, _R)
    reporter_email = Email(
        "Their e-mail address",
        _S.LOCKED_REFERRER,
        _R,
        hint="One that only they read.",
    )
    reporter_phone = Phone("Their telephone number", _S.LOCKED_REFERRER, _R)
    received_at = When("When did it reach the LADO?", _S.PERSONAL, _R, called="the time", past=True)
    channel = Choice("How did it reach the LADO?", _S.OPEN, _R, choices=CHANNELS)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{STEP}.reported", f"{STEP}.senior_person_told", f"{STEP}.record_written")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who it is about, and where they work."""
        return f"{cls.title}: {name_of(values)}, {values.get('employer', '')}".rstrip(", ")

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Reported and written down; the most senior person told, if it was the right one.

        An allegation is taken whoever was told: telling somebody implicated only counts for nothing.
        """
        facts = {**REPORT.facts(values, part), "concern_about_professional": True}
        facts |= {"channel": values["channel"]} if "channel" in values else {}
        found = [ProposedEvent(STEP, "reported", facts), ProposedEvent(STEP, "record_written")]
        if values.get("told") and values.get("told_implicated") is False:
            found.append(ProposedEvent(STEP, "senior_person_told", {"senior_person_implicated": False}))
        return found


REPORT = WithStep(
    AllegationReport.fields,
    STEP,
    stated=("concern_about_professional", "channel", "senior_person_implicated"),
    points=True,
)
AllegationReport.fields = REPORT


class SeniorPersonTold(EntryType):
    """The most senior person whom it does not implicate was told (GLOS-7.3)."""

    kind = "allegation_told"
    title = "Most senior person told"

    told_name = Text("Who was told?", _S.PERSONAL, _R, hint=_ABOVE)
    told_role = Text("What is their position?", _S.PERSONAL, _R)
    told_at = When("When?", _S.PERSONAL, _R, called="the time", past=True)
    senior_person_implicated = YesNo("Does the allegation implicate them?", _S.PERSONAL, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What `events` gives, shared with the report."""
        return (f"{STEP}.senior_person_told",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who."""
        who = ", ".join(filter(None, (values.get("told_name"), values.get("told_role"))))
        return f"{cls.title}: {who}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Told; the procedure refuses it where the person is implicated."""
        implicated = values.get("senior_person_implicated")
        return [ProposedEvent(STEP, "senior_person_told", {"senior_person_implicated": implicated})]


def name_of(values: Values) -> str:
    """What the adult is called."""
    return " ".join(filter(None, (values.get("given_names"), values.get("family_name")))) or "Name not known"
