"""People who sign in, the agencies and teams they belong to, and the roles they hold and held."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import roles

COUNCIL = "council"  # the kind of agency that runs the service


class Agency(models.Model):
    """An organisation: the council itself, a school, a hospital, a police force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)  # a value of the packs' fact `referrer_kind`, or "council"
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_outside(self) -> bool:
        """Whether it is another organisation than the council."""
        return self.kind != COUNCIL


class Team(models.Model):
    """A team of the council. `service` is the pack's service that the team staffs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    service = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, so nobody can pass the access rules by."""

    def create_user(
        self, *, email: str, password: str | None, name: str, designation: str, agency: Agency
    ) -> "User":
        """A new active user. A missing password means that they cannot sign in with one."""
        user = self.model(
            email=self.normalize_email(email).lower(), name=name, designation=designation, agency=agency
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. `designation` is their job title as it should read beside their signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    designation = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "designation"]

    def __str__(self) -> str:
        return self.name

    def roles(self, *, at: datetime) -> frozenset[str]:
        """The ids of the roles held at that instant; none for someone who has left.

        Read once for this object, as an answer asks many times; each request has its own.
        """
        if not self.is_active:
            return frozenset()
        return frozenset(one.role for one in self._memberships if one.is_held(at))

    @cached_property
    def _memberships(self) -> "list[Membership]":
        return list(self.memberships.all())

    def may(self, capability: Capability, *, at: datetime) -> bool:
        """Whether any role held at that instant allows it."""
        return self.role_for(capability, at=at) is not None

    def role_for(self, capability: Capability, *, at: datetime) -> str | None:
        """The role in which this person does such a thing: the narrowest one held that allows it."""
        known = roles()
        able = [role for role in self.roles(at=at) if role in known and capability in known[role].may]
        return min(able, key=lambda role: (len(known[role].may), role), default=None)

    def teams(self, *, at: datetime) -> "models.QuerySet[Team]":
        """The teams in which a role is held at that instant."""
        return Team.objects.filter(memberships__in=self.memberships.held(at)).distinct()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about who held which role when."""

    def held(self, at: datetime) -> "MembershipQuerySet":
        """Those in force at that instant."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class Membership(models.Model):
    """One role held by one person in one team, for a time. Ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # Who gave it; nobody for what was there from the start, or was given at the command line.
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"

    def is_held(self, at: datetime) -> bool:
        """Whether it is in force at that instant."""
        return self.since <= at and (self.until is None or at < self.until)


class Invitation(models.Model):
    """A link by which somebody chooses their first password. It works once, until `until`.

    `mark` is a fingerprint of what the link holds: the link itself is in their e-mail only. `reason`: why
    somebody who had an account needed a new way in.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    mark = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    until = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Invitation of {self.user}"
