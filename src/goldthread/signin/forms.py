"""What the sign-in library asks, where this service asks it otherwise."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError

from goldthread.accounts.models import User

# What a device's answer raises that is not one: whoever sends it is told that it was not accepted.
_NOT_AN_ANSWER = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class ResetPassword(ResetPasswordForm):  # type: ignore[misc]
    """A forgotten password. Whoever signs in by the council's sign-in has none, and gets none by mail."""

    def clean_email(self) -> Any:
        """The address as typed; the people to whom a link goes are kept on the form."""
        email = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.has_usable_password()]
        return email


class _Credential:
    """A device's answer, whatever was sent in its place."""

    def clean_credential(self) -> Any:
        """The factor that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except _NOT_AN_ANSWER as problem:
            raise get_adapter().validation_error("incorrect_code") from problem


class Authenticate(_Credential, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second step."""


class Login(_Credential, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class Again(_Credential, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, once more."""


class AddPasskey(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, which must be able to stand alone: a device that knows its owner."""

    def clean(self) -> Any:
        """What was made, or that it was not."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except ValidationError:
            raise
        except _NOT_AN_ANSWER as problem:
            raise get_adapter().validation_error("incorrect_code") from problem
