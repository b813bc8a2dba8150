"""Whose duties they are: the open duties of a user, of their teams, overdue and due today."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from goldthread.accounts.models import User
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty
from goldthread.ledger.procedure import newest
from goldthread.procedures.walltime import LONDON

PAGE = 50


class Scope(StrEnum):
    """Which part of the work."""

    MINE = "mine"
    TEAM = "team"
    OVERDUE = "overdue"
    TODAY = "today"


@dataclass(frozen=True)
class Counts:
    """How many duties each tab holds."""

    mine: int
    team: int
    overdue: int
    today: int


def duties(user: User, scope: Scope, *, at: datetime) -> QuerySet[Duty]:
    """The open duties of that part of the work, the most pressing first; those without a limit last."""
    mine = _mine(user, at)
    chosen = {
        Scope.MINE: mine,
        Scope.TEAM: _teams(user, at),
        Scope.OVERDUE: (mine | _teams(user, at)) & Q(due_at__lt=at),
        Scope.TODAY: (mine | _teams(user, at)) & Q(due_at__gte=at, due_at__lt=_midnight(at)),
    }[scope]
    return (
        Duty.objects.filter(chosen, met_at__isnull=True)
        .select_related("episode__subject__person", "episode__team", "episode__worker")
        .order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")
    )


def counts(user: User, *, at: datetime) -> Counts:
    """How many there are of each."""
    return Counts(**{scope.value: duties(user, scope, at=at).count() for scope in Scope})


def _mine(user: User, at: datetime) -> Q:
    """Duties of a role the user holds, where the case is theirs, their team's, or not yet anybody's."""
    held = Q(episode__worker=user) | Q(episode__worker__isnull=True, episode__team__in=user.teams(at=at))
    unheld = Q(episode__worker__isnull=True, episode__team__isnull=True)
    return Q(role__in=_roles(user, at) - _NOT_STAFF) & (held | unheld)


def _teams(user: User, at: datetime) -> Q:
    """Everything to be done by the service on cases that the user's teams hold."""
    return Q(episode__team__in=user.teams(at=at)) & ~Q(role__in=_NOT_STAFF)


# Roles of people outside the service: their duties are shown on the case, not on a worklist.
_NOT_STAFF = frozenset({"referrer", "professional_referrer", "police", "system"})


def _roles(user: User, at: datetime) -> set[str]:
    """The user's roles, and every role that they count as in the procedure."""
    roles, found = newest().roles, set(user.roles(at=at))
    while True:
        wider = found | {counted for role in found if role in roles for counted in roles[role].counts_as}
        if wider == found:
            return found
        found = wider


def _midnight(at: datetime) -> datetime:
    """The end of that day in London."""
    return datetime.combine(london_date(at) + timedelta(days=1), time(), LONDON)
