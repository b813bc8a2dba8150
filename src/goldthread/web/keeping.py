"""Keeps what is typed: whose drafts these are, and saving them whole, valid or not."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from goldthread.accounts.models import User
from goldthread.ledger import drafts, sharing
from goldthread.ledger.models import Draft
from goldthread.web.posted import posted

_BEARER = "draft_secret"


def holder(request: HttpRequest) -> drafts.Holder:
    """Whoever is at the other end: the user, or a visitor known by a secret in their session."""
    if isinstance(request.user, User):
        return drafts.Holder(user=request.user)
    secret = request.session.get(_BEARER)
    if secret is None:
        secret = request.session[_BEARER] = drafts.new_secret()
    return drafts.Holder(secret=secret)


def take_up(request: HttpRequest, secret: str) -> None:
    """Go on in this browser with what a visitor began in another, whose secret they copied."""
    request.session.cycle_key()
    request.session[_BEARER] = secret


def keep(
    request: HttpRequest, *, at: datetime, draft: UUID | None = None
) -> drafts.Saved | drafts.Conflict | None:
    """Save what this request sent into that draft, or the one its form names; None if it is not theirs."""
    if request.method != "POST":
        return None
    sent = posted(request)
    draft = draft or sent.draft
    if draft is None:
        return None
    try:
        if drafts.held(holder(request)).filter(pk=draft, shared_as__isnull=False).exists():
            done = sharing.write(by=holder(request), at=at, draft=draft, raw=sent.raw, seen=sent.seen)
            return drafts.Saved(done.version, at)
        return drafts.save(by=holder(request), at=at, draft=draft, raw=sent.raw, version=sent.version)
    except Draft.DoesNotExist:
        return None
