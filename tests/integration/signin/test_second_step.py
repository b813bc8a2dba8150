"""Nobody gets in with a password alone; whoever has a second step is asked for it (ASVS 6.3.3)."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from time_machine import Coordinates, travel

from goldthread.accounts.models import User
from goldthread.ledger.models import AuditRow
from tests.integration.signin.steps import WORKLIST, code_now, give_password, keys_on, secret_of, set_up_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Any:
    with travel("2026-04-02T09:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def inside(clock: Coordinates, partner: User, django_capture_on_commit_callbacks: Any) -> Client:
    """Somebody who has just set up an app, in the session in which they did."""
    client = Client()
    give_password(client, partner)
    with django_capture_on_commit_callbacks(execute=True):
        assert set_up_app(client).headers["Location"] == "/my-account/codes/"
    clock.shift(31)
    return client


@pytest.mark.usefixtures("clock")
def test_a_password_alone_leads_to_setting_up_a_second_step(partner: User) -> None:
    client = Client()
    assert give_password(client, partner).headers["Location"] == "/"
    for page in ("/", WORKLIST, "/my-account/", "/drafts/"):
        answer = client.get(page)
        if page != "/":  # the first page is everybody's
            assert answer.headers["Location"] == "/my-account/enrol/", page
    assert "Set up a passkey" in client.get("/my-account/enrol/").text
    assert (
        client.post("/my-account/sessions/", {"session": "others"}).headers["Location"]
        == "/my-account/enrol/"
    )


def test_an_app_is_set_up_and_then_asked_for(inside: Client, partner: User) -> None:
    assert "Show my codes" in inside.get("/my-account/codes/").text
    codes = inside.post("/my-account/codes/")
    assert "shown only now" in codes.text
    assert len(keys_on(codes)) == 10
    assert inside.get(WORKLIST).status_code == 200
    assert "are not shown again" in inside.post("/my-account/codes/").text
    other = Client()
    going = give_password(other, partner, next=WORKLIST)
    assert going.headers["Location"] == "/sign-in/second/"
    assert other.get(WORKLIST).status_code == 302, "not in yet"
    assert other.post("/sign-in/second/", {"code": "000000"}).status_code == 200
    answer = other.post("/sign-in/second/", {"code": code_now(secret_of(partner))})
    assert answer.headers["Location"] == WORKLIST
    assert other.get(WORKLIST).status_code == 200
    acts = list(AuditRow.objects.filter(actor=partner.pk, act="sign_in").values_list("detail", flat=True))
    assert {"how": ["password", "totp"]} in acts


@pytest.mark.usefixtures("inside")
def test_a_code_works_once(partner: User) -> None:
    code = code_now(secret_of(partner))
    for expected in ("/", None):
        other = Client()
        give_password(other, partner)
        assert other.post("/sign-in/second/", {"code": code}).headers.get("Location") == expected


def test_a_recovery_code_works_once(inside: Client, partner: User) -> None:
    code = keys_on(inside.post("/my-account/codes/"))[0]
    for expected in ("/", None):
        other = Client()
        give_password(other, partner)
        assert other.post("/sign-in/second/", {"code": code}).headers.get("Location") == expected


@pytest.mark.usefixtures("inside")
def test_secrets_do_not_stand_in_the_database(partner: User) -> None:
    app = Authenticator.objects.get(user=partner, type=Authenticator.Type.TOTP)
    assert secret_of(partner) not in str(app.data)


@pytest.mark.usefixtures("clock")
def test_a_session_from_before_proves_the_step_that_was_made_elsewhere(partner: User) -> None:
    early, late = Client(), Client()
    give_password(early, partner)
    give_password(late, partner)
    set_up_app(late)  # what ends other sessions runs after commit: here it has not yet
    assert early.get("/my-account/enrol/").headers["Location"] == "/sign-in/again/"
    assert early.get("/my-account/passkeys/add/").headers["Location"].startswith("/sign-in/again/")
    assert early.get(WORKLIST).headers["Location"] == "/my-account/enrol/"


def test_a_password_of_some_time_ago_sets_nothing_up(clock: Coordinates, partner: User) -> None:
    client = Client()
    give_password(client, partner)
    clock.shift(601)
    assert client.get("/my-account/app/add/").headers["Location"].startswith("/sign-in/again/")
    assert client.get("/sign-in/again/").headers["Location"] == "/sign-in/"
    assert client.get("/my-account/enrol/").headers["Location"].startswith("/sign-in/?"), "signed out"


def test_the_last_second_step_stays(inside: Client) -> None:
    assert "This is your only second step" in inside.get("/my-account/app/remove/").text
    inside.post("/my-account/app/remove/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
