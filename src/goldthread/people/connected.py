"""Everyone connected with a person, some steps out, read once for a page about the family."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

from django.db.models import Q, QuerySet

from goldthread.ledger import look
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Episode
from goldthread.ledger.prepared import Prepared, ids
from goldthread.people import describe
from goldthread.people.households import Stay, hidden, in_order, place
from goldthread.people.identity import representatives
from goldthread.people.kinship import PARTNERS, SAME_ADDRESS, Kin, Tie
from goldthread.people.models import Address, Characteristic, Fact, Person, Relationship
from goldthread.people.parental_facts import Told

_TIED = Prepared(
    lambda: Relationship.objects.standing().filter(Q(subject__in=ids("people")) | Q(other__in=ids("people")))
)
_DIED = Prepared(lambda: Characteristic.objects.standing().filter(kind="deceased", subject__in=ids("people")))
_MOST = 300  # people beyond whom nobody is looked for further: that is a neighbourhood


def _homes() -> "QuerySet[Address]":
    """Where these people live, and everybody told to live at one of their postcodes."""
    theirs = Address.objects.filter(superseded_by=None, subject__in=ids("people")).exclude(postcode="")
    near = Q(subject__in=ids("people")) | Q(postcode__in=theirs.values("postcode"))
    return Address.objects.standing().filter(near)


_HOMES = Prepared(_homes)


@dataclass(frozen=True)
class Source:
    """Who told the service something, and when, by which entry."""

    by: str
    on: date
    entry_id: UUID

    @property
    def words(self) -> str:
        """`Priya Shah, social worker, 3 March 2026`."""
        return f"{self.by}, {say_date(self.on)}"


@dataclass
class Around:
    """Who is around a person. `steps` counts how far away each is told to be; one person has one id.

    `stays` are everyone's homes; those nobody may know are marked safe and carry no words. Whoever is known
    only for living where somebody around the person lives has no step, and is in `people`, `stays` and kin.
    """

    subject: UUID
    people: dict[UUID, Person] = field(default_factory=dict)
    steps: dict[UUID, int] = field(default_factory=dict)
    ties: list[Told] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    died: dict[UUID, date | None] = field(default_factory=dict)
    sources: dict[UUID, Source] = field(default_factory=dict)
    one: dict[UUID, UUID] = field(default_factory=dict)  # each record read, and the person whose it is

    def records(self, person: UUID) -> list[UUID]:
        """Every record of one person."""
        return [record for record, first in self.one.items() if first == person]

    def kin(self, on: date) -> Kin:
        """What follows from all that holds on a day, shared addresses included."""
        told = [(tie.who, tie.what, tie.whose, tie.entry) for tie in self.ties if covers(tie, on)]
        for one, other in combinations([stay for stay in self.stays if stay.covers(on)], 2):
            if (one.place, one.safe) == (other.place, other.safe) and one.person != other.person:
                newest = max(one, other, key=lambda stay: (self.sources[stay.entry].on, str(stay.entry)))
                told.append((one.person, SAME_ADDRESS, other.person, newest.entry))
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
    """Everyone within so many steps of a person, by relationship of any time or by a shared address.

    Read once in one look, so nobody changes what they are given.
    """
    known = look.kept(around)
    if (subject, steps) not in known:
        known[subject, steps] = _Reading(subject).read(steps)
    found: Around = known[subject, steps]
    return found


class _Reading:
    """Reads outwards from one person. All records of one person are read as one."""

    def __init__(self, subject: UUID) -> None:
        self.one = representatives([subject])
        self.found = Around(self.one[subject], one=self.one)
        self.found.steps[self.found.subject] = 0
        self.addresses: dict[UUID, Address] = {}
        self.housed: set[UUID] = set()  # those whose own addresses have been read

    def read(self, steps: int) -> Around:
        """As far as that, or until there are too many."""
        nearest = {self.found.subject}
        for step in range(1, steps + 1):
            nearest = self._outwards(nearest, step)
            if not nearest or len(self.found.steps) > _MOST:
                break
        self._homes(self.found.steps.keys() - self.housed)
        homes = {row.subject_id for row in self.addresses.values()}
        self._learn(homes)
        everyone = {*self.found.steps, *(self.one[record] for record in homes)}
        self.found.ties = [tie for tie in self.found.ties if tie.who in everyone and tie.whose in everyone]
        self.found.stays = in_order(hidden([self._stay(row) for row in self.addresses.values()]))
        self.found.people = Person.objects.in_bulk(everyone)
        deaths = _DIED(people=self._records(everyone))
        self.found.died = {self.one[row.subject_id]: row.since for row in deaths}
        return self.found

    def _outwards(self, people: set[UUID], step: int) -> set[UUID]:
        """One step on: who is tied to these; and at first who was told to live where the person lives."""
        records = self._records(people)
        rows = _TIED(people=records)
        sharing = self._homes(people)
        near = {end for row in rows for end in (row.subject_id, row.other_id)}
        near |= sharing if step == 1 else set()
        self._learn(near)
        for row in rows:
            self._keep(row)
        new = {self.one[end] for end in near} - self.found.steps.keys()
        self.found.steps |= dict.fromkeys(sorted(new, key=str), step)
        return new

    def _homes(self, people: Collection[UUID]) -> set[UUID]:
        """Read where these live, and who else was told to live there: the records of both."""
        if not people:
            return set()
        records = set(self._records(people))
        self.housed |= set(people)
        rows = _HOMES(people=records)
        own = {place(row) for row in rows if row.subject_id in records and row.postcode}
        kept = [
            row
            for row in rows
            if (row.subject_id in records and (row.lines.strip() or row.postcode))
            or (row.lines.strip() and place(row) in own)
        ]
        self.addresses |= {row.pk: row for row in kept}
        return {row.subject_id for row in kept}

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
            self.found.sources[row.stated_by_id] = source(row)

    def _stay(self, row: Address) -> Stay:
        self.found.sources[row.stated_by_id] = source(row)
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
        if new := records - self.one.keys():
            self.one |= representatives(new)

    def _records(self, people: Collection[UUID]) -> list[UUID]:
        return [record for record, first in self.one.items() if first in people]


def source(row: Fact) -> Source:
    """Who stated a fact, and when."""
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
        if other is None or found.steps.get(other, _MOST) > found.steps[person]:
            continue
        if found.steps[other] < found.steps[person] or tie.whose == person or tie.what in PARTNERS:
            yield tie, other
