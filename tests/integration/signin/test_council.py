"""The council's own sign-in: who is let in by it, and who is not (ASVS 6.8, 10.5)."""

import time
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from time_machine import travel

from goldthread.accounts.models import User
from goldthread.config import identity_provider
from goldthread.ledger.models import AuditRow
from goldthread.signin.adapters import Council
from tests import factories
from tests.integration.signin.provider import CLIENT, ISSUER, SECRET, Provider

pytestmark = pytest.mark.django_db
WAY = "/sign-in/council/council/"
TWO = {"amr": ["pwd", "mfa"]}
WORK = "/worklist/"


@pytest.fixture
def worker() -> User:
    return factories.user("social_worker")


@pytest.fixture
def provider(worker: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """It is told of in the environment, and knows this worker."""
    for name, value in (("ISSUER", ISSUER), ("CLIENT", CLIENT), ("SECRET", SECRET)):
        monkeypatch.setenv(f"GOLDTHREAD_SSO_{name}", value)
    settings.SOCIALACCOUNT_PROVIDERS = identity_provider.providers("council account", [])
    settings.GOLDTHREAD_SSO_DOMAINS = ["example.org"]
    found = Provider({"sub": "s1", "preferred_username": worker.email, **TWO})
    monkeypatch.setattr(Council, "get_requests_session", lambda _: found.session())
    return found


def sign_in(client: Client, provider: Provider, way: str = f"{WAY}?next={WORK}") -> Any:
    """Press the button, sign in there, come back."""
    return client.get(provider.sign_in(client.post(way).headers["Location"]))


def test_whoever_has_an_account_is_let_in_and_is_linked_by_subject(worker: User, provider: Provider) -> None:
    client = Client()
    assert "Use your council account" in client.get("/sign-in/password/").text
    assert sign_in(client, provider).headers["Location"] == WORK
    assert client.get(WORK).status_code == 200
    provider.says["preferred_username"] = "new.name@example.org"  # she married: the subject stays
    assert sign_in(Client(), provider).headers["Location"] == WORK
    assert SocialAccount.objects.get(user=worker).uid == "s1"
    acts = AuditRow.objects.filter(actor=worker.pk).values_list("act", flat=True)
    assert sorted(acts.filter(act__startswith="sign_in")) == [
        "sign_in",
        "sign_in",
        "sign_in.changed",
        "sign_in.ended",
        "sign_in.linked",
    ]


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"amr": ["pwd"]}, "did not ask you for a second step"),
        ({"amr": None}, "did not ask you for a second step"),
        ({"preferred_username": "nobody@example.org"}, "no account here for you yet"),
        ({"preferred_username": "person@elsewhere.example.com"}, "no account here for you yet"),
        ({"email": "", "preferred_username": ""}, "no account here for you yet"),
    ],
)
def test_nobody_else_is(says: dict[str, Any], words: str, provider: Provider) -> None:
    provider.says |= says
    client = Client()
    answer = sign_in(client, provider)
    assert (answer.status_code, words in answer.text) == (403, True)
    assert client.get(WORK).status_code == 302
    assert AuditRow.objects.filter(act="sign_in.refused").count() == 1


def test_an_address_of_another_domain_must_be_verified(
    worker: User, provider: Provider, settings: Any
) -> None:
    settings.GOLDTHREAD_SSO_DOMAINS = []
    assert sign_in(Client(), provider).status_code == 403
    provider.says |= {"email": worker.email, "email_verified": True}
    assert sign_in(Client(), provider).headers["Location"] == WORK


def test_an_agreed_context_counts_as_two_factors(provider: Provider, settings: Any) -> None:
    settings.GOLDTHREAD_SSO_ACR = ["c1"]
    provider.says |= {"amr": ["pwd"], "acrs": ["c1"]}
    assert sign_in(Client(), provider).headers["Location"] == WORK


def test_an_address_that_somebody_had_before_leads_to_no_account(provider: Provider) -> None:
    sign_in(Client(), provider)
    provider.says["sub"] = "s2"
    assert "account of somebody else" in sign_in(Client(), provider).text


def test_whoever_has_left_stays_out(worker: User, provider: Provider) -> None:
    client = Client()
    sign_in(client, provider)
    User.objects.filter(pk=worker.pk).update(is_active=False)
    assert client.get(WORK).status_code == 302, "at the next request"
    assert "has been closed" in sign_in(Client(), provider).text


def test_a_stolen_answer_is_no_good_in_another_browser(provider: Provider) -> None:
    address = provider.sign_in(Client().post(WAY).headers["Location"])
    assert Client().get(address).status_code == 401


def test_a_fresh_proof_comes_from_the_provider_which_must_have_asked(provider: Provider) -> None:
    client = Client()
    with travel("2026-04-02T09:00:00Z", tick=False):
        provider.says["auth_time"] = time.time() - 3600
        sign_in(client, provider)
        again = "/my-account/codes/new/"
        assert client.get(again).headers["Location"].startswith("/sign-in/again/")
        page = client.get(f"/sign-in/again/?next={again}").text
        assert "Use your council account" in page
        way = f"{WAY}?process=redirect&next={again}&auth_params=prompt%3Dlogin%26max_age%3D0"
        assert "without asking you again" in sign_in(client, provider, way).text
        assert provider.asked["prompt"] == "login"
        provider.says["auth_time"] = time.time()
        assert sign_in(client, provider, way).headers["Location"] == again
        assert client.get(again).status_code == 200
        provider.says["sub"] = "s2"
        assert "somebody else" in sign_in(client, provider, way).text
