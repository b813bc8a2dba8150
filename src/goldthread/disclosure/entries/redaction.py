"""What is recorded of a copy of somebody's record: its marks, the second look, the copy, its handing over."""

from collections.abc import Sequence

from goldthread.disclosure.redaction.reasons import TITLES
from goldthread.ledger.entries import Disclosure, EntryType, Values
from goldthread.ledger.fields import (
    Carried,
    Choice,
    Field,
    File,
    Group,
    LongText,
    Number,
    Retention,
    Sensitivity,
    Text,
)

_S, _R = Sensitivity, Retention.CHILD_RECORD

# On which ground somebody is given a copy, each with its source in law.
BASES = {
    "own": "They ask for their own record (UK GDPR, article 15)",
    "care_leaver": "They were in care and ask for their record (UK GDPR, article 15)",
    "for_child": "They hold parental responsibility and ask for the child (UK GDPR, article 15)",
    "agent": "They act for the person, who has agreed in writing (UK GDPR, article 15)",
    "court": "A court has ordered it",
    "law": "Another law says so",
}
CHECKED = {"approved": "It may go as it stands", "returned": "It goes back: something is to change"}
HANDED = {
    "post": "Sent by post",
    "hand": "Given by hand",
    "with_them": "Given by hand, and read with a worker",
    "email": "Sent by secure e-mail",
}


def _counted() -> dict[str, Field]:
    return {
        "reason": Choice("Reason", _S.OPEN, _R, choices=TITLES),
        "times": Number("Times", _S.OPEN, _R),
        "why": LongText("Who decided, and why", _S.PERSONAL, _R),
    }


class Redaction(EntryType):
    """What is taken out of a copy, signed by whoever marked it. Which words, `disclosure_mark` keeps."""

    kind = "redaction"
    title = "Copy of the record marked"
    page = "disclosure:redaction_entry"

    redaction = Carried("Copy", _S.OPEN, _R)
    request = Carried("Request", _S.OPEN, _R)
    fingerprint = Carried("Fingerprint", _S.OPEN, _R)
    to_name = Text("Copy for", _S.PERSONAL, _R)
    to_how = Text("Who they are", _S.PERSONAL, _R)
    basis = Choice("On what ground", _S.PERSONAL, _R, choices=BASES)
    purpose = LongText("What they asked for", _S.PERSONAL, _R)
    entries = Number("Entries", _S.OPEN, _R)
    files = Number("Files left out", _S.OPEN, _R)
    counts = Group("Taken out", _S.PERSONAL, _R, fields=_counted(), one="reason")

    @classmethod
    def summary(cls, values: Values) -> str:
        """For whom."""
        return f"{cls.title}, for {values.get('to_name', '')}"


class RedactionCheck(EntryType):
    """Somebody else has gone through the whole of a marked copy. It answers the entry that signed it."""

    kind = "redaction_check"
    title = "Marked copy checked"

    outcome = Choice("What do you decide?", _S.PERSONAL, _R, choices=CHECKED, required=True)
    note = LongText("What is to change?", _S.PERSONAL, _R, rows=3, asked_when=("outcome", "returned"))
    fingerprint = Carried("Fingerprint", _S.OPEN, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What was decided."""
        return f"{cls.title}: {CHECKED.get(values.get('outcome', ''), '')}"


class RedactedCopy(EntryType):
    """The copy as a file. It answers the entry that signed its marks."""

    kind = "redacted_copy"
    title = "Copy of the record made"
    page = "disclosure:redacted_copy"

    redaction = Carried("Copy", _S.OPEN, _R)
    request = Carried("Request", _S.OPEN, _R)
    fingerprint = Carried("Fingerprint", _S.OPEN, _R)
    to_name = Text("Copy for", _S.PERSONAL, _R)
    version = Number("Version", _S.OPEN, _R)
    entries = Number("Entries", _S.OPEN, _R)
    paper = File("The copy as it leaves", _S.PERSONAL, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """For whom, and which version."""
        return f"{cls.title}, for {values.get('to_name', '')}, version {values.get('version', 1)}"


class CopyGiven(EntryType):
    """The copy has left. It answers the entry that holds it."""

    kind = "copy_given"
    title = "Copy of the record given"

    to_name = Text("To", _S.PERSONAL, _R)
    basis = Choice("On what ground", _S.PERSONAL, _R, choices=BASES)
    purpose = LongText("What they asked for", _S.PERSONAL, _R)
    how = Choice("How did they get it?", _S.PERSONAL, _R, choices=HANDED, required=True)
    checked = LongText("How do you know that it is them?", _S.PERSONAL, _R, rows=2, required=True)
    note = LongText("Anything to add?", _S.PERSONAL, _R, rows=2)

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """A copy of the record, on the ground on which it was asked for (HSSCP-6.4)."""
        return [
            Disclosure(
                to=str(values.get("to_name", "")),
                what=f"A copy of the record. They asked for: {values.get('purpose', '')}",
                how=HANDED.get(values.get("how", ""), ""),
                basis=BASES.get(values.get("basis", ""), ""),
                relevance="They asked for it, and have a right to it",
            )
        ]

    @classmethod
    def summary(cls, values: Values) -> str:
        """To whom, and how."""
        how = HANDED.get(values.get("how", ""), "")
        return f"{cls.title} to {values.get('to_name', '')}: {how[:1].lower()}{how[1:]}"
