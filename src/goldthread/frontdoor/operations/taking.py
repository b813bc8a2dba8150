"""Taking a contact from someone who rings, calls or writes: kept from the first word, received once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldthread.frontdoor.linking import sent
from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Raw, keepable
from goldthread.ledger.models import Draft, Entry


@transaction.atomic
def begin(
    *, by: Holder, at: datetime, draft: UUID, kind: str, raw: Raw, context: Mapping[str, Any]
) -> Draft | None:
    """The unsigned draft of that id, made now if there is none; None when the id is not theirs.

    The page is shown before anything is kept, under an id of its own, so that two calls in two windows
    are two drafts. `raw` is what stood on the page when it was shown.
    """
    begun = {
        "kind": kind,
        "owner": by.user,
        "raw": keepable(raw),
        "context": dict(context),
        "version": 0,
        "created_at": at,
        "updated_at": at,
    }
    _, is_new = Draft.objects.get_or_create(pk=draft, defaults=begun)
    if is_new:
        by_whom = Author(role="", user=by.user)
        audit.record(by=by_whom, at=at, act="draft.begin", detail={"draft": str(draft), "kind": kind})
    return held(by).filter(pk=draft, kind=kind).first()


@transaction.atomic
def take(
    *,
    by: Author,
    at: datetime,
    draft: UUID,
    holder: Holder,
    values: Values,
    known: Known,
    received_at: datetime,
) -> Entry:
    """Receive the contact that the officer wrote down. However often it is asked, one draft is one contact.

    Raises what `ledger.operations.sign` raises.
    """
    if held(holder).select_for_update().filter(pk=draft).first() is None:
        return sent(holder, draft)
    return receive(
        by=by,
        at=at,
        values=values,
        sending=Sending(key=f"draft/{draft}", draft=draft, holder=holder),
        known=known,
        occurred_at=received_at,
    )
