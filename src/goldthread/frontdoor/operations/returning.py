"""Sending a form back with the request to consult first. The form is kept."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from goldthread.documents import operations as documents
from goldthread.frontdoor import letters
from goldthread.frontdoor.operations import work
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part


@wall.whole_act
def return_form(
    *,
    by: Author,
    at: datetime,
    contact: Entry,
    children: Mapping[UUID, Values],
    values: Values,
    sending: Sending,
    outside_reason: str = "",
) -> Entry:
    """Return a form for consultation and tell its sender when the hub is next open (HERTS-2.14, R14)."""
    entry = work.record(
        by=by,
        at=at,
        contact=contact,
        kind="form_return",
        values=values,
        children=children,
        sending=sending,
        outside_reason=outside_reason,
    )
    if contact.payload.get("referrer_email") and (letter := letters.return_id(contact, at)):
        documents.send(
            by=by,
            at=at,
            letter=letter,
            to_name=contact.payload.get("referrer_name", ""),
            to_address=contact.payload["referrer_email"],
            values=letters.return_values(contact, at),
            parts=[Part(subject) for subject in Subject.objects.filter(pk__in=children)],
            answers=contact,
            key=f"letter/{entry.pk}",
            records_event=False,
        )
    return entry
