"""Everything that was ever stated of who somebody is: what agrees, what contradicts, what was known when."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

from django.urls import reverse
from nhs_number.validate import is_valid

from goldthread.ledger.fields.identifiers import upn_letter
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry
from goldthread.people import describe
from goldthread.people.authorship import said_by
from goldthread.people.codes import titles
from goldthread.people.entries import FactEnded
from goldthread.people.folding import fold
from goldthread.people.models import (
    Address,
    Attendance,
    Birth,
    Characteristic,
    Fact,
    Identifier,
    Name,
)
from goldthread.people.statements import CHARACTERISTICS, IDENTIFIERS, NAME_KINDS
from goldthread.procedures.walltime import LONDON

_WITHHELD = "Withheld: a safe address"
_BORN, _HOME, _EARLIER_HOME, _SCHOOL = "Date of birth", "Home", "Earlier home", "School or nursery"
# Of these there can be one answer only: two that differ contradict each other.
_ONE_ANSWER = frozenset(
    {
        _BORN,
        _HOME,
        "Name",
        "Name at birth",
        "NHS number",
        "Unique pupil number",
        "Sex",
        "Gender",
        "Ethnicity",
        "Religion",
        "First language",
    }
)


@dataclass(frozen=True)
class Sayer:
    """Who said so and when, and the entry in which it stands."""

    by: str
    day: str
    href: str


@dataclass
class Answer:
    """One thing that is said, with everybody who said it. `tone`: now, ended or corrected.

    `silent`: it only says why nobody knows.
    """

    text: str
    tone: str
    notes: list[str]
    silent: bool = False
    said: list[Sayer] = field(default_factory=list)
    fact: UUID | None = None  # one of those that say so


@dataclass
class Slot:
    """One question and all its answers."""

    title: str
    answers: list[Answer] = field(default_factory=list)

    @property
    def contradicted(self) -> bool:
        """Whether answers that stand now differ where only one can be so; a part of one is no other one."""
        standing = {
            frozenset(fold(one.text).split()) for one in self.answers if one.tone == "now" and not one.silent
        }
        differ = any(not (one <= other or other <= one) for one, other in combinations(standing, 2))
        return self.title in _ONE_ANSWER and differ


@dataclass(frozen=True)
class _Told:
    """One stated fact in words."""

    title: str
    text: str
    notes: tuple[str, ...] = ()
    silent: bool = False


def known(people: Collection[UUID], on: date) -> list[Slot]:
    """Every question that anybody answered by the end of that day, as it was known then."""
    until = datetime.combine(on + timedelta(days=1), time(), LONDON).astimezone(UTC)
    slots: dict[str, Slot] = {}
    ends = _ends(people)
    for fact, told in _facts(people, until):
        end = ends.get(str(fact.pk))
        if end is not None and end.recorded_at >= until and fact.superseded_by_id is None:
            fact.until = None  # nobody knew yet that it had ended
        by = f"Said by {said_by(end)}, {_day(end.recorded_at)}" if end and end.recorded_at < until else ""
        slot = slots.setdefault(told.title, Slot(told.title))
        _add(slot, fact, replace(told, notes=(*told.notes, *filter(None, [by]))), until, on)
    for slot in slots.values():
        slot.answers.sort(key=lambda one: ("now", "ended", "corrected").index(one.tone))
    return list(slots.values())


def _ends(people: Collection[UUID]) -> dict[str, Entry]:
    """By which entry each fact of these people was said to have ended, by the fact's id as text."""
    found = Entry.objects.filter(kind=FactEnded.kind, parts__subject__in=people)
    ends = found.select_related("author_agency").order_by("recorded_at", "pk")
    return {fact: end for end in ends for fact in end.payload.get("facts", ())}


def alike(people: Collection[UUID], fact_id: UUID) -> tuple[str, list[Fact]]:
    """What a fact of these people says, and every fact standing and not yet ended that says the same.

    Nothing for one that is not theirs, or stands no more.
    """
    now = [
        (fact, told)
        for fact, told in _facts(people, datetime.max.replace(tzinfo=UTC))
        if fact.superseded_by_id is None and fact.until is None
    ]
    chosen = next(((told.title, told.text) for fact, told in now if fact.pk == fact_id), None)
    same = [fact for fact, told in now if (told.title, told.text) == chosen]
    return (f"{chosen[0]}: {chosen[1]}" if chosen else ""), same


