"""The council's own sign-in, as the environment describes it: Entra ID or any other OpenID provider."""

import json
from typing import Any
from urllib.parse import urlsplit

from goldthread.config import env

_ENTRA = "https://login.microsoftonline.com/{}/v2.0"


def issuer() -> str:
    """The address of the provider, from its tenant or as given; empty where there is none."""
    tenant = env.text("GOLDTHREAD_ENTRA_TENANT")
    return _ENTRA.format(tenant) if tenant else env.text("GOLDTHREAD_SSO_ISSUER").rstrip("/")


def origins() -> list[str]:
    """Where forms may lead when somebody signs in: the provider, and wherever it sends people on to."""
    address = urlsplit(issuer())
    own = [f"{address.scheme}://{address.netloc}"] if issuer() else []
    return [*own, *env.words("GOLDTHREAD_SSO_ORIGINS")]


def providers(name: str, contexts: list[str]) -> dict[str, Any]:
    """What the sign-in library is told. Refuses half a description.

    `contexts` are the values of `acr`, or of Entra's `acrs`, that say that a second factor was used.
    """
    if not issuer():
        return {}
    why = "the council's sign-in needs what its provider gave to this service"
    told = {
        "server_url": issuer(),
        "fetch_userinfo": False,
        "oauth_pkce_enabled": True,
        "auth_params": _asks(contexts),
    }
    application = {
        "provider_id": "council",
        "name": name,
        "client_id": env.required("GOLDTHREAD_SSO_CLIENT", why),
        "secret": env.required("GOLDTHREAD_SSO_SECRET", why),
        "settings": told,
    }
    return {"openid_connect": {"APPS": [application]}}


def _asks(contexts: list[str]) -> dict[str, str]:
    """What to ask of the provider: a second factor, by the name that it has there."""
    if not contexts:
        return {}
    if env.given("GOLDTHREAD_ENTRA_TENANT"):
        return {"claims": json.dumps({"id_token": {"acrs": {"essential": True, "value": contexts[0]}}})}
    return {"acr_values": " ".join(contexts)}


def groups() -> dict[str, str]:
    """Which role each of the provider's groups stands for, as `group=role`; none where not configured."""
    pairs = [pair.partition("=") for pair in env.words("GOLDTHREAD_SSO_GROUPS")]
    if wrong := ["".join(pair) for pair in pairs if not (pair[0] and pair[2])]:
        raise env.BadSetting(f"GOLDTHREAD_SSO_GROUPS: write group=role, not {wrong[0]}")
    return {group: role for group, _, role in pairs}
