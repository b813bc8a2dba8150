"""Noticing who opens more people's records in a day than their role usually needs. It stops nobody."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Count

from goldthread.access.models import BudgetAlert
from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.london import instants, london_date
from goldthread.ledger.models import AuditRow

MOST = 60  # different people in a day, for a role of which the procedure says nothing


class Reviewed(Exception):
    """Somebody has looked into it already, or it is one's own. The message is a sentence for a person."""


def notice_budgets(*, by: Author, at: datetime) -> list[BudgetAlert]:
    """Whoever has by now opened the records of more different people than their roles' budget, that day.

    One alert a person and day; its count is kept up to date. Only the new ones are returned, to be told.
    """
    day = london_date(at)
    begins = instants(datetime.combine(day, time()))[0]
    rows = AuditRow.objects.filter(at__gte=begins, at__lte=at, act__startswith="read.", subject__isnull=False)
    counts = rows.order_by().values_list("actor").annotate(opened=Count("subject", distinct=True))
    lowest = min((role.people_a_day or MOST for role in roles().values()), default=MOST)
    many = {actor: opened for actor, opened in counts.filter(opened__gt=lowest) if actor is not None}
    new = []
    for user in User.objects.filter(pk__in=list(many)).order_by("pk"):
        role, budget = _budget(user, at)
        if many[user.pk] > budget:
            new += _notice(by, at, user, BudgetAlert(day=day, role=role, budget=budget, opened=many[user.pk]))
    return new


def _budget(user: User, at: datetime) -> tuple[str, int]:
    """The most that any of their roles usually needs, and which that is."""
    known = roles()
    held = sorted(role for role in user.roles(at=at) if role in known)
    budgets = [(known[role].people_a_day or MOST, role) for role in held]
    most, role = max(budgets, default=(MOST, ""))
    return role, most


@transaction.atomic
def _notice(by: Author, at: datetime, user: User, found: BudgetAlert) -> list[BudgetAlert]:
    """Keep it. It is new once a day."""
    made, is_new = BudgetAlert.objects.get_or_create(
        user=user,
        day=found.day,
        defaults={"role": found.role, "budget": found.budget, "opened": found.opened, "noticed_at": at},
    )
    if not is_new:
        BudgetAlert.objects.filter(pk=made.pk, opened__lt=found.opened).update(opened=found.opened)
        return []
    detail = {"user": str(user.pk), "opened": found.opened, "budget": found.budget}
    audit.record(by=by, at=at, act="budget.over", detail=detail)
    return [made]


@transaction.atomic
def review_budget(*, by: Author, at: datetime, alert: BudgetAlert, words: str) -> None:
    """Say what was found. Raises Reviewed for what is about oneself, and for what was looked into."""
    alert = BudgetAlert.objects.select_for_update().get(pk=alert.pk)
    if by.user is None or by.user.pk == alert.user_id:
        raise Reviewed("It is about you, so somebody else looks into it.")
    if alert.reviewed_at is not None:
        raise Reviewed("Somebody has looked into this already.")
    alert.words, alert.reviewed_at, alert.reviewed_by = words, at, by.user
    alert.save(update_fields=["words", "reviewed_at", "reviewed_by"])
    audit.record(by=by, at=at, act="budget.review", detail={"user": str(alert.user_id)})
