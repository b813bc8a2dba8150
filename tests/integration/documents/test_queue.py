"""The queue runs what was committed, tries again, and takes up what a dead worker had in hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.documents import backends, tasks
from goldthread.documents.models import Delivery, State
from tests.integration.documents.conftest import Sender
from tests.integration.documents.provider import Provider

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    """A worker takes up every job that is due, then ends."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="never")


def job() -> ProcrastinateJob:
    found: ProcrastinateJob = ProcrastinateJob.objects.get(task_name=tasks.deliver.name)
    return found


def test_a_committed_message_is_handed_over(acknowledge: Sender, provider: Provider) -> None:
    entry = acknowledge()
    work()
    work()
    assert provider.taken() == [entry.reference]
    assert job().status == "succeeded"


def test_what_was_rolled_back_is_never_handed_over(acknowledge: Sender, provider: Provider) -> None:
    with transaction.atomic():
        acknowledge()
        transaction.set_rollback(True)
    work()
    assert provider.taken() == []


def test_a_message_not_taken_waits_longer_each_time(acknowledge: Sender, provider: Provider) -> None:
    def busy() -> None:
        raise backends.NotTaken("busy")

    provider.before = busy
    entry = acknowledge()
    waits = []
    for _ in range(3):
        due_now()
        work()
        due = job().scheduled_at
        assert due
        waits.append(round((due - datetime.now(UTC)).total_seconds()))
    assert waits == pytest.approx([3, 9, 27], abs=2)
    provider.before = lambda: None
    due_now()
    work()
    assert provider.taken() == [entry.reference]


def test_the_job_of_a_dead_worker_is_taken_up_again(acknowledge: Sender, provider: Provider) -> None:
    entry = acknowledge()
    leave_in_hand_of_a_worker(last_seen=timedelta(seconds=31))
    app.configure_task(tasks.retry_stalled.name).defer(timestamp=0)
    work()
    assert provider.taken() == [entry.reference]
    assert Delivery.objects.get(entry=entry).state == State.SENT


def test_the_job_of_a_living_worker_is_left_to_it(acknowledge: Sender, provider: Provider) -> None:
    acknowledge()
    leave_in_hand_of_a_worker(last_seen=timedelta(seconds=15))
    app.configure_task(tasks.retry_stalled.name).defer(timestamp=0)
    work()
    assert provider.taken() == []
    assert job().status == "doing"


@pytest.mark.usefixtures("provider")
def test_jobs_that_ended_well_are_forgotten_after_three_days(acknowledge: Sender) -> None:
    acknowledge()
    work()
    app.configure_task(tasks.forget_finished.name).defer(timestamp=0)
    work()
    assert job().status == "succeeded"
    execute("UPDATE procrastinate_events SET at = at - interval '73 hours'")
    app.configure_task(tasks.forget_finished.name).defer(timestamp=0)
    work()
    assert not ProcrastinateJob.objects.filter(task_name=tasks.deliver.name).exists()


@pytest.mark.parametrize(
    ("task", "seconds"), [(tasks.retry_stalled, 30), (tasks.forget_finished, 24 * 60 * 60)]
)
def test_the_queue_is_looked_after_at_these_intervals(task: Any, seconds: int) -> None:
    [schedule] = [
        each.croniter for each in app.periodic_registry.periodic_tasks.values() if each.task.name == task.name
    ]
    first = schedule.get_next(float)
    assert schedule.get_next(float) - first == seconds


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def due_now() -> None:
    execute("UPDATE procrastinate_jobs SET scheduled_at = now()")


def leave_in_hand_of_a_worker(last_seen: timedelta) -> None:
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s)", last_seen)
    worker = "(SELECT max(id) FROM procrastinate_workers)"
    execute(f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = {worker}")
