"""Guessing is slowed, by account and by address; nothing is locked (ASVS 6.3.1)."""

from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from goldthread.accounts.models import User
from goldthread.ledger.models import AuditRow
from tests import factories
from tests.integration.signin.conftest import PASSWORD
from tests.integration.signin.steps import give_password

pytestmark = pytest.mark.django_db


def test_an_account_is_slowed_for_five_minutes_wherever_the_guesses_come_from(partner: User) -> None:
    with travel("2026-04-02T09:00:00Z", tick=False) as clock:
        for n in range(5):
            page = Client(REMOTE_ADDR=f"192.0.2.{n}")
            assert "is not right" in give_password(page, partner, "wrong").text
        assert "tried too often" in give_password(Client(), partner).text, "even with the right one"
        other = factories.user()
        other.set_password(PASSWORD)
        other.save()
        assert give_password(Client(), other).status_code == 302, "nobody else is"
        clock.shift(301)
        assert give_password(Client(), partner).status_code == 302
    failed = AuditRow.objects.filter(act="sign_in.failed", actor=partner.pk)
    assert failed.count() == 5


def test_an_address_is_slowed_when_it_tries_everybody(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "3/m/ip,5/5m/key"}
    for n in range(3):
        Client().post("/sign-in/password/", {"login": f"a{n}@example.org", "password": "x"})
    said = Client().post("/sign-in/password/", {"login": "a9@example.org", "password": "x"}).text
    assert "tried too often" in said
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert (
        "is not right"
        in elsewhere.post("/sign-in/password/", {"login": "a9@example.org", "password": "x"}).text
    )


def test_a_whole_office_signs_in_in_one_minute(settings: Any) -> None:
    assert settings.ACCOUNT_RATE_LIMITS["login"] == "300/m/ip"


def test_the_answer_does_not_tell_whether_there_is_an_account(partner: User) -> None:
    known = give_password(Client(), partner, "wrong").text.replace(partner.email, "")
    nobody = Client().post("/sign-in/password/", {"login": "no@example.org", "password": "wrong"}).text
    words = "The email address or the password is not right"
    assert words in known
    assert words in nobody
    asked = [
        Client().post("/sign-in/forgotten/", {"email": who}) for who in (partner.email, "no@example.org")
    ]
    assert {answer.headers["Location"] for answer in asked} == {"/sign-in/forgotten/sent/"}


def test_the_form_for_the_public_is_slowed_in_words(settings: Any) -> None:
    settings.GOLDTHREAD_LIMITS = {"report": "2/h/ip", "report_code": "1/h/ip"}
    sent = [Client().post("/report/").status_code for _ in range(3)]
    assert sent == [302, 302, 429]
    codes = [Client().post("/report/come-back/", {"code": "K7RP-4MQ2-HX9W-T3GD"}) for _ in range(2)]
    assert [answer.status_code for answer in codes] == [422, 429]
    assert "do not wait: ring" in codes[1].text
    assert Client().get("/report/").status_code == 200, "the page itself, with whom to ring, always opens"
