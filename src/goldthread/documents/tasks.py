"""What the queue runs for this folder, and what keeps the queue itself in order."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from goldthread.documents import delivering

log = logging.getLogger(__name__)

_KEPT = 72  # hours that finished jobs stay, for whoever looks into a fault
_STALLED = 30  # seconds without a sign of life; with fewer, a busy worker would be taken for dead


# Pauses of 3, 9, 27 ... seconds. How often is for `delivering.attempt` to say, which also tells the record.
@app.task(retry=RetryStrategy(exponential_wait=3))
def deliver(entry_id: str) -> None:
    """Hand one message over."""
    delivering.attempt(UUID(entry_id), at=datetime.now(UTC))


@app.periodic(cron="* * * * * */30")
@app.task(pass_context=True, queueing_lock="retry_stalled")
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the queue tells it
    """Queue again what a worker that died had in hand."""
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED):
        log.warning("job %s (%s) lost its worker; it is queued again", job.id, job.task_name)
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="15 3 * * *")
@app.task(pass_context=True, queueing_lock="forget_finished")
async def forget_finished(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Jobs that ended well are of no use for long; what they did stands in the record."""
    await context.app.job_manager.delete_old_jobs(nb_hours=_KEPT)
