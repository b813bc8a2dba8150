"""The one way to leave an audit row, in the caller's transaction: act and trace stand or fall together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError

from goldthread.ledger.author import Author
from goldthread.ledger.correlation import request_id
from goldthread.ledger.models import AuditRow

_REFUSE = "the audit trail takes no row, so nothing is read or written"


class Unwritable(RuntimeError):
    """A row could not be written: what it was to tell of must not happen either (R6, ASVS 16.5.3)."""


def record(
    *,
    by: Author,
    at: datetime,
    act: str,
    subject: UUID | None = None,
    entry: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> AuditRow:
    """Write one row. `detail` holds ids and short codes only, never names or free text.

    Raises Unwritable when the database does not take it.
    """
    row = _row(by, at, act, (subject, entry), detail)
    try:
        row.save(force_insert=True)
    except DatabaseError as error:
        raise Unwritable(_REFUSE) from error
    return row


def record_all(
    *,
    by: Author,
    at: datetime,
    act: str,
    of: Iterable[tuple[UUID | None, UUID | None]],
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write a row for each subject and entry, in one statement. Raises as `record` does."""
    try:
        AuditRow.objects.bulk_create([_row(by, at, act, about, detail) for about in of])
    except DatabaseError as error:
        raise Unwritable(_REFUSE) from error


def _row(
    by: Author,
    at: datetime,
    act: str,
    about: tuple[UUID | None, UUID | None],
    detail: Mapping[str, object] | None,
) -> AuditRow:
    subject, entry = about
    return AuditRow(
        at=at,
        actor=by.user.pk if by.user else None,
        role=by.role,
        act=act,
        subject=subject,
        entry=entry,
        request=request_id.get(),
        detail=dict(detail or {}),
    )
