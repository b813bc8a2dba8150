"""What the sign-in library asks, where this service asks it otherwise."""

from typing import Any

from allauth.account.forms import ResetPasswordForm

from goldthread.accounts.models import User


class ResetPassword(ResetPasswordForm):  # type: ignore[misc]
    """A forgotten password. Whoever signs in by the council's sign-in has none here, and gets none by mail."""

    def clean_email(self) -> Any:
        """The address as typed; the people to whom a link goes are kept on the form."""
        email = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.has_usable_password()]
        return email
