"""Whether somebody has proved who they are, and how lately: what the sign-in library noted in the session.

A password alone proves nothing here (ASVS 6.3.3): a second factor, a passkey, or the council's own sign-in
after it has checked that one was used. In a demonstration a click does.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.accounts.models import User
from goldthread.web import keeping

LATELY = timedelta(minutes=10)  # how long a proof lets somebody do what is sensitive (ASVS 7.5.3)
CLICKED, COUNCIL = "demonstration", "council"
_PROOFS = frozenset({"mfa", CLICKED, COUNCIL})
_WHOLE = _PROOFS | {"socialaccount"}  # let in by the council's sign-in, which may have asked long before
_PASSWORD = "password"  # noqa: S105 - the name of a way to sign in


def is_whole(request: HttpRequest) -> bool:
    """Whether this session began with more than a password."""
    return bool(settings.GOLDTHREAD_DEMO) or any(one["method"] in _WHOLE for one in _records(request))


def is_late(request: HttpRequest, at: datetime) -> bool:
    """Whether their last proof is too old for what is sensitive, or there is none."""
    return _last(request, _PROOFS) + LATELY.total_seconds() <= at.timestamp()


def password_is_late(request: HttpRequest, at: datetime) -> bool:
    """The same of a password, which is enough only to enrol somebody's first factor."""
    return _last(request, {_PASSWORD}) + LATELY.total_seconds() <= at.timestamp()


def ways(request: HttpRequest) -> list[str]:
    """The ways in which they have proved who they are in this session."""
    return list(dict.fromkeys(str(one.get("type") or one["method"]) for one in _records(request)))


def again(request: HttpRequest, at: datetime) -> HttpResponseRedirect:
    """To the page that asks for a proof; what was sent is kept, and goes on from there."""
    sent = request.method == "POST"
    if sent and keeping.keep(request, at=at) is None:
        keeping.hold_back(request, keeping.unsent(request))
    onward = request.path if sent else request.get_full_path()
    return HttpResponseRedirect(f"{reverse('signin:again')}?{urlencode({'next': onward})}")


def _last(request: HttpRequest, methods: frozenset[str] | set[str]) -> float:
    """Seconds since the epoch; 0 for never."""
    return max((one["at"] for one in _records(request) if one["method"] in methods), default=0.0)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    user = request.user
    return get_authentication_records(request, user) if isinstance(user, User) else []
