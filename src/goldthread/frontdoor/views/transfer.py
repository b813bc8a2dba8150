"""Handing a case to another team, which holds it only once it has accepted (HERTS-10.28)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Team
from goldthread.frontdoor.acts import Act, act_called
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.frontdoor.views.acting import ActPage, view_of
from goldthread.ledger.fields import Choice, Field, Parsed, Retention, Sensitivity
from goldthread.ledger.models import Entry
from goldthread.web import guard


class OfferPage(ActPage):
    """Offer a case to another team."""

    template = "frontdoor/transfer.html.jinja"

    @cached_property
    def teams(self) -> Mapping[str, str]:
        """The other teams by id."""
        held = self.children[0].episode.team
        return {str(team.pk): team.name for team in Team.objects.order_by("name") if team != held}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Which team, and why."""
        own = super().fields
        team = Choice("To which team?", Sensitivity.OPEN, Retention.ROUTING, choices=self.teams, name="team")
        return {"team": team, "why": own["why"]}

    @property
    def required(self) -> tuple[str, ...]:
        """Both."""
        return ("team", "why")

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, with the team's name as it is now."""
        named = {"team_name": self.teams[parsed.values["team"]]}
        return super().save(replace(parsed, values={**parsed.values, **named}), sending, outside_reason)

    def context(self) -> dict[str, Any]:
        """Who holds it meanwhile."""
        return {"held_by": self.children[0].episode.team, "offer": None}


class AnswerPage(ActPage):
    """Accept a case, or leave it with the team that holds it."""

    template = "frontdoor/transfer.html.jinja"

    def __init__(self, request: HttpRequest, entry_id: UUID, work_id: UUID) -> None:
        """Answers 404 for anything but an offer of this contact's case."""
        super().__init__(request, entry_id, ANSWER)
        offers = [entry for entry in self.file.work if entry.pk == work_id and entry.kind == "transfer_offer"]
        if not offers:
            raise Http404
        self.offer = offers[0]

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it. An accepted case is the new team's, without the old team's worker."""
        own = {"offer": str(self.offer.pk), "team": self.offer.payload["team"]}
        return super().save(replace(parsed, values={**parsed.values, **own}), sending, outside_reason)

    def context(self) -> dict[str, Any]:
        """The offer."""
        return {"held_by": self.children[0].episode.team, "offer": self.offer}


ANSWER = Act(
    "transfer-answer",
    "transfer_answer",
    "Answer the offer",
    Capability.TRANSFER,
    ("transfer.accepted", "transfer.declined"),
    "transfer",
    required=("accepted", "why"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.TRANSFER)
def answer(request: HttpRequest, entry_id: UUID, work_id: UUID) -> HttpResponse:
    """Answer an offer."""
    return AnswerPage(request, entry_id, work_id).respond()


urlpatterns = [
    path("contacts/<uuid:entry_id>/transfer/", view_of(act_called("transfer"), OfferPage), name="transfer"),
    path("contacts/<uuid:entry_id>/transfer/<uuid:work_id>/", answer, name="transfer_answer"),
]
