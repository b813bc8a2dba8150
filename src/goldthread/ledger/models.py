"""The record's tables. Entries are for ever; events, duties and an episode's holder are derived."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goldthread.ledger.references import new_reference


class Subject(models.Model):
    """An anchor for a person. What is known about them is stated by entries and kept in `people/`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Episode(models.Model):
    """One period of involvement of one child on one pathway. `closed_at`, team and worker are derived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="episodes")
    authority = models.CharField(max_length=40)  # whose procedure it follows
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    team = models.ForeignKey(
        "accounts.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="episodes"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="episodes"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_episode_of_a_child", fields=["subject"], condition=Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} from {self.opened_at:%d %b %Y}"


class Entry(models.Model):
    """One signed, immutable statement, with its author's name, role and designation as they then were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=60)  # an entry class's short, stable id
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    author_name = models.CharField(max_length=200, blank=True)  # blank: the author chose to stay unnamed
    author_role = models.CharField(max_length=40)
    author_designation = models.CharField(max_length=200, blank=True)
    author_agency = models.ForeignKey("accounts.Agency", null=True, blank=True, on_delete=models.PROTECT)
    payload = models.JSONField()
    amends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    authorises = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="authorisations"
    )
    declines = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="declinings"
    )
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    outside_reason = models.TextField(blank=True)  # why it was done outside the procedure
    idempotency_key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "recorded_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="not_recorded_before_it_happened", condition=Q(recorded_at__gte=models.F("occurred_at"))
            ),
            models.UniqueConstraint(
                name="authorised_once", fields=["authorises"], condition=Q(authorises__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class PlacedParts(models.Manager["EntrySubject"]):
    """The parts as they stand: without those that were moved to another record."""

    def get_queryset(self) -> "models.QuerySet[EntrySubject]":
        """Every part in the record where it belongs."""
        return super().get_queryset().filter(astray__isnull=True)


class EntrySubject(models.Model):
    """One person whom an entry is about, with what the entry says of that person alone.

    A later entry may move it to the record where it belongs: that entry places another part instead.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="parts")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="parts")
    episode = models.ForeignKey(
        Episode, null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    payload = models.JSONField(default=dict)
    placed_by = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="placed"
    )
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = PlacedParts()
    everywhere: ClassVar["models.Manager[EntrySubject]"] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="once_in_an_entry", fields=["entry", "subject"])
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} about {self.subject_id}"


class Astray(models.Model):
    """A part that was moved to another record: derived from the entries that moved it there, and back."""

    part = models.OneToOneField(
        EntrySubject, primary_key=True, on_delete=models.PROTECT, related_name="astray"
    )

    def __str__(self) -> str:
        return str(self.part_id)


class Event(models.Model):
    """`step.outcome` at an instant, derived from an entry: what the procedure reads."""

    id = models.UUIDField(primary_key=True)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="events")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    role = models.CharField(max_length=40)
    agency = models.UUIDField(null=True, blank=True)  # whose words they are, where it is not the council
    facts = models.JSONField(default=dict)
    corrects = models.UUIDField(null=True, blank=True)
    answers = models.UUIDField(null=True, blank=True)
    authorises = models.UUIDField(null=True, blank=True)
    declines = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.step}.{self.outcome}"


class Duty(models.Model):
    """What the procedure says must happen, derived from events. Overdue is `due < now`, never a column."""

    id = models.UUIDField(primary_key=True)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="duties")
    rule = models.CharField(max_length=120)  # step.duty in the pack
    because = models.UUIDField()  # the event that started it
    role = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # null: no limit in this procedure
    usual_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="open_duties", fields=["due_at"], condition=Q(met_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.rule


class Draft(models.Model):
    """Unsigned work, kept as typed, valid or not. Never lost, and never part of the record until signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    bearer = models.CharField(
        max_length=64, blank=True
    )  # who holds it when nobody is signed in: a secret's hash
    raw = models.JSONField(default=dict)  # field name -> list of strings, exactly as typed
    context = models.JSONField(default=dict)  # what the page needs to know: ids, never text
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    signed_as = models.OneToOneField(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    shared_as = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001 - null: one person's
    writers = models.JSONField(default=dict)  # of a shared one: part -> [version, user] that wrote it last

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="draft_has_a_holder", condition=Q(owner__isnull=False) | ~Q(bearer="")
            ),
            models.UniqueConstraint(
                name="one_shared_draft_of_each", fields=["shared_as"], condition=Q(signed_as__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class DraftVersion(models.Model):
    """What a draft said before somebody else's words replaced it, so that nothing typed is lost."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    raw = models.JSONField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}"


class DraftHolder(models.Model):
    """One of the people who hold a shared draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="holders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="once_a_holder", fields=["draft", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.draft_id}"


class Clash(models.Model):
    """What one holder of a shared draft wrote in a part that another had changed unseen. Kept for ever.

    Open until somebody chooses; `stood` is what the draft held in that part when they chose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="clashes")
    part = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raw = models.JSONField()
    saved_at = models.DateTimeField()
    stood = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_clash_of_each",
                fields=["draft", "part", "by"],
                condition=Q(settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.draft_id}"


class Attachment(models.Model):
    """A file sent with an entry, and its fingerprint. The content type is what the bytes are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class FileCheck(models.Model):
    """What is known of a file that somebody sent: whether a virus scanner has looked at it, and what it said.

    A file that the service itself made has none. It points at its file without a constraint, so that a file
    may be destroyed by its own rule.
    """

    class State(models.TextChoices):
        """`unscanned`: this installation had no scanner. `waiting`: it has one that did not answer yet."""

        UNSCANNED = "unscanned", "not scanned for viruses"
        WAITING = "waiting", "not scanned for viruses yet"
        SAFE = "safe", "scanned: no virus found"
        INFECTED = "infected", "closed: a virus was found"

    attachment = models.OneToOneField(
        Attachment, primary_key=True, on_delete=models.CASCADE, related_name="check_of", db_constraint=False
    )
    state = models.CharField(max_length=9, choices=State)
    found = models.CharField(max_length=100, blank=True)  # the scanner's name for it
    checked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def note(self) -> str:
        """What a page says beside the file's name; nothing where all is well."""
        return "" if self.state == self.State.SAFE else str(self)


class AuditRow(models.Model):
    """One act upon a record, read or write. It points at nothing, so it outlives everything."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.UUIDField(null=True, blank=True)
    role = models.CharField(max_length=40)
    act = models.CharField(max_length=60)
    subject = models.UUIDField(null=True, blank=True)
    entry = models.UUIDField(null=True, blank=True)
    request = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)  # ids and short codes, never names or text

    class Meta:
        indexes: ClassVar = [models.Index(name="audit_of_a_person", fields=["subject", "-id"])]

    def __str__(self) -> str:
        return f"{self.act} at {self.at:%d %b %Y %H:%M:%S}"


class Seal(models.Model):
    """A link of the chain that seals the audit trail: the rows under it, each row's mark, and its digest."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    rows = ArrayField(models.BigIntegerField())  # numbers of audit rows, in order
    marks = models.BinaryField()  # 16 bytes a row
    previous = models.CharField(max_length=64, unique=True)  # the digest before; the first link has none
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.pk} of {self.at:%d %b %Y %H:%M:%S}"


class Destroyed(models.Model):
    """One sealed row whose entry was destroyed, or lost a part: its mark before and after, and by which act.

    `certificate` is the entry that tells of the act; it holds a digest over all its lines here.
    """

    id = models.BigAutoField(primary_key=True)
    row = models.BigIntegerField(db_index=True)  # the number of the audit row
    entry = models.UUIDField(db_index=True)
    before = models.BinaryField()
    after = models.BinaryField()
    certificate = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"row {self.row} by {self.certificate_id}"
