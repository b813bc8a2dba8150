"""The twelve questions that a child page answers at a glance, each with who said so and when (U13)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from goldthread.casefile.presenters import RESTRICTED
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry
from goldthread.ledger.prepared import Prepared, day, ids
from goldthread.people import describe, stated
from goldthread.people.authorship import said_by
from goldthread.people.circumstances import LEGAL_STATUS, STAYS
from goldthread.people.connected import Source
from goldthread.people.family import Connection
from goldthread.people.folding import fold
from goldthread.people.models import (
    Address,
    Attendance,
    Characteristic,
    Circumstance,
    Fact,
    Person,
    Sighting,
)
from goldthread.procedures.walltime import LONDON

_Fact = TypeVar("_Fact", bound=Fact)
_LASTING = ("must_not_see", "legal_status")
_PASSING = ("staying", "worry")
_LANGUAGE = ("first_language", "interpreter", "communication")
ANSWERED_HERE = frozenset({"gp", *_LANGUAGE})  # characteristics that need not stand elsewhere on the page


@dataclass(frozen=True)
class Line:
    """One part of an answer, who said so and when. `href`: the entry. `tone`: late where it alarms."""

    text: str
    source: str = ""
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Answer:
    """One question with what is known. Without lines it is `unknown`."""

    id: str
    question: str
    lines: Sequence[Line]
    unknown: str = "Not recorded"


@dataclass(frozen=True)
class Told:
    """What is on record of how a child lives that day, each kind read once; the newest first."""

    circumstances: Sequence[Circumstance]
    traits: Sequence[Characteristic]
    schools: Sequence[Attendance]
    homes: Sequence[Address]
    seen: Sighting | None
    seen_alone: Sighting | None
    missed: Sighting | None  # the last time that the child was not seen


def told(people: Collection[UUID], on: date) -> Told:
    """Read it. `people` are the records of one child."""
    return Told(
        circumstances=_in_order(_CIRCUMSTANCES(people=people, day=on)),
        traits=_in_order(stated.on(Characteristic, people, on)),
        schools=_in_order(stated.on(Attendance, people, on)),
        homes=_in_order(one for one in stated.on(Address, people, on) if one.current),
        **_sightings(people, on),
    )


def _circumstances() -> "QuerySet[Circumstance]":
    """All that last, and of those that pass what the newest entry tells: a picture at one time, not a sum."""
    now = Circumstance.objects.on(day("day")).filter(subject__in=ids("people"))
    counts = Coalesce("since", TruncDate("stated_by__occurred_at", tzinfo=LONDON))
    newest_first = now.order_by(counts.desc(), "-stated_by__recorded_at", "-pk").values("stated_by")
    wanted = Q(kind__in=_LASTING)
    for kind in _PASSING:
        wanted |= Q(kind=kind, stated_by__in=newest_first.filter(kind=kind)[:1])
    return now.filter(wanted)


_CIRCUMSTANCES = Prepared(_circumstances)


def _in_order(rows: Iterable[_Fact]) -> list[_Fact]:
    """The newest first, by the day from which each counts."""
    return sorted(rows, key=lambda one: (_day(one), one.stated_by.recorded_at, str(one.pk)), reverse=True)


def _day(fact: Fact) -> date:
    """From when it counts: as told, or else the day on which it was told."""
    return fact.since or london_date(fact.stated_by.occurred_at)


def _sightings(people: Collection[UUID], on: date) -> dict[str, Sighting | None]:
    """The last of each sort: seen, seen alone, looked for in vain."""
    found = sorted(_SIGHTINGS(people=people, day=on), key=lambda one: str(one.pk))
    found.sort(key=lambda one: (one.on, one.stated_by.recorded_at), reverse=True)
    seen = [one for one in found if one.seen]
    return {
        "seen": next(iter(seen), None),
        "seen_alone": next((one for one in seen if one.alone), None),
        "missed": next((one for one in found if not one.seen), None),
    }


# The newest of those that say the same of whether the child was seen, and alone: six rows at most.
_SIGHTINGS = Prepared(
    lambda: (
        Sighting.objects.standing()
        .filter(subject__in=ids("people"), on__lte=day("day"))
        .order_by("seen", "alone", "-on", "-stated_by__recorded_at", "pk")
        .distinct("seen", "alone")
    )
)


def sourced(fact: Fact, text: str, tone: str = "") -> Line:
    """A stated fact with who said so, when, and the entry."""
    entry = fact.stated_by
    day = say_date(london_date(entry.recorded_at))
    return Line(text, f"{fact.said_by}, {day}", reverse("casefile:entry", args=[entry.pk]), tone)


def from_entry(entry: Entry, text: str, tone: str = "") -> Line:
    """What an entry says, with its author and day."""
    day = say_date(london_date(entry.recorded_at))
    return Line(text, f"{said_by(entry)}, {day}", reverse("casefile:entry", args=[entry.pk]), tone)


def household(found: Iterable[Connection], sources: Mapping[UUID, Source], seen: Collection[UUID]) -> Answer:
    """Who lives with the child. Closed records are named as such."""
    lines = [
        Line(
            f"{describe.display_name(one.person) if one.subject_id in seen else RESTRICTED}, {one.how}",
            sources[one.entry_id].words,
            reverse("casefile:entry", args=[one.entry_id]),
        )
        for one in found
    ]
    return Answer("household", "Who lives there?", lines)


def barred(of: Told, seen: Collection[UUID]) -> Answer:
    """Who must not see the child, or only on terms: the newest word on each person."""
    rows = [row for row in of.circumstances if row.kind == "must_not_see"]
    people = Person.objects.in_bulk([row.other_id for row in rows if row.other_id in seen])
    newest: dict[str, Circumstance] = {}
    for row in rows:
        newest.setdefault(str(row.other_id) if row.other_id else fold(row.name), row)
    lines = []
    for row in newest.values():
        if row.code != "lifted":
            name = describe.display_name(people[row.other_id]) if row.other_id in people else row.name
            until = f" (until {say_date(row.until)})" if row.until else ""
            words = f"{name or RESTRICTED}: {row.words or 'no contact'}{until}"
            lines.append(sourced(row, words, "late"))
    return Answer("barred", "Who must not see the child?", lines)


def legal_status(of: Told) -> Answer:
    """The newest order or agreement that stands."""
    rows = [row for row in of.circumstances if row.kind == "legal_status"]
    return Answer("legal_status", "Legal status", [sourced(row, _legal(row)) for row in rows[:1]])


def _legal(row: Circumstance) -> str:
    since = f"since {say_date(row.since)}" if row.since else ""
    until = f"until {say_date(row.until)}" if row.until else ""
    return ", ".join(filter(None, (LEGAL_STATUS[row.code], row.words, f"{since} {until}".strip())))


def last_seen(of: Told, on: date) -> Answer:
    """When the child was last seen, last seen alone, and whether somebody looked since in vain."""
    lines = []
    if of.missed and (of.seen is None or of.missed.on > of.seen.on):
        lines.append(sourced(of.missed, f"Not seen on {_ago(of.missed, on)}", "late"))
    if of.seen:
        lines.append(sourced(of.seen, f"Seen on {_ago(of.seen, on)}"))
    if of.seen_alone:
        lines.append(sourced(of.seen_alone, f"Alone on {_ago(of.seen_alone, on)}"))
    elif of.seen:
        lines.append(Line("Seen alone: not recorded", tone="late"))
    return Answer("last_seen", "Last seen, and alone", lines)


def _ago(row: Sighting, on: date) -> str:
    days = (on - row.on).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return ", ".join(filter(None, (f"{say_date(row.on)} ({ago})", row.where)))


def worries(of: Told) -> Answer:
    """What the newest entry that names worries is worried about."""
    rows = [row for row in of.circumstances if row.kind == "worry"]
    lines = [sourced(row, row.words) for row in rows if row.stated_by_id == rows[0].stated_by_id]
    return Answer("worries", "What are the risks?", lines)


def school(of: Told) -> Answer:
    """The newest school or nursery."""
    return Answer("school", "School or nursery", [sourced(row, row.place) for row in of.schools[:1]])


def practice(of: Told) -> Answer:
    """The newest GP practice."""
    return Answer("gp", "GP", _traits(of, "gp"))


def language(of: Told) -> Answer:
    """The first language, whether an interpreter is needed, and how the child communicates."""
    lines = [line for kind in _LANGUAGE for line in _traits(of, kind)]
    return Answer("language", "Language", lines)


def _traits(of: Told, kind: str) -> list[Line]:
    words = {"interpreter": "Interpreter: {}", "communication": "Communicates: {}"}.get(kind, "{}")
    rows = [row for row in of.traits if row.kind == kind]
    return [sourced(row, words.format(row.words)) for row in rows[:1]]


def tonight(of: Told) -> Answer:
    """Where the child sleeps: as last told, or else the address; of a safe place only that it is one."""
    stays = [row for row in of.circumstances if row.kind == "staying"]
    home = next(iter(of.homes), None)
    stay = next(iter(stays), None)
    if stay is not None and (home is None or _day(stay) >= _day(home)):
        lines = [sourced(stay, _stay(stay), "late" if stay.code in {"missing", "not_known"} else "")]
        lines += [sourced(home, _home(home))] if home is not None and stay.code == "home" else []
    else:
        lines = [sourced(home, f"{_home(home)} (nowhere else recorded)")] if home is not None else []
    return Answer("tonight", "Where is the child tonight?", lines)


def _stay(row: Circumstance) -> str:
    where = "a safe place, withheld" if row.safe else row.words
    return ", ".join(filter(None, (STAYS.get(row.code, ""), where)))


def _home(row: Address) -> str:
    return "A safe address, withheld" if row.safe else ", ".join(filter(None, (row.lines, row.postcode)))


def in_order(answers: Iterable[Answer]) -> Iterator[Answer]:
    """As someone asks who has the child on the telephone: danger first."""
    order: Mapping[str, int] = {name: place for place, name in enumerate(_ORDER)}
    return iter(sorted(answers, key=lambda one: order[one.id]))


_ORDER = (
    *("tonight", "last_seen", "household", "barred", "worries", "plan"),
    *("next_due", "worker", "legal_status", "school", "gp", "language"),
)
