"""The conferences that are owed: by when, for whom, whether a day is fixed, and what is ready."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from goldthread.casefile import comingfile, presenters
from goldthread.casefile.comingfile import Booked
from goldthread.casefile.presenters import WorkLine
from goldthread.ledger.entries import entry_types, kinds_with
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, EntrySubject, Event
from goldthread.people.models import Person


@dataclass(frozen=True)
class Conference:
    """One conference owed for one child or several: the clock, the day that is fixed, what is ready."""

    lines: list[WorkLine]
    booked: str
    booked_at: str  # the entry that fixed it
    ready: list[str]
    acts: list[tuple[str, str]]

    @property
    def clock(self) -> WorkLine:
        """The first child's line: all have the same clock."""
        return self.lines[0]

    @property
    def late(self) -> bool:
        """Whether no day is fixed though the limit has passed."""
        return not self.booked and self.clock.duty.tone == "late"


def conferences(rows: Sequence[Duty], people: Mapping[UUID, Person], *, at: datetime) -> list[Conference]:
    """Each conference once, for however many children. `people` are those whom the reader may see."""
    lines = {line.row: line for line in presenters.work_lines(rows, people, at=at)}
    booked = comingfile.booked_of({row.episode.subject_id for row in rows}, london_date(at))
    ready = _ready(rows)
    began = dict(Event.objects.filter(pk__in=[row.because for row in rows]).values_list("pk", "entry"))
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for row in rows:
        if row.pk in lines:
            groups.setdefault((row.rule, row.due_at, began.get(row.because)), []).append(row)
    return [_conference(group, [lines[row.pk] for row in group], booked, ready) for group in groups.values()]


def _conference(
    rows: Sequence[Duty],
    lines: list[WorkLine],
    booked: Mapping[UUID, Sequence[Booked]],
    ready: Mapping[UUID, Counter[str]],
) -> Conference:
    step = rows[0].rule.partition(".")[0]
    open_ones = [line.subject for line in lines if line.href]
    fixed = [one for child in open_ones for one in booked[child] if one.meeting.step == step]
    counted: Counter[str] = Counter()
    for child in open_ones:
        counted |= ready.get(child, Counter())  # one entry for several children is one
    return Conference(
        lines,
        fixed[0].words.partition(": ")[2] if fixed else "",
        reverse("casefile:entry", args=[fixed[0].entry.pk]) if fixed else "",
        [f"{words}: {number}" for words, number in sorted(counted.items())],
        _acts(step, open_ones[:1]),
    )


def _ready(rows: Sequence[Duty]) -> dict[UUID, Counter[str]]:
    """What was got ready for each child since the conference was owed, by what it is."""
    since = {row.episode.subject_id: row.opened_at for row in rows}
    booking = set(kinds_with("meetings"))  # which day is fixed is said by itself
    kinds = {
        kind: cls.prepares for kind, cls in entry_types().items() if cls.prepares and kind not in booking
    }
    found: dict[UUID, Counter[str]] = {}
    parts = EntrySubject.objects.filter(
        subject__in=since, entry__kind__in=kinds, entry__amends=None
    ).values_list("subject", "entry__kind", "entry__occurred_at")
    for child, kind, at in parts:
        if at >= since[child]:
            found.setdefault(child, Counter())[kinds[kind]] += 1
    return found


def _acts(step: str, children: Sequence[UUID]) -> list[tuple[str, str]]:
    """The pages on which somebody goes on: with the conference itself, and with what gets it ready."""
    found = []
    for cls in entry_types().values():
        if cls.on_child and any(event.partition(".")[0] == step for event in cls.makes()):
            found += [
                ("Book it, or go on with it", reverse(cls.on_child, args=[child])) for child in children
            ]
        elif cls.on_child and cls.prepares:
            found += [(cls.title, reverse(cls.on_child, args=[child])) for child in children]
    return found
