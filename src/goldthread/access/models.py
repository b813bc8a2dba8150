"""How closed a record is, who may open it all the same, and who never may."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

LONGEST_GLASS = timedelta(hours=3)  # design section 6


class Level(models.TextChoices):
    """How closed a record is. A record without a row here is open to the service."""

    OPEN = "open", "Open to the service"
    SENSITIVE = "sensitive", "Sensitive: a reason is asked"
    RESTRICTED = "restricted", "Restricted to named people"
    SEALED = "sealed", "Sealed"


class Protection(models.Model):
    """The level of one person's record, with the reason and whoever set it."""

    subject = models.OneToOneField("ledger.Subject", on_delete=models.PROTECT, related_name="protection")
    level = models.CharField(max_length=12, choices=Level.choices)
    reason = models.TextField()
    opens_to = models.CharField(max_length=40, blank=True)  # of a sealed one: the capability of its domain
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.level}"


class Grant(models.Model):
    """A named person who may open a restricted or sealed record, for as long as it says."""

    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} may open {self.subject_id}"


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    """Questions about records opened in an emergency."""

    def in_force(self, at: datetime) -> "BreakGlassQuerySet":
        """Those that open a record at that instant: begun, not run out, not ended early."""
        return self.filter(began_at__lte=at, until__gt=at).exclude(ended__at__lte=at)

    def unreviewed(self) -> "BreakGlassQuerySet":
        """Those at which no privacy officer has looked yet, the oldest first."""
        return self.filter(review=None).order_by("began_at", "pk")


class BreakGlass(models.Model):
    """A restricted record opened in an emergency by somebody whom it does not name. Written once.

    It holds for every record of the same person, at most three hours, and ends by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    reason = models.TextField()
    began_at = models.DateTimeField()
    until = models.DateTimeField()

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(name="glass_in_force", fields=["user", "until"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="glass_at_most_three_hours",
                condition=Q(until__gt=F("began_at"), until__lte=F("began_at") + Value(LONGEST_GLASS)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} opened {self.subject_id} in an emergency"


class BreakGlassEnd(models.Model):
    """That somebody closed it before its time. Written once."""

    glass = models.OneToOneField(BreakGlass, primary_key=True, on_delete=models.PROTECT, related_name="ended")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.glass_id} ended"


class Found(models.TextChoices):
    """What a privacy officer made of it."""

    PROPER = "proper", "It was right to open it"
    IMPROPER = "improper", "It should not have been opened"


class BreakGlassReview(models.Model):
    """What a privacy officer, never whoever opened it, found afterwards. Written once."""

    glass = models.OneToOneField(
        BreakGlass, primary_key=True, on_delete=models.PROTECT, related_name="review"
    )
    found = models.CharField(max_length=12, choices=Found.choices)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.glass_id}: {self.found}"


class Exclusion(models.Model):
    """A person who may never open this record, whatever their role, such as a relative of the child."""

    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions")
    reason = models.TextField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="excluded_once", fields=["subject", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id} never opens {self.subject_id}"


class Release(models.Model):
    """Someone outside to whom papers of a sealed record may go: `key` is the recipient's key."""

    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="releases")
    key = models.CharField(max_length=500)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="released_once", fields=["subject", "key"])]

    def __str__(self) -> str:
        return f"{self.key} may be sent papers of {self.subject_id}"


class GivenReason(models.Model):
    """Why someone opened a sensitive record, in their own words."""

    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="given_reasons")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="given_reasons")
    reason = models.TextField()
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} for {self.subject_id}"


class Kept(models.Model):
    """Something that somebody must not know: derived from a signed entry, and gone once that is lifted.

    `keys` are recipients' keys: those who must not know, or with `others` the only ones who may. `whose` is
    the person of whom it tells where they are, `target` and `field` are the entry and the answer kept back.
    """

    entry = models.OneToOneField("ledger.Entry", primary_key=True, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12)
    whose = models.UUIDField(null=True, blank=True)
    target = models.UUIDField(null=True, blank=True)
    field = models.CharField(max_length=100, blank=True)
    words = ArrayField(models.TextField(), default=list)
    others = models.BooleanField()
    keys = ArrayField(models.CharField(max_length=300), default=list)
    names = ArrayField(models.TextField(), default=list)  # of those kept from, folded
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} of {self.subject_id}"


class Change(models.TextChoices):
    """What became of an account."""

    LEFT = "left", "Left"
    DORMANT = "dormant", "Not used for a long time"
    REOPENED = "reopened", "Opened again"


class AccountChange(models.Model):
    """An account was closed, or opened again. Written once. `by`: nobody for what the service did."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="account_changes"
    )
    change = models.CharField(max_length=8, choices=Change.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.change}"


class BudgetAlert(models.Model):
    """Somebody opened more people's records in a London day than their role usually needs (ASVS 2.4.1).

    It stops nobody. `opened` is how many different people it was when last counted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    role = models.CharField(max_length=40)
    budget = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    noticed_at = models.DateTimeField()
    words = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_budget_alert_a_day", fields=["user", "day"]),
            models.CheckConstraint(
                name="budget_review_is_whole",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, words="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}: {self.opened} of {self.budget}"


class ProtectionChange(models.Model):
    """What somebody changed about who may open a record, and why. Written once; what stands is beside it.

    `act`: level, name, unname, exclude or include. `user` is whom it is about, where it is about one.
    """

    subject = models.ForeignKey("ledger.Subject", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12)
    level = models.CharField(max_length=12, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    role = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} of {self.subject_id}"
