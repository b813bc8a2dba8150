"""How long a session lasts, who ends it, and that nothing that was sent is lost by it (ASVS 7.2 to 7.4)."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.accounts.models import User
from goldthread.config import sign_in_checks
from tests import factories
from tests.integration.signin.conftest import PASSWORD

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.urls("tests.integration.signin.sensitive"),
]
ENTER = "/sign-in/as/"


def enter(person: User, client: Client | None = None) -> Client:
    """Be this person at one click."""
    client = client or Client()
    assert client.post(ENTER, {"user": str(person.pk)}).status_code == 302
    return client


def test_what_was_sent_when_the_hour_was_over_goes_on_after_the_sign_in() -> None:
    person = factories.user("manager")
    with travel("2026-04-02T09:00:00Z", tick=False) as clock:
        client = enter(person)
        client.get("/sensitive/")
        clock.shift(3601)
        sent = client.post("/sensitive/", {"why": "She rang at ten"})
        assert sent.headers["Location"] == "/sign-in/?next=/sensitive/"
        assert "What you sent was kept" in client.get(sent.headers["Location"]).text
        going = client.post(ENTER, {"user": str(person.pk), "next": "/sensitive/"})
        assert going.headers["Location"] == "/sign-in/go-on/"
        assert "She rang at ten" in client.get("/sign-in/go-on/").text
        assert client.post("/sensitive/", {"why": "She rang at ten"}).text == "She rang at ten"


def test_somebody_else_at_the_same_browser_sees_nothing_of_it() -> None:
    with travel("2026-04-02T09:00:00Z", tick=False) as clock:
        client = enter(factories.user("manager"))
        client.get("/sensitive/")
        clock.shift(3601)
        client.post("/sensitive/", {"why": "She rang at ten"})
        answer = client.post(ENTER, {"user": str(factories.user().pk), "next": "/sensitive/"})
        assert answer.headers["Location"] == "/sensitive/"
        assert client.get("/sign-in/go-on/").headers["Location"] == "/"


def test_one_sees_and_ends_ones_own_sessions() -> None:
    person = factories.user("manager")
    here, there, third = enter(person), enter(person), enter(person)
    other = enter(factories.user())
    key = there.session.session_key
    which = UserSession.objects.get(session_key=key).pk
    page = here.get("/my-account/").text
    assert (page.count("This browser"), page.count("Another browser")) == (1, 2)
    end = reverse("signin:end_session")
    assert other.post(end, {"session": str(which)}).status_code == 404, "only one's own"
    assert there.get("/my-account/").status_code == 200
    here.post(end, {"session": str(which)})
    assert there.get("/my-account/").status_code == 302
    here.post(end, {"session": "others"})
    assert [one.get("/my-account/").status_code for one in (here, third, other)] == [200, 302, 200]


def test_a_session_has_a_new_name_after_a_sign_in_and_is_forgotten_after_it() -> None:
    client = Client()
    client.post("/report/")
    before = client.session.session_key
    enter(factories.user("manager"), client)
    assert client.session.session_key != before
    out = client.post("/sign-out/")
    assert '"storage"' in out.headers["Clear-Site-Data"]
    assert not UserSession.objects.exists()
    assert client.get("/my-account/").status_code == 302


def test_a_new_password_ends_every_other_session(django_capture_on_commit_callbacks: Any) -> None:
    person = factories.user("professional_referrer")
    person.set_password(PASSWORD)
    person.save()
    here, there = enter(person), enter(person)
    new = {"oldpassword": PASSWORD, "password1": "nine tall lanterns", "password2": "nine tall lanterns"}
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post("/my-account/password/", new).status_code == 302
    assert [one.get("/my-account/").status_code for one in (here, there)] == [200, 302]


def test_whoever_has_no_script_reads_when_it_ends_and_stays_by_one_press() -> None:
    with travel("2026-04-02T09:00:00Z", tick=False):
        client = enter(factories.user("manager"))
        client.get("/my-account/")
        assert "You are signed out at 11am" in client.get("/my-account/").text
        said = client.post(reverse("web:stay"), headers={"Accept": "text/html"}).text
        assert "Until 11am" in said
        assert client.post(reverse("web:stay")).json() == {"left": 3600}


def test_groups_that_stand_for_no_role_are_a_fault(settings: Any) -> None:
    settings.GOLDTHREAD_SSO_GROUPS = {"g": "no_such_role"}
    assert sign_in_checks.groups_are_roles()[0] == "error"
    settings.GOLDTHREAD_DEMO = False
    assert sign_in_checks.somebody_makes_accounts()[0] == "warning"


def test_cookies_say_whose_they_are() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
