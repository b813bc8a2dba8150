"""Files that go with a draft: looked at before they are kept."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldthread.frontdoor import uploads
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.fields import File
from goldthread.ledger.models import Attachment


@transaction.atomic
def attach(*, by: Holder, at: datetime, draft: UUID, field: File, name: str, content: bytes) -> Attachment:
    """Keep a file with a draft, in place of an earlier one for the same field.

    Raises uploads.NotAccepted, and Draft.DoesNotExist when the draft is not this person's.
    """
    content_type = uploads.checked(field, name, content)
    row = held(by).select_for_update().get(pk=draft)
    row.attachments.filter(field=field.name).delete()
    kept = Attachment.objects.create(
        draft=row,
        field=field.name,
        name=uploads.safe_name(name),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        added_at=at,
    )
    row.raw, row.version, row.updated_at = {**row.raw, field.name: [str(kept.pk)]}, row.version + 1, at
    row.save(update_fields=["raw", "version", "updated_at"])
    audit.record(
        by=Author(role="", user=by.user),
        at=at,
        act="draft.attach",
        detail={"draft": str(draft), "file": str(kept.pk)},
    )
    return kept


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
