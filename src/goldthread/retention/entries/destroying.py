"""Destroying a record: proposed by one person, approved by another, and the certificate that stays.

These three are about nobody, so that they outlive the record. They hold ids and references, never a name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.ledger.destruction import CERTIFICATE
from goldthread.ledger.entries import EntryType, Values, entry_types
from goldthread.ledger.fields import Field, LongText, Retention, Sensitivity, Text

_O, _R = Sensitivity.OPEN, Retention.CERTIFICATE
_NO_NAMES = "Name nobody: this stays when the record is gone"


class _Apart(EntryType):
    """What the three have in common."""

    bookkeeping = True

    references = Text("Record", _O, _R)
    record = Text("Kind of record", _O, _R)
    rule = Text("Rule", _O, _R, max_length=1000)
    until = Text("Kept until", _O, _R)
    subjects = Text("Ids", _O, _R)  # of the people known as one, for the service

    @classmethod
    def reads(cls, values: Values) -> list[tuple[Field, str]]:
        """What a person reads; ids are for the service."""
        return [(one, text) for one, text in super().reads(values) if one.name not in {"subjects", "record"}]


class Proposed(_Apart):
    """Somebody proposes to destroy a record whose time is over."""

    kind = "destruction_proposed"
    title = "Destruction proposed"
    page = "retention:proposal"

    reason = LongText("What did you look at?", _O, _R, hint=_NO_NAMES, called="what you looked at", rows=3)


class Approved(_Apart):
    """A second person approves it, and it is done."""

    kind = "destruction_approved"
    title = "Destruction approved"

    reason = LongText("What did you look at?", _O, _R, hint=_NO_NAMES, called="what you looked at", rows=3)


class Certificate(_Apart):
    """What was destroyed: how much of what, by which rule, by whom; a digest over what proves it."""

    kind = CERTIFICATE
    title = "Certificate of destruction"
    page = "retention:certificate"

    proposed_by = Text("Proposed by", _O, _R)
    approved_by = Text("Approved by", _O, _R)
    digest = Text("SHA-256 over what proves it", _O, _R)
    counts = Text("What was destroyed", _O, _R)

    @classmethod
    def reads(cls, values: Values) -> list[tuple[Field, str]]:
        """With the counts as a list."""
        rows = [(one, text) for one, text in super().reads(values) if one.name != "counts"]
        return [*rows, (cls.fields["counts"], "\n".join(told(values.get("counts", {}))))]


def told(counts: Mapping[str, Any]) -> Sequence[str]:
    """How much of what, in words, a line each."""
    kinds = entry_types()
    words = {"files": "Files", "parts_of_shared_entries": "Parts of entries that another record keeps"}
    named = {key: kinds[key].title if key in kinds else words.get(key, key) for key in counts}
    return [f"{named[key]}: {number}" for key, number in counts.items() if number]
