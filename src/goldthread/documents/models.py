"""How far each message has got on its way out. One row a message; what it says stands in the signed entry."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a message is. `sending` is written before the provider is called, so that a crash is seen."""

    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    IN_DOUBT = "in_doubt", "May not have arrived"


STUCK = (State.FAILED, State.IN_DOUBT)  # a person must decide
SETTLED = (State.SENT, *STUCK)


class Delivery(models.Model):
    """One message on its way to a provider. `last_error` and `provider_reference` are codes, never names."""

    entry = models.OneToOneField(
        "ledger.Entry", primary_key=True, on_delete=models.PROTECT, related_name="delivery"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)  # since it was last queued
    last_error = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=20, blank=True)  # outbox, smtp or notify, once tried
    provider_reference = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    attempted_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="deliveries_by_time", fields=["-queued_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="settled_has_a_time",
                condition=Q(state__in=SETTLED, settled_at__isnull=False)
                | (~Q(state__in=SETTLED) & Q(settled_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.state}"
