"""The one way to leave an audit row, in the caller's transaction: act and trace stand or fall together."""

from collections.abc import Mapping
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
    return AuditRow.objects.create(
        at=at,
        actor=by.user.pk if by.user else None,
        role=by.role,
        act=act,
        subject=subject,
        entry=entry,
        request=request_id.get(),
        detail=dict(detail or {}),
    )
