"""Ending sessions: one's own, or those of somebody whose account one looks after (ASVS 7.4)."""

from datetime import datetime

from allauth.usersessions.models import UserSession

from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author


def end_sessions(*, by: User, at: datetime, of: User, but: str | None = None, only: int | None = None) -> int:
    """Sign somebody out everywhere but in the session with that key, or in one session only; how many ended.

    It holds from their next request on.
    """
    sessions = UserSession.objects.filter(user=of).exclude(session_key=but or "")
    ended = list(sessions.filter(pk=only) if only is not None else sessions)
    for one in ended:
        one.end()
    detail = {"account": str(of.pk), "sessions": len(ended)}
    audit.record(by=Author(role="", user=by), at=at, act="sign_in.ended", detail=detail)
    return len(ended)
