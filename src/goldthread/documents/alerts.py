"""E-mails of the service to its own people: that something waits for them. They name nobody, ever."""

from datetime import datetime

from django.db import transaction

from goldthread.accounts.models import User
from goldthread.documents.models import Delivery
from goldthread.documents.operations import queue
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import sign
from goldthread.ledger.procedure import newest


@transaction.atomic
def alert(*, at: datetime, to: User, subject: str, body: str, key: str) -> Entry:
    """Tell somebody who works here that something waits for them, in the caller's transaction.

    `subject` and `body` are read over shoulders and on telephones: they hold no name and no reference of a
    record. `key` makes it safe to repeat.
    """
    said = {
        "event": "",
        "to_name": to.name,
        "to_address": to.email,
        "channel": "email",
        "subject": f"{newest().head.authority}: {subject}",
        "body": f"Dear {to.name}\n\n{body}\n\nThis message was sent automatically.",
    }
    entry = sign(by=SYSTEM, at=at, kind="message", values=said, parts=[], key=key)
    delivery, is_new = Delivery.objects.get_or_create(entry=entry, defaults={"queued_at": at})
    if is_new:
        queue(by=SYSTEM, at=at, delivery=delivery)
    return entry
