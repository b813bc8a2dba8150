"""What agencies are asked to contribute, as they see it: about whom, what, by whom, and what they sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from goldthread.access import policy
from goldthread.access.recipients import Recipient
from goldthread.access.withholding import against
from goldthread.accounts.models import User
from goldthread.assessment.entries.contribution import Contribution, ContributionRequest
from goldthread.ledger import locks, procedure, recordable
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.procedures.fold import CaseState
from goldthread.web.stepping import Case, cases_in

_MOST = 100
PERMISSION = "permission_to_gather"  # the fact of the procedure


@dataclass(frozen=True)
class Asked:
    """One request as the agency sees it."""

    about: list[str]
    what: str
    by: str
    by_when: str
    answered: str
    href: str


def children(asked: Entry) -> list[Case]:
    """Those about whom it asks."""
    parts = asked.parts.select_related("subject", "episode").order_by("pk")
    return cases_in([part for part in parts if part.episode is not None])


def line(asked: Entry, user: User, at: datetime) -> Asked:
    """One request, with the names and dates of birth of those about whom it asks, and nothing else.

    What this reader must not know is left out, though a worker wrote it.
    """
    ids = list(asked.parts.order_by("pk").values_list("subject_id", flat=True))
    people = Person.objects.in_bulk(ids)
    reply = asked.replies.filter(kind=Contribution.kind).order_by("recorded_at", "pk").first()
    by_when, what = asked.payload.get("by_when"), str(asked.payload.get("asked", ""))
    stands = against(Recipient(user.name, user=user.pk), ids, at=at)
    return Asked(
        about=[f"{describe.plain_name(people.get(one))}, {describe.born(people.get(one))}" for one in ids],
        what=locks.KEPT_BACK if stands.told_by(what) else what,
        by=f"{asked.author_name}, {asked.author_designation}, {say_when(asked.recorded_at)}",
        by_when=say_date(date.fromisoformat(by_when)) if by_when else "",
        answered=say_when(reply.recorded_at) if reply else "",
        href=reverse("assessment:contribute", args=[asked.pk]),
    )


def permitted(state: CaseState, at: datetime) -> bool:
    """Whether the family last said that it permits gathering what others know (HUB-2.4)."""
    told = (one.facts for one in reversed(state.until(at)) if PERMISSION in one.facts)
    return next(told, {}).get(PERMISSION) is True


def asked_of(user: User, at: datetime) -> list[Asked]:
    """The requests to this person or their agency, the newest first."""
    named: dict[str, Any] = {"payload__email__iexact": user.email}
    agency: dict[str, Any] = {"payload__agency__iexact": user.agency.name}
    rows = Entry.objects.filter(Q(**named) | Q(**agency), kind=ContributionRequest.kind)
    found = rows.order_by("-recorded_at", "pk")[:_MOST]
    return [line(one, user, at) for one in found if policy.follows(user, one, at=at).allowed]


def sent(asked: Entry, user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """What this person or their agency sent in answer, as signed."""
    own = Q(author=user) | Q(author_agency=user.agency)
    rows = asked.replies.filter(own, kind=Contribution.kind).order_by("recorded_at", "pk")
    return [(f"{one.author_name}, {say_when(one.recorded_at)}", locks.reads(one)) for one in rows]


def role(roles: Collection[str], events: Collection[str], at: datetime) -> str:
    """The role in which somebody contributes; empty where the procedure knows no such events."""
    table = procedure.procedure().on(london_date(at))
    known = [event for event in events if event in table.outcomes]
    return recordable.role_for(table, roles, *known) if known else ""
