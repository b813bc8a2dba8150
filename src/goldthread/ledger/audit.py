"""The one way to leave an audit row, in the caller's transaction: act and trace stand or fall together."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from goldthread.ledger.author import Author
from goldthread.ledger.models import AuditRow

request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    *,
    by: Author,
    at: datetime,
    act: str,
    subject: UUID | None = None,
    entry: UUID | None = None,
    detail: Mapping[str, object] | None = None,
) -> AuditRow:
    """Write one row. `detail` holds ids and short codes only, never names or free text."""
    row = _row(by, at, act, (subject, entry))
    row.detail = dict(detail or {})
    row.save(force_insert=True)
    return row


def record_all(*, by: Author, at: datetime, act: str, of: Iterable[tuple[UUID, UUID | None]]) -> None:
    """Write a row for each subject and entry, in one statement."""
    AuditRow.objects.bulk_create([_row(by, at, act, about) for about in of])


def _row(by: Author, at: datetime, act: str, about: tuple[UUID | None, UUID | None]) -> AuditRow:
    subject, entry = about
    return AuditRow(
        at=at,
        actor=by.user.pk if by.user else None,
        role=by.role,
        act=act,
        subject=subject,
        entry=entry,
        request=request_id.get(),
    )
