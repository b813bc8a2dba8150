"""What the queue runs for this folder."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from goldthread.ledger import seal
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.files import operations as files


@app.periodic(cron="*/10 * * * * *")
@app.task(queueing_lock="seal")
def put_seal(timestamp: int) -> None:  # noqa: ARG001 - the queue tells it
    """Put what happened in the last ten seconds under seal, and let the witness write it down."""
    while head := seal.seal(at=datetime.now(UTC)):
        seal.witness(head, settings.GOLDTHREAD_WITNESS)


@app.periodic(cron="*/10 * * * * *")
@app.task(queueing_lock="scan_files")
def scan_files(timestamp: int) -> None:  # noqa: ARG001 - the queue tells it
    """Have the virus scanner look at what it has not seen yet."""
    while files.scan_what_waits(by=SYSTEM, at=datetime.now(UTC)):
        pass
