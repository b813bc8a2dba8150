"""A manager's view of the work of their teams: who holds what, what is late, what comes soon."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from goldthread.accounts.models import Team, User
from goldthread.casefile.worklist import team_duties
from goldthread.ledger.models import Duty, Episode

SOON = timedelta(days=7)
_NOBODY = "Nobody yet"


@dataclass(frozen=True)
class Load:
    """What one worker holds, or what nobody holds yet: open cases, and their duties by how pressing."""

    worker: str
    cases: int
    overdue: int
    soon: int
    later: int
    unlimited: int


@dataclass(frozen=True)
class TeamLoad:
    """One team, the worker with most to catch up on first; `whole` is the sum."""

    team: str
    workers: list[Load]
    whole: Load


def loads(user: User, *, at: datetime) -> list[TeamLoad]:
    """The teams of this user with the load of each worker."""
    teams = list(user.teams(at=at).order_by("name", "pk"))
    ids = [team.pk for team in teams]
    cases = _cases(ids)
    counted = _counted(ids, at)
    names = dict(
        User.objects.filter(pk__in={worker for _, worker in cases} - {None}).values_list("pk", "name")
    )
    return [_team(team, cases, counted, names) for team in teams]


_Held = tuple[UUID, UUID | None]  # team and worker


def _cases(teams: Collection[UUID]) -> dict[_Held, int]:
    found = Episode.objects.filter(team__in=teams, closed_at__isnull=True).values_list("team", "worker")
    return {(team, worker): number for team, worker, number in found.annotate(Count("pk")).order_by()}


def _counted(teams: Collection[UUID], at: datetime) -> dict[_Held, tuple[int, int, int, int]]:
    soon = at + SOON
    rows = (
        team_duties(teams)
        .order_by()
        .values_list("episode__team", "episode__worker")
        .annotate(
            overdue=Count("pk", filter=Q(due_at__lt=at)),
            soon=Count("pk", filter=Q(due_at__gte=at, due_at__lt=soon)),
            later=Count("pk", filter=Q(due_at__gte=soon)),
            unlimited=Count("pk", filter=Q(due_at__isnull=True)),
        )
    )
    return {(team, worker): tuple(numbers) for team, worker, *numbers in rows}


def _team(
    team: Team,
    cases: Mapping[_Held, int],
    counted: Mapping[_Held, tuple[int, int, int, int]],
    names: Mapping[UUID, str],
) -> TeamLoad:
    loads = [
        Load(names[worker] if worker else _NOBODY, number, *counted.get((held_by, worker), (0, 0, 0, 0)))
        for (held_by, worker), number in cases.items()
        if held_by == team.pk
    ]
    loads.sort(key=lambda one: (-one.overdue, -one.soon, one.worker))
    numbers = [name for name in Load.__annotations__ if name != "worker"]
    whole = Load("All", **{name: sum(getattr(one, name) for one in loads) for name in numbers})
    return TeamLoad(team.name, loads, whole)


def pressing(user: User, *, at: datetime, most: int) -> "tuple[QuerySet[Duty], QuerySet[Duty]]":
    """The duties of the user's teams that are overdue, the oldest first, and those that come soon."""
    teams = list(user.teams(at=at).values_list("pk", flat=True))
    found = team_duties(teams).select_related("episode__subject", "episode__team", "episode__worker")
    found = found.order_by(F("due_at").asc(), "opened_at", "pk")
    return found.filter(due_at__lt=at)[:most], found.filter(due_at__gte=at, due_at__lt=at + SOON)[:most]
