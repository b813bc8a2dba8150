"""Closing an account at once, and opening it again: of somebody who left, and of one that nobody uses."""

from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import DateTimeField, F, Max, Q
from django.db.models.functions import Greatest

from goldthread.access.models import AccountChange, Change
from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author

DORMANT = timedelta(days=60)  # without a sign-in, a new role or the account's being opened again


@transaction.atomic
def close_account(*, by: Author, at: datetime, user: User, change: Change, words: str = "") -> None:
    """Nobody signs in with it any more, and whoever is signed in is out at their next request (ASVS 7.4.2).

    The roles of somebody who left end now; those of a dormant account stay, for when it is opened again.
    Closed already, it stays as it is.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    if change is Change.LEFT:
        to_come = user.memberships.filter(since__gte=at)
        to_come.update(until=F("since") + timedelta(microseconds=1))  # one that never was ends as it begins
        user.memberships.filter(Q(until__isnull=True) | Q(until__gt=at), since__lt=at).update(until=at)
    end_sessions(by=by, at=at, user=user)
    _note(by, at, user, change, words)


@transaction.atomic
def reopen_account(*, by: Author, at: datetime, user: User, words: str) -> None:
    """Let somebody sign in again, with the roles that they still hold. Open already, it stays as it is."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    end_sessions(by=by, at=at, user=user)
    _note(by, at, user, Change.REOPENED, words)


def close_dormant(*, by: Author, at: datetime) -> int:
    """Close every account that nobody signed in to for 60 days; how many were."""
    used = Greatest(
        "last_login",
        Max("memberships__since", filter=Q(memberships__since__lte=at)),
        Max("account_changes__at"),
        output_field=DateTimeField(),
    )
    found = User.objects.filter(is_active=True).annotate(used=used).filter(used__lt=at - DORMANT)
    dormant = list(found.order_by("pk"))
    for user in dormant:
        close_account(by=by, at=at, user=user, change=Change.DORMANT)
    return len(dormant)


def end_sessions(*, by: Author, at: datetime, user: User) -> int:
    """End every session of somebody, in every browser; how many there were (ASVS 7.4.5)."""
    live = Session.objects.filter(expire_date__gt=at)
    theirs = [one.pk for one in live if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()
    audit.record(by=by, at=at, act="account.sessions", detail={"user": str(user.pk), "ended": len(theirs)})
    return len(theirs)


def _note(by: Author, at: datetime, user: User, change: Change, words: str) -> None:
    AccountChange.objects.create(user=user, change=change, words=words, at=at, by=by.user)
    audit.record(by=by, at=at, act=f"account.{change}", detail={"user": str(user.pk)})
