"""How long what a field holds is kept: named rules, each with the reason it stands on."""

from enum import Enum


class Retention(Enum):
    """A named rule. Its value is the short, stable id; `says` is for the data-protection officer.

    The rule of the whole record decides: where several apply to one record, the longest wins.
    """

    ALLEGATION = "allegation"
    CHILD_RECORD = "child_record"
    REFERRER = "referrer"
    ROUTING = "routing"
    TRAINING = "training"

    @property
    def says(self) -> str:
        """What the rule is and why, in plain English."""
        return _SAYS[self]


_SAYS = {
    Retention.ALLEGATION: (
        "Kept with the sealed record of the allegation for as long as the authority's schedule says. "
        "No source states a period, so none is assumed and nothing is destroyed."
    ),
    Retention.CHILD_RECORD: (
        "Kept with the child's record for as long as the authority's schedule keeps that record. "
        "No source states a period, so none is assumed and nothing is destroyed."
    ),
    Retention.REFERRER: (
        "Who raised the worry, kept with the child's record, because it may be needed to protect the child "
        "and because the person may have to be told the outcome (HERTS-4.5)."
    ),
    Retention.ROUTING: (
        "How a contact came in and was passed on, kept with the child's record to show what was done."
    ),
    Retention.TRAINING: (
        "Who attended training and read what was to be read, kept for as long as the authority's schedule "
        "says. No source states a period, so none is assumed and nothing is destroyed (HSSCP-2.1)."
    ),
}
