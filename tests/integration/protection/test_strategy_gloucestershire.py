"""Strategy discussions in Gloucestershire: its own team convenes them, and the case passes on."""

from collections.abc import Callable

import pytest

from goldthread.accounts.models import Team
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Episode, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import wall
from tests.integration.protection.strategies import NOOR, Cast, address, each, held
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
FIRST, LAST = wall(2026, 12, 22, 10, 0), wall(2026, 12, 30, 10, 0)


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Noor's family, in Gloucestershire."""
    authority("gloucestershire")
    cast = Cast(NOOR)
    cast.decided("strategy_discussion")
    return cast


@requirement("GLOS-3.5", "GLOS-3.8", "GLOS-3.9", "GLOS-4.1", "GLOS-4.2")
def test_the_case_passes_on_and_the_conference_team_is_told_at_once(cast: Cast) -> None:
    families = Team.objects.create(name="Children and Families East", service="children_and_families_team")
    assessing = make.user("referral_and_assessment_team", name="Rae Assess")
    with at(FIRST, cast.worker, address(cast.child)) as browser:
        assert "outcome" not in browser.asks(), "another social worker judges only whether the risk continues"
    with at(FIRST, assessing, address(cast.child)) as browser:
        assert "point_risk" not in browser.asks(), "no agenda but its own"
        said = each(browser, significant_harm="yes", why="The father is violent.", continued_risk="")
        signed(
            browser, {**held(FIRST), **said, "outcome": "section_47", "missing": "It is for the next one."}
        )
    assert {"section_47"} == {event.outcome for event in Event.objects.filter(step="strategy_discussion")}
    episode = Episode.objects.get(subject=cast.child)
    assert episode.team == families, "the case has passed to the other team"
    assert not Duty.objects.filter(rule="transfer.pass_on", met_at=None).exists()
    with at(LAST, assessing, address(cast.child)) as browser:
        said = each(browser, significant_harm="yes", why="Nothing has changed.", continued_risk="yes")
        signed(browser, {**held(LAST), **said})
        assert browser.path == f"/children/{cast.child.pk}/steps/conference_request/"
        assert "Do this now: Tell the Child Protection Conference Team" in browser.said
        signed(browser, {"outcome": "team_informed"})
    told = Duty.objects.get(rule="conference_request.tell_team")
    assert told.due_at == told.met_at == LAST
    conference = Duty.objects.filter(rule="initial_conference.hold").order_by("opened_at").last()
    assert conference
    assert conference.due_at
    assert str(london_date(conference.due_at)) == "2027-01-21", "from the last discussion"


@requirement("GLOS-3.7", "GLOS-4.1")
def test_without_significant_harm_section_17_is_considered(cast: Cast) -> None:
    manager = make.user("manager")
    with at(FIRST, manager, address(cast.child)) as browser:
        said = each(browser, significant_harm="no", why="The bruise was a fall.", continued_risk="no")
        signed(browser, {**held(FIRST), **said, "outcome": "no_section_47"})
    outcomes = set(Event.objects.filter(step="strategy_discussion").values_list("outcome", flat=True))
    assert outcomes == {"no_section_47", "no_continued_risk"}
    assert Duty.objects.filter(rule="section_17.consider", met_at=None).exists()


@requirement("GLOS-3.5")
def test_its_team_convenes(cast: Cast) -> None:
    with at(FIRST, cast.worker, address(cast.child, "convene/")) as browser:
        assert browser.status == 403
        assert "only this role may record it: Referral and Assessment (R&A) team" in browser.said
    with at(FIRST, make.user("referral_and_assessment_team"), address(cast.child, "convene/")) as browser:
        assert browser.status == 200
