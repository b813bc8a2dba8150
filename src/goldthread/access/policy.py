"""The one place that says who may do what to whose record, and why. It reads; it never writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from goldthread.access.models import Exclusion, Grant, Level, Protection
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.entries import entry_type
from goldthread.ledger.models import Entry


class Outcome(StrEnum):
    """What a person gets: the record, a refusal that says why, or no sign that it exists."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Decision:
    """An answer, with a sentence for the person who asked."""

    outcome: Outcome
    why: str = ""

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

    Capability and level both count; nobody passes them by (design section 6). Nothing is cached,
    so a change of role or restriction works at once.
    """
    if not user.may(act, at=at):
        return NO_ROLE
    if Exclusion.objects.filter(subject_id=subject, user=user, since__lte=at).exists():
        return UNKNOWN
    level = (
        Protection.objects.filter(subject_id=subject).values_list("level", flat=True).first() or Level.OPEN
    )
    if level == Level.OPEN or (level == Level.SENSITIVE and reason.strip()):
        return ALLOWED
    if level == Level.SENSITIVE:
        return SENSITIVE
    if _named(user, subject, at):
        return ALLOWED
    return RESTRICTED if level == Level.RESTRICTED else UNKNOWN


def _named(user: User, subject: UUID, at: datetime) -> bool:
    current = Q(until__isnull=True) | Q(until__gt=at)
    return Grant.objects.filter(current, subject_id=subject, user=user, since__lte=at).exists()


def follows(user: User, entry: Entry, *, at: datetime) -> Decision:
    """Whether a professional may follow a request: it is their own or their agency's, sent or told aloud."""
    if not user.may(Capability.SEND_REQUEST, at=at):
        return NO_ROLE
    own = entry.author_id == user.pk or (
        entry.author_agency_id is not None and entry.author_agency_id == user.agency_id
    )
    return ALLOWED if own or _told(user, entry) else UNKNOWN


def _told(user: User, entry: Entry) -> bool:
    """Whether this person, or someone of their agency, told what another wrote down (HERTS-3.5)."""
    teller = entry_type(entry.kind).told_by(entry.payload)
    if teller is None:
        return False
    said = {(teller.email or None, user.email), (teller.agency or None, user.agency.name)}
    return any(told is not None and told.casefold() == own.casefold() for told, own in said)


@dataclass(frozen=True)
class Visible:
    """Which of some records a person may see, and whether others may match that they may not."""

    subjects: frozenset[UUID]
    restricted_may_match: bool


def visible(user: User, subjects: Iterable[UUID], *, at: datetime) -> Visible:
    """Sort records that a search found. A closed one is announced without detail, never silently left out."""
    asked = frozenset(subjects)
    closed = Protection.objects.filter(subject_id__in=asked).exclude(level__in=[Level.OPEN, Level.SENSITIVE])
    shut = {row.subject_id for row in closed if not _named(user, row.subject_id, at)}
    excluded = Exclusion.objects.filter(subject_id__in=asked, user=user).values_list("subject_id", flat=True)
    withheld = shut | set(excluded)
    return Visible(asked - withheld, bool(withheld))
