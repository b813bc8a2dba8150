"""Whom to ask to a conference, as far as the record knows: family, household, and agencies in the case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldthread.accounts.models import User
from goldthread.ledger.corrected import values_of
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.meetings import came
from goldthread.ledger.models import Entry, Episode
from goldthread.people import connected, describe, family, responsibility
from goldthread.people.identity import identity
from goldthread.people.models import Address, Circumstance, Person
from goldthread.people.parental_facts import Answer
from goldthread.protection.strategyfile import Agency, agencies

ASKED, WRITING, OUT = "invite", "in_writing", "keep_out"
Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """Rows for the list, where each comes from, and what to think of before they are in one room."""

    rows: Sequence[Row]
    sources: Sequence[str]
    warnings: Sequence[str]


def known(episodes: Sequence[Episode], at: datetime) -> Known:
    """Everyone around these children, each once: the children, the family, the workers, the agencies."""
    on, found = london_date(at), _List()
    children = [episode.subject_id for episode in episodes]
    people = Person.objects.in_bulk(children)
    for child in children:
        found.add({"person": str(child), "name": describe.plain_name(people.get(child)), "role": "the child"})
    for child in children:
        for row, source in _family(child, set(children), on):
            found.add({**row, "invite": ASKED}, source)
    for episode in episodes:
        if episode.worker is not None:
            found.add(_of_staff(episode.worker), "holds the case")
        for one in agencies(episode, at):
            found.add(_of_agency(one), one.source)
    for row, source in _of_meetings(children):
        found.add(row, source)
    return Known(found.rows, found.sources, list(dict.fromkeys(_warnings(found.rows, children))))


class _List:
    """Rows without repetition: one person, or one agency, stands once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.sources: list[str] = []
        self._there: set[str] = set()

    def add(self, row: Row, source: str = "") -> None:
        """Add a row unless that person or agency stands there; its source beside it.

        Of an agency of which nobody is named yet, whoever spoke for it takes that row.
        """
        names = known_by(row)
        if not self._there.isdisjoint(names):
            return
        if row.get("agency") and (unnamed := next(filter(_unnamed(row["agency"]), self.rows), None)):
            unnamed |= {key: said for key, said in row.items() if key not in unnamed or not unnamed[key]}
            self._there |= names
            return
        self._there |= names | ({str(row["agency"]).casefold()} if row.get("agency") else set())
        self.rows.append(row)
        if source:
            self.sources.append(f"{row.get('name') or row.get('agency')}: {source}")


def known_by(row: Mapping[str, Any]) -> set[str]:
    """By what a row is told from others: the person, or else the agency."""
    names = {str(row[key]).casefold() for key in ("person", "name") if row.get(key)}
    return names or {str(row.get("agency", "")).casefold()}


def _unnamed(agency: str) -> Callable[[Row], bool]:
    """Whether a row is that agency's and names nobody."""
    wanted = agency.casefold()
    return lambda row: not row.get("name") and str(row.get("agency", "")).casefold() == wanted


def _family(child: UUID, children: set[UUID], on: date) -> Iterator[tuple[Row, str]]:
    """Those with parental responsibility and the parents without it, then the adults of the household."""
    found = connected.around(child, steps=family.FAR)
    parents = found.kin(on).parents(found.subject)
    circle, household = family.circle_of(found, on), family.household_of(found, on)
    how = {one.subject_id: one for one in [*household, *circle]}
    for held in responsibility.answers(child, on=on, around=found):
        counts = held.finding.answer in {Answer.HOLDS, Answer.CHECK} or held.subject_id in parents
        if held.subject_id and counts:
            tie = how.get(held.subject_id)
            words = ", ".join(filter(None, [tie.how if tie else "", _RESPONSIBLE[held.finding.answer]]))
            source = next((source.words for source in held.sources.values()), "")
            yield _of_person(held.subject_id, held.person, words), f"{words}, {source}".strip(", ")
    for one in household:
        adult = describe.is_child(one.person, on) is not True
        if adult and one.subject_id not in children:
            yield _of_person(one.subject_id, one.person, one.how), f"lives there, told {say_date(one.since)}"


_RESPONSIBLE = {
    Answer.HOLDS: "parental responsibility",
    Answer.CHECK: "parental responsibility to be checked",
    Answer.NOT_KNOWN: "parental responsibility not known",
    Answer.DOES_NOT: "no parental responsibility",
}


def _of_person(subject: UUID, person: Person | None, role: str) -> Row:
    return {"person": str(subject), "name": describe.plain_name(person), "role": role}


def _of_staff(user: User) -> Row:
    return {
        "person": str(user.pk),
        "name": user.name,
        "role": user.designation,
        "agency": user.agency.name,
        "invite": ASKED,
    }


def _of_agency(one: Agency) -> Row:
    return {"name": one.person, "agency": one.name, "invite": ASKED, "report": True}


def _of_meetings(children: Iterable[UUID]) -> Iterator[tuple[Row, str]]:
    """Whoever took part in an earlier meeting about the children."""
    people = identity(children)
    found = Entry.objects.filter(parts__subject__in=people, parts__astray=None, payload__has_key="people")
    for entry in found.order_by("-occurred_at", "-recorded_at", "pk").distinct():
        said, _ = values_of(entry)
        for row in came(said["people"]):
            kept = {key: row[key] for key in ("person", "name", "role", "agency") if row.get(key)}
            if kept.get("name") or kept.get("agency"):
                yield {**kept, "invite": ASKED}, f"was there on {say_date(london_date(entry.occurred_at))}"


def _warnings(rows: Iterable[Row], children: Iterable[UUID]) -> Iterator[str]:
    """Who must not see a child, and whose address is kept from others."""
    on_list = {row["person"]: row["name"] for row in rows if row.get("person")}
    people = identity(children)
    barred = (
        Circumstance.objects.standing().filter(subject__in=people, kind="must_not_see").exclude(code="lifted")
    )
    for one in barred.order_by("name", "id"):
        who = on_list.get(str(one.other_id), "") or one.name
        if who:
            terms = f": {one.words}" if one.words else ""
            yield f"{who} must not see the child{terms}, said {one.said_by}"
    ids = [UUID(one) for one in on_list]
    safe = Address.objects.standing().filter(subject__in=ids, safe=True, current=True)
    hidden = dict.fromkeys(safe.order_by("subject_id").values_list("subject_id", flat=True))
    for subject in hidden:
        name = on_list[str(subject)]
        yield f"{name} lives at an address that must stay safe. No paper to anyone else shows it"


def for_room(invited: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Those who were asked, as rows of who was there; those who answer in writing are not expected."""
    columns = ("person", "name", "role", "agency")
    asked = (row for row in invited if row.get("invite") not in {OUT, WRITING})
    return [{key: row[key] for key in columns if row.get(key)} for row in asked]
