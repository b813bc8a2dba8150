"""The desk in a real browser: every page of it, asked, refused and answered wrongly, wide and narrow."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from goldthread.accounts.models import Team, User
from goldthread.config.demo import cast, story
from goldthread.frontdoor.acts import ACTS
from goldthread.ledger.models import Entry
from tests.browser.conftest import Visitors
from tests.browser.playing import answer, said
from tests.browser.visitor import Visitor, follow

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 4, 22, 13, 30, tzinfo=UTC)
OF_A_FORM = {"return", "danger"}
OF_A_PROPOSAL = {"decide", "feedback", "transfer"}
OF_A_CALL = [act.name for act in ACTS if act.name not in OF_A_FORM | OF_A_PROPOSAL]
NOTHING_MISSING = {"route", "return", "assess"}  # signed as they stand


@pytest.fixture
def people() -> Iterator[Mapping[str, User]]:
    """The people of the demonstration, after all that has happened in it."""
    with time_machine.travel(NOW, tick=True):
        people = cast.engage(at=NOW)
        story.play(people, at=NOW)
        yield people


@pytest.fixture
def manager(visitors: Visitors, people: Mapping[str, User]) -> Visitor:
    """The manager of the desk."""
    return signed_in(visitors, people["manager"])


def signed_in(visitors: Visitors, user: User) -> Visitor:
    """That person, in a browser of their own."""
    visitor = visitors()
    visitor.sign_in(user)
    return visitor


def about(family: str) -> Entry:
    """The newest contact about a child of that name."""
    contacts = Entry.objects.filter(kind="contact", parts__subject__person__family=family)
    return contacts.filter(parts__episode__isnull=False).latest("recorded_at")


def look(visit: Visitor, contact: Entry, act: str) -> None:
    """The page of an act, once it was sent without an answer: all that it is before, and its errors."""
    visit.go(f"/contacts/{contact.pk}/{act}/")
    if act in NOTHING_MISSING:
        visit.check()
    else:
        follow(visit.page.locator("#gt-form .govuk-button-group button").first)
        expect(visit.page.get_by_role("alert")).to_contain_text("There is a problem")
        visit.check()


def test_every_page_of_a_call(manager: Visitor) -> None:
    call = about("Sedge")
    for path in ("/desk/", f"/contacts/{call.pk}/"):
        manager.go(path)
        manager.check()
    for act in OF_A_CALL:
        look(manager, call, act)


def test_every_page_of_a_form_and_of_a_proposal(
    manager: Visitor, visitors: Visitors, people: Mapping[str, User]
) -> None:
    form, proposed = about("Pennywort"), about("Alder")
    for act in OF_A_FORM:
        look(manager, form, act)
    manager.go(f"/contacts/{proposed.pk}/")
    manager.check()
    for act in OF_A_PROPOSAL - {"feedback"}:
        look(manager, proposed, act)
    proposal = f"/contacts/{proposed.pk}/authorise/{proposed.replies.get(kind='decision').pk}/"
    manager.go(proposal)
    manager.check()
    answer(manager.page, "Send back")
    expect(manager.page.get_by_role("alert")).to_contain_text("There is a problem")
    manager.check()
    delegated = signed_in(visitors, people["delegated"])
    delegated.go(f"/contacts/{proposed.pk}/")
    expect(delegated.page.get_by_text("Another person must authorise it")).to_be_visible()
    delegated.check()


def test_feedback_before_and_after_there_is_a_decision(manager: Visitor) -> None:
    look_before = f"/contacts/{about('Alder').pk}/feedback/"
    manager.go(look_before)
    expect(manager.page.get_by_text("No decision has effect yet")).to_be_visible()
    manager.check()
    manager.go(f"/contacts/{about('Teasel').pk}/feedback/")
    manager.page.locator("[name=signposted_to]").fill("")
    answer(manager.page, "Continue")
    expect(manager.page.get_by_role("alert")).to_contain_text("There is a problem")
    manager.check()


def test_what_the_procedure_refuses_or_does_not_expect(manager: Visitor) -> None:
    call, screened = about("Sedge"), about("Alder")
    manager.go(f"/contacts/{call.pk}/transfer/")
    answer(manager.page, "Sign", offer())
    assert "The procedure does not allow this" in said(manager.page)
    manager.check()
    manager.go(f"/contacts/{screened.pk}/screen/")
    manager.page.locator('[name$="-significant_harm"][value="no"]').check()
    points = {"nature_of_concern": "More came to light", "suspected_crime": "no", "analysis": "As before."}
    answer(manager.page, "Sign", points)
    assert "The procedure does not expect this now" in said(manager.page)
    manager.check()


def test_the_same_person_and_the_answer_to_an_offer(
    manager: Visitor, visitors: Visitors, people: Mapping[str, User]
) -> None:
    call = about("Sedge")
    children = [entry.parts.filter(episode__isnull=False)[0].subject_id for entry in (call, about("Alder"))]
    look(manager, call, f"same/{children[0]}/{children[1]}")
    manager.go(f"/contacts/{call.pk}/safe/")
    answer(manager.page, "Sign", {"risk_response": "With an aunt.", "factors": "The aunt."})
    manager.go(f"/contacts/{call.pk}/transfer/")
    answer(manager.page, "Sign", offer())
    answer(manager.page, "Sign", {"outside_reason": "They know the family."})
    other = signed_in(visitors, people["team_manager"])
    other.go("/desk/")
    other.check()
    follow(other.page.get_by_role("link", name="Transfer offered"))
    other.check()
    other.page.get_by_label("No", exact=True).check()
    answer(other.page, "Sign")
    expect(other.page.get_by_role("alert")).to_contain_text("There is a problem")
    other.check()


def offer() -> dict[str, str]:
    """Answers to the page that offers a case to another team."""
    return {"team": str(Team.objects.get(name="Assessment Team North").pk), "why": "An assessment is likely"}


def test_who_told_us_kept_back_and_shown(manager: Visitor) -> None:
    manager.go(f"/contacts/{about('Thistle').pk}/")
    manager.check()
    answer(manager.page, "Show who told us")
    assert "A neighbour" in said(manager.page)
    manager.check()
