"""A strategy discussion, written down while people talk: on a narrow screen, and without JavaScript."""

from collections.abc import Callable

import pytest

from goldthread.ledger.models import Entry
from tests.browser.filling import fill, go_on
from tests.browser.visitor import Visitor
from tests.integration.protection.strategies import HUB_POINTS, NOOR, ZAIN, Cast, address

pytestmark = pytest.mark.django_db(transaction=True)
DECIDED = {"outcome": "section_47", "significant_harm": "yes", "suspected_crime": "no", "why": "Old bruises."}


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Two children of a family, at the Hub."""
    authority("hartlepool-stockton")
    return Cast(NOOR, ZAIN)


def each(cast: Cast, **said: str) -> dict[str, str]:
    """The same for both children."""
    children = [cast.called(name).pk for name in ("Noor", "Zain")]
    return {f"child-{child}-{name}": text for child in children for name, text in said.items()}


def answers(cast: Cast) -> dict[str, str]:
    """Everyone there, every point answered."""
    there = {f"people-{row}-came": "there" for row in range(4)}
    decided = each(cast, **DECIDED)
    return {**there, "people-2-name": "Di Constable", "how": "telephone", **HUB_POINTS, **decided}


def test_a_discussion_is_written_down_whole(cast: Cast, visit: Visitor) -> None:
    visit.sign_in(cast.worker)
    page = visit.go(address(cast.child))
    visit.check()
    visit.tab_to("Takes part as")
    fill(page, answers(cast))
    go_on(page)
    assert page.get_by_text("Recorded: Strategy meeting: Section 47 enquiry").is_visible()
    page = visit.go(f"/children/{cast.child.pk}/enquiry/")
    visit.check()
    visit.go(f"/children/{cast.child.pk}/help/")
    visit.check()


def test_without_javascript_what_is_missing_is_named(cast: Cast, visit_plain: Visitor) -> None:
    visit_plain.sign_in(cast.worker)
    page = visit_plain.go(address(cast.child))
    fill(page, {**answers(cast), "people-2-came": "apologies"})
    go_on(page)
    assert page.get_by_role("link", name="Police: must take part").is_visible()
    fill(page, {"missing": "The officer is at a scene."})
    go_on(page)
    assert Entry.objects.filter(kind="strategy_meeting").exists()
