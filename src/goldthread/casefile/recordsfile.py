"""What the pages about records show: two beside each other, what is proposed, what is read as one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from goldthread.casefile.presenters import RESTRICTED, signed_by
from goldthread.ledger.london import say_date, say_when
from goldthread.ledger.models import Entry, Subject
from goldthread.people import comparing, merging
from goldthread.people.describe import born, display_name
from goldthread.people.models import Person, Suspect


@dataclass(frozen=True)
class Record:
    """One record, as a list names it."""

    subject: UUID
    name: str
    born: str
    reference: str


@dataclass(frozen=True)
class Said:
    """One thing said, and who said it when."""

    text: str
    by: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person's, why, and where they are looked at."""

    one: Record
    other: Record
    why: str
    href: str


def records(subjects: Iterable[UUID]) -> dict[UUID, Record]:
    """The records by their ids."""
    found = Subject.objects.filter(pk__in=set(subjects)).select_related("person").in_bulk()
    return {key: _record(subject, getattr(subject, "person", None)) for key, subject in found.items()}


def _record(subject: Subject, person: Person | None) -> Record:
    return Record(subject.pk, display_name(person), born(person), subject.reference)


def ends(suspects: Iterable[Suspect], proposals: Iterable[Entry]) -> set[UUID]:
    """Every record that they tell of."""
    return {end for row in suspects for end in (row.one_id, row.other_id)} | {
        end for entry in proposals for end in merging.pair(entry)
    }


def suspected(
    suspects: Iterable[Suspect], known: Mapping[UUID, Record], seen: Collection[UUID]
) -> list[Pair]:
    """Those of which the reader may see both."""
    return [
        _pair(row.one_id, row.other_id, known, "; ".join(row.reasons))
        for row in suspects
        if {row.one_id, row.other_id} <= set(seen)
    ]


def proposed(proposals: Iterable[Entry], known: Mapping[UUID, Record], seen: Collection[UUID]) -> list[Pair]:
    """Those of which the reader may see both."""
    return [
        _pair(*merging.pair(entry), known, f"Proposed by {signed_by(entry)}, {say_when(entry.recorded_at)}")
        for entry in proposals
        if set(merging.pair(entry)) <= set(seen)
    ]


def _pair(one: UUID, other: UUID, known: Mapping[UUID, Record], why: str) -> Pair:
    return Pair(known[one], known[other], why, reverse("casefile:pair", args=[one, other]))


def side_by_side(
    one: Collection[UUID], other: Collection[UUID], seen: Collection[UUID]
) -> list[tuple[str, list[Said], list[Said]]]:
    """Each kind of fact with what either record says, and who said so. `seen`: who may be named."""
    left, right = _by_label(one, seen), _by_label(other, seen)
    labels = sorted({*left, *right}, key=[*left, *right].index)
    return [(label, left.get(label, []), right.get(label, [])) for label in labels]


def around(*people: Collection[UUID]) -> set[UUID]:
    """Whoever these records name as family."""
    return {told.other for each in people for told in comparing.told_of(each) if told.other is not None}


def _by_label(people: Collection[UUID], seen: Collection[UUID]) -> dict[str, list[Said]]:
    told = comparing.told_of(people)
    names = Person.objects.in_bulk([one.other for one in told if one.other in set(seen)])
    found: dict[str, list[Said]] = {}
    for one in told:
        text = one.text
        if one.other is not None:
            text = f"{text} {display_name(names[one.other]) if one.other in names else RESTRICTED.lower()}"
        found.setdefault(one.label, []).append(Said(text, f"{one.by}, {say_date(one.on)}"))
    return found


@dataclass(frozen=True)
class Link:
    """Why two records are read as one, and where that is undone."""

    one: Record
    other: Record
    by: str
    reason: str
    entry: str
    undo: str


def links(people: Collection[UUID], known: Mapping[UUID, Record]) -> list[Link]:
    """The links that stand among these records."""
    return [
        Link(
            known[link.one],
            known[link.other],
            f"{signed_by(link.entry)}, {say_when(link.entry.recorded_at)}",
            str(link.entry.payload.get("reason") or link.entry.payload.get("how_known") or ""),
            reverse("casefile:entry", args=[link.entry.pk]),
            reverse("casefile:undo_merge", args=[link.entry.pk]),
        )
        for link in merging.links(people)
    ]
