"""Keeps what is typed: whose drafts these are, and saving them whole, valid or not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from goldthread.accounts.models import User
from goldthread.ledger import drafts, sharing, wall
from goldthread.ledger.models import Draft
from goldthread.web.posted import posted

_BEARER, _HELD_BACK = "draft_secret", "held_back"
_LONGEST = 500_000  # characters: the longest form without files stays far below


Unsent = dict[str, Any]
"""A form that is kept to be sent later, as a session can hold it."""


@dataclass(frozen=True)
class HeldBack:
    """What a form sent that could not be taken before somebody proved who they are. Files are not kept."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool


def holder(request: HttpRequest) -> drafts.Holder:
    """Whoever is at the other end: the user, or a visitor known by a secret in their session."""
    if isinstance(request.user, User):
        wall.hold(request.user.pk)
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


def unsent(request: HttpRequest) -> Unsent | None:
    """The fields of a form that is no draft, as sent; None for what is none, or is too long to keep."""
    fields = [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    if request.method != "POST" or sum(len(name) + len(text) for name, text in fields) > _LONGEST:
        return None
    return {
        "whose": str(request.user.pk),
        "address": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }


def hold_back(request: HttpRequest, sent: Unsent | None) -> None:
    """Keep it in this browser's session until whoever sent it has proved who they are."""
    if sent is not None:
        request.session[_HELD_BACK] = sent


def held_back(request: HttpRequest) -> HeldBack | None:
    """What this person's form sent before; None where nothing waits, or it was somebody else's."""
    kept = request.session.get(_HELD_BACK)
    if kept is None or kept["whose"] != str(request.user.pk):
        return None
    return HeldBack(kept["address"], [(name, text) for name, text in kept["fields"]], kept["had_files"])


def let_go(request: HttpRequest) -> None:
    """Forget it: it will not be sent."""
    request.session.pop(_HELD_BACK, None)


def sent_on(request: HttpRequest) -> None:
    """Forget it if this request is that form, sent again."""
    if request.session.get(_HELD_BACK, {}).get("address") == request.get_full_path():
        let_go(request)
