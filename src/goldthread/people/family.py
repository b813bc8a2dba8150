"""The people around a child, read from the record for the desk (HERTS-10.10 to 10.12)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.london import london_date
from goldthread.people import describe
from goldthread.people.folding import fold
from goldthread.people.identity import representatives
from goldthread.people.kinship import SAME_ADDRESS, Group, Kin, Link, Tie
from goldthread.people.models import Address, Person, Relationship

__all__ = ["Connection", "Group", "around_child", "circle", "household", "place"]


@dataclass(frozen=True)
class Connection:
    """Someone around a child: how, in words, and since when the service has been told so, by which entry."""

    subject_id: UUID
    person: Person | None
    group: Group
    how: str
    since: date
    entry_id: UUID


def household(subject: UUID, *, on: date) -> list[Connection]:
    """Everyone living with a person that day."""
    record = _Record(on)
    record.read_around(subject)
    return record.connections(record.kin().household(record.one[subject]))


def circle(subject: UUID, *, on: date) -> list[Connection]:
    """Siblings, household, connected adults and their other children, in the order of Group."""
    record = _Record(on)
    record.read_around(subject)
    return record.connections(record.kin().circle(record.one[subject]))


def around_child(subject: UUID, *, on: date) -> tuple[list[Connection], list[Connection]]:
    """The circle and the household, the record read once."""
    record = _Record(on)
    record.read_around(subject)
    one, kin = record.one[subject], record.kin()
    return record.connections(kin.circle(one)), record.connections(kin.household(one))


class _Record:
    """What is on record about a growing set of people, where subjects that are one person have one id."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.ties: set[Tie] = set()
        self.one: dict[UUID, UUID] = {}
        self.people: dict[UUID, Person] = {}

    def read_around(self, subject: UUID) -> None:
        """Read the person's ties, then those of the adults found, then those of the partners found so."""
        self._read({subject})
        for _ in range(2):
            self._read({link.person for link in self.kin().adults(self.one[subject])})

    def kin(self) -> Kin:
        """What follows from the ties read so far."""
        return Kin(self.ties, self._name, self._minor)

    def connections(self, links: Iterable[Link]) -> list[Connection]:
        """Each link with the person and where it is known from."""
        return [
            Connection(
                link.person, self.people.get(link.person), link.group, link.how, link.tie.told, link.tie.entry
            )
            for link in links
        ]

    def _name(self, person: UUID) -> str:
        return describe.display_name(self.people.get(person))

    def _minor(self, person: UUID) -> bool | None:
        return describe.is_child(self.people.get(person), self.on)

    def _read(self, people: set[UUID]) -> None:
        mine = representatives(people)
        ties = [*self._relationships(mine), *self._shared_addresses(mine)]
        self.one |= representatives({*mine, *(end for tie in ties for end in (tie.who, tie.whose))})
        merged = (Tie(self.one[tie.who], tie.kind, self.one[tie.whose], tie.told, tie.entry) for tie in ties)
        self.ties.update(tie for tie in merged if tie.who != tie.whose)
        self.people |= Person.objects.in_bulk(set(self.one.values()) - self.people.keys())

    def _relationships(self, people: Iterable[UUID]) -> Iterator[Tie]:
        ends = Q(subject__in=people) | Q(other__in=people)
        for row in Relationship.objects.on(self.on).filter(ends):
            told = london_date(row.stated_by.recorded_at)
            yield Tie(row.subject_id, row.kind, row.other_id, told, row.stated_by_id)

    def _shared_addresses(self, people: Iterable[UUID]) -> Iterator[Tie]:
        """Everyone whose newest address is the same as one of these people's."""
        mine = self._homes(Q(subject__in=people))
        postcodes = {home.postcode for home in mine.values()}
        near = Address.objects.on(self.on).filter(postcode__in=postcodes).values("subject")
        for other, home in self._homes(Q(subject__in=near)).items():
            for person, own in mine.items():
                if other != person and place(home) == place(own):
                    newest = max(home, own, key=lambda row: row.stated_by.recorded_at)
                    told = london_date(newest.stated_by.recorded_at)
                    yield Tie(other, SAME_ADDRESS, person, told, newest.stated_by_id)

    def _homes(self, whose: Q) -> dict[UUID, Address]:
        """The newest current address of each, where it is known well enough to compare."""
        rows = (
            Address.objects.on(self.on).filter(whose, current=True).order_by("stated_by__recorded_at", "id")
        )
        homes = {row.subject_id: row for row in rows}
        return {person: row for person, row in homes.items() if row.postcode and fold(row.lines)}


def place(address: Address) -> tuple[str, str]:
    """What tells one home from another: in one postcode, part of a street, the numbers or else the name."""
    numbers = " ".join(re.findall(r"\d+[a-z]?\b", fold(address.lines)))
    return numbers or fold(re.split("[,\n]", address.lines.strip())[0]), address.postcode
