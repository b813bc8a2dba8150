"""Sending a form back with the request to consult first. The form is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldthread.documents import letters
from goldthread.documents import operations as documents
from goldthread.frontdoor.operations import work
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger import procedure
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part
from goldthread.procedures.services import opening

_LETTER, _HUB = "form_return", "consultation_hub"


@dataclass(frozen=True)
class Letter:
    """What goes to the referrer, and to which address; none where they gave none."""

    to_address: str
    opens_at: datetime | None
    composed: letters.Composed


def letter(contact: Entry, at: datetime) -> Letter:
    """The letter that asks the referrer to talk to the hub, with its next opening."""
    values = _values(contact, at)
    opens = values.get("hub_opens_at")
    composed = letters.compose(
        _LETTER, {**values, "to_name": contact.payload.get("referrer_name", "")}, at=at
    )
    return Letter(
        contact.payload.get("referrer_email", ""), opens if isinstance(opens, datetime) else None, composed
    )


@transaction.atomic
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
    if contact.payload.get("referrer_email"):
        documents.send(
            by=by,
            at=at,
            letter=_LETTER,
            to_name=contact.payload.get("referrer_name", ""),
            to_address=contact.payload["referrer_email"],
            values=_values(contact, at),
            parts=[Part(subject) for subject in Subject.objects.filter(pk__in=children)],
            answers=contact,
            key=f"letter/{entry.pk}",
            records_event=False,
        )
    return entry


def _values(contact: Entry, at: datetime) -> dict[str, letters.Sayable]:
    pack = procedure.pack(at)
    hub = opening(pack, _HUB, at)
    opens = at if hub.open else hub.next_open
    values: dict[str, letters.Sayable] = {
        "reference": contact.reference,
        "received_at": contact.occurred_at,
        "hub_telephone": pack.services[_HUB].telephone,
    }
    return values | ({"hub_opens_at": opens} if opens else {})
