"""Somebody who opened many people's records in a day: what they opened, and what was theirs to work on."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet

from goldthread.access import policy
from goldthread.access.models import BudgetAlert
from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.ledger.london import instants, say_date, say_time, say_when
from goldthread.ledger.models import AuditRow, Episode, Subject

_MOST = 300


@dataclass(frozen=True)
class Busy:
    """One of them, in words."""

    alert: BudgetAlert
    day: str
    role: str
    reviewed: str


@dataclass(frozen=True)
class Looked:
    """One record that they opened that day. `reference` is the record's, and tells no name."""

    reference: str
    pages: int
    last: str
    theirs: bool


def line(alert: BudgetAlert) -> Busy:
    """One alert."""
    known = roles()
    role = known[alert.role].title if alert.role in known else alert.role
    done = (
        f"{alert.reviewed_by.name}, {say_when(alert.reviewed_at)}"
        if alert.reviewed_by and alert.reviewed_at
        else ""
    )
    return Busy(alert, say_date(alert.day), role, done)


def looked(alert: BudgetAlert, *, reader: User, at: datetime) -> list[Looked]:
    """The records that they opened that day: first those that neither they nor their teams work on.

    Records of a sealed domain, and those from which the reader is kept out, are left out.
    """
    begin, end = (
        instants(datetime.combine(day, time()))[0] for day in (alert.day, alert.day + timedelta(days=1))
    )
    rows = AuditRow.objects.filter(actor=alert.user_id, at__gte=begin, at__lt=end, act__startswith="read.")
    counted = rows.filter(subject__isnull=False).order_by().values_list("subject")
    found = {subject: (pages, last) for subject, pages, last in counted.annotate(Count("id"), Max("at"))}
    shut = {*policy.sealed(), *policy.excluded_from(reader, at=at)}
    own = set(_own(alert.user, at).filter(subject__in=list(found)).values_list("subject_id", flat=True))
    names = Subject.objects.filter(pk__in=found.keys() - shut).values_list("pk", "reference")
    shown = [Looked(reference, found[pk][0], say_time(found[pk][1]), pk in own) for pk, reference in names]
    return sorted(shown, key=lambda one: (one.theirs, one.reference))[:_MOST]


def _own(user: User, at: datetime) -> QuerySet[Episode]:
    """The cases that they or a team of theirs hold."""
    return Episode.objects.filter(Q(worker=user) | Q(team__in=user.teams(at=at)))
