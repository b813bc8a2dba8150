"""What is recorded about records: that two are of one person, or of two; that a fact is so no longer."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Date, LongText, Retention, Sensitivity, Text
from goldthread.people.statements import DistinctFrom, SamePersonAs

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


class _OfTwoRecords(EntryType):
    """Its two parts are the two records; the payload's `person` is the second one's id."""

    bookkeeping = True

    reason = LongText("How do you know?", _P, _R, required=True, rows=3)


class MergeProposed(_OfTwoRecords):
    """Someone proposes that two records are of one person. By itself it has no effect."""

    kind = "merge_proposed"
    title = "Proposed: two records of one person"

    differs = LongText("What differed between the two records", _P, _R)


class Merge(_OfTwoRecords):
    """Another person agrees: the two are read as one, until a correction takes `person` out."""

    kind = "merge"
    title = "Two records are read as one"

    differs = LongText("What differed between the two records", _P, _R)

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """That they are one person."""
        other = values.get("person")
        return [SamePersonAs(about=one, other=other) for one in parts if other and one != other]


class ToldApart(_OfTwoRecords):
    """Someone looked at both and says that they are two people."""

    kind = "told_apart"
    title = "Looked at: not the same person"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """That they are two, as far as is `known`."""
        other = values["person"]
        return [DistinctFrom(about=one, other=other, known=values["known"]) for one in parts if one != other]


class FactEnded(EntryType):
    """Facts that the entry which it answers states ended on a day, or never were so.

    `facts` in the payload are their ids. What was said stays readable, with its end beside it.
    """

    kind = "fact_ended"
    title = "No longer so, or never was"
    bookkeeping = True

    what = Text("What was said", _P, _R, max_length=400)
    where = Text("What was said of where they live", Sensitivity.LOCKED_ADDRESS, _R, max_length=400)
    how = Choice(
        "What is wrong with it?",
        _P,
        _R,
        choices={"ended": "It was so, and has ended", "error": "It never was so: it was stated in error"},
    )
    until = Date("Until when was it so?", _P, _R, asked_when=("how", "ended"), past=True)
    who_told = Text(
        "Who told you, or which document did you see?",
        _P,
        _R,
        hint="Leave it empty if you know it yourself",
        called="who told you",
    )
    reason = LongText("How do you know?", _P, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which of the two."""
        return "Stated in error" if values.get("how") == "error" else "No longer so"
