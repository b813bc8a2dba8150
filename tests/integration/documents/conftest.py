"""Messages to send, and a provider to take them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from goldthread.documents import backends
from goldthread.documents.operations import send
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.models import Entry
from tests.integration.documents.provider import Provider

AT = datetime(2026, 4, 2, 15, 40, tzinfo=UTC)
Sender = Callable[..., Entry]


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider in use."""
    provider = Provider(tmp_path / "taken")
    monkeypatch.setattr(backends, "chosen", lambda: provider)
    return provider


@pytest.fixture
def acknowledge() -> Sender:
    """Sends an acknowledgement about nobody on record."""
    return partial(_send, records_event=True)


@pytest.fixture
def remind() -> Sender:
    """Sends what is not an acknowledgement, about nobody on record."""
    return partial(_send, records_event=False)


def _send(key: str = "key", *, records_event: bool) -> Entry:
    return send(
        by=SYSTEM,
        at=AT,
        letter="acknowledgement",
        to_name="Ms Okafor",
        to_address="okafor@example.org",
        values={"reference": "K7R-4M2-HX9", "received_at": AT, "chase_by": date(2026, 4, 9)},
        parts=[],
        answers=None,
        key=key,
        records_event=records_event,
    )
