"""Asking other agencies, with the basis for it; and adding what has come in."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.urls import path

from goldthread.frontdoor import presenters
from goldthread.frontdoor.acts import act_called
from goldthread.frontdoor.missing import waited_for
from goldthread.frontdoor.views.acting import ActPage, view_of
from goldthread.frontdoor.views.screening import EACH_CHILD, PointsPage, Section
from goldthread.ledger.fields import Field, Raw

_SAID = ("parents_informed", "consent_reason", "not_informed_ground", "pr_holder_agrees", "other_agencies")


class EnquirePage(PointsPage):
    """Ask another agency; without the parents' agreement a Team Manager authorises it (HERTS-6.2 to 6.9)."""

    template = "frontdoor/points.html.jinja"
    step = "agency_enquiry"
    always = frozenset({"agency", "asked", "parents_agree", "basis", "reasons"})
    own_words = frozenset({"parents_agree"})  # to have been asked is not yet to agree
    sections = (
        Section(
            "The enquiry",
            ("agency", "asked", "parents_agree", "basis", "needs_without_help", "reasons"),
            _SAID,
        ),
        Section(EACH_CHILD, ()),  # what the pack asks of each
    )

    def prefill(self) -> Raw:
        """Whether the parents agree, as the contact or what came in since says."""
        consent = self.children[0].facts(self.at).get("consent")
        return {"parents_agree": ["yes" if consent == "agreed" else "no"]} if consent else {}


class InformationPage(ActPage):
    """Add what has come in: the questions that the procedure still waits for, and what was learnt."""

    template = "frontdoor/act.html.jinja"

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What was learnt, then only the questions that wait."""
        every = super().fields
        wanted = waited_for(self.file, self.at)
        return {name: field for name, field in every.items() if name in wanted}

    @property
    def only(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self.fields)

    def context(self) -> dict[str, Any]:
        """What the referrer is still asked for."""
        return {"waits": presenters.duty_lines(self.file, self.at, {}, referrer=True)}


urlpatterns = [
    path("contacts/<uuid:entry_id>/enquire/", view_of(act_called("enquire"), EnquirePage), name="enquire"),
    path(
        "contacts/<uuid:entry_id>/information/",
        view_of(act_called("information"), InformationPage),
        name="information",
    ),
]
