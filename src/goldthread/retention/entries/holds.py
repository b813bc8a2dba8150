"""A legal hold: nothing of a record may be destroyed, whatever its time, until somebody lifts it."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Date, LongText, Retention, Sensitivity, Text

_O, _P, _R = Sensitivity.OPEN, Sensitivity.PERSONAL, Retention.CHILD_RECORD
RECORDS = {
    "all": "Every record",
    "child_record": "Every record of a child or family",
    "allegation": "Every record of an allegation",
}


class Hold(EntryType):
    """On the records of the people whom it is about or, where it is about nobody, on a kind of record."""

    kind = "legal_hold"
    title = "Legal hold"
    page = "retention:hold"
    bookkeeping = True

    record = Choice("Which records?", _O, _R, choices=RECORDS)
    reason = LongText(
        "Why must nothing be destroyed?",
        _P,
        _R,
        hint="Such as an inquiry, a claim, a police investigation or a complaint",
        called="why nothing must be destroyed",
        rows=3,
    )
    asked_by = Text("Who asked for it?", _P, _R, hint="Leave it empty if it is your own decision")
    review = Date("When will you look at it again?", _O, _R, called="when you will look at it again")

    @classmethod
    def summary(cls, values: Values) -> str:
        """The reason follows the title."""
        return f"{cls.title}: {' '.join(str(values.get('reason', '')).split())[:140]}"


class HoldLifted(EntryType):
    """The records of the hold that it answers may be destroyed again, once their time is over."""

    kind = "legal_hold_lifted"
    title = "Legal hold lifted"
    bookkeeping = True
    lifts = True

    reason = LongText("Why is it lifted?", _P, _R, called="why it is lifted", rows=3)
