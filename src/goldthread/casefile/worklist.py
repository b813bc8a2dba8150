"""Whose work it is: the open duties of a user or their team, and what waits to be authorised by them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from goldthread.access.policy import sealed
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.accounts.roles import who_may
from goldthread.ledger import recordable, wall
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Event
from goldthread.ledger.procedure import newest, procedure
from goldthread.ledger.wall import Purpose
from goldthread.procedures.rules import Rule
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
    return (
        Duty.objects.filter(_parts(user, at)[scope], met_at__isnull=True)
        .select_related("episode__subject", "episode__team", "episode__worker")
        .order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")
    )


def counts(user: User, *, at: datetime) -> Counts:
    """How many there are of each."""
    parts = _parts(user, at)
    found = Duty.objects.filter(parts[Scope.MINE] | parts[Scope.TEAM], met_at__isnull=True)
    return Counts(**found.aggregate(**{scope.value: Count("pk", filter=parts[scope]) for scope in Scope}))


def team_duties(teams: Collection[Any]) -> QuerySet[Duty]:
    """The open duties of the service on cases that these teams hold."""
    return Duty.objects.filter(_team(teams), met_at__isnull=True)


def of_conferences(user: User, *, at: datetime) -> QuerySet[Duty]:
    """The open duties to hold a conference, the most pressing first.

    All of them for whoever holds a role that owes one; otherwise those of the user's own and teams' cases.
    """
    rules = conference_rules()
    found = Duty.objects.filter(rule__in=rules, met_at__isnull=True)
    if not _roles(user, at) & set(rules.values()):
        teams = list(user.teams(at=at).values_list("pk", flat=True))
        found = found.filter(Q(episode__worker=user) | Q(episode__team__in=teams))
    return found.select_related("episode__subject", "episode__team", "episode__worker").order_by(
        F("due_at").asc(nulls_last=True), "opened_at", "pk"
    )


def conference_rules() -> dict[str, str]:
    """The rules that a conference be held, each with the role that owes it: by the events that hold one."""
    held = set(newest().head.history.conference)
    return {rule.id: rule.written.by for rule in procedure().latest.rules if _holds(rule, held)}


def _holds(rule: Rule, held: Collection[str]) -> bool:
    """Whether the rule is the conference step's own, with a limit, and met by holding it."""
    own = any(event.partition(".")[0] == rule.step for event in held)
    return own and rule.limit is not None and not set(held).isdisjoint(rule.met_by)


def sees_team(user: User, *, at: datetime) -> bool:
    """Whether the user may see the work of their whole team."""
    return user.may(Capability.SEE_TEAM_WORK, at=at)


def proposals(user: User, *, at: datetime) -> list[Event]:
    """What others proposed on cases of the user or of their teams, and the user's role may authorise.

    Settled ones are left out as far as the record says so itself; the procedure has the last word. Those in
    closed records are among them: a list says that there is one, and no more.
    """
    teams = list(user.teams(at=at).values_list("pk", flat=True))
    settled = Q(entry__authorisations__isnull=False) | Q(entry__declinings__isnull=False)
    found = (
        Event.objects.filter(_awaited(user, at), _held(user, teams) | Q(episode__team__in=teams))
        .filter(authorises__isnull=True, declines__isnull=True)
        .exclude(settled)
        .exclude(entry__author=user)
        .select_related("episode__subject", "entry__answers", "entry__author_agency")
        .order_by("occurred_at", "pk")
    )
    with wall.lowered(Purpose.ANNOUNCE):
        return list(found)


def _awaited(user: User, at: datetime) -> Q:
    """Outcomes that the user's role authorises, recorded by someone whose word alone does not do.

    For a manager, too, those of a kind that a manager oversees where the procedure names nobody.
    """
    pack, found, roles = newest(), Q(pk__in=[]), _roles(user, at)
    if user.may(Capability.AUTHORISE_DECISION, at=at):
        for kind in recordable.overseen():
            for step_id, outcome_id in recordable.undecided(kind):
                found |= Q(entry__kind=kind, step=step_id, outcome=outcome_id)
    for step_id, step in pack.steps.items():
        for outcome_id, outcome in step.outcomes.items():
            if outcome.authorised_by in roles:
                enough = [role for role in pack.roles if outcome.authorised_by in _wider({role})]
                found |= Q(step=step_id, outcome=outcome_id) & ~Q(role__in=enough)
    return found


def _parts(user: User, at: datetime) -> dict[Scope, Q]:
    """Which duties belong to each part of the work."""
    teams = list(user.teams(at=at).values_list("pk", flat=True))
    mine, team = _mine(user, teams, at), _team(teams) if sees_team(user, at=at) else Q(pk__in=[])
    return {
        Scope.MINE: mine,
        Scope.TEAM: team,
        Scope.OVERDUE: (mine | team) & Q(due_at__lt=at),
        Scope.TODAY: (mine | team) & Q(due_at__gte=at, due_at__lt=_midnight(at)),
    }


def _mine(user: User, teams: Collection[Any], at: datetime) -> Q:
    """Duties of a role the user holds, where the case is theirs, their team's, or not yet anybody's."""
    return Q(role__in=_roles(user, at) & _staff()) & _held(user, teams)


def _held(user: User, teams: Collection[Any]) -> Q:
    """Cases that are the user's, their team's, or not yet anybody's."""
    held = Q(episode__worker=user) | Q(episode__worker__isnull=True, episode__team__in=teams)
    nobodys = Q(episode__worker__isnull=True, episode__team__isnull=True)
    return held | nobodys & ~Q(episode__subject__in=sealed())


def _team(teams: Collection[Any]) -> Q:
    """Everything to be done by the service on cases that these teams hold."""
    return Q(episode__team__in=teams) & Q(role__in=["", *_staff()])


def _staff() -> frozenset[str]:
    """Roles whose holders read records. Others' duties are shown on the case, not on a worklist."""
    return who_may(Capability.READ_RECORD)


def _roles(user: User, at: datetime) -> set[str]:
    """The user's roles, and every role that they count as in the procedure."""
    return _wider(set(user.roles(at=at)))


def _wider(found: set[str]) -> set[str]:
    """These roles and every role that they count as."""
    roles = newest().roles
    while True:
        wider = found | {counted for role in found if role in roles for counted in roles[role].counts_as}
        if wider == found:
            return found
        found = wider


def _midnight(at: datetime) -> datetime:
    """The end of that day in London."""
    return datetime.combine(london_date(at) + timedelta(days=1), time(), LONDON)
