"""The one place that says who may do what to whose record, and why. It reads; it never writes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from goldthread.access.models import BreakGlass, Exclusion, Grant, Level, Protection
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import look, wall
from goldthread.ledger.entries import Teller, entry_type
from goldthread.ledger.models import Entry, Episode
from goldthread.ledger.wall import Purpose
from goldthread.people.identity import identity, representatives


class Outcome(StrEnum):
    """What a person gets: the record, a refusal that says why, or no sign that it exists."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Decision:
    """An answer, with a sentence for the person who asked.

    `under` is the break-glass that opens the record, where nothing else does: for the trace of the read.
    """

    outcome: Outcome
    why: str = ""
    under: UUID | None = field(default=None, compare=False)

    @property
    def allowed(self) -> bool:
        """Whether the act may go ahead."""
        return self.outcome is Outcome.ALLOWED


ALLOWED = Decision(Outcome.ALLOWED)
NO_ROLE = Decision(
    Outcome.REFUSED, "Your role does not include this. Ask your manager if you think that it should."
)
RESTRICTED = Decision(
    Outcome.REFUSED,
    "This record is restricted to named people. If a child may be at risk, ring the duty manager now.",
)
SENSITIVE = Decision(Outcome.REFUSED, "This record is sensitive. Say why you need it before you open it.")
UNKNOWN = Decision(Outcome.HIDDEN)


def decide(user: User, act: Capability, subject: UUID, *, at: datetime, reason: str = "") -> Decision:
    """Whether this person may do that to this record at that instant.

    Capability and level both count; nobody passes them by (design section 6). Records confirmed to be of one
    person are read as one, so the walls of all of them stand. Nothing is kept beyond one look, so a change of
    role or restriction works at once.
    """
    if not user.may(act, at=at):
        return NO_ROLE
    if act is Capability.LEAD_FAMILY and not holds(user, subject):
        return UNKNOWN
    before = _walls(user, [subject], at, act)[subject]
    return replace(judge(before.walls, reason), under=before.glass)


def holds(user: User, subject: UUID) -> bool:
    """Whether a user holds the open case of a person: the only records that LEAD_FAMILY opens to them."""
    cases = Episode.objects.filter(subject__in=identity([subject]), closed_at=None, worker=user)
    return cases.exists()


EXCLUDED, DOMAIN = "excluded", "domain"  # walls besides the levels: kept out by name; sealed in a domain
CLOSED = frozenset({Level.RESTRICTED, Level.SEALED})  # what the database's own wall stands around
HIDING = frozenset({EXCLUDED, DOMAIN, Level.SEALED})  # who stands before one is not told of the record


@dataclass(frozen=True)
class Standing:
    """How one user stands to one record at an instant: all that the walls ask, besides the reason given.

    `opens_to` is the act that opens a sealed record of a domain, `acting` what is about to be done, when
    the user may do it at all. `glass`: they opened the record in an emergency, and that is in force.
    """

    level: str = Level.OPEN
    named: bool = False
    excluded: bool = False
    opens_to: str = ""
    acting: Capability | None = None
    glass: bool = False

    @property
    def walls(self) -> frozenset[str]:
        """What stands before the user. A wall that they may pass does not.

        A record of a sealed domain opens by the domain's own act alone: no other page, list or search shows
        it, not even to whoever may do that act, and naming somebody does not open it either. A break-glass
        opens a restricted record and no sealed one, and never to change who may open it.
        """
        by_domain = self.level == Level.SEALED and self.opens_to
        closed = self.level in CLOSED
        glass = (
            self.glass and self.level == Level.RESTRICTED and self.acting is not Capability.PROTECT_RECORDS
        )
        passed = self.opens_to == self.acting if by_domain else closed and (self.named or glass)
        open_to_them = passed or self.level == Level.OPEN
        level = set() if open_to_them else {DOMAIN if by_domain else self.level}
        return frozenset(level | ({EXCLUDED} if self.excluded else set()))


def judge(walls: Collection[str], reason: str = "") -> Decision:
    """What somebody with a role for it gets behind these walls: the strictest counts."""
    if HIDING & set(walls):
        return UNKNOWN
    if Level.RESTRICTED in walls:
        return RESTRICTED
    return SENSITIVE if Level.SENSITIVE in walls and not reason.strip() else ALLOWED


def foresee(standing: Standing, *, holds: bool = False, reason: str = "") -> Decision:
    """What `decide` says to somebody who stands so to a person's only record: what the matrix is made of.

    `holds` is whether they hold the person's open case.
    """
    if standing.acting is None:
        return NO_ROLE
    if standing.acting is Capability.LEAD_FAMILY and not holds:
        return UNKNOWN
    return judge(standing.walls, reason)


