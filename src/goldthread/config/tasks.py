"""What the queue runs for the installation."""

from datetime import UTC, datetime
from pathlib import Path

from procrastinate.contrib.django import app

from goldthread.config import env, outage, outage_packs


@app.periodic(cron="*/30 * * * *")
@app.task(queueing_lock="outage_pack")
def make_outage_pack(timestamp: int) -> None:  # noqa: ARG001 - the queue tells it
    """Put away what is needed while the service is down, where a folder is named for it."""
    if where := env.given(outage_packs.WHERE):
        outage.make(Path(where), at=datetime.now(UTC))
