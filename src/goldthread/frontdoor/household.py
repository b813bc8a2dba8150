"""Who lives around the children of a contact, and what the service did for them before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.ledger.london import london_date
from goldthread.people import describe
from goldthread.people.family import Connection, Group, circle
from goldthread.people.history import Past, PastKind, past
from goldthread.people.identity import identity
from goldthread.people.models import Address, Identifier, Person
from goldthread.people.search import Candidate, Query, find

_MOST = 5
_GRAVE = frozenset({PastKind.PLAN, PastKind.CONFERENCE, PastKind.SECTION_47, PastKind.LOOKED_AFTER})
CHILDREN = frozenset({Group.SIBLING, Group.CHILD_IN_HOUSEHOLD})


@dataclass(frozen=True)
class PastLine:
    """One thing that happened."""

    when: str
    words: str
    href: str
    grave: bool


@dataclass(frozen=True)
class Relative:
    """One person around the children, and what is known of them. No `name` where the record is closed."""

    name: str
    how: str
    about: str
    href: str
    past: Sequence[PastLine]


@dataclass(frozen=True)
class Circle:
    """People of one kind around the children."""

    group: Group
    title: str
    people: Sequence[Relative]


@dataclass(frozen=True)
class History:
    """The children's own past, then everyone around them. `restricted`: someone's record is closed."""

    children: Sequence[Relative]
    circles: Sequence[Circle]
    restricted: bool


def history(file: ContactFile, user: User, at: datetime) -> History:
    """The household's history as far as this person may see it (HERTS-10.10 to 10.12, 10.14)."""
    own = {child.id for child in file.children}
    around = _around(file.children, at)
    seen = policy.visible(user, [*own, *around], at=at)
    open_ids = [one for one in (*own, *around) if one in seen.subjects]
    pasts = _pasts(open_ids, file, at)
    children = [
        Relative(child.name, "", _about(child.person, at), _page(child.id), pasts.get(child.id, []))
        for child in file.children
    ]
    circles = []
    for group in Group:
        people = [one for one in around.values() if one.group is group and one.subject_id in seen.subjects]
        if people:
            circles.append(Circle(group, group.title, [_relative(one, pasts, at) for one in people]))
    return History(children, circles, seen.restricted_may_match)


def in_words(known: History) -> dict[str, str]:
    """What the record shows, as answers to the questions of screening that ask for it."""
    children = [one for circle in known.circles if circle.group in CHILDREN for one in circle.people]
    adults = [one for circle in known.circles if circle.group not in CHILDREN for one in circle.people]
    return {
        "child_known": _told(known.children),
        "children_known": _told(children),
        "adults_known": _told(adults),
    }


def _told(people: Iterable[Relative]) -> str:
    """One line for each person: what is on record, or that nothing is."""
    lines = []
    for one in people:
        past = "; ".join(f"{line.words}, {line.when}" for line in one.past) or "nothing on record before this"
        who = f"{one.name}, {one.how}" if one.how else one.name
        lines.append(f"{who}: {past}.")
    return "\n".join(lines) or "Nobody is on record."


def _around(children: Iterable[Child], at: datetime) -> dict[UUID, Connection]:
    """Everyone around any of the children who is not one of them, each once."""
    own = {child.id for child in children}
    found: dict[UUID, Connection] = {}
    for child in children:
        for one in circle(child.id, on=london_date(at)):
            if one.subject_id not in own:
                found.setdefault(one.subject_id, one)
    return found


def _pasts(ids: Iterable[UUID], file: ContactFile, at: datetime) -> Mapping[UUID, list[PastLine]]:
    """What happened to each, but for this contact itself and what followed on it."""
    pasts: dict[UUID, list[PastLine]] = {}
    mine = {file.contact.pk, *(entry.pk for entry in file.work)}
    for subject in ids:
        things = [thing for thing in past([subject], before=at) if thing.entry_id not in mine]
        pasts[subject] = [_line(thing) for thing in things if thing.kind is not PastKind.EPISODE]
    return pasts


def _line(thing: Past) -> PastLine:
    told = ": ".join(part for part in (thing.words, thing.outcome) if part)
    words = "; ".join((told, *thing.details, *filter(None, [thing.source])))
    href = reverse("casefile:entry", args=[thing.entry_id]) if thing.entry_id else ""
    return PastLine(thing.when, words, href, thing.kind in _GRAVE)


def _relative(one: Connection, pasts: Mapping[UUID, list[PastLine]], at: datetime) -> Relative:
    name = describe.display_name(one.person)
    return Relative(
        name, one.how, _about(one.person, at), _page(one.subject_id), pasts.get(one.subject_id, [])
    )


def _about(person: Person | None, at: datetime) -> str:
    return describe.born_and_age(person, london_date(at))


def _page(subject: UUID) -> str:
    return reverse("casefile:child", args=[subject])


@dataclass(frozen=True)
class Match:
    """Somebody on record who may be the child."""

    candidate: Candidate
    href: str
    reasons: str


@dataclass(frozen=True)
class Matches:
    """Whom a child of the contact may be. `restricted`: a closed record may match."""

    child: Child
    found: Sequence[Match]
    restricted: bool


def matches(file: ContactFile, user: User, at: datetime) -> list[Matches]:
    """For each child not yet matched: who on record may be the same person."""
    found = [_matches(child, file, user, at) for child in file.children if len(identity([child.id])) == 1]
    return [one for one in found if one.found or one.restricted]


def _matches(child: Child, file: ContactFile, user: User, at: datetime) -> Matches:
    candidates = [one for one in find(_query(child), at=at, limit=_MOST + 1) if one.subject_id != child.id]
    seen = policy.visible(user, [one.subject_id for one in candidates], at=at)
    found = [
        Match(
            one,
            reverse("frontdoor:same_person", args=[file.contact.pk, child.id, one.subject_id]),
            ", ".join(one.reasons),
        )
        for one in candidates
        if one.subject_id in seen.subjects
    ]
    return Matches(child, found, seen.restricted_may_match)


def _query(child: Child) -> Query:
    """Everything that the contact says by which a child can be found again."""
    person = child.person
    address = Address.objects.standing().filter(subject_id=child.id).exclude(postcode="").first()
    number = Identifier.objects.standing().filter(subject_id=child.id, kind="nhs_number").first()
    return Query(
        given=person.given if person else "",
        family=person.family if person else "",
        born=person.born if person else None,
        postcode=address.postcode if address else "",
        nhs_number=number.value if number else "",
    )
