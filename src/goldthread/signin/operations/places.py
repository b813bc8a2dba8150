"""Making the organisations and teams that people belong to."""

from datetime import datetime

from django.db import transaction

from goldthread.accounts.models import Agency, Team
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.signin.operations.accounts import NotDone


@transaction.atomic
def make_agency(*, by: Author, at: datetime, name: str, kind: str, email: str = "") -> Agency:
    """Another organisation, such as a school. Raises NotDone where one has that name, in whatever case."""
    if Agency.objects.filter(name__iexact=name).exists():
        raise NotDone("There is an organisation of this name already")
    agency = Agency.objects.create(name=name, kind=kind, email=email)
    audit.record(by=by, at=at, act="agency.made", detail={"agency": str(agency.pk), "kind": kind})
    return agency


@transaction.atomic
def make_team(*, by: Author, at: datetime, name: str, service: str) -> Team:
    """A team of the council. Raises NotDone where one has that name, in whatever case."""
    if Team.objects.filter(name__iexact=name).exists():
        raise NotDone("There is a team of this name already")
    team = Team.objects.create(name=name, service=service)
    audit.record(by=by, at=at, act="team.made", detail={"team": str(team.pk), "service": service})
    return team
