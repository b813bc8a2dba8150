"""Representations and complaints: received, acknowledged, answered (HSSCP-3.5)."""

from collections.abc import Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, When

_O, _P, _R = Sensitivity.OPEN, Sensitivity.PERSONAL, Retention.CHILD_RECORD
STEP = "complaint"
FROM = {
    "child": "The child",
    "parent": "A parent or carer",
    "family": "Someone else of the family",
    "advocate": "Someone who speaks for them",
    "professional": "A professional",
    "other": "Someone else",
}
HOW = {"told": "In person", "telephone": "By telephone", "email": "By email", "letter": "By letter"}
REPLIES = {"acknowledged": "We said that we have it", "answered": "We answered it"}
FINDINGS = {
    "right": "They were right",
    "in_part": "They were right in part",
    "not": "We do not agree with it",
    "withdrawn": "They took it back",
}


class Complaint(EntryType):
    """What somebody says went wrong, or wants to be heard, in their own words."""

    kind = "complaint"
    title = "Representation or complaint"
    page = "records:complaint"
    on_child = "records:complain"

    happened_at = When("When did it come?", _P, _R, called="the time it came", past=True)
    sort = Choice(
        "What is it?",
        _O,
        _R,
        choices={"complaint": "A complaint", "representation": "A representation: they want to be heard"},
    )
    relation = Choice("From whom?", _P, _R, choices=FROM)
    name = Text("Their name", _P, _R)
    how = Choice("How did it come?", _O, _R, choices=HOW)
    what = LongText("What do they say? (their words)", _P, _R, called="what they say", rows=5)
    wants = LongText("What would put it right for them?", _P, _R, rows=2)
    independent = Text("Who independent of us helps them, if anyone?", _P, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """That it was received."""
        return (f"{STEP}.received",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Received."""
        return [ProposedEvent(STEP, "received")]

    @classmethod
    def summary(cls, values: Values) -> str:
        """Its first words."""
        return f"{cls.title}: {' '.join(str(values.get('what', '')).split())[:140]}"


class ComplaintReply(EntryType):
    """That we have it, or our answer, which says what we found and what we change."""

    kind = "complaint_reply"
    title = "Reply to a complaint"

    happened_at = When("When?", _P, _R, called="the time of the reply", past=True)
    reply = Choice("What was done?", _O, _R, choices=REPLIES)
    how = Choice("How?", _O, _R, choices=HOW)
    words = LongText("What did we say?", _P, _R, called="what we said", rows=4)
    finding = Choice(
        "What did we find?",
        _P,
        _R,
        choices=FINDINGS,
        asked_when=("reply", "answered"),
        called="what we found",
    )
    learnt = LongText("What do we do differently now?", _P, _R, rows=2, asked_when=("reply", "answered"))

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """That it was acknowledged, and answered."""
        return (f"{STEP}.acknowledged", f"{STEP}.answered")

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Which of the two."""
        return [ProposedEvent(STEP, values["reply"])] if values.get("reply") else []

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which, and what was found."""
        said = REPLIES.get(values.get("reply", ""), cls.title)
        finding = FINDINGS.get(values.get("finding", ""), "")
        return f"Complaint: {said}{f'. {finding}' if finding else ''}"
