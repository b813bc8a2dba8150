"""Keeps the row by which each person is found. It follows from the facts, so it can be made again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q, TextField, Value

from goldthread.ledger.models import Subject
from goldthread.people import folding, words
from goldthread.people.identity import representatives
from goldthread.people.matching import keys, numbers
from goldthread.people.matching.held import Held, held
from goldthread.people.models import Address, Birth, Fact, Identifier, LookUp, Name, Person, Relationship

_HOUSEHOLD = frozenset({"household_member", "child_of_household"})
_PARENTS = frozenset({"mother", "parent"})  # who may be asked for when the baby is not yet born
_WITHHELD = "Address withheld"


def keep(subjects: Collection[UUID]) -> None:
    """Write the rows of these people afresh, and of those whose rows tell of them.

    These are who lives with them, whom they expect, and who is confirmed to be the same person.
    """
    about = _Facts(_touched(subjects))
    rows = [about.row(subject) for subject in sorted(about.whom)]  # one order of locks for everyone
    columns = [field.attname for field in LookUp._meta.concrete_fields if not field.primary_key]
    LookUp.objects.bulk_create(rows, update_conflicts=True, unique_fields=["person"], update_fields=columns)


def _touched(subjects: Collection[UUID]) -> set[UUID]:
    ends = _ties(subjects).values_list("subject_id", "other_id")
    return {*representatives(subjects), *(end for tie in ends for end in tie)}


def _ties(subjects: Collection[UUID]) -> Any:
    """Who lives with whom, and who is whose mother."""
    ends = Q(subject__in=subjects) | Q(other__in=subjects)
    return Relationship.objects.standing().filter(ends, kind__in=_HOUSEHOLD | _PARENTS, until=None)


class _Facts:
    """What stands about some people, and about those whom they live with or are expected by."""

    def __init__(self, whom: Collection[UUID]) -> None:
        self.whom = whom
        self.cohabitants: dict[UUID, set[UUID]] = defaultdict(set)
        self.parents: dict[UUID, set[UUID]] = defaultdict(set)
        for tie in _ties(whom).order_by("id"):
            if tie.kind in _PARENTS:
                self.parents[tie.other_id].add(tie.subject_id)
            else:
                self.cohabitants[tie.subject_id].add(tie.other_id)
                self.cohabitants[tie.other_id].add(tie.subject_id)
        others = (self.cohabitants, self.parents)
        wider = {*whom, *(one for ties in others for ends in ties.values() for one in ends)}
        self.names = _by_subject(Name.objects, wider)
        self.addresses = _by_subject(Address.objects, wider)
        self.births = _by_subject(Birth.objects, whom)
        self.identifiers = _by_subject(Identifier.objects, whom)
        self.people = Person.objects.in_bulk(list(whom))
        self.references = dict(Subject.objects.filter(pk__in=whom).values_list("pk", "reference"))
        self.same = representatives(whom)

    def row(self, subject: UUID) -> LookUp:
        """What is kept of one person, unsaved."""
        person, known = self.people.get(subject) or Person(subject_id=subject), self._held(subject)
        return LookUp(
            person_id=subject,
            keys=sorted(set(keys.held_keys(known))),
            held=known.pack(),
            words=vector(self._words(subject)),
            shown=shown(
                person,
                reference=self.references[subject],
                address=self._address(subject),
                homes=[home for one in self._homes(subject) if (home := _home(one))],
                same=self.same[subject],
            ),
        )

    def _held(self, subject: UUID) -> Held:
        person = self.people.get(subject) or Person()
        names = self.names[subject]
        usual = next((one for one in names if (one.given, one.family) == (person.given, person.family)), None)
        others = [_full(one) for one in (*names, *self._mothers(subject)) if one is not usual]
        first, _, middle = person.given.partition(" ")
        return held(
            first=first,
            middle=middle,
            last=person.family,
            sex=person.gender,
            born=self._days(subject) or (f"{person.about_year}-01-01" if person.about_year else ""),
            due=person.expected.isoformat() if person.expected else "",
            nhs=self._numbers(subject, "nhs_number"),
            upn=next(iter(self._numbers(subject, "upn")), ""),
            phones=self._numbers(subject, "telephone"),
            places=[_place(one) for one in (*self._homes(subject), *self._former(subject))],
            other_names=others,
        )

    def _days(self, subject: UUID) -> list[str]:
        """Every date of birth that stands, the likeliest first."""
        person = self.people.get(subject)
        best = [person.born] if person is not None and person.born else []
        told = [one.born for one in self.births[subject] if one.born]
        return [day.isoformat() for day in dict.fromkeys((*best, *told))]

    def _numbers(self, subject: UUID, kind: str) -> list[str]:
        """What stands of one kind of number, the newest first."""
        told = [one.value for one in reversed(self.identifiers[subject]) if one.kind == kind]
        return list(dict.fromkeys(told))

    def _mothers(self, subject: UUID) -> Iterator[Name]:
        """The names of whoever expects them, until they are born: nobody knows the baby's own yet."""
        person = self.people.get(subject)
        if person is not None and person.expected and not person.born:
            for parent in sorted(self.parents[subject]):
                yield from self.names[parent]

    def _words(self, subject: UUID) -> set[str]:
        named = [f"{one.given} {one.family}" for one in (*self.names[subject], *self._mothers(subject))]
        written = words.names(*named)
        found = {words.reference(self.references[subject]), *written}
        found.update(sign for word in written for sign in words.sound(word))
        for birth in self.births[subject]:
            if birth.born:
                found |= {words.day(birth.born), words.year(birth.born.year)}
            if birth.expected:
                found.add(words.due(birth.expected))
            if birth.about_year:
                found.add(words.year(birth.about_year))
        for address in (*self._homes(subject), *self._former(subject)):
            found.update(words.street(address.lines))
            if code := _postcode(address):
                found.add(words.postcode(code))
        return found

    def _homes(self, subject: UUID) -> list[Address]:
        """Where they live, the newest first: their own addresses, or those of whom they live with.

        Never a safe one, nor any that leads to it: it must not even be found.
        """
        if own := [one for one in self.addresses[subject] if one.current and one.until is None]:
            return [one for one in reversed(own) if not one.safe]
        shared = [self.addresses[other] for other in sorted(self.cohabitants[subject])]
        return [
            one
            for addresses in shared
            if not any(each.safe for each in addresses)
            for one in reversed(addresses)
            if one.current and one.until is None
        ]

    def _former(self, subject: UUID) -> list[Address]:
        former = [one for one in self.addresses[subject] if not one.current or one.until is not None]
        return [one for one in reversed(former) if not one.safe]

    def _address(self, subject: UUID) -> str:
        """The newest current address, in one line."""
        current = [one for one in self.addresses[subject] if one.current and one.until is None]
        if not current:
            return "; ".join(_in_a_line(one) for one in self._homes(subject)[:1])
        return _WITHHELD if current[-1].safe else _in_a_line(current[-1])


