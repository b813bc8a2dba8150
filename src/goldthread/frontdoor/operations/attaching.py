"""Files that go with a draft: looked at before they are kept."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, Sum

from goldthread.ledger import audit, files
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.fields import File
from goldthread.ledger.files.verdicts import state_of
from goldthread.ledger.models import Attachment, Draft, FileCheck

_GIGABYTE = 1024**3
# What may wait in drafts not sent yet (OWASP ASVS 5.0, 5.2.4): one person's, and all visitors' together.
MOST_FILES, MOST_BYTES = 40, 200 * 1024**2
MOST_OF_VISITORS = 5 * _GIGABYTE
TOO_MANY = "You have too many files in what you have not sent yet. Send it, or take a file out, and try again"
TOO_BUSY = (
    "This file cannot be taken now. Send the form without it, and say in your words what the file holds"
)


@transaction.atomic
def attach(*, by: Holder, at: datetime, draft: UUID, field: File, name: str, content: bytes) -> Attachment:
    """Keep a file with a draft, in place of an earlier one for the same field.

    Raises files.NotAccepted, and Draft.DoesNotExist when the draft is not this person's.
    """
    accepted = files.checked(field, name, content)
    state = state_of(accepted.content)
    row = held(by).select_for_update().get(pk=draft)
    row.attachments.filter(field=field.name).delete()
    _refuse_too_much(by, len(accepted.content))
    kept = Attachment.objects.create(
        draft=row,
        field=field.name,
        name=files.safe_name(name),
        content_type=accepted.content_type,
        size=len(accepted.content),
        sha256=_mark(accepted.content),
        content=accepted.content,
        added_at=at,
    )
    seen = None if state in {FileCheck.State.UNSCANNED, FileCheck.State.WAITING} else at
    FileCheck.objects.create(attachment=kept, state=state, checked_at=seen)
    row.raw, row.version, row.updated_at = {**row.raw, field.name: [str(kept.pk)]}, row.version + 1, at
    row.save(update_fields=["raw", "version", "updated_at"])
    # A picture is drawn afresh: the mark of what was sent lets its sender's own copy be recognised.
    marks = {"draft": str(draft), "file": str(kept.pk), "sent": _mark(content), "scan": str(state)}
    audit.record(by=Author(role="", user=by.user), at=at, act="draft.attach", detail=marks)
    return kept


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refuse_too_much(by: Holder, size: int) -> None:
    own = Attachment.objects.filter(draft__in=held(by)).aggregate(files=Count("pk"), bytes=Sum("size"))
    if own["files"] >= MOST_FILES or (own["bytes"] or 0) + size > MOST_BYTES:
        raise files.NotAccepted(TOO_MANY)
    if by.user is None:
        theirs = Draft.objects.filter(Q(owner__isnull=True) & ~Q(bearer=""))
        every = Attachment.objects.filter(draft__in=theirs).aggregate(bytes=Sum("size"))["bytes"] or 0
        if every + size > MOST_OF_VISITORS:
            raise files.NotAccepted(TOO_BUSY)


@transaction.atomic
def detach(*, by: Holder, at: datetime, draft: UUID, field: File) -> None:
    """Take a file out of a draft again. Raises Draft.DoesNotExist when the draft is not this person's."""
    row = held(by).select_for_update().get(pk=draft)
    row.attachments.filter(field=field.name).delete()
    row.raw, row.version, row.updated_at = {**row.raw, field.name: []}, row.version + 1, at
    row.save(update_fields=["raw", "version", "updated_at"])
    audit.record(
        by=Author(role="", user=by.user),
        at=at,
        act="draft.detach",
        detail={"draft": str(draft), "field": field.name},
    )
