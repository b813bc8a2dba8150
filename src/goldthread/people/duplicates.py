"""Finds people who are on record twice: a sweep in the background holds whoever has changed against all."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from goldthread.people import comparing, merging
from goldthread.people.identity import representatives
from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.held import Held, unpack
from goldthread.people.matching.keys import asked_keys
from goldthread.people.matching.ranking import Candidate, Label, rank
from goldthread.people.models import Distinct, Suspect, Swept

_WORTH_A_LOOK = 0.0  # bits: below, it is likelier that they are two people
_DUE = """
SELECT row.person, row.held, md5(row.held) FROM people_lookup row
LEFT JOIN people_swept swept ON swept.person_id = row.person
WHERE swept.held IS DISTINCT FROM md5(row.held) ORDER BY row.person LIMIT %s
"""
_NEARBY = "SELECT person, held FROM people_nearby(%s, '{}', 0)"


@dataclass(frozen=True)
class Due:
    """Someone to compare: what is held of them, and its fingerprint."""

    person: UUID
    held: Held
    print: str


def sweep(*, at: datetime, most: int, common: Frequencies) -> int:
    """Compare with everybody whoever's row of the look-up has changed since they last were; how many it were.

    It may stop at any time and be run again: who was compared is kept with what was found, one by one.
    """
    due = _due(most)
    for one in due:
        with transaction.atomic():
            _keep(one, list(_alike(one, common)), at)
    return len(due)


def _due(most: int) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [most])
        return [Due(person, unpack(held), fingerprint) for person, held, fingerprint in cursor.fetchall()]


def _alike(due: Due, common: Frequencies) -> Iterator[Candidate]:
    """Whoever may be the same person, and is not yet known to be, nor known not to be."""
    with connection.cursor() as cursor:
        cursor.execute(_NEARBY, [sorted(asked_keys(due.held))])
        near = {person: held for person, held in cursor.fetchall() if person != due.person}
    one = representatives([due.person, *near])
    others = [(str(person), held) for person, held in sorted(near.items()) if one[person] != one[due.person]]
    for candidate in rank(due.held, others, common):
        likely = candidate.weighed.bits >= _WORTH_A_LOOK
        if likely and candidate.label in {Label.MATCH, Label.POSSIBLE}:
            group = [each for each in one if one[each] == one[due.person]]
            theirs = [each for each in one if one[each] == one[UUID(candidate.person)]]
            if not _told_apart(group, theirs):
                yield candidate


def _told_apart(one: Collection[UUID], other: Collection[UUID]) -> bool:
    """Whether somebody has said so, knowing what is known now."""
    both = Q(subject__in=one, other__in=other) | Q(subject__in=other, other__in=one)
    known = set(Distinct.objects.standing().filter(both).values_list("known", flat=True))
    return bool(known) and comparing.fingerprint(one, other) in known


def _keep(due: Due, found: Iterable[Candidate], at: datetime) -> None:
    rows = [_suspect(due.person, candidate, at) for candidate in found]
    Suspect.objects.filter(Q(one=due.person) | Q(other=due.person)).delete()
    Suspect.objects.bulk_create(rows, ignore_conflicts=True)  # another sweep may have just found the same two
    Swept.objects.update_or_create(person_id=due.person, defaults={"held": due.print})


def _suspect(person: UUID, candidate: Candidate, at: datetime) -> Suspect:
    one, other = sorted((person, UUID(candidate.person)))
    return Suspect(
        one_id=one,
        other_id=other,
        score=candidate.weighed.bits,
        reasons=list(candidate.weighed.reasons()),
        found_at=at,
    )


def offered(most: int) -> list[Suspect]:
    """The pairs to look at, the likeliest first: not yet one, and not proposed to anybody."""
    found = list(Suspect.objects.order_by("-score", "one", "other")[: 2 * most])
    one = representatives({end for row in found for end in (row.one_id, row.other_id)})
    waiting = {merging.pair(entry) for entry in merging.proposals()}
    open_ones = [
        row
        for row in found
        if one[row.one_id] != one[row.other_id] and (row.one_id, row.other_id) not in waiting
    ]
    return open_ones[:most]


def between(one: UUID, other: UUID) -> Suspect | None:
    """What the sweep says of two records; None where it says nothing."""
    first, second = sorted((one, other))
    return Suspect.objects.filter(one=first, other=second).first()


def forget(one: UUID, other: UUID) -> None:
    """Somebody has looked at these two: they are not offered again, until the sweep finds anew."""
    Suspect.objects.filter(one__in=[one, other], other__in=[one, other]).delete()
