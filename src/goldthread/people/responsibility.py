"""Who holds parental responsibility for a child, read from the record and worked out (HSSCP-3.6 to 3.12)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.london import london_date, say_date
from goldthread.people.folding import fold
from goldthread.people.identity import representatives
from goldthread.people.models import Birth, Characteristic, Fact, Name, Person, Relationship, Responsibility
from goldthread.people.parental import Finding, work_out
from goldthread.people.parental_facts import Answer, Record, Told
from goldthread.people.parental_reasons import CARERS, MARRIED

_CALLED = {"mother": {"mother", "mum"}, "father": {"father", "dad"}}


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


@dataclass(frozen=True)
class Held:
    """The answer for one person; `person` and `subject_id` are None for the local authority.

    `said` is everything stated about this person's responsibility, whether or not it decides anything.
    """

    finding: Finding
    subject_id: UUID | None
    person: Person | None
    said: tuple[Told, ...]
    sources: dict[UUID, Source]


def answers(child: UUID, *, on: date) -> list[Held]:
    """The answer that day for everyone of whom there is a question, those who hold it first."""
    reading = _Reading(child, on)
    found = work_out(reading.record(), on)
    people = Person.objects.in_bulk([one.holder for one in found if one.holder])
    return [
        Held(
            finding=one,
            subject_id=one.holder,
            person=people.get(one.holder) if one.holder else None,
            said=tuple(claim for claim in reading.claims if claim.who == (one.holder or reading.child)),
            sources=reading.sources,
        )
        for one in found
    ]


def named(name: str, found: Iterable[Held]) -> list[Held]:
    """Those whom a typed name may mean: each word of it is one of theirs, or what they are to the child."""
    asked, found = set(fold(name).split()), list(found)
    own = _names([one.subject_id for one in found if one.subject_id])
    return [one for one in found if asked and asked <= own.get(one.subject_id, set()) | _called(one)]


def _names(people: Iterable[UUID]) -> dict[UUID | None, set[str]]:
    """Every word of every name of each person, in any record of theirs, folded."""
    one = representatives(people)
    words: dict[UUID | None, set[str]] = {}
    for row in Name.objects.standing().filter(subject__in=one):
        words.setdefault(one[row.subject_id], set()).update(fold(f"{row.given} {row.family}").split())
    return words


def _called(one: Held) -> set[str]:
    """What people call a parent, or the authority."""
    if one.subject_id is None:
        return {"local", "authority", "council"}
    kinds = {told.what for reason in one.finding.reasons for told in reason.told}
    return {word for kind in kinds for word in _CALLED.get(kind, ())}


class _Reading:
    """All that is on record about one child's family and bears on the question; one person has one id."""

    def __init__(self, child: UUID, on: date) -> None:
        own = representatives([child])
        self.child, self.on = own[child], on
        self.one = dict(own)
        self.sources: dict[UUID, Source] = {}
        to_child = list(Relationship.objects.standing().filter(other__in=own))
        claims = list(Responsibility.objects.standing().filter(other__in=own))
        around = {row.subject_id for row in (*to_child, *claims)}
        self.one |= representatives(around)
        ends = Q(subject__in=self.one, other__in=self.one)
        couples = Relationship.objects.standing().filter(ends, kind__in=[*MARRIED, "partner"])
        self.ties = [self._told(row, row.kind) for row in (*to_child, *couples) if self._counts(row)]
        self.claims = [self._told(row, row.ground, holds=row.holds) for row in claims]

    def record(self) -> Record:
        """What the rules are asked about."""
        births = list(Birth.objects.standing().filter(subject__in=self._is(self.child)))
        deaths = Characteristic.objects.standing().filter(kind="deceased", subject__in=self.one)
        return Record(
            child=self.child,
            born=frozenset(row.born for row in births if row.born),
            ties=self.ties,
            claims=self.claims,
            died={self.one[row.subject_id]: row.since for row in deaths},
            expected=not any(row.born or row.about_year for row in births)
            and any(row.expected for row in births),
        )

    def _is(self, person: UUID) -> Iterator[UUID]:
        return (subject for subject, first in self.one.items() if first == person)

    def _counts(self, row: Relationship) -> bool:
        """Caring for a child begins and ends; to be a parent or to have married does not."""
        begun = row.since is None or row.since <= self.on
        return row.kind not in CARERS or (begun and (row.until is None or row.until > self.on))

    def _told(self, row: Relationship | Responsibility, what: str, *, holds: bool = True) -> Told:
        self.sources[row.stated_by_id] = _source(row)
        who, whose = self.one[row.subject_id], self.one[row.other_id]
        return Told(who, what, whose, row.since, row.until, holds, row.stated_by_id)


def _source(row: Fact) -> Source:
    return Source(row.said_by, london_date(row.stated_by.recorded_at), row.stated_by_id)


def holds(found: Iterable[Held]) -> list[Held]:
    """Only those who hold it."""
    return [one for one in found if one.finding.answer is Answer.HOLDS]
