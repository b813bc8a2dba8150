"""What the queue runs for this folder."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from goldthread.access.operations import close_dormant
from goldthread.ledger.author import SYSTEM
from goldthread.privacy.operations import watch_budgets


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="watch_budgets")
def watch(timestamp: int) -> None:  # noqa: ARG001 - the queue tells it
    """Tell the privacy officers of whoever opens more people's records today than their role needs."""
    watch_budgets(by=SYSTEM, at=datetime.now(UTC))


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="close_unused_accounts")
def close_unused_accounts(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Close the accounts that nobody signed in to for 60 days."""
    if not settings.GOLDTHREAD_DEMO:  # whose invented people sign in at one click, or never
        close_dormant(by=SYSTEM, at=datetime.now(UTC))
