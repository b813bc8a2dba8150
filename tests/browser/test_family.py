"""The family's pages in a browser: nothing for axe to find, drawn in its frame, reached by keyboard."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from time_machine import travel

from goldthread.people import statements as say
from tests.browser.visitor import Visitor
from tests.factories import user
from tests.integration.people.record import NOW, someone, tell
from tests.requirements import requirement

HOME = {"lines": "4 Fernhollow Lane", "postcode": "ZZ99 3VZ", "since": date(2019, 1, 1)}


@pytest.fixture
def child(live_server: LiveServer) -> str:  # noqa: ARG001 (the database of the service)
    """Rowan, a mother who has married again, a half-sister to be born, and a grandfather who has died."""
    rowan, anna = someone("Rowan", "Alder", date(2016, 3, 1), **HOME), someone("Anna", "Alder", **HOME)
    ben, dean, ash = someone("Ben", "Alder"), someone("Dean", "Fern", **HOME), someone("Ash", "Alder")
    baby = someone("", "Fern")
    tell(
        say.Born(about=baby, expected=date(2026, 7, 1)),
        say.RelatedTo(about=anna, other=rowan, kind="mother"),
        say.RelatedTo(about=anna, other=baby, kind="mother"),
        say.RelatedTo(about=ben, other=rowan, kind="father"),
        say.RelatedTo(about=dean, other=baby, kind="father"),
        say.RelatedTo(about=ben, other=anna, kind="former_spouse", since=date(2021, 1, 1)),
        say.RelatedTo(about=dean, other=anna, kind="spouse", since=date(2023, 1, 1)),
        say.RelatedTo(about=ash, other=anna, kind="father"),
        say.Died(about=ash, since=date(2019, 2, 1)),
    )
    return rowan


@requirement("HSSCP-3.12")
@travel(NOW, tick=True)
def test_the_family_drawn_and_in_words(visit: Visitor, child: str) -> None:
    visit.sign_in(user("social_worker", name="Leila Hawthorn"))
    page = visit.go(reverse("casefile:family", args=[child]))
    visit.check()
    frame = page.get_by_role("region", name="Genogram of Rowan ALDER")
    expect(frame.get_by_role("img")).to_be_visible()
    with visit.at_width(320):
        frame.focus()
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text("Ben ALDER and Anna ALDER: divorced since 1 January 2021")).to_be_visible()
    words = frame.evaluate(
        "one => [...one.querySelectorAll('text')].map((text) => [text.textContent, text.getBBox().width])"
    )
    assert all(width <= 104 for _, width in words), "words wider than the room beside their sign"
    visit.go(reverse("casefile:parental", args=[child]))
    visit.check()
