"""How long records are kept: the law's and an authority's own rules, as a pack writes them."""

from typing import Literal

from goldthread.procedures.format.cites import Cites, Readings, Requirements
from goldthread.procedures.format.keys import OneOrMany, Part

RECORDS = frozenset({"allegation", "certificate", "child_record", "referrer", "routing", "training"})
"""The kinds of record: every field of an entry names one."""
STATES = frozenset(
    {
        "adopted",
        "assessment",
        "conference",
        "contact",
        "decision",
        "domestic_abuse",
        "early_help",
        "looked_after",
        "need_plan",
        "protection_plan",
        "referral",
        "section_47",
        "strategy_discussion",
    }
)
"""What can have been so of a person: what stands in the history, and two circumstances."""


class RetentionRule(Part):
    """One rule of the file retention.yaml. Where several apply to one record, the longest wins.

    A pack adds rules to those that it builds on: the law's are never taken away, nor made shorter.
    """

    title: str
    """To whom it applies, as a list names it."""
    of: OneOrMany
    """The kinds of record: child_record, allegation, referrer, routing, training, certificate."""
    when: OneOrMany = ()
    """Only where one of these was so: looked_after, adopted, or a kind of the history. Absent: always."""
    years: int = 0
    """For how many years. Absent: for ever."""
    from_: Literal["birth", "death", "closing", "last_entry", "order"] = "last_entry"
    """From which day: birth, death, the end of the last involvement, the newest entry, an adoption order."""
    died_as_child: int = 0
    """Instead, where the child died before the age of 18: so many years from the day of death."""
    requirement: Requirements = ()
    reading: Readings = ()
    cite: Cites = ()
