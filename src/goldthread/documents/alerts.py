"""E-mails of the service to its own people: that something waits for them. They name nobody, ever."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goldthread.accounts.models import User
from goldthread.documents.models import Delivery
from goldthread.documents.operations import queue
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part, sign
from goldthread.ledger.procedure import newest


@transaction.atomic
def alert(*, at: datetime, to: User, subject: str, body: str, key: str, parts: Sequence[Part] = ()) -> Entry:
    """Tell somebody who works here that something waits for them, in the caller's transaction.

    `subject` and `body` are read over shoulders and on telephones: they hold no name and no reference of a
    record. `key` makes it safe to repeat. `parts` is the record to which the message belongs, where whoever
    may not open that record must not learn that there was a message either.
    """
    return alert_address(
        at=at, name=to.name, address=to.email, subject=subject, body=body, key=key, parts=parts
    )


@transaction.atomic
def alert_address(
    *, at: datetime, name: str, address: str, subject: str, body: str, key: str, parts: Sequence[Part] = ()
) -> Entry:
    """The same to a mailbox that a team shares, called by this name."""
    said = {
        "event": "",
        "to_name": name,
        "to_address": address,
        "channel": "email",
        "subject": f"{newest().head.authority}: {subject}",
        "body": f"Dear {name}\n\n{body}\n\nThis message was sent automatically.",
    }
    entry = sign(by=SYSTEM, at=at, kind="message", values=said, parts=parts, key=key)
    delivery, is_new = Delivery.objects.get_or_create(entry=entry, defaults={"queued_at": at})
    if is_new:
        queue(by=SYSTEM, at=at, delivery=delivery)
    return entry
