"""Protecting a record: how closed it is, who is named, kept out, or may be sent papers; what is kept back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goldthread.access.entries import KeptFrom, KeptLifted, said_from, thing
from goldthread.access.models import Exclusion, GivenReason, Grant, Level, Protection, Release
from goldthread.access.recipients import Recipient
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import audit, wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending, sign


@transaction.atomic
def protect(
    *,
    by: Author,
    at: datetime,
    subject: Subject,
    level: Level,
    reason: str,
    opens_to: Capability | None = None,
) -> None:
    """Set how closed a record is. It works for the very next request.

    `opens_to` makes a sealed record part of a domain: whoever may do that opens it by that act, nobody else.
    """
    how = {"level": level, "reason": reason, "opens_to": opens_to or "", "set_by": by.user, "set_at": at}
    Protection.objects.update_or_create(subject=subject, defaults=how)
    audit.record(by=by, at=at, act="protect", subject=subject.pk, detail={"level": level.value})


@transaction.atomic
def grant(*, by: Author, at: datetime, subject: Subject, user: User, until: datetime | None = None) -> None:
    """Name a person who may open a restricted or sealed record."""
    Grant.objects.create(subject=subject, user=user, since=at, until=until)
    audit.record(by=by, at=at, act="grant", subject=subject.pk, detail={"user": str(user.pk)})


@transaction.atomic
def exclude(*, by: Author, at: datetime, subject: Subject, user: User, reason: str) -> None:
    """Bar a person from a record for good."""
    Exclusion.objects.get_or_create(subject=subject, user=user, defaults={"reason": reason, "since": at})
    audit.record(by=by, at=at, act="exclude", subject=subject.pk, detail={"user": str(user.pk)})


@transaction.atomic
def release(*, by: Author, at: datetime, subject: Subject, to: Recipient) -> None:
    """Name someone outside to whom papers of a sealed record may go."""
    Release.objects.get_or_create(subject=subject, key=to.key, defaults={"since": at})
    audit.record(by=by, at=at, act="release", subject=subject.pk)


@transaction.atomic
def give_reason(*, by: Author, at: datetime, subject: Subject, reason: str) -> None:
    """Keep why someone is about to open a sensitive record. The audit row says that a reason was given.

    Raises ValueError for an author who is nobody in particular.
    """
    if by.user is None:
        raise ValueError("only a user opens a record")
    GivenReason.objects.create(subject=subject, user=by.user, reason=reason, given_at=at)
    audit.record(by=by, at=at, act="give_reason", subject=subject.pk)


def keep_from(
    *, by: Author, at: datetime, subjects: Sequence[Subject], values: Values, sending: Sending
) -> Entry:
    """Record that somebody must not know something. It works for the very next paper, letter or page."""
    return sign(
        by=by,
        at=at,
        kind=KeptFrom.kind,
        values=values,
        parts=[Part(subject, in_episode=False) for subject in subjects],
        key=sending.key,
        draft=sending.draft,
        holder=sending.holder,
    )


@wall.whole_act
def lift(*, by: Author, at: datetime, entry: Entry, reason: str, key: str) -> Entry:
    """Record that it may be known again. What was sent meanwhile stays as it was."""
    said = entry.payload
    return sign(
        by=by,
        at=at,
        kind=KeptLifted.kind,
        values={"thing": thing(said), "named": said_from(said), "reason": reason},
        parts=[Part(part.subject, in_episode=False) for part in entry.parts.select_related("subject")],
        key=key,
        links=Links(answers=entry),
    )
