"""What the record knows of everybody else around a person: names, dates, numbers, addresses, who wrote."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from goldthread.access import policy
from goldthread.access.gathering import NAMES_SOMEBODY
from goldthread.access.withholding import Against
from goldthread.accounts.models import User
from goldthread.disclosure.redaction.known import Known, Other
from goldthread.disclosure.redaction.reasons import SOURCE, THIRD_PARTY
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Email, Field, Group, Phone, Sensitivity, Text
from goldthread.ledger.locks import locked
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.describe import NAME_NOT_KNOWN, plain_name
from goldthread.people.identity import identity, representatives
from goldthread.people.models import Address, Birth, Circumstance, Identifier, Name, Person, Relationship
from goldthread.people.statements import IDENTIFIERS, RELATIONSHIPS

_REMOVES = 3  # mother, sister, her father
_NOBODY = "somebody with a closed record"
_NAMED = ("name", "_by", "officer", "told_to", "worker")  # how fields end that hold somebody's name


def known(
    own: Collection[UUID], entries: Iterable[Entry], against: Against, worker: User, *, at: datetime
) -> Known:
    """Everybody whom these entries tell of or who is around `own`, the records of whoever reads the copy.

    Whose record is closed to the worker is called nobody in particular.
    """
    every = list(entries)
    around = _around(own, every)
    seen = policy.visible(worker, around, at=at).subjects
    people = [*_people(around, own, seen), *_only_named(own)]
    return Known((*people, *_written(every)), _own(own), against.needles)


def _around(own: Collection[UUID], entries: Iterable[Entry]) -> frozenset[UUID]:
    """Whoever is tied to them at three removes, as a sister's father is; whoever an entry is about too."""
    near = identity(own)
    for _ in range(_REMOVES):
        ties = Relationship.objects.filter(subject__in=near).values_list("other_id", flat=True)
        back = Relationship.objects.filter(other__in=near).values_list("subject_id", flat=True)
        near = near | identity({*ties, *back} - near)
    beside = EntrySubject.objects.filter(entry__in=[one.pk for one in entries])
    near = near | identity(set(beside.values_list("subject_id", flat=True)) - near)
    return near - frozenset(own)


def _people(around: Collection[UUID], own: Collection[UUID], seen: Collection[UUID]) -> Iterator[Other]:
    one = representatives(around)
    persons, ties = Person.objects.in_bulk(set(one.values())), _tied(own)
    told = {leader: Other("") for leader in sorted(set(one.values()), key=str)}
    for subject, other in _told(one).items():
        told[one[subject]] = _joined(told[one[subject]], other)
    for leader, other in told.items():
        theirs = sorted((subject for subject, first in one.items() if first == leader), key=str)
        how = next((ties[each] for each in theirs if each in ties), "")
        called = ", ".join(filter(None, (plain_name(persons.get(leader)), how)))
        yield replace(other, called=called if set(theirs) <= set(seen) else _NOBODY)


def _tied(own: Collection[UUID]) -> dict[UUID, str]:
    """What others are to the reader, in a word."""
    rows = Relationship.objects.standing().filter(other__in=own).order_by("pk")
    return {row.subject_id: RELATIONSHIPS.get(row.kind, "") for row in rows}


def _own(people: Collection[UUID]) -> Other:
    """What the reader knows about themselves."""
    whole = Other("the reader")
    for other in _told(people).values():
        whole = _joined(whole, other)
    return whole


def _told(people: Iterable[UUID]) -> dict[UUID, Other]:
    """Everything ever stated of each, former names and addresses too: old entries say them."""
    some = list(people)
    found = {subject: Other("") for subject in some}
    for name in Name.objects.filter(subject__in=some).order_by("pk"):
        found[name.subject_id] = _joined(
            found[name.subject_id], Other("", names=((name.given, name.family),))
        )
    for birth in Birth.objects.filter(subject__in=some).order_by("pk"):
        days = tuple(day for day in (birth.born, birth.expected) if day)
        found[birth.subject_id] = _joined(found[birth.subject_id], Other("", born=days))
    for code in Identifier.objects.filter(subject__in=some).order_by("pk"):
        kind = IDENTIFIERS.get(code.kind, "number")
        found[code.subject_id] = _joined(found[code.subject_id], Other("", codes=((kind, code.value),)))
    for home in Address.objects.filter(subject__in=some).order_by("pk"):
        place = Other("", addresses=((home.lines, home.postcode),))
        found[home.subject_id] = _joined(found[home.subject_id], place)
    return found


def _joined(one: Other, more: Other) -> Other:
    """Both as one, each thing once."""
    return replace(
        one,
        names=tuple(dict.fromkeys((*one.names, *more.names))),
        born=tuple(dict.fromkeys((*one.born, *more.born))),
        codes=tuple(dict.fromkeys((*one.codes, *more.codes))),
        addresses=tuple(dict.fromkeys((*one.addresses, *more.addresses))),
    )


def _only_named(own: Collection[UUID]) -> Iterator[Other]:
    """Whoever must not see them and is only a name."""
    rows = Circumstance.objects.filter(subject__in=own).exclude(name="").order_by("pk")
    for name in dict.fromkeys(row.name for row in rows):
        yield named(name)


def named(name: str, *, reason: str = THIRD_PARTY, sure: bool = True) -> Other:
    """Somebody who is only a name: its last word is the family name, what is after a comma their post."""
    words = name.partition(",")[0].partition("(")[0].split()
    pair = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name.strip(), "")
    return Other(name or NAME_NOT_KNOWN, names=(pair,), reason=reason, sure=sure)


def _written(entries: Iterable[Entry]) -> Iterator[Other]:
    """Whoever wrote in the record from outside, told us something, or is named in a box for a name."""
    found: dict[tuple[str, str], Other] = {}
    for entry in entries:
        for other in (*_author(entry), *_typed(entry)):
            found.setdefault((other.called, other.reason), other)
    yield from found.values()


def _author(entry: Entry) -> Iterator[Other]:
    outside = entry.author_agency is not None and entry.author_agency.is_outside
    shut = Sensitivity.LOCKED_REFERRER in locked(entry)
    if entry.author_name and entry.author_role != "system" and (outside or entry.author_id is None):
        reason = SOURCE if shut else THIRD_PARTY
        yield named(entry.author_name, reason=reason, sure=shut or entry.author_id is None)


def _typed(entry: Entry) -> Iterator[Other]:
    """What stands in boxes for names, telephone numbers and e-mail addresses of others."""
    kind = entry_type(entry.kind)
    shut = locked(entry)
    for answers in (entry.payload, *(part.payload for part in entry.parts.all())):
        asked = {**kind.part_fields_of(answers), **kind.fields_of(entry.payload)}
        for field, text in _boxes(asked, answers):
            hidden = field.sensitivity in shut
            reason = SOURCE if hidden and field.sensitivity in NAMES_SOMEBODY else THIRD_PARTY
            if isinstance(field, Phone):
                yield Other(f"“{text}”", codes=(("telephone number", text),), reason=reason)
            elif isinstance(field, Email):
                yield Other(f"“{text}”", emails=(text,), reason=reason)
            elif field.name.endswith(_NAMED) and len(text.split()) < 8:
                yield named(text, reason=reason, sure=hidden)


def _boxes(asked: Mapping[str, Field], answers: Mapping[str, object]) -> Iterator[tuple[Field, str]]:
    for name, field in asked.items():
        value = answers.get(name)
        if isinstance(field, Group) and isinstance(value, list):
            for row in value:
                yield from _boxes(field.fields, row)
        elif isinstance(field, Text) and isinstance(value, str) and value.strip():
            yield field, value.strip()
