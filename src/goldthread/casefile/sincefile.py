"""What has come on record since the reader last looked, by the reader's own reads in the audit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from goldthread.accounts.models import User
from goldthread.casefile import presenters, queries
from goldthread.casefile.presenters import TimelineItem
from goldthread.ledger.london import say_when
from goldthread.ledger.models import AuditRow, Entry

_PAUSE = timedelta(minutes=30)  # reads closer together than this are one look
_READS = 400  # rows looked through for the end of the look before
_SHOWN = 8


@dataclass(frozen=True)
class Since:
    """When the reader looked before, and what others have written since; empty `when`: never before."""

    when: str = ""
    items: tuple[TimelineItem, ...] = ()
    more: int = 0


def since(user: User, people: Collection[UUID], at: datetime) -> Since:
    """What is new to this reader. `people` are the records of one child."""
    own = AuditRow.objects.filter(actor=user.pk, subject__in=people, act__startswith="read.", at__lte=at)
    before = last_look(own.order_by("-pk").values_list("at", flat=True)[:_READS], at)
    if before is None:
        return Since()
    others = Entry.objects.filter(~Q(author=user) | Q(author=None), recorded_at__gt=before)
    found = queries.entries_of(people).filter(pk__in=others.values("pk"))
    ids = list(found[: _SHOWN + 1])
    more = found.count() - _SHOWN if len(ids) > _SHOWN else 0
    items = presenters.timeline(queries.shown(ids[:_SHOWN]), people)
    return Since(say_when(before), tuple(items), more)


def last_look(reads: Iterable[datetime], at: datetime) -> datetime | None:
    """The end of the look before this one. `reads` are the reader's own, the newest first."""
    this = at
    for read in reads:
        if this - read > _PAUSE:
            return read
        this = read
    return None
