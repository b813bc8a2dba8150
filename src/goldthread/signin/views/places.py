"""The organisations and teams that people belong to, as an account administrator looks after them."""

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import COUNCIL, Agency, Membership, Team
from goldthread.ledger import procedure
from goldthread.ledger.fields import Choice, Email, Field, Retention, Sensitivity, Text, parse_fields
from goldthread.procedures.referrers import professionals
from goldthread.signin.operations import places as operations
from goldthread.signin.operations.accounts import NotDone
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_S, _R = Sensitivity.PERSONAL, Retention.ROUTING
_MAY = Capability.MANAGE_ACCOUNTS


def _agency() -> Mapping[str, Field]:
    """What is asked of an organisation."""
    return {
        "name": Text("Name", _S, _R, required=True, max_length=200),
        "kind": Choice(
            "What it is", _S, _R, choices=professionals(procedure.newest()), required=True, listed=True
        ),
        "email": Email("Secure email address", _S, _R, hint="Where papers for it are sent, if it has one"),
    }


def _team() -> Mapping[str, Field]:
    """What is asked of a team."""
    services = procedure.Titles("services")
    return {
        "team_name": Text("Name", _S, _R, required=True, max_length=200),
        "service": Choice("Which service it staffs", _S, _R, choices=services, required=True, listed=True),
    }


_ASKED = {"agency": _agency, "team": _team}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(_MAY, fresh=True)
def places(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more of each."""
    if request.method != "POST":
        return _show(request)
    sent = posted(request)
    about = "team" if "team_name" in sent.raw else "agency"  # Enter in a box sends its form without a button
    fields = _ASKED[about]()
    parsed = parse_fields(fields, sent.raw)
    form = EntryForm(fields, sent.raw, errors=parsed.errors, dense=True)
    if not parsed.ok:
        return _show(request, {about: form})
    by, at, said = guard.author(request, _MAY), now(), parsed.values
    try:
        if about == "agency":
            made: Agency | Team = operations.make_agency(
                by=by, at=at, name=said["name"], kind=said["kind"], email=said.get("email", "")
            )
        else:
            made = operations.make_team(by=by, at=at, name=said["team_name"], service=said["service"])
    except NotDone as refusal:
        return _show(request, {about: form}, str(refusal))
    messages.success(request, f"{made.name} is added.")
    return redirect("signin:places")


def _show(
    request: HttpRequest, sent: Mapping[str, EntryForm] | None = None, problem: str = ""
) -> HttpResponse:
    forms = {name: EntryForm(asked(), dense=True) for name, asked in _ASKED.items()} | dict(sent or {})
    open_accounts = Count("users", filter=Q(users__is_active=True))
    working = Count(
        "memberships__user",
        filter=Q(memberships__in=Membership.objects.held(now()), memberships__user__is_active=True),
        distinct=True,
    )
    kinds = {**professionals(procedure.newest()), COUNCIL: "The council"}
    context = {
        "agencies": [
            (one, kinds.get(one.kind, "Another organisation"))
            for one in Agency.objects.annotate(people=open_accounts).order_by("name")
        ],
        "teams": Team.objects.annotate(people=working).order_by("name"),
        "services": procedure.Titles("services"),
        "forms": forms,
        "form": next((one for one in forms.values() if one.errors), None),
        "problem": problem,
    }
    return render(request, "signin/places.html.jinja", context, status=422 if sent else 200)


urlpatterns = [path("accounts/organisations/", places, name="places")]
