"""What stands between one recipient and what the record says: whatever they must not, or need not, know."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from goldthread.access.entries import KeptFrom
from goldthread.access.models import Exclusion, Kept, Level, Protection
from goldthread.access.needles import Needle, haystack, needles, of_address, of_text
from goldthread.access.policy import visible
from goldthread.access.recipients import Recipient, looked_up
from goldthread.accounts.models import User
from goldthread.ledger.corrected import Said, corrections_of_all, values_of_all
from goldthread.ledger.entries import entry_type, entry_types
from goldthread.ledger.fields import Email, Field, Group, Phone, Sensitivity, Text
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry
from goldthread.people.folding import fold
from goldthread.people.identity import identity, representatives
from goldthread.people.models import Address, Identifier, Relationship, Responsibility

# What somebody is to a child whose paper may tell them of the child.
CARERS = frozenset(
    {
        "mother",
        "father",
        "parent",
        "adoptive_parent",
        "guardian",
        "special_guardian",
        "kinship_carer",
        "foster_carer",
    }
)
SAFE = "The address must stay safe"
UNNAMED = "Whoever told us wished to stay unnamed"


@dataclass(frozen=True)
class Against:
    """What one recipient must not, or need not, know; each with the reason, for the worker's eyes.

    `knows` is everyone of whom they may be told: None means that this is not asked of them, a professional.
    `nothing` is why nothing at all may go to them.
    """

    recipient: Recipient
    nothing: tuple[str, ...]
    entries: Mapping[UUID, str]
    answers: Mapping[tuple[UUID, str], str]
    reach: Mapping[UUID, str]
    needles: Mapping[Needle, str]
    own: frozenset[UUID]
    knows: frozenset[UUID] | None

    def kept(self, entry: UUID | None, field: str, about: Collection[UUID], *, tells_where: bool) -> str:
        """Why this answer of that entry must not be known to them; empty where nothing says so."""
        if entry is not None and entry in self.entries:
            return self.entries[entry]
        path = field
        while entry is not None and path:
            if (entry, path) in self.answers:
                return self.answers[entry, path]
            path = path.rpartition(".")[0]
        hidden = sorted(self.reach.keys() & set(about), key=str) if tells_where else []
        return self.reach[hidden[0]] if hidden else ""

    def told_by(self, text: str) -> str:
        """Why they must not read this text; empty where it gives nothing away."""
        hay = haystack(text)
        return next((why for needle, why in self.needles.items() if hay.tells(needle)), "")

    def need_not(self, about: Collection[UUID], sensitivity: Sensitivity, *, tells_where: bool) -> str:
        """Why they need not know it, though nobody said that they must not; empty where they may."""
        if self.knows is None:
            return ""
        if sensitivity is Sensitivity.LOCKED_REFERRER:
            return "It tells who told us"
        if sensitivity is Sensitivity.SPECIAL_CATEGORY and not about:
            return "It is about somebody’s health, origin or belief, and the record does not say whose"
        if tells_where and not set(about) <= self.own:
            return "It says where somebody else is, or how to reach them"
        return "" if set(about) <= self.knows else "It is about somebody else"


def against(recipient: Recipient, people: Collection[UUID], *, at: datetime) -> Against:
    """What stands between a recipient and a paper about these people."""
    recipient = looked_up(recipient)
    day = london_date(at)
    related = _related(people)
    own = identity([recipient.person]) if recipient.person else frozenset[UUID]()
    found = _Found()
    found.marked(list(_marks(recipient, related)))
    found.safe_addresses(related - own)
    found.unnamed(related)
    if own:
        found.but_own(own)
    return Against(
        recipient=recipient,
        nothing=(*found.nothing, *_shut_out(recipient, people, at)),
        entries=found.entries,
        answers=found.answers,
        reach=found.reach,
        needles=found.needles,
        own=own,
        knows=own | _theirs(own, people, day) if recipient.is_family else None,
    )


def _marks(recipient: Recipient, related: Collection[UUID]) -> Iterator[Kept]:
    """What is kept from them by name, in any record, and from everybody but others in records near by."""
    keys = sorted(recipient.keys)
    named = Q(others=False) & (Q(keys__overlap=keys) | _same_name(recipient))
    unless = Q(others=True, subject__in=sorted(related, key=str)) & ~Q(keys__overlap=keys)
    yield from Kept.objects.filter(named | unless).select_related("entry").order_by("since", "pk")


def _same_name(recipient: Recipient) -> Q:
    """Whoever is only a name is taken for a person of that name, until somebody says otherwise."""
    is_known = recipient.person or recipient.user or recipient.agency
    return Q(pk__in=()) if is_known else Q(names__contains=[fold(recipient.name)])


def _why(mark: Kept) -> str:
    """The rule, for whoever sends: who said so, and why."""
    said = mark.entry.payload
    return f"{KeptFrom.summary(said).partition(':')[0]}: {said.get('reason', '')} ({mark.entry.reference})"


class _Found:
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
            elif mark.target in targets:
                self._entry(targets[mark.target], said[mark.target], later[mark.target], (mark.field, why))

    def safe_addresses(self, people: Collection[UUID]) -> None:
        """Addresses that must stay safe are told to nobody but those who live there."""
        safe = Address.objects.standing().filter(subject__in=people, safe=True)
        for row in safe.order_by("pk"):
            self.reach.setdefault(row.subject_id, SAFE)
            self._hide(of_address(row.lines, row.postcode), SAFE)

    def unnamed(self, people: Collection[UUID]) -> None:
        """What would name a referrer who wished to stay unnamed."""
        kinds = [kind for kind, one in entry_types().items() if _may_lock(one.fields.values())]
        entries = Entry.objects.filter(kind__in=kinds, parts__subject__in=people).distinct()
        for entry in entries.order_by("recorded_at", "pk"):
            shut = entry_type(entry.kind).locked(entry.payload)
            for field, text in entry_type(entry.kind).reads(entry.payload):
                if field.sensitivity in shut and field.sensitivity is Sensitivity.LOCKED_REFERRER:
                    self.answers.setdefault((entry.pk, field.name), UNNAMED)
                    names_them = isinstance(field, Email | Phone) or field.name.endswith("name")
                    self._hide(of_text(text, whole=names_them), UNNAMED)

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


def _may_lock(fields: Iterable[object]) -> bool:
    return any(getattr(one, "sensitivity", None) is Sensitivity.LOCKED_REFERRER for one in fields)


def _reached_by(people: Collection[UUID]) -> frozenset[Needle]:
    """Every address and telephone number that these records have of one person."""
    found: set[Needle] = set()
    for row in Address.objects.standing().filter(subject__in=people):
        found |= of_address(row.lines, row.postcode)
    numbers = Identifier.objects.standing().filter(subject__in=people, kind="telephone")
    return frozenset(found) | needles(numbers.values_list("value", flat=True))


def _related(people: Collection[UUID]) -> frozenset[UUID]:
    """These people, and whoever is tied to them or to one of those."""
    near = identity(people)
    for _ in range(2):
        ties = Relationship.objects.standing().filter(Q(subject__in=near) | Q(other__in=near))
        ends = {end for pair in ties.values_list("subject_id", "other_id") for end in pair}
        near = near | identity(ends - near)
    return near


def _theirs(own: Collection[UUID], people: Collection[UUID], day: date) -> frozenset[UUID]:
    """Of these children, those whose parent or carer they are that day, or who are theirs by law."""
    one = representatives(people)
    ties = Relationship.objects.on(day).filter(subject__in=own, other__in=one, kind__in=CARERS)
    holds = Responsibility.objects.on(day).filter(subject__in=own, other__in=one, holds=True)
    found = {*ties.values_list("other_id", flat=True), *holds.values_list("other_id", flat=True)}
    first = {one[child] for child in found}
    return frozenset(person for person, leader in one.items() if leader in first)


def _shut_out(recipient: Recipient, people: Collection[UUID], at: datetime) -> Iterator[str]:
    """Why the records themselves are closed to a recipient."""
    known = sorted(identity(people), key=str)
    if recipient.user is not None:
        user = User.objects.get(pk=recipient.user)
        if Exclusion.objects.filter(subject__in=known, user=user, since__lte=at).exists():
            yield f"{recipient.name} is excluded from this record"
        elif visible(user, people, at=at).restricted:
            yield f"This record is closed to all but named people, and {recipient.name} is not one of them"
        return
    levels = set(Protection.objects.filter(subject__in=known).values_list("level", flat=True))
    if Level.SEALED in levels:
        yield "This record is sealed: nothing of it leaves"
    elif Level.RESTRICTED in levels and not recipient.is_family:
        yield f"This record is restricted to named people, and {recipient.name} is not one of them"
