"""How a child lives now, as entries state it: seen or not, legal status, where they sleep, what is feared."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.people.statements import Statement

# Under which order or agreement a child lives. A child protection plan is none.
LEGAL_STATUS = {
    "none": "No order",
    "section_20": "Accommodated under section 20",
    "police_protection": "Police protection",
    "emergency_protection": "Emergency protection order",
    "interim_care": "Interim care order",
    "care": "Care order",
    "interim_supervision": "Interim supervision order",
    "supervision": "Supervision order",
    "placement": "Placement order",
    "special_guardianship": "Special guardianship order",
    "child_arrangements": "Child arrangements order",
    "remand": "On remand",
    "other": "Another order",
}
# Where a child sleeps, when it is not simply the address that is known.
STAYS = {
    "home": "At home",
    "family": "With family or friends",
    "foster_care": "In foster care",
    "residential": "In a residential home",
    "hospital": "In hospital",
    "refuge": "In a refuge",
    "custody": "In custody",
    "missing": "Missing",
    "elsewhere": "Elsewhere",
    "not_known": "Not known where",
}


@dataclass(frozen=True, kw_only=True)
class Seen(Statement):
    """Whether a child was seen, on `day` or that of the entry, and whether alone, if anybody says."""

    seen: bool = True
    alone: bool | None = None
    where: str = ""
    day: date | None = None

    def columns(self, day: date) -> dict[str, Any]:
        """With the day on which it was."""
        columns = super().columns(day)
        seen_on = columns.pop("day") or day
        return {**columns, "on": seen_on}


@dataclass(frozen=True, kw_only=True)
class LegalStatus(Statement):
    """The order or agreement under which a child lives: one of LEGAL_STATUS, and what else there is."""

    code: str
    words: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a code that is not listed."""
        _listed(self, self.code, LEGAL_STATUS)

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the circumstances."""
        return {**super().columns(day), "kind": "legal_status"}


@dataclass(frozen=True, kw_only=True)
class StaysAt(Statement):
    """Where a child sleeps from now on: one of STAYS, or "" where only words are known.

    A `safe` place must stay hidden.
    """

    code: str = ""
    where: str = ""
    safe: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a code that is not listed."""
        _listed(self, self.code, {"": "", **STAYS})

    def says_something(self) -> bool:
        """A kind of place or words."""
        return bool(self.code or self.where.strip())

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the circumstances."""
        columns = super().columns(day)
        words = columns.pop("where")
        return {**columns, "kind": "staying", "words": words}


@dataclass(frozen=True, kw_only=True)
class Worried(Statement):
    """One thing that people are worried about for a child, in words."""

    words: str

    def says_something(self) -> bool:
        """Blank words say nothing."""
        return bool(self.words.strip())

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the circumstances."""
        return {**super().columns(day), "kind": "worry"}


@dataclass(frozen=True, kw_only=True)
class MustNotSee(Statement):
    """Somebody who must not see the child, or only on terms: `other` on record, or else their `name`.

    `lifted`: it is over.
    """

    other: str = ""
    name: str = ""
    terms: str = ""
    lifted: bool = False

    def says_something(self) -> bool:
        """Somebody must be named."""
        return bool(self.other or self.name.strip())

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the circumstances."""
        columns = super().columns(day)
        lifted, words = columns.pop("lifted"), columns.pop("terms")
        other = columns.pop("other_id") or None
        return {
            **columns,
            "kind": "must_not_see",
            "other_id": other,
            "words": words,
            "code": "lifted" if lifted else "",
        }


@dataclass(frozen=True, kw_only=True)
class Registered(Statement):
    """The GP practice where they are registered."""

    practice: str

    def says_something(self) -> bool:
        """Blank words say nothing."""
        return bool(self.practice.strip())

    def columns(self, day: date) -> dict[str, Any]:
        """Kept among the characteristics."""
        columns = super().columns(day)
        practice = columns.pop("practice")
        return {**columns, "kind": "gp", "value": practice}


def _listed(statement: Statement, code: str, codes: Collection[str]) -> None:
    if code not in codes:
        raise ValueError(f"{statement!r}: the code must be one of {', '.join(codes)}")
