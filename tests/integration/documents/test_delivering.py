"""Handing a message over: once, whoever tries, whenever they die, as far as that can be had."""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from goldthread.documents import backends, delivering
from goldthread.documents.delivering import MOST_ATTEMPTS, Busy, attempt
from goldthread.documents.models import Delivery, State
from goldthread.documents.operations import redeliver
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.models import AuditRow, Entry
from tests.integration.documents.conftest import AT, Sender
from tests.integration.documents.provider import Provider

ANSWERS = pytest.mark.parametrize("answers", [True, False], ids=["answering", "silent"])


def raising(problem: Exception) -> Callable[[], None]:
    def now() -> None:
        raise problem

    return now


def state_of(entry: Entry) -> State:
    return State(Delivery.objects.get(entry=entry).state)


def troubles() -> list[str]:
    return [entry.payload["trouble"] for entry in Entry.objects.filter(kind="message_failed")]


@pytest.mark.django_db
def test_a_message_is_handed_over_once_however_often_the_task_runs(
    acknowledge: Sender, provider: Provider
) -> None:
    entry = acknowledge()
    for _ in range(3):
        attempt(entry.pk, at=AT)
    assert provider.taken() == [entry.reference]
    delivery = Delivery.objects.get(entry=entry)
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)
    assert delivery.provider_reference == f"taken-{entry.reference}"
    acts = AuditRow.objects.filter(entry=entry.pk).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["sign.message", "message.queued", "message.sending", "message.sent"]


@pytest.mark.django_db
def test_a_message_that_is_not_taken_now_is_tried_again(acknowledge: Sender, provider: Provider) -> None:
    entry = acknowledge()
    provider.before = raising(backends.NotTaken("busy"))
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(backends.NotTaken):
            attempt(entry.pk, at=AT)
        assert state_of(entry) is State.QUEUED
    attempt(entry.pk, at=AT)
    assert state_of(entry) is State.FAILED
    assert troubles() == ["gave_up"]
    assert provider.taken() == []


@pytest.mark.django_db
def test_a_message_refused_for_good_is_settled_and_on_the_record(
    acknowledge: Sender, provider: Provider
) -> None:
    entry = acknowledge()
    provider.before = raising(backends.Refused("smtp_550"))
    attempt(entry.pk, at=AT)
    attempt(entry.pk, at=AT)
    delivery = Delivery.objects.get(entry=entry)
    assert (delivery.state, delivery.last_error) == (State.FAILED, "smtp_550")
    assert troubles() == ["refused"]
    assert Entry.objects.get(kind="message_failed").answers == entry


@pytest.mark.django_db
def test_a_failed_message_sent_again_can_fail_again(acknowledge: Sender, provider: Provider) -> None:
    entry = acknowledge()
    provider.before = raising(backends.Refused("smtp_550"))
    attempt(entry.pk, at=AT)
    redeliver(by=SYSTEM, at=AT + timedelta(hours=1), entry=entry)
    attempt(entry.pk, at=AT + timedelta(hours=1))
    assert troubles() == ["refused", "refused"]
    redeliver(by=SYSTEM, at=AT + timedelta(hours=2), entry=entry)
    provider.before = lambda: None
    attempt(entry.pk, at=AT + timedelta(hours=2))
    assert state_of(entry) is State.SENT
    assert provider.taken() == [entry.reference]


@pytest.mark.django_db
@ANSWERS
def test_an_acknowledgement_without_an_answer_goes_out_once_more_at_most(
    acknowledge: Sender, provider: Provider, *, answers: bool
) -> None:
    entry = acknowledge()
    provider.answers = answers
    provider.after = raising(ConnectionResetError())
    for _ in range(5):
        try:
            attempt(entry.pk, at=AT)
        except ConnectionResetError:
            assert state_of(entry) is State.SENDING
    assert len(provider.taken()) == (1 if answers else 2)
    assert state_of(entry) is (State.SENT if answers else State.IN_DOUBT)
    assert troubles() == ([] if answers else ["in_doubt"])


