"""What is written on a record outside any journey."""

from datetime import datetime

from goldthread.ledger import operations
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Draft, Entry, Subject
from goldthread.ledger.operations import Part, Sending


def write_note(
    *, by: Author, at: datetime, subject: Subject, values: Values, draft: Draft, key: str
) -> Entry:
    """Sign a note on a person's record; the draft becomes the entry."""
    return operations.sign(
        by=by,
        at=at,
        kind="note",
        values=values,
        parts=[Part(subject)],
        key=key,
        draft=draft.pk,
        holder=Holder(user=by.user),
    )


def state_identity(*, by: Author, at: datetime, subject: Subject, values: Values, sending: Sending) -> Entry:
    """Sign what is said of who a person is; what was stated before stays beside it."""
    return operations.sign(
        by=by,
        at=at,
        kind="identity",
        values=values,
        parts=[Part(subject)],
        key=sending.key,
        draft=sending.draft,
        holder=sending.holder,
    )
