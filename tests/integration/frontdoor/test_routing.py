"""Passing a contact on: what the procedure advises, by what was said, what is known and the hour."""

import pytest

from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.ledger.models import Entry, Episode
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.cast import Cast, duty, page, wall
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
OPEN = {"child_open": True, "allocated_worker_name": "Sal Screener"}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


def second_contact(first: Entry, **values: object) -> Entry:
    """Another contact about the same child, two days later."""
    told = {
        "channel": "telephone",
        "form": "none",
        "referrer_kind": "other_health",
        "concern": "More bruises.",
    }
    return receive(
        by=make.author("csc_officer"),
        at=later(hours=48),
        values={**told, "children": [{}], **values},
        sending=Sending(key="second"),
        known=Known(children={0: make.child_of(first).pk}),
    )


@requirement("HERTS-2.6", "HERTS-10.4")
def test_news_of_an_open_child_goes_to_whoever_holds_the_case_even_if_nobody_said_so(cast: Cast) -> None:
    first = make.contact()
    with cast.at(later(hours=1), cast.officer, page(first, "route/")) as browser:
        browser.send({"where": str(cast.mash.pk), "worker": str(cast.worker.pk), "why": "Sal knows them"})
    contact = second_contact(first)
    with cast.at(later(hours=49), cast.officer, page(contact, "route/")) as browser:
        assert "The child is open, so it goes to the allocated social worker" in browser.said
        assert "held by Sal Screener, MASH" in browser.said
        assert browser.fields()["where"] == [str(cast.mash.pk)]
        assert browser.fields()["worker"] == [str(cast.worker.pk)]
        browser.send()
        assert browser.status == 200, browser.errors
        assert "Passed to Sal Screener" in browser.said
    assert Episode.objects.get(subject=make.child_of(first)).worker == cast.worker


@requirement("HERTS-2.7")
def test_urgent_news_of_an_open_child_is_spoken_and_to_whom_is_kept(cast: Cast) -> None:
    contact = make.contact(**OPEN, urgent=True)
    with cast.at(later(hours=1), cast.officer, page(contact, "route/")) as browser:
        assert "someone speaks to the worker or the team manager straight away" in browser.said
        assert "A message is not enough" in browser.said
        browser.send(
            {"where": str(cast.mash.pk), "why": "Her team", "spoken_to": "Tam Teamlead, team manager"}
        )
        assert browser.status == 200, browser.errors
    routed = contact.replies.get(kind="routing")
    assert routed.payload["spoken_to"] == "Tam Teamlead, team manager"
    assert duty(contact, "routing.speak_to_worker").met_at == later(hours=1)


@requirement("HERTS-2.8")
def test_an_open_child_whose_worker_nobody_knows_is_taken_by_the_centre(cast: Cast) -> None:
    contact = make.contact(child_open=True)
    with cast.at(later(hours=1), cast.officer, page(contact)) as browser:
        assert "the worker's name is not known" in browser.said


@requirement("HERTS-3.17", "HERTS-3.18")
@pytest.mark.parametrize(
    ("hour", "minute", "diverted"), [(19, 59, False), (20, 0, True), (7, 59, True), (8, 0, False)]
)
def test_out_of_hours_the_diversion_is_shown(cast: Cast, hour: int, minute: int, diverted: bool) -> None:  # noqa: FBT001
    contact = make.contact(channel="telephone", form="none", referrer_kind="public")
    with cast.at(wall(2026, 4, 8, hour, minute), cast.officer, page(contact)) as browser:
        assert ("is closed now" in browser.said) is diverted
        assert ("The procedure advises: Safeguarding Out of Hours Service" in browser.said) is diverted


@requirement("HERTS-10.1", "HERTS-3.2")
def test_elsewhere_than_advised_needs_a_reason(cast: Cast) -> None:
    contact = make.contact(channel="telephone", form="none", referrer_kind="public")
    with cast.at(wall(2026, 4, 8, 9, 0), cast.officer, page(contact, "route/")) as browser:
        assert "The procedure advises: MASH" in browser.said
        browser.send({"where": str(cast.assessment.pk)})
        assert browser.status == 422
        assert browser.errors[0][1] == "#why"
        assert browser.fields()["where"] == [str(cast.assessment.pk)], "what was chosen is kept"
        browser.send({"why": "They know the family"})
        assert browser.status == 200
    assert contact.replies.get(kind="routing").payload["why"] == "They know the family"
    assert Episode.objects.get(subject=make.child_of(contact)).team == cast.assessment


@requirement("HERTS-3.3")
def test_imminent_harm_is_fast_tracked_whoever_tells(cast: Cast) -> None:
    contact = make.contact(channel="telephone", form="none", referrer_kind="public", immediate_danger=True)
    with cast.at(later(hours=1), cast.officer, page(contact, "route/")) as browser:
        assert "The procedure advises: Assessment Team" in browser.said
        assert browser.fields()["fast_track"] == ["yes"]
        browser.send({"fast_track": "no", "where": str(cast.assessment.pk)})
    assert duty(contact, "routing.fast_track").met_at is None, "passing it on at leisure is not enough"


@requirement("HERTS-2.4")
def test_a_worry_about_a_professional_leads_to_the_allegations_procedure(cast: Cast) -> None:
    contact = make.contact(concern_about_professional=True)
    with cast.at(later(hours=1), cast.officer, page(contact)) as browser:
        assert "the allegations procedure applies" in browser.said
