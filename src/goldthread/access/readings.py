"""Who has seen a person: the rows that the audit holds of their records, as somebody looks into them (R6).

For the privacy officer with names and reasons; for the person themself by organisation, role and day: the
right of access (UK GDPR article 15) covers recipients, and not the names of colleagues who did their work.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from goldthread.access.models import BreakGlass, GivenReason
from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.ledger.london import london_date
from goldthread.ledger.models import AuditRow
from goldthread.people.identity import identity
from goldthread.procedures.walltime import LONDON

_HOLDS = timedelta(hours=12)  # a reason holds for the rest of a session, and no session is longer
_READ = Q(act__startswith="read.") | Q(act__in=["list", "search.shown", "duplicates", "reveal.referrer"])
_ACTS = {
    "list": "Saw the name in a list",
    "search.shown": "Found in a search",
    "duplicates": "Seen as one on record twice",
    "reveal.referrer": "Saw who wished to stay unnamed",
    "read.draft": "Read what is not signed yet",
    "read.audit": "Looked into who has seen it",
    "read.send_request": "Followed a request",
    "give_reason": "Gave a reason",
    "protect": "Changed how closed it is",
    "grant": "Named somebody who may open it",
    "exclude": "Kept somebody out of it",
    "search": "Searched",
}


@dataclass(frozen=True)
class Asked:
    """Which rows: days in London, both included; one person's; with what was written, not only seen."""

    since: date | None = None
    until: date | None = None
    who: UUID | None = None
    writes: bool = False


@dataclass(frozen=True)
class Look:
    """One row. `why` is the reason that was given for it, `glass` whether it was opened in an emergency."""

    at: datetime
    who: str
    organisation: str
    role: str
    what: str
    page: str
    why: str
    glass: bool


def rows(subject: UUID, asked: Asked) -> QuerySet[AuditRow]:
    """The rows of a person, in all records confirmed to be theirs, the newest first."""
    found = AuditRow.objects.filter(subject__in=sorted(identity([subject])))
    if not asked.writes:
        found = found.filter(_READ)
    if asked.since:
        found = found.filter(at__gte=datetime.combine(asked.since, time(), LONDON))
    if asked.until:
        found = found.filter(at__lt=datetime.combine(asked.until + timedelta(days=1), time(), LONDON))
    if asked.who:
        found = found.filter(actor=asked.who)
    return found.order_by("-pk")


def readers(subject: UUID) -> list[User]:
    """Everybody of whom there is a row, by name."""
    actors = rows(subject, Asked(writes=True)).order_by().values_list("actor", flat=True).distinct()
    return list(User.objects.filter(pk__in=[one for one in actors if one]).order_by("name", "pk"))


def looks(found: Iterable[AuditRow]) -> list[Look]:
    """These rows in words, in a fixed number of queries."""
    every = list(found)
    people = User.objects.select_related("agency").in_bulk({row.actor for row in every if row.actor})
    glasses = {str(row.detail.get("break_glass", "")) for row in every} - {""}
    opened = {str(one.pk): one.reason for one in BreakGlass.objects.filter(pk__in=glasses)}
    given = GivenReason.objects.filter(subject__in={row.subject for row in every}, user__in=people)
    reasons = list(given.order_by("given_at", "pk"))
    return [_look(row, people, opened, reasons) for row in every]


def _look(
    row: AuditRow, people: Mapping[UUID, User], opened: Mapping[str, str], reasons: Collection[GivenReason]
) -> Look:
    user, glass = people.get(row.actor) if row.actor else None, str(row.detail.get("break_glass", ""))
    said = [
        one.reason
        for one in reasons
        if (one.user_id, one.subject_id) == (row.actor, row.subject)
        and row.at - _HOLDS <= one.given_at <= row.at
    ]
    return Look(
        at=row.at,
        who=user.name if user else "Nobody signed in" if row.role != "system" else "The service itself",
        organisation=user.agency.name if user else "",
        role=_title(row.role),
        what=_what(row.act),
        page=_page(str(row.detail.get("page", ""))),
        why=opened.get(glass, said[-1] if said else ""),
        glass=bool(glass),
    )


def by_day(subject: UUID, *, before: datetime) -> list[tuple[date, str, str]]:
    """For the person themself: each day, organisation and role that saw their record, and no name."""
    found = rows(subject, Asked()).filter(at__lt=before).order_by()
    seen = found.values_list("at", "role", "actor").distinct()
    days = {(london_date(at), actor, role) for at, role, actor in seen if actor}
    people = User.objects.select_related("agency").in_bulk({actor for _, actor, _ in days})
    told = {(day, people[actor].agency.name, _title(role)) for day, actor, role in days if actor in people}
    return sorted(told, key=lambda one: (one[0], one[1], one[2]))


def _title(role: str) -> str:
    known = roles().get(role)
    return known.title if known else role.replace("_", " ").capitalize()


def _what(act: str) -> str:
    if act in _ACTS:
        return _ACTS[act]
    kind, _, rest = act.partition(".")
    words = {"read": "Opened", "sign": "Signed"}.get(kind, kind.capitalize())
    return f"{words}: {rest.replace('_', ' ').replace('.', ' ')}" if rest else words


def _page(name: str) -> str:
    part, _, page = name.partition(":")
    return f"{page or part}".replace("_", " ").capitalize()
