"""The ways in and out: the demonstration's one click, the real sign-in, signing out."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.signin import council
from goldthread.signin.onward import onward, with_next
from goldthread.signin.operations import noting
from goldthread.web import guard, proof
from goldthread.web.clock import now
from goldthread.web.page import render

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@guard.public
def sign_in(request: HttpRequest) -> HttpResponse:
    """In a demonstration, everyone in it; otherwise the way to the real sign-in."""
    going = onward(request)
    if not settings.GOLDTHREAD_DEMO:
        return redirect(with_next("account_login", going))
    people = User.objects.filter(is_active=True).select_related("agency").order_by("agency__name", "name")
    context = {"people": [(user, _roles(user)) for user in people], "next": going}
    return render(request, "signin/sign_in.html.jinja", context)


def _roles(user: User) -> str:
    known = roles()
    return ", ".join(sorted(known[role].title for role in user.roles(at=now()) if role in known))


class Password(LoginView):  # type: ignore[misc]
    """The real sign-in: the council's own, a passkey, or an email address and a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The council's own sign-in stands first, where there is one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        way = council.way_in(onward(self.request))
        return context | {"council": council.name(), "council_action": way}


@require_POST
@guard.public
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Become one of the invented people. There is no such thing outside a demonstration."""
    who = _uuid(request) if settings.GOLDTHREAD_DEMO else None
    user = User.objects.filter(pk=who, is_active=True).first() if who else None
    if user is None:
        raise Http404
    login(request, user, backend=_BACKEND)
    record_authentication(request, user, proof.CLICKED)
    UserSession.objects.create_from_request(request)
    noting.note_sign_in(by=user, at=now(), how=[proof.CLICKED])
    return redirect(onward(request))


def _uuid(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("user", ""))
    except ValueError:
        return None


@require_POST
@guard.half_signed_in
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget it. Drafts stay on the server."""
    user = guard.user_of(request)
    noting.note_out(by=user, at=now())
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    response = redirect("casefile:home")
    # Browsers do not tell ports apart: in a demonstration the neighbours' cookies would go, too.
    cookies = "" if settings.GOLDTHREAD_DEMO else '"cookies", '
    response.headers["Clear-Site-Data"] = f'{cookies}"storage"'
    return response


urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/as/", sign_in_as, name="sign_in_as"),
]
