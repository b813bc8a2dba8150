"""Every write of this folder: one signed entry each."""

from datetime import datetime

from goldthread.ledger import operations
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending


def keep(
    *,
    by: Author,
    at: datetime,
    kind: str,
    subject: Subject,
    values: Values,
    sending: Sending,
    answers: Entry | None = None,
    occurred_at: datetime | None = None,
    outside_reason: str = "",
) -> Entry:
    """Sign an entry of one of these kinds on one person's record.

    Raises InTheFuture where it happened later than now, and what `operations.sign` raises.
    """
    return operations.sign(
        by=by,
        at=at,
        kind=kind,
        values=values,
        parts=[Part(subject)],
        key=sending.key,
        occurred_at=occurred_at,
        links=Links(answers=answers),
        outside_reason=outside_reason,
        draft=sending.draft,
        holder=sending.holder,
    )


def keep_apart(
    *, by: Author, at: datetime, kind: str, values: Values, occurred_at: datetime, sending: Sending
) -> Entry:
    """Sign an entry that stands in nobody's record: a line of a register, or of a referrer's own record.

    Raises InTheFuture where it happened later than now.
    """
    return operations.sign(
        by=by,
        at=at,
        kind=kind,
        values=values,
        parts=[],
        key=sending.key,
        occurred_at=occurred_at,
        draft=sending.draft,
        holder=sending.holder,
    )
