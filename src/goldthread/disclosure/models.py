"""Work on what leaves that is not signed yet: whose record, for whom, what was decided of which words."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from goldthread.ledger.models import Attachment, Entry, Subject


class Redaction(models.Model):
    """One copy of somebody's record in the making: for whom, why, of what was signed by `until`.

    `to_key` is the recipient's key. `signed_as` is the newest entry in which the marks were signed; while it
    waits for the second pair of eyes nothing is changed here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_key = models.CharField(max_length=400)
    to_name = models.CharField(max_length=200)
    to_how = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=40)
    purpose = models.TextField()
    until = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    signed_as = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class Mark(models.Model):
    """What was decided of some words: that they go, with the reason, or that they stay.

    `words` stand from `start` to before `end` in one answer of an entry, whose text then had the mark `text`.
    `field` empty: the whole entry goes. Kept for good: a later copy of the same record begins with them.
    """

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="marks")
    source = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=16, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True)
    goes = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    by_hand = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="decided_once", fields=["redaction", "source", "field", "start", "end"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.start}-{self.end}"


class Looked(models.Model):
    """Somebody has gone through one entry for a copy, as it then was (`sheet` is its mark)."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="looked")
    source = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="looked_at_once", fields=["redaction", "source"])
        ]

    def __str__(self) -> str:
        return str(self.source_id)


class Retyped(models.Model):
    """What somebody typed of a file, so that it can be given as text. The file itself never is."""

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="retyped")
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="typed_once", fields=["redaction", "file"])]

    def __str__(self) -> str:
        return str(self.file_id)
