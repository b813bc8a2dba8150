"""A worker's hand in a chronology: what stands out, what is routine, what it meant. Entries stay the same."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT

from goldthread.casefile import presenters, queries
from goldthread.casefile.entries import Curation
from goldthread.casefile.presenters import TimelineItem
from goldthread.ledger.fields import Choice, Date, Field, Parsed, Retention, Sensitivity
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.procedures.walltime import LONDON

CHOSEN, SIGNIFICANT, ROUTINE, ALL = "chosen", "significant", "routine", "all"
_SHOWS = {CHOSEN: "All but routine", SIGNIFICANT: "Significant only", ALL: "Everything"}
_S, _R = Sensitivity.OPEN, Retention.ROUTING


@dataclass(frozen=True)
class Curated:
    """What the newest curation says of an entry."""

    importance: str
    impact: str
    entry: Entry


@dataclass(frozen=True)
class Asked:
    """Which entries a reader asks for. `about`: somebody who is in them, too."""

    kind: str = ""
    show: str = CHOSEN
    first: date | None = None
    last: date | None = None
    about: UUID | None = None


def questions(others: Mapping[str, str]) -> dict[str, Field]:
    """What a reader may ask; `others` are the people who are in the same entries, by subject id."""
    fields: dict[str, Field] = {
        "show": Choice("Which entries", _S, _R, choices=_SHOWS, listed=True, name="show"),
        "from": Date("From", _S, _R, called="the first day", name="from"),
        "to": Date("To", _S, _R, called="the last day", name="to"),
    }
    if others:
        fields["about"] = Choice("Also about", _S, _R, choices=others, listed=True, name="about")
    return fields


def asked(parsed: Parsed, kind: str) -> Asked:
    """From what was sent. What is no answer asks for everything."""
    said = parsed.values
    first, last = (date.fromisoformat(said[one]) if one in said else None for one in ("from", "to"))
    about = UUID(said["about"]) if "about" in said else None
    return Asked(kind, str(said.get("show", CHOSEN)), first, last, about)


def chosen(people: Collection[UUID], asked: Asked) -> "QuerySet[Entry, UUID]":
    """The ids of the entries asked for, the newest first. `people` are the records of one child."""
    found = queries.entries_of(people)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.first:
        found = found.filter(occurred_at__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(occurred_at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.about:
        found = found.filter(pk__in=EntrySubject.objects.filter(subject=asked.about).values("entry"))
    if asked.show == ALL:
        return found
    if asked.show == SIGNIFICANT:
        return found.filter(pk__in=_called(SIGNIFICANT, people))
    routine = _called(ROUTINE, people)
    return found.exclude(pk__in=routine) if routine else found


def _called(importance: str, people: Collection[UUID]) -> list[UUID]:
    """The entries of which the newest word is that: few are curated, so they are looked through once."""
    newest: dict[UUID | None, str] = {}
    for entry, said in _curations(people).values_list("answers", KT("payload__importance")):
        newest.setdefault(entry, said)
    return [entry for entry, said in newest.items() if entry is not None and said == importance]


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), LONDON)


def _curations(people: Collection[UUID]) -> "QuerySet[Entry]":
    """Every curation in these records, the newest first."""
    found = Entry.objects.filter(kind=Curation.kind, parts__subject__in=people, parts__astray=None)
    return found.order_by("-recorded_at", "-pk")


def curated(entries: Iterable[UUID], people: Collection[UUID]) -> dict[UUID, Curated]:
    """The newest word on each of these entries that somebody curated."""
    rows = _curations(people).filter(answers__in=list(entries)).select_related("author_agency").distinct()
    found: dict[UUID, Curated] = {}
    for row in rows:
        said: dict[str, Any] = row.payload
        if row.answers_id is not None:
            found.setdefault(row.answers_id, Curated(said["importance"], said.get("impact", ""), row))
    return found


def noted(item: TimelineItem, said: Curated | None, act: str) -> TimelineItem:
    """A line of a chronology with what a worker said of the entry, and where that is said."""
    if said is None:
        return replace(item, act=act)
    badges = (*item.badges, ("Significant", "info")) if said.importance == SIGNIFICANT else item.badges
    by = f"{presenters.signed_by(said.entry)}, {say_date(london_date(said.entry.recorded_at))}"
    return replace(item, badges=badges, note=said.impact, noted_by=by if said.impact else "", act=act)


def left_out(people: Collection[UUID], asked: Asked) -> int:
    """How many entries are kept out because somebody called them routine."""
    routine = _called(ROUTINE, people) if asked.show == CHOSEN else []
    return chosen(people, replace(asked, show=ALL)).filter(pk__in=routine).count() if routine else 0


def others_in(people: Collection[UUID]) -> set[UUID]:
    """Who else is in the entries about a person."""
    own = EntrySubject.objects.filter(subject__in=people).values("entry")
    found = EntrySubject.objects.filter(entry__in=own).exclude(subject__in=people)
    return set(found.values_list(F("subject"), flat=True).distinct())
