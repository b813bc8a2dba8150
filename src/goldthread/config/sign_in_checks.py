"""What the doctor looks at of signing in: the council's own sign-in, and who looks after accounts."""

from datetime import UTC, datetime
from typing import Literal

import requests
from django.apps import apps
from django.conf import settings
from django.db.models import Q

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import roles, who_may
from goldthread.config import identity_provider

_WAIT = 10  # seconds
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")

Level = Literal["ok", "warning", "error"]


def provider_answers() -> tuple[Level, str, str]:
    """The council's sign-in describes itself as it is expected to, by the issuer's own name (ASVS 10.5)."""
    issuer = identity_provider.issuer()
    if not issuer:
        return "ok", "nobody signs in by a council's own sign-in", ""
    try:
        answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=_WAIT)
        about = answer.json() if answer.ok else {}
    except (requests.RequestException, ValueError):
        about = {}
    hint = "check GOLDTHREAD_ENTRA_TENANT or GOLDTHREAD_SSO_ISSUER, and that this machine may call it"
    if about.get("issuer") != issuer or any(not about.get(name) for name in _NEEDED):
        return "error", "the council's sign-in does not answer as it should", hint
    return "ok", "the council's sign-in answers", ""


def groups_are_roles() -> tuple[Level, str, str]:
    """Each group that stands for a role stands for one that there is."""
    unknown = sorted(set(settings.GOLDTHREAD_SSO_GROUPS.values()) - set(roles()))
    if unknown:
        return (
            "error",
            f"groups stand for roles that are not there: {', '.join(unknown)}",
            "GOLDTHREAD_SSO_GROUPS",
        )
    return "ok", f"{len(settings.GOLDTHREAD_SSO_GROUPS)} groups stand for roles", ""


def somebody_makes_accounts() -> tuple[Level, str, str]:
    """An account administrator is there. A demonstration needs none."""
    at = datetime.now(UTC)
    held = apps.get_model("accounts.Membership").objects.filter(
        Q(until__isnull=True) | Q(until__gt=at),
        since__lte=at,
        role__in=who_may(Capability.MANAGE_ACCOUNTS),
        user__is_active=True,
    )
    there = held.values("user").distinct().count()
    if there or settings.GOLDTHREAD_DEMO:
        return "ok", f"{there} people look after accounts", ""
    return "warning", "nobody looks after accounts", "./goldthread manage account: docs/guides/sign-in.md"
