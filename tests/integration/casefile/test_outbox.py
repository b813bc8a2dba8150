"""The outbox: who sees it, what it shows, and sending a stuck message again."""

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.documents.models import Delivery, State
from goldthread.ledger.models import AuditRow, Entry
from tests.factories import THURSDAY, contact, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Entry:
    contact(referrer_email="okafor@example.org", referrer_name="Ms Okafor")
    return Entry.objects.get(kind="message")


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user("csc_officer"))
    return client


def stick(message: Entry, state: State = State.FAILED) -> None:
    Delivery.objects.filter(entry=message).update(state=state, settled_at=THURSDAY, last_error="smtp_550")


def page(client: Client, address: str) -> str:
    response = client.get(address, secure=True)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_outbox_says_so(officer: Client) -> None:
    assert "Nothing has been sent yet" in page(officer, "/outbox/")


def test_the_list_names_nobody(officer: Client, message: Entry) -> None:
    text = page(officer, "/outbox/")
    assert message.payload["subject"] in text
    assert f"/outbox/{message.pk}/" in text
    assert "Okafor" not in text
    assert "okafor@example.org" not in text


def test_a_message_is_shown_word_for_word_and_its_reading_is_logged(officer: Client, message: Entry) -> None:
    text = page(officer, f"/outbox/{message.pk}/")
    assert "okafor@example.org" in text
    assert all(paragraph in text for paragraph in message.payload["body"].split("\n\n")[:3])
    assert State.QUEUED.label in text
    assert AuditRow.objects.filter(entry=message.pk, act="read.see_outbox").count() == 1


@pytest.mark.parametrize("role", ["social_worker", "professional_referrer", "consultation_hub"])
def test_only_those_who_may_see_it_do(client: Client, message: Entry, role: str) -> None:
    client.force_login(user(role))
    assert client.get("/outbox/", secure=True).status_code == 403
    assert client.get(f"/outbox/{message.pk}/", secure=True).status_code == 403
    assert client.post(f"/outbox/{message.pk}/again/", secure=True).status_code == 403


def test_an_entry_that_is_no_message_is_not_found(officer: Client, message: Entry) -> None:
    assert message.answers is not None
    assert officer.get(f"/outbox/{message.answers.pk}/", secure=True).status_code == 404


@pytest.mark.parametrize("state", [State.FAILED, State.IN_DOUBT])
def test_a_stuck_message_comes_first_and_can_be_sent_again_once(
    officer: Client, message: Entry, state: State
) -> None:
    stick(message, state)
    assert "Waiting for somebody to decide" in page(officer, "/outbox/")
    assert "Send it again" in page(officer, f"/outbox/{message.pk}/")
    for _ in range(2):
        assert officer.post(f"/outbox/{message.pk}/again/", secure=True).status_code == 302
    assert Delivery.objects.get(entry=message).state == State.QUEUED
    assert ProcrastinateJob.objects.filter(args__entry_id=str(message.pk)).count() == 2


def test_a_message_on_its_way_offers_nothing_to_press(officer: Client, message: Entry) -> None:
    assert "Send it again" not in page(officer, f"/outbox/{message.pk}/")
