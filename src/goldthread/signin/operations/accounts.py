"""Making accounts, giving roles, letting people back in; nobody does it for themselves."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from goldthread.access.operations import end_sessions
from goldthread.accounts.models import Agency, Invitation, Membership, Team, User
from goldthread.accounts.roles import given_to, roles
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.signin.links import LASTS, mark_of


class NotDone(Exception):
    """What was asked is not allowed, or no longer possible. The message is a sentence for whoever asked."""


@transaction.atomic
def make_account(
    *, by: Author, at: datetime, email: str, name: str, designation: str, agency: Agency
) -> User:
    """An account without a password or role. Raises NotDone where the address has one already."""
    if User.objects.filter(email=email.lower()).exists():
        raise NotDone("There is an account with this email address already")
    user = User.objects.create_user(
        email=email, password=None, name=name, designation=designation, agency=agency
    )
    audit.record(by=by, at=at, act="account.made", detail={"user": str(user.pk)})
    return user


@transaction.atomic
def invite(*, by: Author, at: datetime, user: User) -> str:
    """The secret of a new link by which they choose a password; earlier ones end (ASVS 6.4.1)."""
    _not_oneself(by, user)
    if not user.is_active:
        raise NotDone("The account is closed. Open it again first")
    if SocialAccount.objects.filter(user=user).exists():
        raise NotDone("They use the council's sign-in, which has no password here")
    user.invitations.filter(used_at=None, until__gt=at).update(until=at)
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(user=user, mark=mark_of(secret), at=at, until=at + LASTS, by=by.user)
    audit.record(by=by, at=at, act="account.invited", detail={"user": str(user.pk)})
    return secret


@transaction.atomic
def accept(*, by: User, at: datetime, invitation: Invitation, password: str) -> None:
    """Choose the password of a new account. Raises ValidationError for a weak one, or NotDone."""
    validate_password(password, by)
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None, until__gt=at).update(used_at=at)
    if not used:
        raise NotDone("This link was used already, or it is too old")
    by.set_password(password)
    by.save(update_fields=["password"])
    audit.record(by=Author(role="", user=by), at=at, act="account.accepted")


@transaction.atomic
def give_role(
    *,
    by: Author,
    at: datetime,
    user: User,
    role: str,
    team: Team | None = None,
    until: datetime | None = None,
) -> Membership:
    """A role from now on, for good or until then. Raises NotDone for one that is not theirs to give."""
    _not_oneself(by, user)
    if role not in given_to(outside=user.agency.is_outside):
        raise NotDone("This role is not given here. Ask whoever looks after this installation")
    if until is not None and until <= at:
        raise NotDone("A role ends after it begins")
    if user.memberships.held(at).filter(role=role, team=team).exists():
        raise NotDone("They hold this role already")
    given = Membership.objects.create(
        user=user, role=role, team=team, since=at, until=until, given_by=by.user
    )
    detail = {"user": str(user.pk), "role": role, "team": str(team.pk) if team else ""}
    audit.record(by=by, at=at, act="account.role_given", detail=detail)
    return given


@transaction.atomic
def appoint(*, by: Author, at: datetime, user: User, role: str) -> Membership:
    """A role that nobody gives on a page, given by whoever looks after the installation. Raises NotDone."""
    if role not in roles():
        raise NotDone(f"There is no role {role}. There are: {', '.join(sorted(roles()))}")
    given = Membership.objects.create(user=user, role=role, since=at)
    audit.record(by=by, at=at, act="account.role_given", detail={"user": str(user.pk), "role": role})
    return given


@transaction.atomic
def end_role(*, by: Author, at: datetime, membership: Membership) -> None:
    """End a role at once. Raises NotDone for one that is over."""
    _not_oneself(by, membership.user)
    if (
        not Membership.objects.held(at)
        .filter(pk=membership.pk, since__lt=at)
        .update(until=at, ended_by=by.user)
    ):
        raise NotDone("This role is over")
    detail = {"user": str(membership.user_id), "role": membership.role}
    audit.record(by=by, at=at, act="account.role_ended", detail=detail)


@transaction.atomic
def reset_factors(*, by: Author, at: datetime, user: User, reason: str) -> str:
    """Take away a password and every second step of somebody who lost theirs; the secret of a new link.

    `by` has made sure who asks, and `reason` says how (ASVS 6.4.3): it stands beside the new invitation.
    """
    _not_oneself(by, user)
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(by=by, at=at, user=user)
    secret = invite(by=by, at=at, user=user)
    Invitation.objects.filter(mark=mark_of(secret)).update(reason=reason)
    audit.record(by=by, at=at, act="account.reset", detail={"user": str(user.pk)})
    return secret


def _not_oneself(by: Author, user: User) -> None:
    if by.user == user:
        raise NotDone("Nobody does this for their own account. Ask another administrator")
