"""Wanting a message: entry, delivery, audit row and job stand or fall together."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.documents import operations
from goldthread.documents.letters import CannotSay, Composed
from goldthread.documents.models import Delivery, State
from goldthread.documents.operations import NoAddress, NotStuck, redeliver, send
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.models import AuditRow, Entry
from tests.integration.documents.conftest import AT, Sender
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def jobs() -> list[dict[str, str]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name__endswith="deliver")]


@requirement("HERTS-4.1")
def test_a_message_is_an_entry_with_a_delivery_and_a_job(acknowledge: Sender) -> None:
    entry = acknowledge()
    assert entry.kind == "message"
    assert entry.payload["event"] == "acknowledgement.sent"
    assert entry.payload["to_address"] == "okafor@example.org"
    assert "K7R-4M2-HX9" in f"{entry.payload['subject']} {entry.payload['body']}"
    assert entry.delivery.state == State.QUEUED
    assert jobs() == [{"entry_id": str(entry.pk)}]
    assert set(AuditRow.objects.values_list("act", flat=True)) == {"sign.message", "message.queued"}


def test_jobs_and_audit_rows_carry_no_personal_detail(acknowledge: Sender) -> None:
    acknowledge()
    kept = f"{jobs()} {list(AuditRow.objects.values())}"
    assert "Okafor" not in kept
    assert "example.org" not in kept


def test_the_same_key_sends_once(acknowledge: Sender) -> None:
    assert acknowledge("one").pk == acknowledge("one").pk
    assert len(jobs()) == Delivery.objects.count() == 1
    acknowledge("two")
    assert len(jobs()) == Delivery.objects.count() == 2


def test_a_rollback_leaves_nothing(acknowledge: Sender) -> None:
    with transaction.atomic():
        acknowledge()
        transaction.set_rollback(True)
    assert (jobs(), Delivery.objects.count(), Entry.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize("address", ["", "no address", "a@b", "a@example.org\nBcc: b@example.org"])
def test_without_a_usable_address_nothing_is_sent(address: str) -> None:
    with pytest.raises(NoAddress):
        send(
            by=SYSTEM,
            at=AT,
            letter="acknowledgement",
            to_name="",
            to_address=address,
            values={},
            parts=[],
            answers=None,
            key="key",
        )
    assert not Entry.objects.exists()


def test_a_letter_that_the_procedure_does_not_have_is_not_sent() -> None:
    with pytest.raises(CannotSay, match="no letter 'greeting'"):
        send(
            by=SYSTEM,
            at=AT,
            letter="greeting",
            to_name="Ms Okafor",
            to_address="okafor@example.org",
            values={},
            parts=[],
            answers=None,
            key="key",
        )
    assert not Entry.objects.exists()


def test_a_letter_for_the_post_is_not_sent_by_email(
    acknowledge: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_post = Composed(event="", channel="letter", subject="", paragraphs=())
    monkeypatch.setattr(operations, "compose", lambda *_, **__: by_post)
    with pytest.raises(CannotSay, match="goes by post"):
        acknowledge()


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.SENT])
def test_what_is_on_its_way_or_has_arrived_is_not_sent_again(acknowledge: Sender, state: State) -> None:
    entry = acknowledge()
    Delivery.objects.update(state=state, settled_at=AT if state == State.SENT else None)
    with pytest.raises(NotStuck):
        redeliver(by=SYSTEM, at=AT, entry=entry)
    assert len(jobs()) == 1


@pytest.mark.parametrize("state", [State.FAILED, State.IN_DOUBT])
def test_what_is_stuck_can_be_sent_again(acknowledge: Sender, state: State) -> None:
    entry = acknowledge()
    Delivery.objects.update(state=state, settled_at=AT, attempts=10, last_error="smtp_550")
    delivery = redeliver(by=SYSTEM, at=AT, entry=entry)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.settled_at) == (State.QUEUED, 0, None)
    assert len(jobs()) == 2
