"""Looking after accounts: who has one, what they may do, and letting somebody back in."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access import operations as access
from goldthread.access.models import Change
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Agency, Team, User
from goldthread.accounts.roles import given_to
from goldthread.ledger.author import Author
from goldthread.ledger.fields import (
    Choice,
    Date,
    Email,
    Field,
    LongText,
    Retention,
    Sensitivity,
    Text,
    parse_fields,
)
from goldthread.ledger.london import instants
from goldthread.signin import accountfile, inviting
from goldthread.signin.operations import accounts as operations
from goldthread.signin.operations.accounts import NotDone
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_S, _R = Sensitivity.PERSONAL, Retention.ROUTING
_MAY = Capability.MANAGE_ACCOUNTS
_SHOWN = 100
FIND = {"text": Text("Name, email address or organisation", _S, _R, max_length=200)}
REASON = {
    "reason": LongText(
        "Why, and how did you make sure who asks?", _S, _R, required=True, max_length=1000, rows=2
    )
}


def _new() -> Mapping[str, Field]:
    """What is asked to make an account."""
    agencies = {str(one.pk): one.name for one in Agency.objects.order_by("name")}
    return {
        "name": Text("Full name", _S, _R, required=True, max_length=200),
        "designation": Text("Job title", _S, _R, required=True, max_length=200),
        "email": Email("Work email address", _S, _R, required=True),
        "agency": Choice("Organisation", _S, _R, choices=agencies, required=True, listed=True),
    }


def _role(user: User) -> Mapping[str, Field]:
    """What is asked to give somebody a role."""
    known = given_to(outside=user.agency.is_outside)
    teams = {} if user.agency.is_outside else {str(one.pk): one.name for one in Team.objects.order_by("name")}
    fields: dict[str, Field] = {
        "role": Choice(
            "Role",
            _S,
            _R,
            choices={name: role.title for name, role in sorted(known.items(), key=lambda one: one[1].title)},
            required=True,
            listed=True,
        ),
    }
    if teams:
        fields["team"] = Choice(
            "Team", _S, _R, choices=teams, listed=True, hint="None, if the role is not a team's"
        )
    fields["until"] = Date("Last day", _S, _R, hint="Leave empty if nobody knows yet")
    return fields


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(_MAY)
def accounts(request: HttpRequest) -> HttpResponse:
    """Who has an account. What is looked for travels in the form, never in an address."""
    sent = posted(request)
    text = parse_fields(FIND, sent.raw).values.get("text", "")
    found = User.objects.select_related("agency").order_by("name", "pk")
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(email__icontains=text) | Q(agency__name__icontains=text)
        )
    lines = accountfile.lines(found[:_SHOWN], at=now())
    context = {"form": EntryForm(FIND, sent.raw, dense=True), "lines": lines, "more": found.count() > _SHOWN}
    return render(request, "signin/accounts.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(_MAY, fresh=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make an account. Whoever uses the council's sign-in needs no invitation."""
    sent, fields = posted(request), _new()
    parsed = parse_fields(fields, sent.raw)
    problem = ""
    if request.method == "POST" and parsed.ok:
        agency = Agency.objects.get(pk=parsed.values["agency"])
        words = {name: parsed.values[name] for name in ("email", "name", "designation")}
        try:
            user = operations.make_account(by=_by(request), at=now(), agency=agency, **words)
            return redirect("signin:account", user.pk)
        except NotDone as refusal:
            problem = str(refusal)
    errors = parsed.errors if request.method == "POST" else ()
    form = EntryForm(fields, sent.raw, errors=errors, dense=True)
    context = {"form": form, "problem": problem}
    return render(request, "signin/new_account.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(_MAY, fresh=True)
def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One account: its roles, how it signs in, and what can be done with it."""
    user = User.objects.select_related("agency").filter(pk=user_id).first()
    if user is None:
        raise Http404
    page = _AccountPage(request, user)
    return page.act() if request.method == "POST" else page.show()


class _AccountPage:
    """One request about one account. Each button is one act."""

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user, self.at = request, user, now()
        self.sent: Posted = posted(request)

    def act(self) -> HttpResponse:
        """Do what was asked, and say what came of it."""
        name, _, rest = self.sent.action.partition(":")
        acts: dict[str, Callable[[], str]] = {
            "continue": self.give,  # Enter in a box of its form
            "give": self.give,
            "end": partial(self.end, rest),
            "invite": self.invite,
            "sessions": self.sessions,
            "close": self.close,
            "reopen": self.reopen,
            "reset": self.reset,
        }
        if name not in acts:
            raise Http404
        try:
            said = acts[name]()
        except NotDone as refusal:
            return self.show(problem=str(refusal))
        except _Asked as asked:
            return self.show(**asked.shows)
        messages.success(self.request, said)
        return redirect("signin:account", self.user.pk)

    def give(self) -> str:
        """A role."""
        fields = _role(self.user)
        parsed = parse_fields(fields, self.sent.raw)
        if not parsed.ok:
            raise _Asked(role=EntryForm(fields, self.sent.raw, errors=parsed.errors, dense=True))
        team, day = parsed.values.get("team"), parsed.values.get("until")
        operations.give_role(
            by=self.by,
            at=self.at,
            user=self.user,
            role=parsed.values["role"],
            team=Team.objects.get(pk=team) if team else None,
            until=_end_of(day) if day else None,
        )
        return "The role is given."

    def end(self, which: str) -> str:
        """A role that they hold."""
        mine = self.user.memberships.select_related("user")
        found = mine.filter(pk=int(which)).first() if which.isascii() and which.isdigit() else None
        if found is None:
            raise Http404
        operations.end_role(by=self.by, at=self.at, membership=found)
        return "The role has ended."

    def invite(self) -> str:
        """A link by which they choose a password."""
        return self._sent(operations.invite(by=self.by, at=self.at, user=self.user))

    def reset(self) -> str:
        """Their password and second steps go, and a link comes."""
        reason = self._reason()
        return self._sent(operations.reset_factors(by=self.by, at=self.at, user=self.user, reason=reason))

    def sessions(self) -> str:
        """Out, everywhere."""
        access.end_sessions(by=self.by, at=self.at, user=self.user)
        return "They are signed out everywhere."

    def close(self) -> str:
        """They have left."""
        if self.user == guard.user_of(self.request):
            raise NotDone("Nobody closes their own account. Ask another administrator")
        access.close_account(by=self.by, at=self.at, user=self.user, change=Change.LEFT, words=self._reason())
        return "The account is closed, and they are signed out."

    def reopen(self) -> str:
        """They are back."""
        access.reopen_account(by=self.by, at=self.at, user=self.user, words=self._reason())
        return "The account is open again. Give the roles that they need now."

    @property
    def by(self) -> Author:
        """Whoever asks, in the role that lets them."""
        return _by(self.request)

    def show(
        self, problem: str = "", role: EntryForm | None = None, acts: EntryForm | None = None
    ) -> HttpResponse:
        """The page."""
        shown = role or acts
        context = {
            "user": self.user,
            "file": accountfile.account_file(self.user, at=self.at),
            "own": self.user == guard.user_of(self.request),
            "role_form": role or EntryForm(_role(self.user), dense=True),
            "act_form": acts or EntryForm(REASON, dense=True),
            "form": shown if shown and shown.errors else None,
            "problem": problem,
        }
        status = 422 if problem or shown else 200
        return render(self.request, "signin/account.html.jinja", context, status=status)

    def _reason(self) -> str:
        parsed = parse_fields(REASON, self.sent.raw)
        if not parsed.ok:
            raise _Asked(acts=EntryForm(REASON, self.sent.raw, errors=parsed.errors, dense=True))
        return str(parsed.values["reason"])

    def _sent(self, secret: str) -> str:
        return inviting.send(self.request, self.user, secret, at=self.at)


class _Asked(Exception):
    """The form that was sent needs something more: the page is shown with it."""

    def __init__(self, **shows: Any) -> None:
        super().__init__()
        self.shows = shows


def _by(request: HttpRequest) -> Author:
    return guard.author(request, _MAY)


def _end_of(day: str) -> datetime:
    """The midnight after a day, which is ISO text."""
    return instants(datetime.combine(date.fromisoformat(day) + timedelta(days=1), time()))[0]


urlpatterns = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/new/", new, name="new_account"),
    path("accounts/<uuid:user_id>/", account, name="account"),
]
