"""A person's rights over their record: that it is put right, disputed, not used for now, erased."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Date, LongText, Retention, Sensitivity, Text, When

_O, _P, _R = Sensitivity.OPEN, Sensitivity.PERSONAL, Retention.CHILD_RECORD
WHO = {
    "person": "The person themselves",
    "parent": "A parent or carer",
    "advocate": "Someone who speaks for them",
    "other": "Someone else",
}
RIGHTS = {
    "rectification": "Put something right",
    "restriction": "Not use it for now",
    "objection": "They object to its use",
    "erasure": "Erase it",
}
OUTCOMES = {
    "done": "Done as they asked",
    "in_part": "Done in part",
    "statement": "Not changed: their own words stand beside it",
    "refused": "Not done",
}


class Dispute(EntryType):
    """Somebody whom an entry is about says that it is wrong. Their words are read wherever the entry is."""

    kind = "dispute"
    title = "The person says that this is wrong"
    bookkeeping = True
    marks = "The person says that this is wrong"

    who = Choice("Who says so?", _P, _R, choices=WHO)
    name = Text("Their name", _P, _R)
    words = LongText("What do they say? (their words)", _P, _R, called="what they say", rows=4)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Their words."""
        return f"{cls.title}: {' '.join(str(values.get('words', '')).split())[:140]}"

    @classmethod
    def beside(cls, values: Values, *, outside: bool = False) -> str:
        """Their words, and whose they are."""
        who = str(values.get("name") or cls.fields["who"].text(values.get("who", "")))
        return f"“{values.get('words', '')}” ({who})"


class DisputeSettled(EntryType):
    """They no longer say so, as when the entry was corrected to what they say."""

    kind = "dispute_settled"
    title = "No longer disputed"
    bookkeeping = True
    lifts = True

    reason = LongText("How was it settled?", _P, _R, called="how it was settled", rows=3)


class Restriction(EntryType):
    """What an entry, or else the whole record, says is not to be used while it is checked."""

    kind = "use_restricted"
    title = "Not to be used while it is checked"
    bookkeeping = True
    marks = "Not to be used while it is checked"
    asks_why = True

    reason = LongText("Why is it not to be used?", _P, _R, called="why it is not to be used", rows=3)
    review = Date("By when will it be checked?", _O, _R, called="when it will be checked")

    @classmethod
    def beside(cls, values: Values, *, outside: bool = False) -> str:
        """Why; on paper only that it is being checked."""
        return "It is being checked whether it is right." if outside else str(values.get("reason", ""))


class RestrictionLifted(EntryType):
    """It may be used again."""

    kind = "use_restriction_lifted"
    title = "May be used again"
    bookkeeping = True
    lifts = True

    reason = LongText("What did the check find?", _P, _R, called="what the check found", rows=3)


class Request(EntryType):
    """What somebody asks under the law of data protection, in their words, and when it came."""

    kind = "rights_request"
    title = "Request about the record"
    page = "retention:request"
    bookkeeping = True

    came_at = When("When did it come?", _P, _R, called="the time it came", past=True)
    right = Choice("What do they ask for?", _P, _R, choices=RIGHTS)
    who = Choice("From whom?", _P, _R, choices=WHO)
    name = Text("Their name", _P, _R)
    what = LongText("What do they say? (their words)", _P, _R, called="what they say", rows=5)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What is asked."""
        return f"{cls.title}: {RIGHTS.get(values.get('right', ''), '')}"


class RequestAnswer(EntryType):
    """What was done of it, and the answer in plain words."""

    kind = "rights_answer"
    title = "Answer to a request about the record"
    bookkeeping = True

    outcome = Choice("What was done?", _P, _R, choices=OUTCOMES)
    why = LongText(
        "Why? (for the record)",
        _P,
        _R,
        hint="The law or the rule, and what was looked at",
        called="why",
        rows=3,
    )
    words = LongText(
        "What do we tell them? (plain words)",
        _P,
        _R,
        hint="If not done: why, and that they may complain to the Information Commissioner, or go to court",
        called="what we tell them",
        rows=5,
    )

    @classmethod
    def summary(cls, values: Values) -> str:
        """What was done."""
        return f"{cls.title}: {OUTCOMES.get(values.get('outcome', ''), '')}"
