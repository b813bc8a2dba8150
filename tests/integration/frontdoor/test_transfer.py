"""Handing a case over: safe first, and nobody lets go before the other team has taken hold (HERTS-10.28)."""

import pytest

from goldthread.ledger.models import Entry, Episode
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.cast import Cast, duty, link_to, page
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


@pytest.fixture
def contact(cast: Cast) -> Entry:
    """A contact that the MASH holds, with signs of significant harm."""
    contact = make.contact(significant_harm=True)
    with cast.at(later(hours=1), cast.officer, page(contact, "route/")) as browser:
        browser.send({"where": str(cast.mash.pk), "worker": str(cast.worker.pk), "why": "It fits"})
        assert browser.status == 200, browser.errors
    return contact


def holder(contact: Entry) -> tuple[object, object]:
    """The team and the worker that hold the case."""
    episode = Episode.objects.get(subject=make.child_of(contact))
    return episode.team, episode.worker


@requirement("HERTS-10.28")
def test_a_transfer_before_the_child_is_safe_is_refused_with_the_rule(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=2), cast.worker, page(contact, "transfer/")) as browser:
        browser.send({"team": str(cast.assessment.pk), "why": "An assessment is likely"})
        assert browser.status == 409
        assert (
            "before the holding team has dealt with the risk and recorded protective factors" in browser.said
        )
        assert "An assessment is likely" in browser.text
    assert not contact.replies.filter(kind="transfer_offer").exists()


@requirement("HERTS-10.28")
def test_the_holding_team_stays_responsible_until_the_other_accepts(cast: Cast, contact: Entry) -> None:
    offer(cast, contact)
    assert holder(contact) == (cast.mash, cast.worker)
    assert duty(contact.replies.get(kind="transfer_offer"), "transfer.stay_responsible").met_at is None
    with cast.at(later(hours=4), cast.team_manager, "/desk/") as browser:
        assert "Cases offered to your team" in browser.said
        browser.go(link_to(browser, "/transfer/"))
        assert "MASH stays responsible until the other team has accepted" in browser.said
        assert "An assessment is likely" in browser.said
        browser.send({"accepted": "yes"})
        assert browser.status == 200, browser.errors
        assert "Cases offered to your team" not in browser.go("/desk/").said
    assert holder(contact)[0] == cast.assessment


@requirement("HERTS-10.28")
def test_declined_with_the_reason_it_stays_where_it_was(cast: Cast, contact: Entry) -> None:
    offer(cast, contact)
    with cast.at(later(hours=4), cast.team_manager, "/desk/") as browser:
        browser.go(link_to(browser, "/transfer/")).send({"accepted": "no"})
        assert browser.errors[0][1] == "#why"
        browser.send({"accepted": "no", "why": "The risk is not dealt with."})
        assert browser.status == 200, browser.errors
    assert holder(contact) == (cast.mash, cast.worker)


def offer(cast: Cast, contact: Entry) -> None:
    """The holding team records that the child is safe enough, and offers the case."""
    with cast.at(later(hours=2), cast.worker, page(contact, "safe/")) as browser:
        browser.send({"risk_response": "He is with his aunt.", "factors": "His aunt, and school every day."})
        assert browser.status == 200, browser.errors
        browser.go(page(contact, "transfer/"))
        assert "MASH stays responsible" in browser.said
        browser.send({"team": str(cast.assessment.pk), "why": "An assessment is likely"})
        assert browser.status == 200, browser.errors
