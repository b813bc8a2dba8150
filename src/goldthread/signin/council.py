"""The council's own sign-in (OpenID Connect): whether there is one, and who is linked to it."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.accounts.models import User

PROVIDER = "council"


def name() -> str:
    """What people call it, such as "Council account"; empty where there is none."""
    return str(settings.GOLDTHREAD_SSO_NAME) if settings.SOCIALACCOUNT_PROVIDERS else ""


def is_linked(user: User) -> bool:
    """Whether this person signs in that way."""
    return bool(name()) and SocialAccount.objects.filter(user=user, provider=PROVIDER).exists()


def way_in(going: str) -> str:
    """Where the button leads that signs somebody in, who goes on to that address."""
    return f"{_login()}?{urlencode({'next': going})}" if name() else ""


def way_again(going: str) -> str:
    """The same, to be asked once more by the provider, and to stay signed in here meanwhile."""
    asks = urlencode({"prompt": "login", "max_age": "0"})
    return f"{_login()}?{urlencode({'process': 'redirect', 'next': going, 'auth_params': asks})}"


def _login() -> str:
    return reverse("openid_connect_login", args=[PROVIDER])