@dataclass
class _Before:
    """What stands before a user at one person's records, and the break-glass by which they pass, if any."""

    walls: set[str] = field(default_factory=set)
    glass: UUID | None = None


def _walls(
    user: User, subjects: Collection[UUID], at: datetime, acting: Capability | None = None
) -> dict[UUID, _Before]:
    """The walls before each of these people, whichever of their records each stands around.

    `acting` is what is about to be done, once it is known that the user may do it at all. How the user stands
    to them is read once in one look, so it is as it was when first asked there.
    """
    known = look.kept((_walls, user.pk))
    if new := [subject for subject in subjects if subject not in known]:
        known |= _standings(user, new, at)
    before = {subject: _before(known[subject], acting) for subject in subjects}
    _open({one for one in before if not before[one].walls - {Level.SENSITIVE} and _is_closed(known[one])})
    return before


def _is_closed(standings: Iterable[tuple[Standing, UUID | None]]) -> bool:
    return any(standing.level in CLOSED for standing, _ in standings)


def _open(passed: Collection[UUID]) -> None:
    """Say to the database which closed records are open to the reader, once in a look."""
    opened = look.kept(_open)
    if new := [one for one in passed if one not in opened]:
        wall.open_to_reader(identity(new))
        opened |= dict.fromkeys(new, True)


def _before(standings: Iterable[tuple[Standing, UUID | None]], acting: Capability | None) -> _Before:
    found = _Before()
    for standing, glass in standings:
        found.walls |= replace(standing, acting=acting).walls
        found.glass = glass
    return found


def _standings(
    user: User, subjects: Collection[UUID], at: datetime
) -> dict[UUID, list[tuple[Standing, UUID | None]]]:
    """How the user stands to each closed record of each person, and the break-glass by which they pass."""
    one = representatives(subjects)
    shut = Protection.objects.filter(subject__in=list(one)).exclude(level=Level.OPEN)
    levels = {
        subject: (level, key) for subject, level, key in shut.values_list("subject", "level", "opens_to")
    }
    named = _named(user, list(levels), at) if levels else frozenset()
    excluded = frozenset(_excluded(user, one, at))
    closed = {subject for subject, (level, _) in levels.items() if level == Level.RESTRICTED} - named
    glass = _glass(user, one, at) if closed else {}
    found: dict[UUID, list[tuple[Standing, UUID | None]]] = defaultdict(list)
    for subject in levels.keys() | excluded:
        level, key = levels.get(subject, (Level.OPEN, ""))
        leader = one[subject]
        standing = Standing(level, subject in named, subject in excluded, key, None, leader in glass)
        found[leader].append((standing, glass.get(leader)))
    return {subject: found[one.get(subject, subject)] for subject in subjects}


def _glass(user: User, one: Mapping[UUID, UUID], at: datetime) -> dict[UUID, UUID]:
    """By the first record of a person, the break-glass of this user that is in force for them."""
    found = BreakGlass.objects.in_force(at).filter(user=user, subject__in=list(one))
    return {
        one[subject]: glass for subject, glass in found.order_by("until", "pk").values_list("subject", "pk")
    }


def _named(user: User, subjects: Collection[UUID], at: datetime) -> frozenset[UUID]:
    """Of these closed records, those that name the user."""
    current = Q(until__isnull=True) | Q(until__gt=at)
    found = Grant.objects.filter(current, subject__in=subjects, user=user, since__lte=at)
    return frozenset(found.values_list("subject_id", flat=True))


def _excluded(user: User, subjects: Collection[UUID], at: datetime) -> list[UUID]:
    found = Exclusion.objects.filter(subject__in=list(subjects), user=user, since__lte=at)
    return list(found.values_list("subject_id", flat=True))


def oversees(user: User, entry: Entry, *, at: datetime) -> Decision:
    """Whether a user is the manager of an entry's author, who sees to it where it was written in error.

    They hold such a role, and belong to a team of the author's; the author's own word is not enough. Where
    the author belongs to no team here, such as a member of the public, any manager's is.
    """
    if not user.may(Capability.OVERSEE_RECORDS, at=at):
        return NO_ROLE
    if entry.author_id == user.pk:
        return Decision(Outcome.REFUSED, "You wrote this entry, so your own manager moves it.")
    theirs = {team for team in _teams(entry, at) if team is not None}
    if theirs and not user.memberships.held(at).filter(team__in=theirs).exists():
        return Decision(Outcome.REFUSED, "Only a manager of the author’s team moves an entry.")
    return ALLOWED


def _teams(entry: Entry, at: datetime) -> set[object]:
    """The teams to which the author belonged when they signed, or belongs now."""
    if entry.author is None:
        return set()
    then, now = (entry.author.memberships.held(when) for when in (entry.recorded_at, at))
    return {*then.values_list("team", flat=True), *now.values_list("team", flat=True)}


