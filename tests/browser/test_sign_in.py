"""Signing in in earnest: a passkey that a device makes and answers with; and by codes, without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import expect

from goldthread.accounts.models import User
from tests.browser.visitor import Visitor, follow
from tests.factories import agency, user
from tests.integration.signin.steps import code_now

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "seven grey ladders"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def partner(settings: Any) -> User:
    settings.GOLDTHREAD_DEMO = False
    person = user("professional_referrer", "account_administrator", of=agency("Alder School", "school"))
    person.set_password(PASSWORD)
    person.save()
    return person


def give_password(visit: Visitor, person: User) -> None:
    page = visit.go("/sign-in/password/?next=/accounts/new/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))


def test_a_passkey_is_made_and_lets_somebody_in_by_itself(visit: Visitor, partner: User) -> None:
    device = visit.context.new_cdp_session(visit.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    visit.go("/sign-in/password/")
    visit.check()
    give_password(visit, partner)
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    visit.check()
    follow(visit.page.get_by_role("button", name="Set up a passkey"))
    visit.check()
    visit.page.get_by_label("What do you call this device?").fill("Work telephone")
    follow(visit.page.get_by_role("button", name="Make the passkey"))
    follow(visit.page.get_by_role("button", name="Show my codes"))
    visit.check()
    visit.go("/my-account/")
    expect(visit.page.get_by_text("Work telephone", exact=True)).to_be_visible()
    visit.check()
    follow(visit.page.get_by_role("button", name="Sign out", exact=True))
    visit.go("/sign-in/password/?next=/accounts/new/")
    follow(visit.page.get_by_role("button", name="Use a passkey"))
    expect(visit.page).to_have_url(f"{visit.address}/accounts/new/")
    visit.check()


def test_codes_do_without_javascript(visit_plain: Visitor, partner: User) -> None:
    give_password(visit_plain, partner)
    page = visit_plain.page
    follow(page.get_by_role("button", name="Set up an app"))
    page.get_by_label("Code that the app shows now").fill("000000")
    follow(page.get_by_role("button", name="Continue"))
    assert page.title().startswith("Error: ")
    page.get_by_label("Code that the app shows now").fill(code_now(page.locator(".gt-key").inner_text()))
    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="Show my codes"))
    codes = page.locator(".gt-key").all_inner_texts()
    follow(page.get_by_role("button", name="Sign out", exact=True))
    give_password(visit_plain, partner)
    page.get_by_label("Code").fill(codes[0])
    follow(page.get_by_role("button", name="Continue"))
    expect(page).to_have_url(f"{visit_plain.address}/accounts/new/")
    follow(visit_plain.go("/my-account/codes/new/").get_by_role("button", name="Make new codes"))
