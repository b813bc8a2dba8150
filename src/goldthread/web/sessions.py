"""How long a sign-in lasts: 60 minutes without a request, 12 hours in all. Drafts outlive both."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from goldthread.web import keeping
from goldthread.web.clock import now

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
_STEP = timedelta(minutes=1)  # how often a busy session's row is written
_BEGAN, _SEEN = "began_at", "seen_at"
ITSELF = "asked_by_itself"  # marks a view that pages ask while nobody does anything: it is no activity


class SessionRules:
    """Middleware: signs out whoever was away too long, after keeping what they had typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only views are held to the rules."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_what: object) -> None:
        """After the check against forged forms, which stands before this in the list."""
        if not request.user.is_authenticated:
            return
        at = now()
        end = ends_at(request)
        if end is None or at < end:
            if request.method != "GET" or not hasattr(view, ITSELF):
                _note(request, at)
            return
        unsent = keeping.unsent(request) if keeping.keep(request, at=at) is None and _acts(view) else None
        logout(request)
        keeping.hold_back(request, unsent)
        messages.info(request, "You were signed out after a time without activity. What you sent was kept.")


def ends_at(request: HttpRequest) -> datetime | None:
    """When this session runs out unless something is asked of it before; empty at its very beginning."""
    began, seen = (request.session.get(name) for name in (_BEGAN, _SEEN))
    if began is None or seen is None:
        return None
    return min(datetime.fromisoformat(seen) + IDLE, datetime.fromisoformat(began) + ABSOLUTE)


def seconds_left(request: HttpRequest, at: datetime) -> int:
    """How long the session lasts from now on if nothing is done; the whole time at its very beginning."""
    end = ends_at(request)
    return max(int((end - at).total_seconds()), 0) if end else int(IDLE.total_seconds())


def _note(request: HttpRequest, at: datetime) -> None:
    request.session.setdefault(_BEGAN, at.isoformat())
    seen = request.session.get(_SEEN)
    if seen is None or at - datetime.fromisoformat(seen) >= _STEP:
        request.session[_SEEN] = at.isoformat()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)


def _acts(view: object) -> bool:
    """Whether a view does what only somebody signed in may: what was sent to it goes on after a sign-in."""
    rule = getattr(view, "access_rule", None)
    return rule is not None and rule.kind != "public" and not rule.half
