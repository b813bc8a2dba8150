"""A whole record put together for somebody who needs it (HSSCP-9.9, 9.13)."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Date, Email, LongText, Retention, Sensitivity, Text

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
PURPOSES = {
    "person": "The person it is about, or someone with parental responsibility",
    "strategy": "A strategy meeting",
    "conference": "A conference",
    "court": "A court",
    "inquiry": "An inquiry",
}


class RecordSet(EntryType):
    """For whom a record is put together, on which ground, and how much of it."""

    kind = "record_set"
    title = "Record put together"
    bookkeeping = True

    purpose = Choice("What is it for?", Sensitivity.OPEN, _R, choices=PURPOSES)
    recipient = Text("Who asked for it?", _P, _R, hint="A name, such as that of the court")
    email = Email("Their email address", _P, _R)
    ground = LongText("On which ground do they get it?", _P, _R, rows=2)
    since = Date("From", _P, _R, called="the first day", hint="Leave it empty for all that there is")
    until = Date("To", _P, _R, called="the last day")

    @classmethod
    def summary(cls, values: Values) -> str:
        """What it is for."""
        return f"{cls.title}: {PURPOSES.get(values.get('purpose', ''), '').lower()}"
