"""The best current answer to who someone is, chosen from everything that is stated about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from goldthread.people.folding import LONGEST, fold
from goldthread.people.identity import representatives
from goldthread.people.models import Birth, Characteristic, Fact, Name, Person

# A name of an earlier kind is preferred to one of a later kind.
_KINDS = ("usual", "birth", "known_as", "former", "alias")
_NAMELESS = "~"  # sorts after every name


def summarise(subjects: Collection[UUID]) -> None:
    """Write each person's summary afresh, from what is said in every record confirmed to be theirs."""
    one = representatives(subjects)
    names = _by_person(Name.objects, one)
    births = _by_person(Birth.objects, one)
    genders = _by_person(Characteristic.objects.filter(kind__in=("gender", "sex"), answer="said"), one)
    people = [
        person(pk, names[one[pk]], births[one[pk]], genders[one[pk]])
        for pk in sorted(one)  # one order of locks for everyone
    ]
    columns = [field.attname for field in Person._meta.concrete_fields if not field.primary_key]
    Person.objects.bulk_create(
        people, update_conflicts=True, unique_fields=["subject"], update_fields=columns
    )


def person(
    subject: UUID, names: Sequence[Name], births: Sequence[Birth], genders: Sequence[Characteristic]
) -> Person:
    """One person's summary, unsaved. The facts are those standing, in the order in which they were stated."""
    name = max(names, key=_worth_of_name, default=Name())
    birth = max(births, key=_worth_of_birth, default=Birth())
    gender = max(genders, key=_heard_from, default=Characteristic())
    folded = f"{fold(name.family)} {fold(name.given)}".strip()
    return Person(
        subject_id=subject,
        given=name.given,
        family=name.family,
        born=birth.born,
        expected=birth.expected,
        about_year=birth.about_year,
        gender=gender.value,
        sort_key=(folded or _NAMELESS)[:LONGEST],
    )


def _by_person(facts: Any, one: Mapping[UUID, UUID]) -> dict[UUID, list[Any]]:
    """The facts of each person's records, together."""
    rows: Iterable[Any] = (
        facts.standing().filter(subject__in=list(one)).order_by("stated_by__recorded_at", "id")
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[one[row.subject_id]].append(row)
    return found


def _heard_from(fact: Fact) -> tuple[bool, float]:
    """Someone with an account knows more surely than the public; then the newest statement counts."""
    return fact.stated_by.author_id is not None, fact.stated_by.recorded_at.timestamp()


def _worth_of_name(name: Name) -> tuple[Any, ...]:
    return name.until is None, -_KINDS.index(name.kind), bool(name.given and name.family), _heard_from(name)


def _worth_of_birth(birth: Birth) -> tuple[Any, ...]:
    return birth.born is not None, birth.expected is not None, _heard_from(birth)
