"""The front page, and signing in to a demonstration."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.procedure import newest
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.errors import phones
from goldthread.web.page import has_door, render

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@guard.public
def home(request: HttpRequest) -> HttpResponse:
    """For someone signed in, their work; for anyone else, the three doors."""
    user = request.user
    if isinstance(user, User):
        if user.may(Capability.READ_RECORD, at=now()):
            return redirect("casefile:worklist")
        if user.may(Capability.SEND_REQUEST, at=now()):
            return redirect("frontdoor:requests")
        if user.may(Capability.REVIEW_ACCESS, at=now()):
            return redirect("privacy:desk")
    guidance = [each.says for each in newest().guidance.values() if "home" in each.show_on]
    context = {
        "guidance": guidance,
        "phones": phones(),
        "neighbours": _neighbours(request),
        "tell": has_door("public_report"),
        "requests": has_door("professional_request"),
        "allegations": has_door("allegation"),
    }
    return render(request, "casefile/home.html.jinja", context)


def _neighbours(request: HttpRequest) -> list[tuple[str, str]]:
    """In a demonstration, the other authorities on this machine, and where their pages are."""
    machine = urlsplit(f"//{request.get_host()}").hostname
    return [(name, f"//{machine}:{port}/") for name, port in settings.GOLDTHREAD_NEIGHBOURS.values()]


@require_safe
@guard.public
def sign_in(request: HttpRequest) -> HttpResponse:
    """In a demonstration, everyone in it; otherwise the way to the real sign-in."""
    if not settings.GOLDTHREAD_DEMO:
        return redirect("account_login")
    people = User.objects.filter(is_active=True).select_related("agency").order_by("agency__name", "name")
    context = {"people": [(user, _roles(user)) for user in people], "next": request.GET.get("next", "")}
    return render(request, "casefile/sign_in.html.jinja", context)


def _roles(user: User) -> str:
    known = roles()
    return ", ".join(sorted(known[role].title for role in user.roles(at=now()) if role in known))


@require_POST
@guard.public
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Become one of the invented people. There is no such thing outside a demonstration."""
    who = _uuid(request) if settings.GOLDTHREAD_DEMO else None
    user = User.objects.filter(pk=who, is_active=True).first() if who else None
    if user is None:
        raise Http404
    login(request, user, backend=_BACKEND)
    audit.record(by=Author(role="", user=user), at=now(), act="sign_in.demonstration")
    onward = request.POST.get("next", "")
    return redirect(
        onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "casefile:home"
    )


def _uuid(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("user", ""))
    except ValueError:
        return None


@require_POST
@guard.signed_in
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Drafts stay on the server."""
    audit.record(by=Author(role="", user=guard.user_of(request)), at=now(), act="sign_out")
    logout(request)
    return redirect("casefile:home")
