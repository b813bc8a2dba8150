"""Drafts: what is typed is kept on the server as typed, valid or not, and never overwritten unseen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.fields import Raw, keepable
from goldthread.ledger.models import Draft, DraftHolder, DraftVersion
from goldthread.ledger.references import new_code


@dataclass(frozen=True)
class Holder:
    """Who may open a draft: a signed-in user, or whoever bears the secret of a public visit."""

    user: User | None = None
    secret: str = ""

    @property
    def bearer(self) -> str:
        """What is stored of the secret: its hash, so that the table gives no key away."""
        return hashlib.sha256(self.secret.encode()).hexdigest() if self.secret else ""


@dataclass(frozen=True)
class Saved:
    """The draft holds what was sent."""

    version: int
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """Someone else, or another window, saved first. Both texts are kept; `theirs` is the draft's."""

    version: int
    theirs: Raw


def new_secret() -> str:
    """A secret for a visitor who is not signed in. They may copy it, to come back with another browser."""
    return new_code()


def start(
    *, by: Holder, at: datetime, kind: str, raw: Raw | None = None, context: Mapping[str, Any] | None = None
) -> Draft:
    """A new draft of an entry of that kind."""
    return Draft.objects.create(
        kind=kind,
        owner=by.user,
        bearer="" if by.user else by.bearer,
        raw=keepable(raw or {}),
        context=dict(context or {}),
        created_at=at,
        updated_at=at,
    )


def held(by: Holder) -> QuerySet[Draft]:
    """The unsigned drafts that this person may open, newest first."""
    if by.user is None:
        mine = Q(owner__isnull=True, bearer=by.bearer) & ~Q(bearer="")
    else:
        shared = DraftHolder.objects.filter(user=by.user)
        mine = Q(owner=by.user, shared_as__isnull=True) | Q(pk__in=shared.values("draft"))
    return Draft.objects.filter(mine, signed_as__isnull=True).order_by("-updated_at")


def _alone(by: Holder) -> QuerySet[Draft]:
    """Those that nobody else holds: a shared draft is written by `sharing.write` only."""
    return held(by).filter(shared_as__isnull=True)


@transaction.atomic
def save(
    *, by: Holder, at: datetime, draft: UUID, raw: Raw, version: int, merge: bool = True
) -> Saved | Conflict:
    """Keep what was typed. `version` is the one the writer had before them.

    With `merge`, fields that were not sent keep what they had (a page sends only its own).
    Raises Draft.DoesNotExist when it is not this person's alone, or is signed.
    """
    row = _alone(by).select_for_update().get(pk=draft)
    sent = keepable(raw)
    if row.version != version and any(row.raw.get(name) != value for name, value in sent.items()):
        DraftVersion.objects.create(draft=row, version=row.version, raw=sent, saved_at=at)
        return Conflict(row.version, row.raw)
    merged = {**row.raw, **sent} if merge else sent
    if merged != row.raw:
        row.raw, row.version, row.updated_at = merged, row.version + 1, at
        row.save(update_fields=["raw", "version", "updated_at"])
    return Saved(row.version, at)


@transaction.atomic
def set_context(*, by: Holder, at: datetime, draft: UUID, **context: Any) -> Draft:
    """Note what the page needs to know, such as which person was recognised."""
    row = held(by).select_for_update().get(pk=draft)
    row.context, row.updated_at = {**row.context, **context}, at
    row.save(update_fields=["context", "updated_at"])
    return row


@transaction.atomic
def discard(*, by: Holder, at: datetime, draft: UUID) -> None:
    """Throw away a draft that its writer no longer wants. Raises Draft.DoesNotExist for a shared one."""
    row = _alone(by).select_for_update().get(pk=draft)
    audit.record(
        by=Author(role="", user=by.user),
        at=at,
        act="draft.discard",
        detail={"draft": str(draft), "kind": row.kind},
    )
    row.attachments.all().delete()
    row.delete()