def follows(user: User, entry: Entry, *, at: datetime) -> Decision:
    """Whether a professional may follow a request: it is theirs or their agency's, or asked of them.

    The council is no such agency: what one of its officers wrote down is not followed by all who work there.
    Whoever is excluded from the record of anyone whom it is about follows nothing of it. What was told of a
    sealed record is followed by its author alone: their colleague may be whom it is about.
    """
    if not user.may(Capability.SEND_REQUEST, at=at):
        return NO_ROLE
    own = entry.author_id == user.pk or (
        entry.author_agency_id is not None
        and entry.author_agency_id == user.agency_id
        and user.agency.is_outside
    )
    if not (own or _told(user, entry)):
        return UNKNOWN
    about = wall.about(entry.pk)
    shut = set(excluded_from(user, at=at))
    if entry.author_id != user.pk:
        shut |= set(sealed().filter(subject__in=about))
    if not shut.isdisjoint(about):
        return UNKNOWN
    wall.open_to_reader(about)  # what came of it is told to them
    return ALLOWED


def open_followed(user: User, requests: QuerySet[Entry], *, at: datetime) -> None:
    """Open the closed records that a user's own requests are about, where they may follow them."""
    with wall.lowered(Purpose.FOLLOW):
        shut = list(requests.filter(pk__in=RawSQL("select entry from access_shut", [])))
    for one in shut:
        follows(user, one, at=at)


def open_named(user: User, *, at: datetime) -> None:
    """Open the closed records that name this user, or that they opened in an emergency, where policy agrees.

    Once a request, before anything is read: so a list holds them like any other.
    """
    named = Grant.objects.filter(user=user).values("subject")
    glass = BreakGlass.objects.in_force(at).filter(user=user).values("subject")
    if theirs := list(named.union(glass).values_list("subject", flat=True)):
        _walls(user, theirs, at)


def reads_own(user: User, entry: Entry) -> Decision:
    """Whether an entry about nobody is open: where its kind is its author's own, to their agency alone."""
    theirs = entry.author_id == user.pk or entry.author_agency_id == user.agency_id
    return ALLOWED if theirs or not entry_type(entry.kind).own else UNKNOWN


def excluded_from(user: User, *, at: datetime) -> frozenset[UUID]:
    """Every record from which this person is kept out by name, those of the same people included."""
    found = Exclusion.objects.filter(user=user, since__lte=at)
    return identity(found.values_list("subject_id", flat=True))


def _told(user: User, entry: Entry) -> bool:
    """Whether this person, or someone of their agency, told it (HERTS-3.5) or is asked by it (HSSCP-7.11)."""
    kind = entry_type(entry.kind)
    named = (kind.told_by(entry.payload), kind.asks_of(entry.payload))
    return any(_is_named(user, one) for one in named if one is not None)


def _is_named(user: User, teller: Teller) -> bool:
    said = {(teller.email or None, user.email), (teller.agency or None, user.agency.name)}
    return any(told is not None and told.casefold() == own.casefold() for told, own in said)


@dataclass(frozen=True)
class Visible:
    """Which of some records a person may see, and which they may not but are told of, without detail."""

    subjects: frozenset[UUID]
    restricted: frozenset[UUID]

    @property
    def restricted_may_match(self) -> bool:
        """Whether to say that a restricted record may match."""
        return bool(self.restricted)


def sealed() -> QuerySet[Protection, UUID]:
    """The subjects of sealed records: no list or count that goes by role, and not by record, holds them."""
    return Protection.objects.filter(level=Level.SEALED).values_list("subject", flat=True)


def of_domain(user: User, act: Capability, *, at: datetime) -> list[UUID]:
    """The sealed records that this act opens, as far as this user may see them: for the domain's lists."""
    if not user.may(act, at=at):
        return []
    found = list(sealed().filter(opens_to=act).order_by("subject"))
    walls = _walls(user, found, at, act)
    return [subject for subject in found if not walls[subject].walls]


def visible(user: User, subjects: Iterable[UUID], *, at: datetime) -> Visible:
    """Sort records that a search found. A restricted one is announced without detail, never left out.

    Whoever is excluded from a record gets no sign of it, and of one in a sealed domain nobody does.
    """
    asked = frozenset(subjects)
    walls = {subject: before.walls for subject, before in _walls(user, asked, at).items()}
    withheld = {subject for subject in asked if walls[subject] - {Level.SENSITIVE}}
    told_of = {subject for subject in withheld if not walls[subject] & {EXCLUDED, DOMAIN}}
    return Visible(asked - withheld, frozenset(told_of))
