"""An allegation against a head teacher on Christmas Eve, through the pages from the report to its end."""

from collections.abc import Callable

import pytest

from goldthread.documents.models import Delivery
from goldthread.ledger.models import Duty, Entry, Event
from tests.integration.allegations.people import (
    BOXING,
    EVE,
    HEAD,
    TUESDAY,
    WEDNESDAY,
    discussed,
    lado,
    page,
    report,
    reporter,
    told,
)
from tests.integration.frontdoor.by_pack import at, filed
from tests.integration.frontdoor.cast import wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gloucestershire(authority: Callable[..., None]) -> None:
    """This service is Gloucestershire's."""
    authority("gloucestershire")


def events(entry: Entry) -> list[str]:
    """What the procedure has heard of it, in order of name."""
    of = Event.objects.filter(episode__subject=entry.parts.get().subject_id)
    return sorted(f"{one.step}.{one.outcome}" for one in of)


@requirement("GLOS-7.1", "GLOS-7.2", "GLOS-7.3", "GLOS-7.4", "GLOS-7.5", "GLOS-7.6")
def test_the_head_is_reported_past_the_head_and_nobody_investigates_before_the_lado() -> None:
    dilys, lena = reporter(), lado()
    with at(EVE, dilys, "/allegations/report/") as browser:
        assert "01452 426994" in browser.said
        assert "before anyone investigates" in browser.said
    entry = report(dilys)
    assert entry.payload["allegation_criteria"] == ["offence"]
    assert entry.payload["works_as"] == "staff"
    assert events(entry) == ["allegation.record_written", "allegation.reported"], "nobody was told yet"
    own = f"/allegations/mine/{entry.pk}/"
    with at(EVE, dilys, own) as browser:
        assert "Tell the most senior person who is not implicated" in browser.said
        assert "no limit in this procedure" in browser.said, "none is borrowed"
        browser.go(f"{own}told/").send({"told_name": HEAD, "senior_person_implicated": "no"})
        assert browser.status == 422, "the head herself is nobody to tell"
        browser.send({"told_name": "Ada Deputy", "told_role": "Deputy", "senior_person_implicated": "yes"})
        assert browser.status == 409
        assert "The procedure does not allow this" in browser.said
        assert "it goes to the most senior person whom it does not implicate" in browser.said
        answers = {"told_name": "Gil Governor", "told_role": "Chair of governors"}
        filed(browser, {**answers, "senior_person_implicated": "no"})
        assert "allegation.senior_person_told" in events(entry)
        browser.go(f"{own}action/").send({"what": "We spoke to her."})
        assert browser.status == 409, "not even on Christmas Eve"
        assert "the LADO is always asked before an investigation" in browser.said
    for strand in ("criminal", "social_care", "disciplinary"):
        with at(BOXING, lena, page(entry, "investigation/")) as browser:
            browser.send({"outcome": strand, "state": "began"})
            assert browser.status == 409, browser.said
            assert "the LADO is always asked before an investigation" in browser.said, strand
    assert not [name for name in events(entry) if name.startswith("allegation_investigation")]
    written_to = {one.entry.payload["to_address"] for one in Delivery.objects.all()}
    assert written_to == {lena.email}, "nobody else was written to"
    assert not Duty.objects.filter(due_at__isnull=False).exists(), "no clock over Christmas"


def to_reporter(browser: PlainBrowser) -> dict[str, str]:
    """The first way to the first recipient on the page before a paper goes."""
    tokens = sorted(name for name in browser.fields() if name.startswith("seen-"))
    return {"to": tokens[0].removeprefix("seen-")}


