"""Who holds parental responsibility for a child, read from the record and worked out (HSSCP-3.6 to 3.12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldthread.people import stated
from goldthread.people.connected import Around, Source, source
from goldthread.people.connected import around as read_around
from goldthread.people.folding import fold
from goldthread.people.identity import representatives
from goldthread.people.models import Birth, Characteristic, Name, Person, Responsibility
from goldthread.people.parental import Finding, work_out
from goldthread.people.parental_facts import Answer, Record, Told
from goldthread.people.parental_reasons import CARERS, MARRIED

_COUPLES = frozenset({*MARRIED, "partner"})
_CALLED = {"mother": {"mother", "mum"}, "father": {"father", "dad"}}


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


def answers(child: UUID, *, on: date, around: Around | None = None) -> list[Held]:
    """The answer that day for everyone of whom there is a question, those who hold it first.

    `around`: the child's family, where it has been read already.
    """
    reading = _Reading(around or read_around(child, steps=2), on)
    found = work_out(reading.record(), on)
    people = reading.people(one.holder for one in found)
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

    def __init__(self, around: Around, on: date) -> None:
        self.child, self.on, self.around = around.subject, on, around
        self.sources = dict(around.sources)
        claims = stated.standing(Responsibility, around.records(self.child), whose="other")
        self.one = representatives({row.subject_id for row in claims}) if claims else {}
        self.claims = [self._told(row) for row in claims]
        tied = [tie for tie in around.ties if tie.whose == self.child]
        adults = {one.who for one in (*tied, *self.claims)}
        couples = [tie for tie in around.ties if tie.what in _COUPLES and {tie.who, tie.whose} <= adults]
        self.ties = [tie for tie in (*tied, *couples) if self._counts(tie)]

    def record(self) -> Record:
        """What the rules are asked about."""
        births = stated.standing(Birth, self.around.records(self.child))
        return Record(
            child=self.child,
            born=frozenset(row.born for row in births if row.born),
            ties=self.ties,
            claims=self.claims,
            died=self.around.died | self._died(),
            expected=not any(row.born or row.about_year for row in births)
            and any(row.expected for row in births),
        )

    def people(self, wanted: Iterable[UUID | None]) -> dict[UUID, Person]:
        """Those asked for, who may hold it without being of the family."""
        ids = {one for one in wanted if one is not None}
        return self.around.people | Person.objects.in_bulk(ids - self.around.people.keys())

    def _died(self) -> dict[UUID, date | None]:
        """Deaths of those who are told to hold it and are not of the family."""
        others = [record for record, one in self.one.items() if one not in self.around.people]
        if not others:
            return {}
        found = Characteristic.objects.standing().filter(kind="deceased", subject__in=others)
        return {self.one[row.subject_id]: row.since for row in found}

    def _counts(self, tie: Told) -> bool:
        """Caring for a child begins and ends; to be a parent or to have married does not."""
        begun = tie.since is None or tie.since <= self.on
        return tie.what not in CARERS or (begun and (tie.until is None or tie.until > self.on))

    def _told(self, row: Responsibility) -> Told:
        self.sources[row.stated_by_id] = source(row)
        who = self.one[row.subject_id]
        return Told(who, row.ground, self.child, row.since, row.until, row.holds, row.stated_by_id)


def holds(found: Iterable[Held]) -> list[Held]:
    """Only those who hold it."""
    return [one for one in found if one.finding.answer is Answer.HOLDS]
