"""Gathers what is kept from a recipient, and all the words that would give it away."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from goldthread.access.entries import KeptFrom
from goldthread.access.models import Kept
from goldthread.access.needles import Needle, needles, of_address, of_text
from goldthread.ledger.corrected import Said, corrections_of_all, values_of_all
from goldthread.ledger.entries import entry_type, entry_types
from goldthread.ledger.fields import Email, Field, Group, Phone, Sensitivity, Text
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity
from goldthread.people.models import Address, Identifier

SAFE = "The address must stay safe"
UNNAMED = "Whoever told us wished to stay unnamed"
WITNESS = "Whoever saw or heard it must be protected"
NAMES_SOMEBODY = {Sensitivity.LOCKED_REFERRER: UNNAMED, Sensitivity.LOCKED_WITNESS: WITNESS}


def _why(mark: Kept) -> str:
    """The rule, for whoever sends: who said so, and why."""
    said = mark.entry.payload
    return f"{KeptFrom.summary(said).partition(':')[0]}: {said.get('reason', '')} ({mark.entry.reference})"


class Found:
    """Gathers what marks, safe addresses and locks keep back."""

    def __init__(self) -> None:
        self.nothing: list[str] = []
        self.entries: dict[UUID, str] = {}
        self.answers: dict[tuple[UUID, str], str] = {}
        self.reach: dict[UUID, str] = {}
        self.needles: dict[Needle, str] = {}

    def marked(self, marks: Collection[Kept]) -> None:
        """What marks keep back, and everything that would give it away."""
        ids = [mark.target for mark in marks if mark.target is not None]
        targets = Entry.objects.prefetch_related("parts").in_bulk(ids)
        said, later = values_of_all(targets.values()), corrections_of_all(targets.values())
        for mark in marks:
            why = _why(mark)
            self.entries.setdefault(mark.entry_id, why)  # that it is kept from them is no news for them
            self._hide(needles(mark.words), why)
            if mark.what == "everything":
                self.nothing.append(why)
            elif mark.what == "reach" and mark.whose is not None:
                self._reach(identity([mark.whose]), why)
            elif mark.target is not None and mark.target in targets:
                self._entry(targets[mark.target], said[mark.target], later[mark.target], (mark.field, why))

    def safe_addresses(self, people: Collection[UUID]) -> None:
        """Addresses that must stay safe are told to nobody but those who live there."""
        safe = Address.objects.standing().filter(subject__in=people, safe=True)
        for row in safe.order_by("pk"):
            self.reach.setdefault(row.subject_id, SAFE)
            self._hide(of_address(row.lines, row.postcode), SAFE)

    def unnamed(self, people: Collection[UUID]) -> None:
        """What would name a referrer who wished to stay unnamed, or a witness who must be protected."""
        kinds = [kind for kind, one in entry_types().items() if _may_lock(one.fields.values())]
        entries = Entry.objects.filter(kind__in=kinds, parts__subject__in=people).distinct()
        for entry in entries.order_by("recorded_at", "pk"):
            shut = entry_type(entry.kind).locked(entry.payload)
            for field, text in entry_type(entry.kind).reads(entry.payload):
                why = NAMES_SOMEBODY.get(field.sensitivity) if field.sensitivity in shut else None
                if why is not None:
                    self.answers.setdefault((entry.pk, field.name), why)
                    self._hide(of_text(text, whole=_names_them(field)), why)

    def but_own(self, own: Collection[UUID]) -> None:
        """What they know about themselves gives nothing away to them: their own home, their own number."""
        for needle in _reached_by(own):
            if self.needles.get(needle) == SAFE:
                del self.needles[needle]

    def _reach(self, people: Collection[UUID], why: str) -> None:
        for one in people:
            self.reach.setdefault(one, why)
        self._hide(_reached_by(people), why)

    def _entry(self, entry: Entry, said: Said, later: Iterable[Entry], kept: tuple[str, str]) -> None:
        """One answer of an entry, or with none named the whole of it, as it reads by now."""
        field, why = kept
        if field:
            self.answers.setdefault((entry.pk, field), why)
        else:
            self.entries |= {one.pk: why for one in (entry, *later) if one.pk not in self.entries}
        for text in _narratives(entry, said, field):
            self._hide(of_text(text, whole=bool(field)), why)

    def _hide(self, found: Iterable[Needle], why: str) -> None:
        for needle in sorted(found, key=lambda one: (one.words, one.code)):
            self.needles.setdefault(needle, why)


def _narratives(entry: Entry, said: Said, name: str) -> Iterator[str]:
    """What somebody wrote in an entry in their own words, by now: in the answer of that name, or in any."""
    values, parts = said
    kind = entry_type(entry.kind)
    asked = {**kind.part_fields_of(values), **kind.fields_of(values)}
    for answers in (values, *parts.values()):
        for key, value in answers.items():
            if key in asked and name.partition(".")[0] in {"", key}:
                yield from _texts(asked[key], value)


def _texts(field: Field, value: object) -> Iterator[str]:
    if isinstance(field, Group) and isinstance(value, list):
        for row in value:
            for key, cell in row.items():
                yield from _texts(field.fields[key], cell)
    elif isinstance(field, Text) and isinstance(value, str):
        yield value


def _names_them(field: Field) -> bool:
    by_itself = isinstance(field, Email | Phone) or field.name.endswith("name")
    return by_itself or field.sensitivity is Sensitivity.LOCKED_WITNESS


def _may_lock(fields: Iterable[object]) -> bool:
    return any(getattr(one, "sensitivity", None) in NAMES_SOMEBODY for one in fields)


def _reached_by(people: Collection[UUID]) -> frozenset[Needle]:
    """Every address and telephone number that these records have of one person."""
    found: set[Needle] = set()
    for row in Address.objects.standing().filter(subject__in=people):
        found |= of_address(row.lines, row.postcode)
    numbers = Identifier.objects.standing().filter(subject__in=people, kind="telephone")
    return frozenset(found) | needles(numbers.values_list("value", flat=True))
