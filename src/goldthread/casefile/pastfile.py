"""One history of a family, ready for its page: what happened to whom, by date and kind."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from goldthread.ledger.london import london_date
from goldthread.people import describe
from goldthread.people.history import Past, PastKind, past
from goldthread.people.identity import representatives
from goldthread.people.models import Person


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see: a kind, one person or everybody, from which year to which."""

    kind: str = ""
    alone: bool = False
    first: int | None = None
    last: int | None = None

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Asked":
        """From an address. What is no answer asks for everything."""
        kind = sent.get("kind", "")
        return cls(
            kind if kind in set(PastKind) else "",
            sent.get("whose") == "alone",
            _year(sent.get("from", "")),
            _year(sent.get("to", "")),
        )

    def address(self, kind: str) -> str:
        """The address of the same with another kind."""
        parts = {
            "kind": kind,
            "whose": "alone" if self.alone else "",
            "from": self.first or "",
            "to": self.last or "",
        }
        return "?" + "&".join(f"{name}={value}" for name, value in parts.items() if value)


@dataclass(frozen=True)
class Line:
    """One thing that happened. `how` is what its person is to the one whose page it is."""

    when: str
    whose: str
    how: str
    words: str
    outcome: str
    details: Sequence[str]
    href: str


@dataclass(frozen=True)
class FamilyHistory:
    """The lines asked for, the newest first, with how many there are of each kind, and all their years."""

    lines: Sequence[Line]
    kinds: Sequence[tuple[str, str, bool, int]]
    years: Sequence[int]


def family_history(people: Mapping[UUID, str], asked: Asked, at: datetime) -> FamilyHistory:
    """The history of these people: each id with what they are to the first of them, which is empty."""
    mine = dict(list(people.items())[:1]) if asked.alone else dict(people)
    of = representatives(mine)
    whose = {of[one]: one for one in reversed(mine)}
    things = [thing for thing in past(mine, before=at) if not _told_otherwise(thing, of)]
    years = sorted({london_date(thing.at).year for thing in things}, reverse=True)
    things = [thing for thing in things if _within(thing, asked)]
    known = Person.objects.in_bulk(list(mine))
    return FamilyHistory(
        [
            _line(thing, whose[of[thing.subject_id]], known, mine)
            for thing in things
            if asked.kind in {"", thing.kind}
        ],
        _kinds(things, asked),
        years,
    )


def _told_otherwise(thing: Past, people: Container[UUID]) -> bool:
    """Whether other lines tell it: a period's beginning and end; an entry about one of these people."""
    return thing.kind is PastKind.EPISODE or any(child in people for child in thing.about)


def _line(thing: Past, whose: UUID, known: Mapping[UUID, Person], people: Mapping[UUID, str]) -> Line:
    source = [f"From {thing.source}"] if thing.source else []
    return Line(
        thing.when,
        describe.display_name(known.get(whose)),
        people[whose],
        thing.words,
        thing.outcome,
        [*thing.details, *source],
        reverse("casefile:entry", args=[thing.entry_id]) if thing.entry_id else "",
    )


def _within(thing: Past, asked: Asked) -> bool:
    """Whether any of it fell into the years asked for."""
    begun, ended = london_date(thing.at).year, london_date(thing.closed_at or thing.at).year
    return (asked.first is None or ended >= asked.first) and (asked.last is None or begun <= asked.last)


def _kinds(things: Iterable[Past], asked: Asked) -> list[tuple[str, str, bool, int]]:
    counted = Counter(thing.kind for thing in things)
    each = [
        (kind.called, asked.address(kind), kind == asked.kind, counted[kind])
        for kind in PastKind
        if counted[kind]
    ]
    return [("Everything", asked.address(""), not asked.kind, counted.total()), *each]


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
