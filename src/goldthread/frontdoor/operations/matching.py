"""Confirming that somebody in a contact is a person already on record."""

from datetime import datetime

from django.db import transaction

from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part


@transaction.atomic
def confirm_same(
    *,
    by: Author,
    at: datetime,
    contact: Entry,
    named: Subject,
    known: Subject,
    values: Values,
    sending: Sending,
) -> Entry:
    """Record that the person named in a contact is the one known by an earlier record. Both records stay."""
    return ledger.sign(
        by=by,
        at=at,
        kind="same_person",
        values={**values, "person": str(known.pk)},
        parts=[Part(named), Part(known, in_episode=False)],
        key=sending.key,
        links=Links(answers=contact),
        draft=sending.draft,
        holder=sending.holder,
    )
