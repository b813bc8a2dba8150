"""What is recorded about records: that two are of one person, or of two."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import LongText, Retention, Sensitivity
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
