"""The one clock. Views read it and pass the time on; nothing below a view reads a clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
