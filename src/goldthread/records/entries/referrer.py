"""What a professional who contacted us writes down for their own record (HERTS-3.13)."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Carried, Choice, LongText, Retention, Sensitivity, Text, When

_O, _P, _R = Sensitivity.OPEN, Sensitivity.PERSONAL, Retention.REFERRER
KINDS = {
    "child": "Talk with the child",
    "parent": "Talk with a parent",
    "manager": "Talk with my manager or safeguarding lead",
    "informed": "What I told children’s services",
    "decision": "A decision, and who made it",
}


class ReferrerNote(EntryType):
    """A line of the referrer's own record: theirs and their agency's, in no child's record of ours."""

    kind = "referrer_note"
    title = "Own record of a referrer"
    own = True

    request = Carried("The request", _O, _R)
    about = Choice("What is it?", _O, _R, choices=KINDS)
    happened_at = When("When was it?", _P, _R, called="the time it happened", past=True)
    with_whom = Text("With whom?", _P, _R)
    said = LongText("What was said, told or decided?", _P, _R, called="what was said", rows=5)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What it is."""
        return KINDS.get(values.get("about", ""), cls.title)
