"""An account as its administrator sees it: what somebody may do and how they get in, never what they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings

from goldthread.access.models import AccountChange
from goldthread.accounts.models import Invitation, Membership, User
from goldthread.accounts.roles import roles
from goldthread.ledger.london import say_when
from goldthread.signin import council

_FACTORS = {"totp": "app that makes codes", "webauthn": "passkey"}


@dataclass(frozen=True)
class AccountLine:
    """An account in the list."""

    user: User
    roles: str
    open: bool


@dataclass(frozen=True)
class RoleLine:
    """A role, held or over: from when, until when, and who gave and ended it."""

    membership: Membership
    title: str
    held: bool


@dataclass(frozen=True)
class AccountFile:
    """One account. `differs`: what the council's sign-in says of roles, where that is configured."""

    roles: list[RoleLine]
    ways: str
    sessions: int
    invitations: list[Invitation]
    changes: list[AccountChange]
    differs: list[str]


def lines(users: Iterable[User], *, at: datetime) -> list[AccountLine]:
    """The accounts of a list, with the roles that each holds now."""
    return [
        AccountLine(user, ", ".join(sorted(map(_title, user.roles(at=at)))), user.is_active) for user in users
    ]


def account_file(user: User, *, at: datetime) -> AccountFile:
    """Everything about one account."""
    held = user.memberships.select_related("team", "given_by", "ended_by").order_by("-since", "pk")
    return AccountFile(
        roles=[RoleLine(one, _title(one.role), one.is_held(at)) for one in held],
        ways=_ways(user),
        sessions=UserSession.objects.filter(user=user).count(),
        invitations=list(user.invitations.select_related("by").order_by("-at", "pk")),
        changes=list(AccountChange.objects.filter(user=user).select_related("by").order_by("-at", "pk")),
        differs=_differs(user, at),
    )


def _title(role: str) -> str:
    known = roles()
    return known[role].title if role in known else role


def _ways(user: User) -> str:
    """How somebody gets in, in words."""
    factors = Authenticator.objects.filter(user=user).exclude(type="recovery_codes")
    ways = [council.name()] if council.is_linked(user) else []
    ways += ["password"] if user.has_usable_password() else []
    ways += sorted({_FACTORS[one.type] for one in factors})
    used = f"; last signed in {say_when(user.last_login)}" if user.last_login else "; never signed in"
    return (", ".join(ways) or "no way in yet") + used


def _differs(user: User, at: datetime) -> list[str]:
    """Roles that the council's groups stand for and that are not held, and the other way round."""
    stands_for: dict[str, str] = settings.GOLDTHREAD_SSO_GROUPS
    linked = SocialAccount.objects.filter(user=user, provider=council.PROVIDER).first()
    if not stands_for or linked is None:
        return []
    said = linked.extra_data.get("id_token", {}).get("groups", [])
    wanted = {stands_for[group] for group in said if group in stands_for}
    held = user.roles(at=at) & set(stands_for.values())
    return [f"Give {_title(role)}: a group of theirs stands for it" for role in sorted(wanted - held)] + [
        f"End {_title(role)}: no group of theirs stands for it" for role in sorted(held - wanted)
    ]
