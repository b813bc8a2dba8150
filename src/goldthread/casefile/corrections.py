"""What corrections changed: each answer as it read before and as it reads since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from goldthread.ledger import locks
from goldthread.ledger.entries import Values, entry_type, merged
from goldthread.ledger.fields import Field, Sensitivity
from goldthread.ledger.models import Entry, EntrySubject


@dataclass(frozen=True)
class Change:
    """One answer that a correction changed. `whose`: the child it is about, where it is about one alone."""

    label: str
    was: str
    now: str
    whose: UUID | None = None


@dataclass
class Reading:
    """An entry's answers as they read after some of its corrections; a child's own by subject id."""

    shared: Values
    own: dict[UUID, Values] = field(default_factory=dict)


def changes(entry: Entry, parts: Sequence[EntrySubject], corrections: Sequence[Entry]) -> list[list[Change]]:
    """For each correction, the oldest first, what it changed. `parts` are those that the reader may see.

    What is locked in the entry is kept back on both sides.
    """
    reading = signed(entry, parts)
    return [list(_apply(reading, entry, one)) for one in corrections]


def signed(entry: Entry, parts: Sequence[EntrySubject]) -> Reading:
    """What the entry said when it was signed."""
    return Reading(entry.payload, {part.subject_id: part.payload for part in parts})


def standing(entry: Entry, parts: Sequence[EntrySubject], corrections: Sequence[Entry]) -> Reading:
    """What the entry says now, all its corrections read into it."""
    reading = signed(entry, parts)
    for one in corrections:
        list(_apply(reading, entry, one))
    return reading


def _apply(reading: Reading, entry: Entry, correction: Entry) -> Iterator[Change]:
    """Read one correction into what is known so far, and tell each change."""
    kind, locked = entry_type(entry.kind), locks.locked(correction)
    said = correction.payload.get("values", {})
    own = {part.subject_id: part.payload for part in correction.parts.all() if part.subject_id in reading.own}
    before, reading.shared = reading.shared, merged(reading.shared, said)
    yield from _changes(kind.fields_of(reading.shared), before, said, locked)
    for subject, answers in own.items():
        before, reading.own[subject] = reading.own[subject], merged(reading.own[subject], answers)
        yield from _changes(kind.part_fields(), before, answers, locked, subject)


def _changes(
    fields: Mapping[str, Field],
    before: Values,
    said: Values,
    locked: frozenset[Sensitivity],
    whose: UUID | None = None,
) -> Iterator[Change]:
    for name, one in fields.items():
        if name in said:
            kept = one.sensitivity in locked
            was, now = (
                locks.KEPT_BACK if kept else _text(one, values.get(name)) for values in (before, said)
            )
            yield Change(one.label, was, now, whose)


def _text(one: Field, value: object) -> str:
    return one.text(value) if one.answered(value) else "Not answered"
