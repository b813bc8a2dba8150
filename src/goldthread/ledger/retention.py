"""How long what a field holds is kept: the kind of record it stands in, for which packs write the rules."""

from enum import Enum


class Retention(Enum):
    """A kind of record. Its value is the short, stable id by which the rules of retention.yaml name it.

    The rule of the whole record decides: where several apply to one record, the longest wins.
    """

    ALLEGATION = "allegation"
    CERTIFICATE = "certificate"
    CHILD_RECORD = "child_record"
    REFERRER = "referrer"
    ROUTING = "routing"
    TRAINING = "training"

    @property
    def says(self) -> str:
        """What it is and why it is kept, in plain English."""
        return _SAYS[self]


_SAYS = {
    Retention.ALLEGATION: "Kept with the sealed record of an allegation against an adult.",
    Retention.CERTIFICATE: (
        "Who proposed and approved that a record is destroyed, and what was. It names nobody whom the record "
        "was about, and is kept for as long as the audit trail, whose gap it proves."
    ),
    Retention.CHILD_RECORD: "Kept with the record of the child or adult whom it is about.",
    Retention.REFERRER: (
        "Who raised the worry, kept with the child's record, because it may be needed to protect the child "
        "and because the person may have to be told the outcome (HERTS-4.5)."
    ),
    Retention.ROUTING: (
        "How a contact came in and was passed on, kept with the child's record to show what was done."
    ),
    Retention.TRAINING: "Who attended training and read what was to be read (HSSCP-2.1).",
}
