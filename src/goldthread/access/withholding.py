"""What stands between one recipient and what the record says: whatever they must not, or need not, know."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from goldthread.access.gathering import UNNAMED, Found
from goldthread.access.models import Exclusion, Kept, Level, Protection, Release
from goldthread.access.needles import Needle, haystack
from goldthread.access.policy import visible
from goldthread.access.recipients import Recipient, looked_up
from goldthread.accounts.models import User
from goldthread.ledger import wall
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Sensitivity
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry
from goldthread.people.folding import fold
from goldthread.people.identity import identity, representatives
from goldthread.people.models import Relationship, Responsibility

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


class MustNotKnow(ValueError):
    """Something would be told to somebody who must not know it. The message is the rule."""


@dataclass(frozen=True)
class Against:
    """What one recipient must not, or need not, know; each with the reason, for the worker's eyes.

    `knows` is everyone of whom they may be told: themselves and the children in their care. None means that
    this is not asked of them, a professional. `beside` are the others who care for these children: of those
    they may be told what is no matter of health, origin or belief, nor where they are. `nothing` is why
    nothing at all may go to them.
    """

    recipient: Recipient
    nothing: tuple[str, ...]
    entries: Mapping[UUID, str]
    answers: Mapping[tuple[UUID, str], str]
    reach: Mapping[UUID, str]
    needles: Mapping[Needle, str]
    own: frozenset[UUID]
    knows: frozenset[UUID] | None
    beside: frozenset[UUID] = frozenset()

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
        special = sensitivity is Sensitivity.SPECIAL_CATEGORY
        if special and not about:
            return "It is about somebody’s health, origin or belief, and the record does not say whose"
        if tells_where and not set(about) <= self.own:
            return "It says where somebody else is, or how to reach them"
        known = self.knows if special else self.knows | self.beside
        return "" if set(about) <= known else "It is about somebody else"


def against(recipient: Recipient, people: Collection[UUID], *, at: datetime) -> Against:
    """What stands between a recipient and a paper about these people."""
    recipient = looked_up(recipient)
    day = london_date(at)
    related = _related(people)
    own = identity([recipient.person]) if recipient.person else frozenset[UUID]()
    found = Found()
    found.marked(list(_marks(recipient, related)))
    found.safe_addresses(related - own)
    found.unnamed(related)
    if own:
        found.but_own(own)
    theirs = _theirs(own, people, day)
    return Against(
        recipient=recipient,
        nothing=(*found.nothing, *_shut_out(recipient, people, at)),
        entries=found.entries,
        answers=found.answers,
        reach=found.reach,
        needles=found.needles,
        own=own,
        knows=own | theirs if recipient.is_family else None,
        beside=_carers(theirs, day) if recipient.is_family else frozenset(),
    )


def why_not(recipient: Recipient, people: Collection[UUID], texts: Iterable[str], *, at: datetime) -> str:
    """Why these words about these people may not go to a recipient; empty where they may.

    How a referrer is called is no secret from the referrer, to whom letters go that greet them by name.
    """
    found = against(recipient, people, at=at)
    told = (found.told_by(text) for text in texts)
    return next(iter((*found.nothing, *(why for why in told if why and why != UNNAMED))), "")


def check_asked(entry: Entry, *, at: datetime) -> None:
    """Where an entry asks somebody something: hold its words against what they must not know.

    Raises MustNotKnow.
    """
    kind = entry_type(entry.kind)
    asked = kind.asks_of(entry.payload)
    if asked is None:
        return
    to = Recipient(asked.agency or asked.email, email=asked.email)
    people = wall.about(entry.pk)
    why = why_not(to, people, [text for _, text in kind.reads(entry.payload)], at=at)
    if why:
        raise MustNotKnow(f"This would be told to {to.name}, who must not know it. {why}")


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


def _carers(children: Collection[UUID], day: date) -> frozenset[UUID]:
    """Who else is a parent or carer of these children that day."""
    ties = Relationship.objects.on(day).filter(other__in=children, kind__in=CARERS)
    return identity(ties.values_list("subject_id", flat=True)) if children else frozenset()


def _shut_out(recipient: Recipient, people: Collection[UUID], at: datetime) -> Iterator[str]:
    """Why the records themselves are closed to a recipient."""
    known = sorted(identity(people), key=str)
    if not _released(recipient, known):
        yield "This record is sealed: nothing of it leaves"
        return
    if recipient.user is not None:
        user = User.objects.get(pk=recipient.user)
        if Exclusion.objects.filter(subject__in=known, user=user, since__lte=at).exists():
            yield f"{recipient.name} is excluded from this record"
        elif visible(user, people, at=at).restricted:
            yield f"This record is closed to all but named people, and {recipient.name} is not one of them"
        return
    levels = set(Protection.objects.filter(subject__in=known).values_list("level", flat=True))
    if Level.RESTRICTED in levels and not recipient.is_family:
        yield f"This record is restricted to named people, and {recipient.name} is not one of them"


def _released(recipient: Recipient, known: Collection[UUID]) -> bool:
    """Whether each sealed record among these names the recipient as one to whom its papers may go."""
    shut = set(
        Protection.objects.filter(subject__in=known, level=Level.SEALED).values_list("subject", flat=True)
    )
    if not shut:
        return True
    named = Release.objects.filter(subject__in=shut, key__in=sorted(recipient.keys))
    return shut <= set(named.values_list("subject", flat=True))
