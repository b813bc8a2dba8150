"""Who is told, and who looks, when somebody opens a record in an emergency."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.holders import holders
from goldthread.accounts.models import Team, User


def managers(user: User, subject: UUID, *, at: datetime) -> list[User]:
    """Whoever manages a team of theirs and is not kept out of that record; never themselves."""
    teams = Team.objects.filter(memberships__in=user.memberships.held(at))
    found = holders(Capability.OVERSEE_RECORDS, at=at).filter(memberships__team__in=teams).exclude(pk=user.pk)
    return _not_excluded(found, subject, at)


def officers(user: User, subject: UUID, *, at: datetime) -> list[User]:
    """The privacy officers but for themselves, and for whom the record keeps out."""
    return _not_excluded(privacy_officers(at=at, but=user), subject, at)


def privacy_officers(*, at: datetime, but: User) -> QuerySet[User]:
    """Everyone who looks into such things, but for whoever did them."""
    return holders(Capability.REVIEW_ACCESS, at=at).exclude(pk=but.pk)


def team_of(manager: User, *, at: datetime) -> list[UUID]:
    """Everyone else in the teams that a manager belongs to, by id."""
    teams = manager.teams(at=at).values("pk")
    found = User.objects.filter(memberships__team__in=teams).exclude(pk=manager.pk)
    return list(found.distinct().order_by("pk").values_list("pk", flat=True))


def _not_excluded(found: Iterable[User], subject: UUID, at: datetime) -> list[User]:
    return [one for one in found if subject not in policy.excluded_from(one, at=at)]