@pytest.mark.django_db
@ANSWERS
def test_any_other_message_without_an_answer_waits_for_a_person(
    remind: Sender, provider: Provider, *, answers: bool
) -> None:
    entry = remind()
    provider.answers = answers
    provider.after = raising(ConnectionResetError())
    with pytest.raises(ConnectionResetError):
        attempt(entry.pk, at=AT)
    attempt(entry.pk, at=AT)
    assert len(provider.taken()) == 1
    assert state_of(entry) is (State.SENT if answers else State.IN_DOUBT)


@pytest.mark.django_db
def test_a_provider_that_was_changed_meanwhile_is_not_asked_for_the_other(
    remind: Sender, provider: Provider
) -> None:
    entry = remind()
    provider.after = raising(ConnectionResetError())
    with pytest.raises(ConnectionResetError):
        attempt(entry.pk, at=AT)
    provider.name = "another"
    attempt(entry.pk, at=AT)
    assert state_of(entry) is State.IN_DOUBT


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_hand_over_the_same_message(acknowledge: Sender, provider: Provider) -> None:
    entry = acknowledge()
    calling, answered = threading.Event(), threading.Event()

    def slow() -> None:
        calling.set()
        assert answered.wait(10)

    def first() -> None:
        attempt(entry.pk, at=AT)
        connection.close()

    provider.before = slow
    worker = threading.Thread(target=first)
    worker.start()
    assert calling.wait(10)
    with pytest.raises(Busy):
        attempt(entry.pk, at=AT)
    answered.set()
    worker.join()
    attempt(entry.pk, at=AT)
    assert provider.taken() == [entry.reference]


def die() -> None:
    """As kill -9 does it: nothing of ours runs afterwards."""
    os.kill(os.getpid(), signal.SIGKILL)


def attempt_in_a_process_that_dies(entry: Entry) -> None:
    connection.close()  # the child must not use, nor end, our connection
    child = os.fork()
    if child == 0:
        try:
            attempt(entry.pk, at=AT)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


def attempt_until_settled(entry: Entry) -> None:
    """As the queue does, once the dead worker's job is queued again."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            return attempt(entry.pk, at=AT)
        except Busy:  # PostgreSQL has not noticed yet
            time.sleep(0.05)
    raise AssertionError("the dead worker still holds the message")


def killed_when(moment: str, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrange for the process to die at a moment of the attempt."""
    match moment:
        case "taking it up":
            monkeypatch.setattr(backends, "chosen", die)
        case "about to call":
            provider.before = die
        case "taken, not noted":
            provider.after = die
        case "noted":
            move = delivering._move

            def dying(delivery: Delivery, state: State, *args: object, **fields: object) -> None:
                move(delivery, state, *args, **fields)  # type: ignore[arg-type]
                if state is State.SENT:
                    die()

            monkeypatch.setattr(delivering, "_move", dying)


MOMENTS = ["taking it up", "about to call", "taken, not noted", "noted"]
# The provider cannot be asked, and the process died while it was being called.
IN_THE_DARK = {"about to call", "taken, not noted"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", ["acknowledgement", "other"])
@ANSWERS
def test_a_worker_killed_at_any_moment_neither_loses_nor_repeats_a_message(
    request: pytest.FixtureRequest, provider: Provider, moment: str, kind: str, *, answers: bool
) -> None:
    sender: Sender = request.getfixturevalue("acknowledge" if kind == "acknowledgement" else "remind")
    entry = sender()
    provider.answers = answers
    with pytest.MonkeyPatch.context() as patch:
        killed_when(moment, provider, patch)
        attempt_in_a_process_that_dies(entry)
    provider.before = provider.after = lambda: None
    attempt_until_settled(entry)

    before = int(moment in {"taken, not noted", "noted"})
    if answers or moment not in IN_THE_DARK:
        assert (len(provider.taken()), state_of(entry)) == (1, State.SENT)
    elif kind == "acknowledgement":
        assert (len(provider.taken()), state_of(entry)) == (before + 1, State.SENT)
    else:
        assert (len(provider.taken()), state_of(entry)) == (before, State.IN_DOUBT)
        assert troubles() == ["in_doubt"]