def _add(slot: Slot, fact: Fact, told: _Told, until: datetime, on: date) -> None:
    tone, notes = "now", [*told.notes, *_span(fact)]
    if fact.superseded_by is not None and fact.superseded_by.recorded_at < until:
        tone = "corrected"
        notes.append(f"Taken back by a correction on {_day(fact.superseded_by.recorded_at)}")
    elif (fact.until and fact.until <= on) or (fact.since and fact.since > on):
        tone = "ended"
    same = (one for one in slot.answers if (one.text, one.tone, one.notes) == (told.text, tone, notes))
    answer = next(same, None)
    if answer is None:
        answer = Answer(told.text, tone, notes, told.silent, fact=fact.pk)
        slot.answers.append(answer)
    href = reverse("casefile:entry", args=[fact.stated_by_id])
    answer.said.append(Sayer(fact.said_by, _day(fact.stated_by.recorded_at), href))


def _span(fact: Fact) -> Iterator[str]:
    since = f"from {say_date(fact.since)}" if fact.since else ""
    until = f"until {say_date(fact.until)}" if fact.until else ""
    if since or until:
        yield _titled(f"{since} {until}".strip())


def _day(at: datetime) -> str:
    return say_date(london_date(at))


def _facts(people: Collection[UUID], until: datetime) -> Iterator[tuple[Fact, _Told]]:
    """Each fact of each table, the newest first, in words; what says nothing is left out."""
    for table, words in _IN_WORDS.items():
        rows: Iterable[Fact] = (
            table._default_manager.filter(subject__in=people, stated_by__recorded_at__lt=until)
            .select_related("stated_by__author_agency", "superseded_by")
            .order_by("-stated_by__recorded_at", "id")
        )
        for row in rows:
            yield row, words(row)


def _name(one: Name) -> _Told:
    return _Told(_titled(NAME_KINDS[one.kind]), f"{one.given} {one.family.upper()}".strip())


def _birth(one: Birth) -> _Told:
    if one.born:
        return _Told(_BORN, say_date(one.born))
    if one.expected:
        return _Told("Expected date of birth", say_date(one.expected))
    return _Told("Year of birth, about", str(one.about_year))


def _trait(one: Characteristic) -> _Told:
    notes = (f"Code {one.code}",) if one.code else ()
    return _Told(_titled(CHARACTERISTICS[one.kind]), _titled(one.words), notes, one.answer != "said")


def _number(one: Identifier) -> _Told:
    if one.kind == "nhs_number":
        sign, right = "digit", is_valid(one.value)
        status = titles("nhs_status").get(one.status, "Nobody has said whether it is verified")
        text = describe.nhs_number(one.value)
    elif one.kind == "upn":
        sign, right = "letter", one.value[:1] == upn_letter(one.value[1:])
        status, text = "", one.value
    else:
        return _Told(_titled(IDENTIFIERS[one.kind]), one.value)
    checked = f"Check {sign} right" if right else f"Check {sign} wrong: it cannot be this number"
    return _Told(
        IDENTIFIERS[one.kind][:1].upper() + IDENTIFIERS[one.kind][1:],
        text,
        tuple(filter(None, (checked, status))),
    )


def _place(one: Address) -> _Told:
    text = _WITHHELD if one.safe else ", ".join(filter(None, (*one.lines.splitlines(), one.postcode)))
    return _Told(_HOME if one.current else _EARLIER_HOME, text)


def _school(one: Attendance) -> _Told:
    return _Told(_SCHOOL, one.place)


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]


_IN_WORDS: dict[type[Fact], Callable[[Any], _Told]] = {
    Name: _name,
    Birth: _birth,
    Characteristic: _trait,
    Identifier: _number,
    Address: _place,
    Attendance: _school,
}
