"""Passing a contact on, and sending a form back for consultation."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import path

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Team, User
from goldthread.accounts.roles import who_may
from goldthread.frontdoor import letters
from goldthread.frontdoor.acts import act_called
from goldthread.frontdoor.advice import advised, team_for
from goldthread.frontdoor.doors import has
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.entries.screening import ROUTING
from goldthread.frontdoor.operations import returning
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.frontdoor.views.acting import ActPage, view_of
from goldthread.ledger import operations as ledger
from goldthread.ledger.fields import Choice, Field, FieldError, Parsed, Raw, Retention, Sensitivity
from goldthread.ledger.models import Entry
from goldthread.web import guard

_FAST = "routing.fast_tracked"


class RoutePage(ActPage):
    """Pass a contact on: the advised route is filled in, and another needs its reason."""

    template = "frontdoor/route.html.jinja"

    @cached_property
    def advice(self) -> Any:
        """What the procedure advises now."""
        return advised(self.file, self.at)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where a contact can go: every team by its id, then every service that none of them staffs."""
        services = self.file.table.pack.services
        staffed = {team.service for team in self.teams.values()}
        return {pk: team.name for pk, team in self.teams.items()} | {
            name: service.title for name, service in services.items() if name not in staffed
        }

    @cached_property
    def teams(self) -> Mapping[str, Team]:
        """Every team by its id."""
        return {str(team.pk): team for team in Team.objects.order_by("name")}

    @cached_property
    def workers(self) -> Mapping[str, str]:
        """Those who may hold a case, by id, and whoever holds it now."""
        held = self.advice.held.worker_id if self.advice and self.advice.held else None
        current = Q(memberships__until=None) | Q(memberships__until__gt=self.at)
        users = User.objects.filter(
            Q(current, memberships__role__in=who_may(Capability.HOLD_CASE), is_active=True) | Q(pk=held)
        )
        return {
            str(user.pk): f"{user.name}, {user.designation}" for user in users.distinct().order_by("name")
        }

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The entry's own questions, with the teams and workers of today to choose from."""
        own = dict(super().fields)
        where = Choice("Where to?", Sensitivity.OPEN, Retention.ROUTING, choices=self.places, name="where")
        worker = Choice("Worker", Sensitivity.OPEN, Retention.ROUTING, choices=self.workers, name="worker")
        if self.advice is not None and self.advice.by_telephone:
            own["spoken_to"] = replace(own["spoken_to"], hint=self.advice.then)
        fast = has(self.file.table.pack, _FAST)
        asked = ["where", "worker", *(["fast_track"] if fast else []), "spoken_to", "why", *ROUTING.more]
        return {name: {**own, "where": where, "worker": worker}[name] for name in asked}

    def prefill(self) -> Raw:
        """The advised route."""
        if self.advice is None:
            return {}
        team, held = team_for(self.advice), self.advice.held
        where = str(team.pk) if team else self.advice.service
        return {
            "where": [where] if where in self.places else [],
            "worker": [str(held.worker_id)] if held and held.worker_id else [],
            "fast_track": ["yes" if self._fast() else "no"],
        }

    def _fast(self) -> bool:
        """Whether something is owed that only a fast track does."""
        owed = (duty for child in self.children for duty in child.duties(self.at) if not duty.met)
        return any(set(duty.rule.met_by) == {_FAST} for duty in owed)

    @property
    def required(self) -> tuple[str, ...]:
        """Where, and whether it is for action now."""
        return ("where", "fast_track")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Another place than the advised one needs a reason."""
        where = parsed.values.get("where")
        if self.advice is None or where is None or self._as_advised(where) or parsed.values.get("why"):
            return []
        return [FieldError("why", f"The procedure advises {self.advice.where}. Say why it goes elsewhere")]

    def _as_advised(self, where: str) -> bool:
        """Whether it goes to the advised service, or to the team that holds the open case."""
        team, held = self.teams.get(where), self.advice.held
        service = team.service if team else where
        return service == self.advice.service or (held is not None and team == held.team)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, with the names of team and worker as they are now."""
        values = dict(parsed.values)
        where = values.pop("where")
        team, worker = self.teams.get(where), values.get("worker", "")
        values["service"] = team.service if team else where
        known = {
            "team": str(team.pk) if team else "",
            "team_name": team.name if team else "",
            "worker_name": self.workers.get(worker, ""),
            "advised": self.advice.title if self.advice else "",
        }
        values |= {name: text for name, text in known.items() if text}
        return super().save(replace(parsed, values=values), sending, outside_reason)

    def context(self) -> dict[str, Any]:
        """The advice beside the form."""
        return {"advice": self.advice}


class ReturnPage(ActPage):
    """Send a form back for consultation: only where the procedure asks for it (HERTS-2.14, 2.15)."""

    template = "frontdoor/return.html.jinja"

    @cached_property
    def letter(self) -> letters.ReturnLetter:
        """What goes to the referrer."""
        return letters.return_letter(self.contact, self.at)

    def context(self) -> dict[str, Any]:
        """The letter as it will go."""
        return {"letter": self.letter, "contact_id": self.contact.pk}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Return it, with the letter where there is an address."""
        return returning.return_form(
            by=guard.author(self.request, self.act.capability),
            at=self.at,
            contact=self.contact,
            children={child.id: {} for child in self.children},
            values=parsed.values,
            sending=sending,
            outside_reason=outside_reason,
        )


class DangerPage(ActPage):
    """Say that a contact shows an imminent risk that its form did not: it is corrected, and so accepted."""

    template = "frontdoor/act.html.jinja"

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Why."""
        return {"imminent_reason": replace(Contact.fields["imminent_reason"], asked_when=None)}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Correct the contact; the original stays."""
        reason = parsed.values["imminent_reason"]
        return ledger.amend(
            by=guard.author(self.request, self.act.capability),
            at=self.at,
            entry=self.contact,
            values={"immediate_danger": True, "imminent_reason": reason},
            parts={},
            reason=reason,
            key=sending.key,
        )


urlpatterns = [
    path("contacts/<uuid:entry_id>/route/", view_of(act_called("route"), RoutePage), name="route"),
    path("contacts/<uuid:entry_id>/return/", view_of(act_called("return"), ReturnPage), name="return"),
    path("contacts/<uuid:entry_id>/danger/", view_of(act_called("danger"), DangerPage), name="danger"),
]
