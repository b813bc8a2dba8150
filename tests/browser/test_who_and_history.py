"""Who somebody is, and one history of a family: axe, keyboard, narrow, without JavaScript."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from goldthread.casefile.operations import state_identity
from goldthread.ledger.models import Subject
from goldthread.ledger.operations import Sending
from goldthread.people.importing import bringing
from goldthread.people.models import Person
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter
from tests.factories import author, child_of, later, user
from tests.integration.casefile.cases import family

SHEETS = {
    "people.csv": "source_id,given_names,family_name,born,nhs_number,nhs_status,postcode\n"
    "P1,Rowan,Alder,2018-01-15,9990000026,01,ZZ99 3VZ\n",
    "involvement.csv": "source_id,person,what,from_date,to_date,outcome,reason,legal_status,accommodation\n"
    "1,P1,protection_plan,2019-02-03,2020-11-01,Plan ended,Neglect,,\n"
    "2,P1,looked_after,2021-11-02,2022-05-05,Returned home,,Section 20,Foster care\n",
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(later(hours=1), tick=True):
        yield


@pytest.fixture
def rowan(visitors: Visitors, tmp_path: Path) -> Subject:  # noqa: ARG001 (after the database)
    """A child of whom the school, another system and a worker say different things."""
    child = child_of(family())
    files = [tmp_path / name for name in SHEETS]
    for path in files:
        path.write_text(SHEETS[path.name])
    bringing.bring(by=bringing.importer("Old LCS", "us"), at=later(), files=files, closed=lambda _: ())
    assert Person.objects.filter(given="Rowan").count() == 1
    said = {
        "born": "2018-01-16",
        "ethnicity": "REFU",
        "who_told": "His father",
        "family_name": "Alder-Willow",
    }
    state_identity(
        by=author("social_worker"), at=later(), subject=child, values=said, sending=Sending(key="said")
    )
    return child


def checked(visit: Visitor, name: str) -> None:
    visit.check()
    if folder := os.environ.get("GOLDTHREAD_SHOTS"):
        for width in (1280, 320):
            with visit.at_width(width) as page:
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_facts_side_by_side_and_one_history(visitors: Visitors, rowan: Subject) -> None:
    visit = visitors()
    visit.sign_in(user("social_worker", name="Leila Hawthorn"))
    page = visit.go(reverse("casefile:who", args=[rowan.pk]))
    expect(page.get_by_text("Different answers").first).to_be_visible()
    checked(visit, "who")
    visit.tab_to("State or correct something")
    enter(page)
    checked(visit, "state")
    visit.go(reverse("casefile:history", args=[rowan.pk]))
    checked(visit, "history")
    visit.tab_to("Looked after by the authority")
    enter(page)
    expect(page.get_by_role("row")).to_have_count(2)
    _without_javascript(visitors(javascript=False), rowan)


def _without_javascript(visit: Visitor, rowan: Subject) -> None:
    visit.sign_in(user("social_worker", name="Leila Hawthorn"))
    page = visit.go(reverse("casefile:state", args=[rowan.pk]))
    page.get_by_label("First language", exact=True).fill("Polish")
    page.get_by_role("group", name="Is the first language known?").get_by_label("It is known").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who Rowan ALDER is")
    expect(page.get_by_text("said by Leila Hawthorn").first).to_be_visible()
    visit.go(reverse("casefile:history", args=[rowan.pk]))
    page.get_by_label("From year").select_option("2021")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row")).to_have_count(3)
