"""Where the procedure sends a contact, by what it says and by what the record knows of the child."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.accounts.models import Team
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.ledger.models import Episode
from goldthread.people.identity import identity
from goldthread.procedures.pack import Pack
from goldthread.procedures.routes import Routed, route
from goldthread.web.clauses import Why, why

# Steps that only a case which social care has taken on reaches.
_TAKEN_ON = ("child_and_family_assessment", "strategy_discussion", "section_47")


@dataclass(frozen=True)
class Advice:
    """The advised route: the service that should have the contact, why, what to do, and the source.

    `diverted` is the service that would have had it, were it open. `held` is the case of a child who is
    open already.
    """

    id: str
    service: str
    where: str
    title: str
    then: str
    by_telephone: bool
    diverted: str
    why: Why
    held: Episode | None


def advised(file: ContactFile, at: datetime) -> Advice | None:
    """The route that the procedure advises now; of several children, the first route of the pack."""
    pack = file.table.pack
    order = list(pack.routes)
    routed = []
    for child in file.children:
        held = open_case(child.id, file.contact.occurred_at)
        answer = route(pack, _facts(child, held, at), at)
        if answer is not None:
            routed.append((answer, held))
    if not routed:
        return None
    answer, held = min(routed, key=lambda pair: order.index(pair[0].id))
    return in_words(pack, answer, held)


def in_words(pack: Pack, answer: Routed, held: Episode | None) -> Advice:
    """A route as the person who follows it reads it."""
    team = answer.route.team
    service = answer.service if answer.diverted_from or team not in pack.services else team
    return Advice(
        id=answer.id,
        service=service,
        where=pack.services[service].title,
        title=answer.route.title,
        then=answer.route.then,
        by_telephone=answer.route.channel == "telephone",
        diverted=pack.services[answer.diverted_from].title if answer.diverted_from else "",
        why=why(answer.route, pack),
        held=held,
    )


def _facts(child: Child, held: Episode | None, at: datetime) -> dict[str, Any]:
    """What the contact says; a case that the record knows to be open counts, whatever was said."""
    facts = child.facts(at)
    if held is not None:
        facts |= {"child_open": True, "worker_known": held.worker_id is not None}
    return facts


def open_case(child: UUID, before: datetime) -> Episode | None:
    """The child's case that a worker held, or social care had taken on, before a contact came (HERTS-2.6)."""
    held = Q(worker__isnull=False) | Q(events__step__in=_TAKEN_ON)
    cases = Episode.objects.filter(held, subject__in=identity([child]), closed_at=None, opened_at__lt=before)
    return cases.select_related("team", "worker").order_by("-opened_at").first()


def team_for(advice: Advice) -> Team | None:
    """The team that the advice means, where there is exactly one."""
    if advice.held is not None and advice.held.team is not None:
        return advice.held.team
    teams = list(Team.objects.filter(service=advice.service)[:2])
    return teams[0] if len(teams) == 1 else None
