"""What a worker writes on any record: a note of a call, a discussion, a message left."""

from goldthread.casefile.circumstance import Circumstances
from goldthread.casefile.familyentry import FamilyFact
from goldthread.casefile.identity import Identity
from goldthread.casefile.queries import CURATION
from goldthread.ledger import recordable
from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, When, YesNo
from goldthread.ledger.stepentries import OfStep

__all__ = [
    "IMPORTANCE",
    "NOTE_KINDS",
    "Circumstances",
    "Curation",
    "FamilyFact",
    "Identity",
    "Note",
    "StepRecord",
]

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD

NOTE_KINDS = {
    "call": "Telephone call",
    "failed_call": "Call not answered",
    "message_left": "Message left",
    "discussion": "Discussion",
    "visit": "Visit",
    "meeting": "Meeting",
    "letter": "Letter or email received",
    "other": "Something else",
}


class Note(EntryType):
    """A note on a record: who, what, where, when and how, facts apart from opinion (HSSCP-9.1 to 9.5)."""

    kind = "note"
    title = "Note"

    about = Choice("What kind of note is it?", Sensitivity.OPEN, _R, choices=NOTE_KINDS)
    happened_at = When("When was it?", _P, _R, called="the time it happened", past=True)
    with_whom = Text("With whom?", _P, _R, hint="Name, and who they are. Of a failed call: whom you tried")
    where = Text("Where, or on which number?", _P, _R)
    witness = Text(
        "Who else was there?", Sensitivity.LOCKED_WITNESS, _R, hint="Name anyone who saw or heard it"
    )
    protect_witness = YesNo(
        "Must they stay unnamed?",
        _P,
        _R,
        hint="If naming them could harm them: their name is then kept back on every page and paper",
    )
    facts = LongText(
        "What happened? (facts)", _P, _R, hint="What you saw and heard, in the words that were said", rows=6
    )
    came_of_it = LongText("What came of it?", _P, _R, rows=2)
    impact = LongText("What does it mean for the child?", _P, _R, rows=2)
    opinion = LongText(
        "What do you make of it? (opinion)", _P, _R, hint="Apart from the facts, and why you think so", rows=3
    )

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """Who saw or heard it, where they must be protected."""
        return frozenset({Sensitivity.LOCKED_WITNESS}) if values.get("protect_witness") else frozenset()

    @classmethod
    def summary(cls, values: Values) -> str:
        """The kind of note, and its first words."""
        words = " ".join(str(values.get("facts", "")).split())
        return f"{NOTE_KINDS.get(values.get('about', ''), 'Note')}: {words[:140]}"


class StepRecord(OfStep):
    """How a step of the procedure that has no page of its own ended, or went on."""

    kind = recordable.KIND
    title = "Step of the procedure"


IMPORTANCE = {
    "significant": "Significant",
    "plain": "An entry like others",
    "routine": "Routine: leave it out of the chronology",
}


class Curation(EntryType):
    """What a worker makes of an entry in a child's chronology. The entry itself stays as it was signed."""

    kind = CURATION
    title = "In the chronology"
    bookkeeping = True

    importance = Choice("How should it stand in the chronology?", Sensitivity.OPEN, _R, choices=IMPORTANCE)
    impact = LongText(
        "What did it mean for the child?",
        _P,
        _R,
        hint="A line that stands beside the entry. Leave it empty if the entry says it all",
        rows=2,
    )

    @classmethod
    def summary(cls, values: Values) -> str:
        """How it stands, and what it meant."""
        return ": ".join(filter(None, (IMPORTANCE[values["importance"]], values.get("impact", ""))))
