"""Proving once more who one is, before something sensitive; and going on with what was sent (ASVS 7.5.3)."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal import auth as passkeys
from django.conf import settings
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.accounts.models import User
from goldthread.signin import council
from goldthread.signin.forms import Again
from goldthread.signin.onward import onward
from goldthread.signin.operations import noting
from goldthread.web import guard, keeping, proof
from goldthread.web.clock import now
from goldthread.web.page import render

_CODES = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]


@require_http_methods(["GET", "HEAD", "POST"])
@guard.half_signed_in
def again(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey, a code or the council's sign-in; in a demonstration for a click."""
    user = guard.user_of(request)
    asked = _form(request, user) if request.method == "POST" else None
    if asked is not None and asked.is_valid():
        _accept(request, user, asked)
        return redirect(onward(request))
    by_code, by_passkey = _has(user, *_CODES), _has(user, Authenticator.Type.WEBAUTHN)
    if not (by_code or by_passkey or _by_click(user) or council.is_linked(user)):
        logout(request)  # a password of some time ago: they give it again, and then set up a second step
        return redirect(settings.LOGIN_URL)
    context = {
        "form": asked if isinstance(asked, ReauthenticateForm) else ReauthenticateForm(user=user),
        "passkey_failed": isinstance(asked, Again),
        "by_code": by_code,
        "passkey": passkeys.begin_authentication(user) if by_passkey else None,
        "by_click": _by_click(user),
        "council": council.name() if council.is_linked(user) else "",
        "council_action": council.way_again(onward(request)),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "signin/again.html.jinja", context)


def _form(request: HttpRequest, user: User) -> Form:
    form = Form(request.POST)
    if "credential" in request.POST:
        form = Again(user=user, data=request.POST)
    elif "code" in request.POST or not _by_click(user):
        form = ReauthenticateForm(user=user, data=request.POST)
    return form


def _accept(request: HttpRequest, user: User, form: Form) -> None:
    """Note the proof in the session, and in the audit trail."""
    how = proof.CLICKED
    if isinstance(form, ReauthenticateForm):
        form.save()
        how = str(form.authenticator.type)
    elif isinstance(form, Again):
        form.save()
        how = str(Authenticator.Type.WEBAUTHN)
    else:
        record_authentication(request, user, proof.CLICKED)
    noting.note_again(by=user, at=now(), how=how)


def _by_click(user: User) -> bool:
    """In a demonstration, whoever has made no factor of their own proves who they are by a click."""
    return bool(settings.GOLDTHREAD_DEMO) and not is_mfa_enabled(user)


def _has(user: User, *types: Authenticator.Type) -> bool:
    return bool(is_mfa_enabled(user, types=list(types)))


@require_safe
@guard.signed_in
def go_on(request: HttpRequest) -> HttpResponse:
    """What was sent before, one press from being sent on."""
    sent = keeping.held_back(request)
    if sent is None:
        return redirect("casefile:home")
    return render(request, "signin/go_on.html.jinja", {"sent": sent})


@require_POST
@guard.signed_in
def not_now(request: HttpRequest) -> HttpResponse:
    """Let what was sent go."""
    keeping.let_go(request)
    return redirect("casefile:home")


urlpatterns = [
    path("sign-in/again/", again, name="again"),
    path("sign-in/go-on/", go_on, name="go_on"),
    path("sign-in/go-on/not/", not_now, name="not_now"),
]
