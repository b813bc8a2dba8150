"""A child's page, its chronology and a manager's page: axe, keyboard, narrow, and without JavaScript."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from goldthread.accounts.models import Team
from goldthread.ledger.models import Episode
from tests.browser.conftest import Visitors
from tests.browser.visitor import enter, follow
from tests.factories import child_of, later, user
from tests.integration.casefile.cases import decided, family


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(later(hours=1), tick=True):
        yield


def test_how_a_child_lives_is_stated_by_keyboard_alone_and_stands_at_a_glance(visitors: Visitors) -> None:
    here = visitors(javascript=False)
    entry = family()
    decided(entry)
    child = child_of(entry)
    team = Team.objects.create(name="Assessment Team North", service="assessment_team")
    Episode.objects.filter(subject=child).update(team=team)
    here.sign_in(user("social_worker", name="Leila Hawthorn"))
    page = here.go(reverse("casefile:child", args=[child.pk]))
    here.tab_to("State how")
    enter(page)
    page.get_by_label("With family or friends").check()
    page.get_by_label("GP practice").fill("Fernhollow Surgery")
    page.get_by_label("GP practice").focus()
    enter(page)
    expect(page.locator("#answer-gp")).to_contain_text("Fernhollow Surgery")
    expect(page.locator("#answer-tonight")).to_contain_text("With family or friends")
    page.goto(f"{here.address}{reverse('casefile:curate', args=[child.pk, entry.pk])}")
    page.get_by_label("What did it mean for the child?").fill("The first time that anybody asked.")
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("The first time that anybody asked.", exact=True)).to_be_visible()

    looking = visitors()
    looking.sign_in(user("manager", name="Mo Manager", team=team))
    looking.go(reverse("casefile:circumstances", args=[child.pk]))
    looking.check()
    page = looking.go(reverse("casefile:team"))
    looking.check()
    expect(page.get_by_text("Waits for you to authorise it")).to_be_visible()
