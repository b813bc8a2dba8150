"""Work on a contact: one signed entry that answers it, about its children."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger import audit, wall
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part


@wall.whole_act
def record(
    *,
    by: Author,
    at: datetime,
    contact: Entry,
    kind: str,
    values: Values,
    children: Mapping[UUID, Values],
    sending: Sending,
    occurred_at: datetime | None = None,
    outside_reason: str = "",
) -> Entry:
    """Sign an entry about these children of the contact, by subject id, with what it says of each.

    Raises what `ledger.operations.sign` raises: RefusedByProcedure, ReasonNeeded, InTheFuture.
    """
    subjects = Subject.objects.in_bulk(list(children))
    return ledger.sign(
        by=by,
        at=at,
        kind=kind,
        values=values,
        parts=[Part(subjects[child], own) for child, own in children.items()],
        key=sending.key,
        occurred_at=occurred_at,
        links=Links(answers=contact),
        outside_reason=outside_reason,
        draft=sending.draft,
        holder=sending.holder,
    )


@wall.whole_act
def reveal(*, by: Author, at: datetime, contact: Entry) -> None:
    """Note that someone chose to see who made a contact whose maker wished to stay unnamed (HERTS-3.25)."""
    audit.record(by=by, at=at, act="reveal.referrer", entry=contact.pk)
