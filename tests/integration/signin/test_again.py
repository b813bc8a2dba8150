"""What is sensitive asks for a fresh proof, and nothing that was typed is lost by it (ASVS 7.5.3)."""

import pytest
from django.test import Client
from time_machine import travel

from tests.factories import user
from tests.proving import prove

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.urls("tests.integration.signin.sensitive"),
]
ASKS = "/sign-in/again/?next=%2Fsensitive%2F"
GO_ON = "/sign-in/go-on/"


def test_a_fresh_proof_opens_what_is_sensitive_for_ten_minutes() -> None:
    client, person = Client(), user("manager")
    client.force_login(person)
    assert client.get("/sensitive/").headers["Location"] == ASKS
    with travel("2026-04-02T09:00:00Z", tick=False):
        prove(client)
    with travel("2026-04-02T09:09:59Z", tick=False):
        assert client.get("/sensitive/").status_code == 200
    with travel("2026-04-02T09:10:00Z", tick=False):
        assert client.get("/sensitive/").headers["Location"] == ASKS


def test_what_was_sent_goes_on_after_the_proof() -> None:
    client = Client()
    client.force_login(user("manager"))
    typed = "\nShe rang at ten: “<b>come</b>” & go\n"
    sent = client.post("/sensitive/", {"why": typed, "who": ["a", "b"], "new_password": "not kept"})
    assert sent.headers["Location"] == ASKS
    assert client.post(ASKS, {"next": "/sensitive/"}).headers["Location"] == GO_ON
    page = client.get(GO_ON).text
    assert 'action="/sensitive/"' in page
    assert "\n\nShe rang at ten: “&lt;b&gt;come&lt;/b&gt;” &amp; go\n</textarea>" in page
    assert page.count('name="who"') == 2
    assert "not kept" not in page
    assert "She rang" in client.post("/sensitive/", {"why": typed}).text
    assert client.get(GO_ON).headers["Location"] == "/", "it is sent, and waits no longer"


def test_what_was_sent_is_shown_to_nobody_else() -> None:
    client = Client()
    client.force_login(user("manager"))
    client.post("/sensitive/", {"why": "Mine"})
    session = client.session
    kept = dict(session["held_back"])
    client.force_login(user("manager"))
    session = client.session
    session["held_back"] = kept
    session.save()
    assert client.get(GO_ON).headers["Location"] == "/"


def test_it_can_be_let_go() -> None:
    client = Client()
    client.force_login(user("manager"))
    client.post("/sensitive/", {"why": "Mine"})
    client.post("/sign-in/go-on/not/")
    assert client.get(GO_ON).headers["Location"] == "/"
