"""What people do to sign in, by requests."""

import re
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from goldthread.accounts.models import User
from goldthread.signin.adapters import Factors
from tests.integration.signin.conftest import PASSWORD

WORKLIST = "/requests/"  # a page that asks for a sign-in


def give_password(client: Client, person: User, password: str = PASSWORD, **more: str) -> Any:
    """The first step."""
    return client.post("/sign-in/password/", {"login": person.email, "password": password, **more})


def code_now(secret: str) -> str:
    """What an app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(datetime.now(UTC).timestamp()) // 30)))


def secret_of(person: User) -> str:
    """What the app of somebody holds."""
    app = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    return Factors().decrypt(app.data["secret"])


def set_up_app(client: Client) -> Any:
    """Add an app that makes codes, in a session that may."""
    (secret,) = keys_on(client.get("/my-account/app/add/"))
    return client.post("/my-account/app/add/", {"code": code_now(secret)})


def keys_on(page: Any) -> list[str]:
    """The secrets that a page shows."""
    return re.findall('class="gt-key">([^<]+)<', page.text)
