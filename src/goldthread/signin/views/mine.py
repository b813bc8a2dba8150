"""One's own account: how one signs in, and where one is signed in now (ASVS 6.3, 7.4, 7.5)."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.usersessions.models import UserSession
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from goldthread.signin import council
from goldthread.signin.operations.ending import end_sessions
from goldthread.web import guard, proof
from goldthread.web.clock import now
from goldthread.web.page import render

_SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@require_safe
@guard.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """How somebody signs in, and where they are signed in now."""
    user = guard.user_of(request)
    held = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    left = [one.wrap().get_unused_codes() for one in held if one.type == Authenticator.Type.RECOVERY_CODES]
    context = {
        "council": council.name() if council.is_linked(user) else "",
        "has_password": user.has_usable_password(),
        "passkeys": [one.wrap() for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "codes_left": len(left[0]) if left else 0,
        "sessions": UserSession.objects.filter(user=user).order_by("-last_seen_at", "pk"),
        "this": request.session.session_key,
    }
    return render(request, "signin/mine.html.jinja", context)


@require_safe
@guard.half_signed_in
def enrol(request: HttpRequest) -> HttpResponse:
    """Before anything else, somebody who has only a password gets a second step (ASVS 6.3.3)."""
    user = guard.user_of(request)
    if proof.is_whole(request):
        return redirect("mfa_index")
    if is_mfa_enabled(user, types=_SECOND):  # made in another window, after this session began
        return redirect("signin:again")
    return render(request, "signin/enrol.html.jinja")


class _Enrols:
    """Whoever has just shown a new factor has proved that they have it."""

    request: HttpRequest
    kind: Authenticator.Type

    def form_valid(self, form: Form) -> HttpResponse:
        """Made, and used."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        record_authentication(self.request, guard.user_of(self.request), "mfa", type=str(self.kind))
        return response


class AddApp(_Enrols, totp.ActivateTOTPView):  # type: ignore[misc]
    """An app that makes codes."""

    kind = Authenticator.Type.TOTP


class AddPasskey(_Enrols, webauthn.AddWebAuthnView):  # type: ignore[misc]
    """A passkey."""

    kind = Authenticator.Type.WEBAUTHN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the device is asked to make: one that can stand alone."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = guard.user_of(self.request)
        return context | {
            "js_data": {"creation_options": passkeys.begin_registration(user, passwordless=True)}
        }


class Codes(codes.ViewRecoveryCodesView):  # type: ignore[misc]
    """Recovery codes: shown once, when they are asked for, as that is noted."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button that shows them."""
        return render(request, "signin/codes.html.jinja")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The codes."""
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


@require_POST
@guard.signed_in
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this."""
    user, which = guard.user_of(request), request.POST.get("session", "")
    only = int(which) if which.isascii() and which.isdigit() and len(which) < 10 else None
    this = request.session.session_key
    if only is None and which != "others":
        raise Http404
    if not end_sessions(by=user, at=now(), of=user, but=this, only=only) and only is not None:
        raise Http404
    return redirect("mfa_index")


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """A new password, for whoever has one: those who sign in with the council's account have none here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answers 404 to the others."""
        if not guard.user_of(request).has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


urlpatterns = [
    path("my-account/enrol/", enrol, name="enrol"),
    path("my-account/sessions/", end_session, name="end_session"),
]
library = [
    path("my-account/", mine, name="mfa_index"),
    path("my-account/passkeys/", mine, name="mfa_list_webauthn"),
    path("my-account/app/add/", guard.half_signed_in(AddApp.as_view()), name="mfa_activate_totp"),
    path("my-account/app/remove/", guard.signed_in_lately(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("my-account/passkeys/add/", guard.half_signed_in(AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "my-account/passkeys/<int:pk>/remove/",
        guard.signed_in_lately(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("my-account/codes/", guard.signed_in_lately(Codes.as_view()), name="mfa_view_recovery_codes"),
    path(
        "my-account/codes/new/",
        guard.signed_in_lately(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "my-account/password/",
        guard.signed_in_lately(ChangePassword.as_view()),
        name="account_change_password",
    ),
]
