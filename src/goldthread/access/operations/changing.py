"""Changing who may open a record, with the reason: how closed it is, who is named, who is kept out."""

from datetime import datetime

from django.db import transaction

from goldthread.access.models import Exclusion, Grant, Level, Protection, ProtectionChange
from goldthread.access.operations.protecting import exclude, grant, protect
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.models import Episode, Subject
from goldthread.people.identity import identity

CLOSED = frozenset({Level.RESTRICTED, Level.SEALED})


class NotYours(Exception):
    """Somebody else must do this. The message is a sentence for a person."""


@transaction.atomic
def set_level(*, by: Author, at: datetime, subject: Subject, level: Level, reason: str) -> None:
    """Set how closed a record is. It works for the very next request.

    A record that is closed names from then on whoever holds the case and whoever closes it, if they may read
    records at all: else it would open to nobody. A sealed one is opened again by somebody else than whoever
    sealed it, who looks after privacy (ASVS 2.3.5). Raises NotYours; and for a record of a sealed domain,
    which this is not for, ValueError.
    """
    Subject.objects.select_for_update().get(pk=subject.pk)
    now = Protection.objects.filter(subject=subject).first()
    if now is not None and now.opens_to:
        raise ValueError("a record of a sealed domain is closed by the domain itself")
    if now is not None and now.level == Level.SEALED != level:
        if by.user is None or not by.user.may(Capability.REVIEW_ACCESS, at=at):
            raise NotYours("A sealed record is opened again by the privacy officer.")
        if by.user.pk == now.set_by_id:
            raise NotYours("You sealed it, so somebody else opens it again.")
    protect(by=by, at=at, subject=subject, level=level, reason=reason)
    _keep(by, at, subject, "level", reason, level=level)
    if level in CLOSED and not _named(subject, at):
        for user in _from_the_start(by, subject, at):
            grant(by=by, at=at, subject=subject, user=user)


@transaction.atomic
def name_person(*, by: Author, at: datetime, subject: Subject, user: User, reason: str) -> None:
    """Name somebody to whom a restricted or sealed record opens. Named already, they stay so."""
    if user.pk not in {one.pk for one in _named(subject, at)}:
        grant(by=by, at=at, subject=subject, user=user)
        _keep(by, at, subject, "name", reason, user=user)


@transaction.atomic
def unname_person(*, by: Author, at: datetime, subject: Subject, user: User, reason: str) -> None:
    """Somebody is not named any more; it works for the very next request."""
    standing = [
        one for one in Grant.objects.filter(subject=subject, user=user) if not one.until or one.until > at
    ]
    for one in standing:
        one.until = at
        one.save(update_fields=["until"])
    if standing:
        audit.record(by=by, at=at, act="grant.end", subject=subject.pk, detail={"user": str(user.pk)})
        _keep(by, at, subject, "unname", reason, user=user)


@transaction.atomic
def keep_out(*, by: Author, at: datetime, subject: Subject, user: User, reason: str) -> None:
    """Keep somebody who works here out of a record, whatever their role. Kept out already, they stay so."""
    if not Exclusion.objects.filter(subject=subject, user=user).exists():
        exclude(by=by, at=at, subject=subject, user=user, reason=reason)
        _keep(by, at, subject, "exclude", reason, user=user)


@transaction.atomic
def let_in(*, by: Author, at: datetime, subject: Subject, user: User, reason: str) -> None:
    """Somebody is not kept out any more. What their role and the record's level say holds again.

    Nobody lets themselves in: raises NotYours.
    """
    if by.user is not None and by.user.pk == user.pk:
        raise NotYours("You are the one who is kept out, so somebody else decides.")
    gone, _ = Exclusion.objects.filter(subject=subject, user=user).delete()
    if gone:
        audit.record(by=by, at=at, act="exclude.end", subject=subject.pk, detail={"user": str(user.pk)})
        _keep(by, at, subject, "include", reason, user=user)


def _keep(
    by: Author,
    at: datetime,
    subject: Subject,
    act: str,
    reason: str,
    *,
    user: User | None = None,
    level: str = "",
) -> None:
    ProtectionChange.objects.create(
        subject=subject, act=act, level=level, user=user, reason=reason, role=by.role, by=by.user, at=at
    )


def _named(subject: Subject, at: datetime) -> list[User]:
    found = Grant.objects.filter(subject=subject, since__lte=at).select_related("user")
    return [one.user for one in found if one.until is None or one.until > at]


def _from_the_start(by: Author, subject: Subject, at: datetime) -> list[User]:
    """Whoever holds the case, and whoever closes the record."""
    cases = Episode.objects.filter(subject__in=identity([subject.pk]), closed_at=None).select_related(
        "worker"
    )
    found = {one.worker.pk: one.worker for one in cases if one.worker is not None}
    if by.user is not None:
        found[by.user.pk] = by.user
    return [user for user in found.values() if user.may(Capability.READ_RECORD, at=at)]
