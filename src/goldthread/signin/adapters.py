"""How the sign-in library does things here: its questions to this service, answered."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.accounts.models import User
from goldthread.signin import claims, letters
from goldthread.signin.onward import onward
from goldthread.signin.operations import noting
from goldthread.signin.operations.ending import end_sessions
from goldthread.web import keeping, proof
from goldthread.web.clock import now
from goldthread.web.page import render

_TOO_OFTEN = "That was tried too often. Wait five minutes, then try again, or use another way to sign in."


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords, messages and mail."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right",
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator makes the accounts."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Before a factor is made or removed. Somebody's first asks for the password only (ASVS 6.3.3)."""
        user, at = self.request.user, now()
        if not proof.is_late(self.request, at):
            return False
        has_one = is_mfa_enabled(user) or settings.GOLDTHREAD_DEMO
        return bool(has_one) or proof.password_is_late(self.request, at)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """All of them are on one page of ours."""
        return [{"id": "again", "url": reverse("signin:again")}]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where they were going."""
        return onward(request)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """They are in: the audit trail says how."""
        response: HttpResponse = super().post_login(request, user, **how)
        noting.note_sign_in(by=user, at=now(), how=proof.ways(request))
        if keeping.held_back(request) is not None:
            response.headers["Location"] = reverse("signin:go_on")
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password leaves a row, of the account where there is one."""
        tried = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        noting.note_failure(by=tried, at=now())

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """What went wrong is said; that it went well, the next page shows."""
        if kwargs.get("message") and level >= messages.WARNING:
            messages.add_message(request, level, kwargs["message"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In our words, by the service's own way of sending."""
        letters.send(template_prefix, email, context)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """A way to sign in was changed: their other sessions end, they are told, and it is on the trail."""
        end_sessions(by=user, at=now(), of=user, but=self.request.session.session_key)
        noting.note_change(by=user, at=now(), what=template_prefix.rpartition("/")[2])
        letters.send(template_prefix, user.email, {})


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Each works once, for half a minute: wait for the next",
        "cannot_delete_authenticator": "This is your only second step. Add another before you remove it",
    }

    def build_totp_svg(self, url: str) -> str:
        """The picture that an app reads, to stand inside a page."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :].replace("<svg", '<svg role="img" aria-label="Code for your app"', 1)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Never the last one."""
        others = type(authenticator).objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type="recovery_codes").exists())

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - the library's name
        """What a passkey is called until its owner calls it otherwise."""
        return "Passkey"

    def encrypt(self, text: str) -> str:
        """Secrets do not stand in the database, nor in a backup, as they are (ASVS 11.3)."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second factors").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Council(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The council's own sign-in."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in an account that an administrator made, if its sign-in there used two factors."""
        try:
            claims.admit(request, sociallogin, at=now())
        except claims.NotAdmitted as refusal:
            noting.note_refusal(by=None, at=now(), code=refusal.code)
            page = render(request, "signin/refused.html.jinja", {"why": str(refusal)}, status=403)
            raise ImmediateHttpResponse(page) from refusal
