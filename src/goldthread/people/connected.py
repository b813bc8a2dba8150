"""Everyone connected with a person, some steps out, read once for a page about the family."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.london import london_date
from goldthread.ledger.models import Episode
from goldthread.people import describe
from goldthread.people.family import place
from goldthread.people.households import Stay, hidden, in_order
from goldthread.people.identity import representatives
from goldthread.people.kinship import PARTNERS, SAME_ADDRESS, Kin, Tie
from goldthread.people.models import Address, Characteristic, Fact, Person, Relationship
from goldthread.people.parental_facts import Told
from goldthread.people.responsibility import Source

MOST = 60  # people whom one page shows: beyond that a family is a neighbourhood


@dataclass
class Around:
    """Who is around a person. `steps` counts how far away each is told to be; one person has one id.

    `stays` are everyone's homes; those nobody may know are marked safe and carry no words.
    """

    subject: UUID
    people: dict[UUID, Person] = field(default_factory=dict)
    steps: dict[UUID, int] = field(default_factory=dict)
    ties: list[Told] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    died: dict[UUID, date | None] = field(default_factory=dict)
    sources: dict[UUID, Source] = field(default_factory=dict)

    def kin(self, on: date) -> Kin:
        """What follows from all that holds on a day, shared addresses included."""
        told = [(tie.who, tie.what, tie.whose, tie.entry) for tie in self.ties if covers(tie, on)]
        for one, other in combinations([stay for stay in self.stays if stay.covers(on)], 2):
            if (one.place, one.safe) == (other.place, other.safe) and one.person != other.person:
                told.append((one.person, SAME_ADDRESS, other.person, one.entry))
        ties = [
            Tie(who, what, whose, self.sources[entry].on, entry) for who, what, whose, entry in told if entry
        ]
        return Kin(
            ties,
            lambda person: describe.display_name(self.people.get(person)),
            lambda person: describe.is_child(self.people.get(person), on),
        )

    def household(self, on: date) -> frozenset[UUID]:
        """Who lived with the person that day: at one address, or told to live there."""
        return frozenset(link.person for link in self.kin(on).household(self.subject))


def covers(tie: Told, day: date) -> bool:
    """Whether what was told holds on that day, as far as is known."""
    return (tie.since is None or tie.since <= day) and (tie.until is None or day < tie.until)


def around(subject: UUID, *, steps: int) -> Around:
    """Everyone within so many steps of a person, by relationship of any time or by a shared address."""
    return _Reading(subject).read(steps)


class _Reading:
    """Reads outwards from one person. All records of one person are read as one."""

    def __init__(self, subject: UUID) -> None:
        self.one = representatives([subject])
        self.found = Around(self.one[subject])
        self.found.steps[self.found.subject] = 0
        self.addresses: dict[UUID, Address] = {}

    def read(self, steps: int) -> Around:
        """As far as that, or until there are too many."""
        nearest = {self.found.subject}
        for step in range(1, steps + 1):
            nearest = self._outwards(nearest, step)
            if not nearest or len(self.found.steps) > MOST:
                break
        self._homes(self.found.steps)
        everyone = self.found.steps
        self.found.ties = [tie for tie in self.found.ties if tie.who in everyone and tie.whose in everyone]
        self.found.people = Person.objects.in_bulk(everyone)
        deaths = Characteristic.objects.standing().filter(
            kind="deceased", subject__in=self._records(everyone)
        )
        self.found.died = {self.one[row.subject_id]: row.since for row in deaths}
        return self.found

    def _outwards(self, people: Iterable[UUID], step: int) -> set[UUID]:
        """One step on: who is tied to these, or was told to live where one of them lives."""
        records = self._records(people)
        rows = list(Relationship.objects.standing().filter(Q(subject__in=records) | Q(other__in=records)))
        near = self._sharing(records) if step == 1 else []
        self._learn(
            {end for row in rows for end in (row.subject_id, row.other_id)} | {row.subject_id for row in near}
        )
        for row in rows:
            self._keep(row)
        new = {self.one[end] for row in rows for end in (row.subject_id, row.other_id)}
        new = (new | {self.one[row.subject_id] for row in near}) - self.found.steps.keys()
        allowed = sorted(new, key=str)[: max(0, MOST - len(self.found.steps))]
        self.found.steps |= dict.fromkeys(allowed, step)
        return set(allowed)

    def _sharing(self, records: Iterable[UUID]) -> list[Address]:
        """Addresses of others in the same place as one of these people's."""
        mine = {
            place(row): row for row in Address.objects.standing().filter(subject__in=records) if row.postcode
        }
        near = Address.objects.standing().filter(postcode__in={row.postcode for row in mine.values()})
        return [row for row in near if row.lines.strip() and place(row) in mine]

    def _keep(self, row: Relationship) -> None:
        told = Told(
            self.one[row.subject_id],
            row.kind,
            self.one[row.other_id],
            row.since,
            row.until,
            entry=row.stated_by_id,
        )
        if told.who != told.whose and told not in self.found.ties:
            self.found.ties.append(told)
            self.found.sources[row.stated_by_id] = _source(row)

    def _homes(self, people: Iterable[UUID]) -> None:
        rows = Address.objects.standing().filter(subject__in=self._records(people))
        stays = hidden([self._stay(row) for row in rows if row.lines.strip() or row.postcode])
        self.found.stays = in_order(stays)

    def _stay(self, row: Address) -> Stay:
        self.found.sources[row.stated_by_id] = _source(row)
        return Stay(
            person=self.one[row.subject_id],
            place=place(row),
            words=", ".join(filter(None, (row.lines, row.postcode))),
            told=london_date(row.stated_by.occurred_at),
            entry=row.stated_by_id,
            since=row.since,
            until=row.until,
            current=row.current,
            safe=row.safe,
        )

    def _learn(self, records: set[UUID]) -> None:
        self.one |= representatives(records - self.one.keys())

    def _records(self, people: Iterable[UUID]) -> list[UUID]:
        wanted = set(people)
        return [record for record, first in self.one.items() if first in wanted]


def _source(row: Fact) -> Source:
    return Source(row.said_by, london_date(row.stated_by.recorded_at), row.stated_by_id)


@dataclass(frozen=True)
class Known:
    """Whether the service knows a person: when the last involvement began, and ended if it has."""

    opened: datetime | None = None
    closed: datetime | None = None


def known(people: Iterable[UUID]) -> dict[UUID, Known]:
    """The last period of involvement of each; nothing for those who never had one."""
    one = representatives(people)
    found: dict[UUID, Known] = {}
    for episode in Episode.objects.filter(subject__in=one).order_by("opened_at", "id"):
        before = found.get(one[episode.subject_id])
        if before is None or before.closed is not None or episode.closed_at is None:
            found[one[episode.subject_id]] = Known(episode.opened_at, episode.closed_at)
    return found


def told_of(found: Around, person: UUID) -> Iterator[tuple[Told, UUID]]:
    """What ties a person to those nearer by, to a partner and to parents: contradictions side by side."""
    for tie in found.ties:
        other = tie.whose if tie.who == person else tie.who if tie.whose == person else None
        if other is None or found.steps[other] > found.steps[person]:
            continue
        if found.steps[other] < found.steps[person] or tie.whose == person or tie.what in PARTNERS:
            yield tie, other
