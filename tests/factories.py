"""People, agencies and contacts for tests, made through the service's own operations."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from goldthread.accounts.models import Agency, Membership, Team, User
from goldthread.frontdoor.operations.receiving import Sending, receive
from goldthread.ledger.author import Author
from goldthread.ledger.models import Entry, Episode, Subject

# Thursday before Easter 2026, as in worked case WC1.
THURSDAY = datetime(2026, 4, 2, 15, 40, tzinfo=UTC)
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_number = count(1)


def agency(name: str = "Testshire Council", kind: str = "council") -> Agency:
    """The agency of that name, made when first asked for."""
    return Agency.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def user(*roles: str, name: str = "", of: Agency | None = None, team: Team | None = None) -> User:
    """An active person who has long held these roles."""
    number = next(_number)
    person = User.objects.create_user(
        email=f"person{number}@example.org",
        password=None,
        name=name or f"Person {number}",
        designation=roles[0].replace("_", " ").capitalize() if roles else "Visitor",
        agency=of or agency(),
    )
    for role in roles:
        Membership.objects.create(user=person, role=role, team=team, since=_LONG_AGO)
    return person


def author(role: str, person: User | None = None) -> Author:
    """Someone acting in a role."""
    person = person or user(role)
    return Author(
        role=role, name=person.name, designation=person.designation, user=person, agency=person.agency
    )


def contact(at: datetime = THURSDAY, by: Author | None = None, **values: Any) -> Entry:
    """A child protection request from a school about Rowan, 8, unless `values` say otherwise."""
    answers = {
        "channel": "online_form",
        "form": "child_protection_request",
        "referrer_kind": "school",
        "concern": "Comes to school hungry and tired, worse since January.",
        "consulted_hub": True,
        "immediate_danger": False,
        "children": [{"given_names": "Rowan", "family_name": "Alder", "born": "2018-01-15"}],
    }
    by = by or author("professional_referrer")
    return receive(by=by, at=at, values={**answers, **values}, sending=Sending(key=uuid4().hex))


def child_of(entry: Entry) -> Subject:
    """The first child whom an entry is about."""
    return entry.parts.filter(episode__isnull=False).order_by("pk")[0].subject


def episode_of(entry: Entry) -> Episode:
    """The episode of that child."""
    return Episode.objects.get(subject=child_of(entry), parts__entry=entry)


def later(**how: float) -> datetime:
    """An instant so long after THURSDAY."""
    return THURSDAY + timedelta(**how)
