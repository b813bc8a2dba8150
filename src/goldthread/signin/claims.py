"""What the council's sign-in says of somebody, and whether it is enough to let them in (ASVS 6.8, 10.5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest

from goldthread.accounts.models import User
from goldthread.signin import council
from goldthread.signin.operations import noting
from goldthread.web import proof

_SECOND_FACTOR = frozenset({"mfa", "ngcmfa"})  # `amr` of RFC 8176, and Entra's own for Windows Hello
_SKEW = 120  # seconds by which the provider's clock may be ahead of ours


class NotAdmitted(Exception):
    """Somebody is not let in. The message is a sentence for them, `code` a word for the audit trail."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


_ONE_FACTOR = NotAdmitted(
    "one_factor",
    "Your council's sign-in did not ask you for a second step, such as a code or a security key. "
    "Ask your service desk to turn that on for this service.",
)
_UNKNOWN = NotAdmitted(
    "no_account", "There is no account here for you yet. Ask whoever makes accounts in your service."
)
_ENDED = NotAdmitted(
    "ended", "Your account here has been closed. Ask whoever makes accounts in your service."
)
_OTHER = NotAdmitted(
    "other_subject",
    "Your email address belongs to the account of somebody else at your council's sign-in, perhaps of "
    "whoever had it before you. Ask whoever makes accounts in your service.",
)
_SOMEBODY_ELSE = NotAdmitted(
    "somebody_else", "That was somebody else's sign-in, not yours. Nothing was changed."
)
_NOT_ASKED = NotAdmitted(
    "not_asked_again",
    "Your council's sign-in let you through without asking you again. Ask your service desk: it must say "
    "when you last proved who you are (the claim auth_time).",
)


def admit(request: HttpRequest, sociallogin: Any, *, at: datetime) -> None:
    """Find the account and link it at its first sign-in. Raises NotAdmitted."""
    said = sociallogin.account.extra_data.get("id_token", {})
    if not two_factors(said):
        raise _ONE_FACTOR
    if sociallogin.state.get("process") == "redirect":
        return _prove_again(request, sociallogin, said, at)
    user = sociallogin.user if sociallogin.is_existing else _by_address(said)
    if not user.is_active:
        raise _ENDED
    if not sociallogin.is_existing:
        sociallogin.connect(request, user)
        noting.note_link(by=user, at=at)
    if _asked_lately(said, at):
        record_authentication(request, user, proof.COUNCIL)
    return None


def two_factors(said: Mapping[str, Any]) -> bool:
    """Whether it says that a second factor was used: by `amr`, or by an agreed value of `acr` or `acrs`."""
    if _SECOND_FACTOR & _words(said.get("amr")):
        return True
    return bool((_words(said.get("acr")) | _words(said.get("acrs"))) & set(settings.GOLDTHREAD_SSO_ACR))


def _words(claim: Any) -> set[str]:
    return {claim} if isinstance(claim, str) else {one for one in claim or () if isinstance(one, str)}


def _prove_again(request: HttpRequest, sociallogin: Any, said: Mapping[str, Any], at: datetime) -> None:
    """The same person, who was asked a moment ago."""
    if not sociallogin.is_existing or sociallogin.user != request.user:
        raise _SOMEBODY_ELSE
    if not _asked_lately(said, at):
        raise _NOT_ASKED
    record_authentication(request, request.user, proof.COUNCIL)
    noting.note_again(by=sociallogin.user, at=at, how=proof.COUNCIL)


def _asked_lately(said: Mapping[str, Any], at: datetime) -> bool:
    asked = said.get("auth_time")
    if not isinstance(asked, int | float):
        return False
    return -_SKEW <= at.timestamp() - asked < proof.LATELY.total_seconds()


def _by_address(said: Mapping[str, Any]) -> User:
    """The account that an administrator made with this address, which the provider vouches for."""
    address = str(said.get("email") or said.get("preferred_username") or "").lower()
    if not _is_vouched_for(address, said):
        raise _UNKNOWN
    user = User.objects.filter(email=address).first()
    if user is None:
        raise _UNKNOWN
    if SocialAccount.objects.filter(user=user, provider=council.PROVIDER).exists():
        raise _OTHER
    return user


def _is_vouched_for(address: str, said: Mapping[str, Any]) -> bool:
    """Said to be verified, or of a domain that is the provider's own to give (GOLDTHREAD_SSO_DOMAINS)."""
    if "@" not in address:
        return False
    own = address.rpartition("@")[2] in {domain.lower() for domain in settings.GOLDTHREAD_SSO_DOMAINS}
    return own or (said.get("email_verified") is True and said.get("email", "").lower() == address)
