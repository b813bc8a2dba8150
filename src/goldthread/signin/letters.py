"""E-mails about signing in: short, in plain words, and with nothing in them about anybody else."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from goldthread.documents.backends import Mail, chosen

_WORDS: dict[str, str] = {
    "password_changed": "Your password was changed.",
    "password_set": "A password was set for your account.",
    "password_reset": "Your password was changed after somebody asked for a new one.",
    "totp_activated": "An app that makes codes was added to your account.",
    "totp_deactivated": "The app that makes codes was removed from your account.",
    "webauthn_added": "A passkey was added to your account.",
    "webauthn_removed": "A passkey was removed from your account.",
    "recovery_codes_generated": "Recovery codes were made for your account; earlier ones no longer work.",
    "account_connected": "Your account was linked to your council's sign-in.",
}
_NOT_YOU = "If this was not you, ring whoever makes accounts in your service at once."


def send(prefix: str, address: str, context: dict[str, Any]) -> None:
    """One of the sign-in library's letters, in our words. One that we do not know is a fault."""
    name = prefix.rpartition("/")[2]
    if name == "password_reset_key":
        _post(address, "Choose a new password", _reset(context["password_reset_url"]))
    else:
        _post(address, "Your sign-in was changed", f"{_WORDS[name]}\n\n{_NOT_YOU}")


def _reset(link: str) -> str:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return (
        f"Somebody asked for a new password for your account. To choose one, open this page within {hours} "
        f"hours:\n\n{link}\n\nYou will still be asked for your second step. {_NOT_YOU}"
    )


def invite(address: str, link: str, until: str) -> None:
    """The way in to a new account, or back in after its second steps were taken away."""
    body = (
        f"An account has been made for you. To choose a password and a second step, open this page before "
        f"{until}. It works once:\n\n{link}\n\nDo not pass it on. If you did not expect it, ignore it."
    )
    _post(address, "Your account", body)


def _post(address: str, subject: str, body: str) -> None:
    """After commit, and not by the queue: a link that lets somebody in does not lie in a table."""
    mail = Mail(uuid4(), "", "", address, f"Goldthread: {subject}", body, automatic=True)
    transaction.on_commit(partial(chosen().send, mail), robust=True)
