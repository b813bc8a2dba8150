"""What an enquiry under section 47 goes by: the discussion before it, help asked for, visits to children."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.identity import identity
from goldthread.people.models import Sighting
from goldthread.protection.entries.help import BODIES, HelpAnswer, HelpAsked
from goldthread.protection.entries.strategy import StrategyMeeting
from goldthread.protection.strategyfile import source_of


@dataclass(frozen=True)
class Request:
    """One agency asked to help: what came of it, and where to write that down."""

    asked: Entry
    answers: Sequence[Entry]

    @property
    def agency(self) -> str:
        """Its name."""
        return str(self.asked.payload.get("agency", ""))

    @property
    def obliged(self) -> bool:
        """Whether the law lays the duty to help on it (HSSCP-5.3)."""
        return self.asked.payload.get("body") in BODIES.keys() - {"other"}

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """The request and every answer: when, what, and where to read it."""
        return [
            (
                say_date(london_date(entry.occurred_at)),
                entry_type(entry.kind).summary(entry.payload),
                reverse("casefile:entry", args=[entry.pk]),
            )
            for entry in (self.asked, *self.answers)
        ]

    @property
    def helped(self) -> bool:
        """Whether it did."""
        return any(entry.payload.get("outcome") == "answered" for entry in self.answers)


def requests(people: Collection[UUID]) -> list[Request]:
    """Every agency asked to help for these children, the oldest first."""
    found = _about(people).filter(kind=HelpAsked.kind)
    replies: dict[UUID | None, list[Entry]] = {}
    for entry in _about(people).filter(kind=HelpAnswer.kind):
        replies.setdefault(entry.answers_id, []).append(entry)
    return [Request(entry, replies.get(entry.pk, [])) for entry in found]


@dataclass(frozen=True)
class Seeing:
    """One time that a child was seen, or was not: alone or not, and what the record says of it."""

    when: str
    words: str
    told: list[tuple[str, str]]
    href: str


def seen(child: UUID, since: datetime | None) -> list[Seeing]:
    """Every visit to one child from a day on, whatever kind of entry tells of it."""
    rows = Sighting.objects.standing().filter(subject__in=identity([child]))
    if since is not None:
        rows = rows.filter(on__gte=london_date(since))
    return [_seeing(row) for row in rows.order_by("on", "stated_by__recorded_at", "pk")]


def _seeing(row: Sighting) -> Seeing:
    alone = {True: "seen, alone", False: "seen, not alone", None: "seen"}[row.alone]
    part = EntrySubject.objects.filter(entry=row.stated_by, subject=row.subject).first()
    told = entry_type(row.stated_by.kind).reads_part(part.payload) if part else []
    said = [(field.label, text) for field, text in told if field.name not in {"seen", "seen_alone"}]
    href = reverse("casefile:entry", args=[row.stated_by_id])
    return Seeing(say_date(row.on), alone if row.seen else "not seen", said, href)


@dataclass(frozen=True)
class Before:
    """The discussion that led to the enquiry: where it is, and what of it counts here."""

    source: str
    href: str
    said: list[tuple[str, str]]


_COUNTS = ("joint_or_single", "actions", "medical_arrangements", "point_further_information", "kept_back")


def discussion(people: Collection[UUID]) -> Before | None:
    """The last strategy discussion about these children."""
    last = _about(people).filter(kind=StrategyMeeting.kind).last()
    if last is None:
        return None
    said = [
        (field.label, text)
        for field, text in entry_type(last.kind).reads(last.payload)
        if field.name in _COUNTS
    ]
    return Before(source_of(last), reverse("casefile:entry", args=[last.pk]), said)


def said_before(child: UUID, names: Collection[str]) -> dict[str, tuple[Any, Entry]]:
    """The newest answer to each of these questions in any entry about a child, with that entry."""
    found: dict[str, tuple[Any, Entry]] = {}
    parts = EntrySubject.objects.filter(subject__in=identity([child]), entry__amends=None)
    ordered = parts.select_related("entry__author_agency")
    for part in ordered.order_by("entry__occurred_at", "entry__recorded_at", "pk"):
        said = {**part.entry.payload, **part.payload}
        found |= {name: (said[name], part.entry) for name in names if said.get(name)}
    return found


def _about(people: Collection[UUID]) -> "QuerySet[Entry]":
    found = Entry.objects.filter(parts__subject__in=people, parts__astray=None)
    return found.select_related("author_agency").order_by("occurred_at", "recorded_at", "pk").distinct()