@requirement("GLOS-7.7", "GLOS-7.8")
def test_the_lado_advises_and_says_whether_the_criteria_are_met() -> None:
    dilys, lena = reporter(), lado()
    entry = told(dilys)
    with at(TUESDAY, lena, "/allegations/") as browser:
        assert HEAD in browser.said
        assert "Wait for the Initial Discussion (1)" in browser.said
        assert "In contact with children" in browser.said
        browser.go(page(entry, "discussion/"))
        assert browser.fields()["allegation_criteria"][-1:] == ["offence"], "as reported"
        advice = {"point_immediate_action": "She stays away.", "point_employment_and_safeguarding": "Rest"}
        filed(browser, {**advice, "outcome": "criteria_met", "in_contact": "no"})
    assert "lado_discussion.criteria_met" in events(entry)
    with at(WEDNESDAY, dilys, f"/allegations/mine/{entry.pk}/") as browser:
        assert "She stays away." in browser.said, "the advice is for whoever reported it"


@requirement("GLOS-7.9", "GLOS-7.14")
def test_with_the_criteria_met_the_reporter_is_invited_by_a_paper_that_names_nobody() -> None:
    dilys, lena = reporter(), lado()
    entry = told(dilys)
    discussed(entry, lena, "criteria_met")
    with at(TUESDAY, lena, page(entry, "invitation/")) as browser:
        assert "Dilys Lead" in browser.fields()["people-0-name"]
        when = {"meeting_on-day": "30", "meeting_on-month": "12", "meeting_on-year": "2026"}
        browser.send({**when, "meeting_time": "10am", "meeting_where": "Shire Hall"})
        assert browser.heading == "Send: Invitation to a multi-agency meeting", browser.said
        assert HEAD not in browser.said
        filed(browser, to_reporter(browser))
    sent = newest("dispatch").payload
    assert (sent["to_name"], sent["channel"]) == ("Dilys Lead", "email")
    assert "legation" not in sent["subject"] + sent["body"]
    assert "allegation_meeting.reporter_invited" in events(entry)


@requirement("GLOS-7.10", "GLOS-7.13")
def test_each_investigation_has_its_own_state_and_no_further_meeting_goes_without_the_setting() -> None:
    lena = lado()
    entry = told(reporter())
    discussed(entry, lena, "criteria_met")
    with at(WEDNESDAY, lena, page(entry, "meeting/")) as browser:
        assert browser.fields()["outcome"] == ["held"]
        filed(browser, {"strands": ["criminal", "social_care", "disciplinary"], "setting_heard": "yes"})
        filed(browser.go(page(entry, "investigation/")), {"outcome": "criminal", "state": "began"})
    with at(wall(2027, 1, 29, 9, 0), lena, page(entry, "meeting/")) as browser:
        browser.send({"outcome": "held_again", "setting_heard": "no"})
        assert browser.status == 409
        assert "the setting has its say in every meeting" in browser.said
        filed(browser, {"outcome": "held_again", "setting_heard": "yes", "strands": []})
        ended = {"outcome": "criminal", "state": "ended", "result": "No further action"}
        filed(browser.go(page(entry, "investigation/")), ended)
        filed(browser.go(page(entry, "end/")), {"ended": "ended", "outcome": "A warning", "referred": "no"})
        browser.go(page(entry))
        assert "Criminal investigation It has ended" in browser.said
        assert "Investigation by social care Wanted by the meeting, not begun" in browser.said
        assert "StageEnded" in browser.said


@requirement("GLOS-7.11", "GLOS-7.12")
def test_not_met_sends_the_record_to_the_setting_which_then_acts_by_itself() -> None:
    dilys, lena = reporter(), lado()
    entry = told(dilys)
    discussion = discussed(entry, lena, "criteria_not_met")
    with at(TUESDAY, lena, page(entry, f"send/{discussion.pk}/")) as browser:
        assert "She stays away." in browser.said
        assert "A clumsy note." not in browser.said, "no opinion leaves"
        filed(browser, to_reporter(browser))
    assert "lado_discussion.record_sent" in events(entry)
    assert newest("dispatch").attachments.get().name.startswith("agreed_record-")
    with at(TUESDAY, dilys, f"/allegations/mine/{entry.pk}/action/") as browser:
        filed(browser, {"what": "A talk about messages."})
    assert "allegation_investigation.within_setting" in events(entry)
