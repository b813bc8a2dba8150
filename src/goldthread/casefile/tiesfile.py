"""What somebody is said to be to others, tie by tie, so that one of them can be ended."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.casefile.presenters import RESTRICTED
from goldthread.ledger.london import london_date, say_date
from goldthread.people import describe
from goldthread.people.models import Fact, Person, Relationship, Responsibility
from goldthread.people.statements import RELATIONSHIPS

_Tie = Relationship | Responsibility


@dataclass(frozen=True)
class TieLine:
    """One tie in words, and who said so. `fact` is None where one end is closed to the reader."""

    text: str
    by: str
    entry: UUID
    fact: UUID | None


def ties(people: Collection[UUID], user: User, at: datetime) -> list[TieLine]:
    """The ties of a person that stand and have not ended, those said last first; the same said twice once."""
    found = _standing(people)
    seen = policy.visible(user, {end for one in found for end in _ends(one)}, at=at).subjects
    names = Person.objects.in_bulk([*seen])
    lines: dict[tuple[object, ...], TieLine] = {}
    for one in found:
        is_open = {*_ends(one)} <= seen
        by = f"{one.said_by}, {say_date(london_date(one.stated_by.recorded_at))}"
        words = _words(one, {pk: describe.display_name(names.get(pk)) for pk in seen})
        lines.setdefault(_says(one), TieLine(words, by, one.stated_by_id, one.pk if is_open else None))
    return list(lines.values())


def tie(people: Collection[UUID], fact: UUID, user: User, at: datetime) -> tuple[str, list[Fact]]:
    """A tie in words, and every fact that says it; nothing where it does not stand, or is not all open."""
    line = next((one for one in ties(people, user, at) if one.fact == fact), None)
    found = _standing(people) if line else []
    chosen = next((_says(one) for one in found if one.pk == fact), None)
    return (line.text if line else ""), [one for one in found if _says(one) == chosen]


def _standing(people: Collection[UUID]) -> list[_Tie]:
    theirs = Q(subject__in=people) | Q(other__in=people)
    found: list[_Tie] = []
    tables: Iterable[type[_Tie]] = (Relationship, Responsibility)
    for table in tables:
        rows = table.objects.standing().filter(theirs, until=None)
        found += rows.order_by("-stated_by__recorded_at", "id")
    return found


def _ends(one: _Tie) -> tuple[UUID, UUID]:
    return one.subject_id, one.other_id


def _says(one: _Tie) -> tuple[object, ...]:
    """What tells a tie from another, whoever said it."""
    what = one.kind if isinstance(one, Relationship) else (one.holds, one.ground)
    return type(one).__name__, one.subject_id, one.other_id, what


def _words(one: _Tie, names: dict[UUID, str]) -> str:
    who, whom = (names.get(end, RESTRICTED) for end in _ends(one))
    if isinstance(one, Relationship):
        return f"{who}: {RELATIONSHIPS[one.kind]} of {whom}"
    if one.subject_id == one.other_id:
        return f"The local authority holds parental responsibility for {whom}, by an order"
    return f"{who} {'holds' if one.holds else 'does not hold'} parental responsibility for {whom}"