def shown(
    person: Person, *, reference: str, address: str, homes: Sequence[str], same: UUID
) -> dict[str, Any]:
    """What a list of people found reads. `same` is one of the records confirmed to be of this person."""
    return {
        "reference": reference,
        "given": person.given,
        "family": person.family,
        "born": person.born and person.born.isoformat(),
        "expected": person.expected and person.expected.isoformat(),
        "about_year": person.about_year,
        "address": address,
        "homes": list(homes),
        "same": str(same),
    }


def vector(signs: Iterable[str]) -> Func:
    """The signs as the text index keeps them."""
    array = Value(sorted(signs), output_field=ArrayField(TextField()))
    return Func(array, function="array_to_tsvector", output_field=SearchVectorField())


def _by_subject(facts: Any, subjects: Collection[UUID]) -> dict[UUID, list[Any]]:
    """Those standing, by person, in the order in which they were stated."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    standing: Iterable[Fact] = facts.standing().filter(subject__in=subjects)
    for row in standing.order_by("stated_by__recorded_at", "id"):  # type: ignore[attr-defined]
        found[row.subject_id].append(row)
    return found


def _full(name: Name) -> tuple[str, str]:
    """Another name is often told in one piece, of which nobody knows whether it is given or family name."""
    if name.kind == "usual":
        return name.given, name.family
    return name.given or name.family, name.family or name.given


def _in_a_line(address: Address) -> str:
    return ", ".join(part for part in (*address.lines.splitlines(), address.postcode) if part)


def _place(address: Address) -> tuple[str, str]:
    """The house as it is written, and the postcode; empty where there is none, for then it leads nowhere."""
    code = _postcode(address)
    return address.lines.replace(code, ""), code


def _home(address: Address) -> str:
    """What tells one home from another; empty where it is not known well enough."""
    lines, code = _place(address)
    house = numbers.house(lines)
    return f"{numbers.postcode(code)}:{house}" if code and house else ""


def _postcode(address: Address) -> str:
    return address.postcode or folding.postcode_in(address.lines)
