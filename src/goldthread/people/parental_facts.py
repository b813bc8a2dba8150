"""What bears on parental responsibility: what is told of the people around one child, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from uuid import UUID


class Answer(IntEnum):
    """Whether somebody holds it; where two reasons differ, the lower one counts."""

    HOLDS = 1
    CHECK = 2
    NOT_KNOWN = 3
    DOES_NOT = 4

    @property
    def words(self) -> str:
        """As a page says it."""
        return {
            Answer.HOLDS: "Holds it",
            Answer.CHECK: "Needs a human check",
            Answer.NOT_KNOWN: "Not known",
            Answer.DOES_NOT: "Does not hold it",
        }[self]


@dataclass(frozen=True)
class Told:
    """One thing that an entry states: `who` is the `what` of `whose`, or holds on ground `what`, or not.

    From `since` to before `until`. What the authority holds has the child as `who` and as `whose`.
    """

    who: UUID
    what: str
    whose: UUID
    since: date | None = None
    until: date | None = None
    holds: bool = True
    entry: UUID | None = None


@dataclass(frozen=True)
class Record:
    """All that bears on one child: `born` as stated, contradictions included; `ties` among the family."""

    child: UUID
    born: frozenset[date]
    ties: Sequence[Told] = ()
    claims: Sequence[Told] = ()
    died: Mapping[UUID, date | None] = field(default_factory=dict)
    expected: bool = False  # unborn, as far as is known

    @property
    def birth(self) -> date | None:
        """The day of birth, where it is known and not disputed."""
        return next(iter(self.born)) if len(self.born) == 1 else None


@dataclass(frozen=True)
class Reason:
    """Why somebody holds it or not: the answer, in words, from when to when, by which law, told by what."""

    answer: Answer
    words: str
    since: date | None = None
    until: date | None = None
    statute: str = ""
    told: tuple[Told, ...] = ()
    reading: str = ""  # the id of ours, where the sources leave it open
