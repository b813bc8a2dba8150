"""What the queue runs for this folder."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from goldthread.people import duplicates
from goldthread.people.search import common

_AT_ONCE = 20_000  # people: about two minutes


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep_duplicates")
def sweep_duplicates(timestamp: int) -> None:  # noqa: ARG001 - the queue tells it
    """Look for people on record twice among those of whom something new is known."""
    at = datetime.now(UTC)
    duplicates.sweep(at=at, most=_AT_ONCE, common=common(at))
