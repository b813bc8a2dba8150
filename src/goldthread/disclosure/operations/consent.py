"""Recording what somebody said of consent. Its absence stops nothing that protects a child (HSSCP-6.9)."""

from collections.abc import Sequence
from datetime import datetime

from goldthread.ledger import operations
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part, Sending


def say_consent(
    *,
    by: Author,
    at: datetime,
    subjects: Sequence[Subject],
    values: Values,
    occurred_at: datetime,
    sending: Sending,
) -> Entry:
    """Sign it, of each of these children. What was said before stays on record."""
    return operations.sign(
        by=by,
        at=at,
        kind="consent",
        values=values,
        parts=[Part(subject) for subject in subjects],
        key=sending.key,
        occurred_at=occurred_at,
        draft=sending.draft,
        holder=sending.holder,
    )
