"""Requests for information through their pages: entered, evidenced, passed on, answered, refused."""

from uuid import uuid4

import pytest
from django.core import mail

from goldthread.access.models import Level, Protection
from goldthread.disclosure import queries
from goldthread.disclosure.presenters import for_the_enquirer, standing
from goldthread.ledger.models import Episode, Subject
from goldthread.people.models import Person
from tests import factories as make
from tests.factories import later
from tests.integration.disclosure.asking import (
    COUNCIL,
    DETAIL,
    MORNING,
    ask,
    events,
    file_of,
    minutes,
    page,
    people,
)
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

KNOWN = {"information_wanted": "whether_known"}
SCHOOL = {
    "channel": "email",
    "enquirer": "Dilys Lead",
    "organisation": "Alderbrook Primary",
    "enquirer_email": "dilys@example.org",
    "requester": "school",
    **KNOWN,
    "about-0-given_names": "Clover",
    "about-0-family_name": "Pennywort",
    "about-0-born-day": "30",
    "about-0-born-month": "7",
    "about-0-born-year": "2015",
    "request_purpose": "safeguarding",
}


@requirement("HERTS-8.2", "HERTS-8.10")
def test_a_school_asks_by_email_and_an_officer_enters_it_once() -> None:
    who = people()
    with at(MORNING, who.officer, "/information/new/") as browser:
        browser.send(SCHOOL)
        assert browser.status == 422
        assert "Say whether this is Clover PENNYWORT or somebody else" in browser.said
        assert "Closed since" in browser.said
        request = signed(browser, {"about-0-known": str(who.closed.pk)})
        assert "the Customer Service Centre looks it up and confirms" in browser.said
    assert [str(one) for one in request.events.order_by("outcome")] == [
        "information_request.contact_opened",
        "information_request.received",
    ]
    assert request.events.get(outcome="received").facts["child_open"] is False


@requirement("HERTS-8.11", "HERTS-8.13", "HERTS-8.14", "HERTS-8.19")
def test_the_record_fills_the_enquiry_form_and_the_letter_says_what_it_found() -> None:
    who = people()
    said = {"enquirer_email": "dilys@example.org", "requester": "school", "request_purpose": "safeguarding"}
    request = ask(who.officer, who.closed, **said, **KNOWN)
    with at(minutes(10), who.officer, page(request, "form/")) as browser:
        found = [name for name in browser.asks() if name.startswith("found_")]
        assert "Source: our record" in browser.said
        form = signed(browser, {"outcome": "enquiry_form_written"})
    assert {"found_point_unprogressed_contacts", "found_point_forms_tab"} <= set(found)
    assert "Clover Pennywort: known, closed." in form.payload["standing"]
    assert all(row["source"] == "our record" and row["found"] for row in form.payload["findings"])
    with at(minutes(20), who.officer, page(request, "answer/")) as browser:
        assert "Clover Pennywort: known, closed." in browser.said, "the letter says what the form found"
        answer = signed(browser, {"outcome": "confirmed"})
    assert answer.payload["to_address"] == "dilys@example.org"
    message = newest("message")
    assert "Clover Pennywort: known, closed." in message.payload["body"]
    assert standing(file_of(request), minutes(30)).state == "answered"
    assert [one.ended for one in queries.recent(who.officer, minutes(30))] == ["answered"]
    with at(minutes(30), who.officer, "/information/?state=answered") as browser:
        assert "Clover" in browser.said


@requirement("HERTS-8.7", "HERTS-8.8", "HERTS-8.10", "HERTS-8.42")
def test_what_is_missing_is_asked_for_by_letter_and_the_request_waits() -> None:
    who = people()
    request = ask(
        who.officer,
        None,
        requester="nhs",
        request_purpose="other",
        enquirer_email="nurse@example.org",
        **KNOWN,
    )
    with at(minutes(1), who.officer, page(request)) as browser:
        assert "Still missing before anything is told" in browser.said
        asking = page(request, "tell/?outcome=evidence_asked")
        assert asking in browser.text, "what is to be done leads there, and not to a refusal"
        browser.go(asking)
        assert "we cannot say whether we know of anybody" in browser.said
        assert "your confirmation that you ask in order to protect a child" in browser.said
        signed(browser, {})
    message = newest("message")
    assert message.payload["to_address"] == "nurse@example.org"
    assert "Fern" not in message.payload["body"], "a letter about evidence names nobody"
    how = standing(file_of(request), minutes(2))
    assert (how.state, how.held_by, how.since) == ("waiting", "Ann Asker", minutes(1))
    assert how.waits_for.startswith("Not yet: "), "not what the rule forbids"
    assert "We asked you on" in for_the_enquirer(file_of(request), minutes(2))
    with at(minutes(3), who.officer, page(request, "answer/")) as browser:
        assert "Fern Newcombe: not known to children’s services." in browser.said
        browser.send({"outcome": "confirmed", "told_how": "telephone"})
        assert browser.status == 409, "somebody without any case is held to the same rules"
        assert "Say whether the child is known before the requester has confirmed" in browser.said
    with at(minutes(4), who.officer, page(request, "evidence/?outcome=purpose_confirmed")) as browser:
        signed(browser, {"what": "She wrote that it is to protect the child."})
    assert standing(file_of(request), minutes(5)).state == "to_do"
    with at(minutes(6), who.officer, page(request, "answer/")) as browser:
        signed(browser, {"outcome": "confirmed", "told_how": "telephone"})
    assert not Episode.objects.filter(subject__parts__entry=request).exists()


@requirement("HERTS-8.5", "HERTS-8.22", "HERTS-8.4", "HERTS-8.21")
@pytest.mark.parametrize(
    ("requester", "purpose"), [("other_authority", "section_47"), ("border_agency", "childs_future")]
)
def test_an_answer_that_may_only_go_to_gov_uk_goes_nowhere_else(requester: str, purpose: str) -> None:
    who = people()
    said = {"requester": requester, "request_purpose": purpose, "enquirer_email": "me@example.org", **KNOWN}
    request = ask(who.officer, who.closed, **said)
    with at(minutes(1), who.officer, page(request, "answer/")) as browser:
        browser.send({"outcome": "confirmed"})
        assert browser.status == 409
        assert "Send it to an address that does not end in .gov.uk" in browser.said
        signed(browser, {"to_address": COUNCIL})
    assert newest("message").payload["to_address"] == COUNCIL


@requirement("HERTS-8.27", "HERTS-8.28")
def test_a_viewing_is_booked_supervised_and_kept() -> None:
    who = people()
    request = ask(who.officer, who.closed, **DETAIL)
    booked = {
        "outcome": "viewing_arranged",
        "place": "Room 4",
        "supervised_by": "Sue Support",
        "paper_files": "yes",
    }
    with at(minutes(1), who.support, page(request, "viewing/")) as browser:
        signed(browser, {**booked, **typed_at("viewing_at", later(days=40))})
    saw = {"outcome": "viewed", "what": "The chronology. Notes were taken.", "viewed_others": "no"}
    with at(later(days=41), who.support, page(request, "viewing/")) as browser:
        assert "Room 4" in str(browser.fields()), "as it was booked"
        browser.send({**saw, "viewing_supervised": "no"})
        assert browser.status == 409
        assert "Let records be viewed without supervision" in browser.said
        seen = signed(browser, {"viewing_supervised": "yes"})
    assert seen.payload["supervised_by"] == "Sue Support"
    assert "information_reply.kept" in events(request)


@requirement("HERTS-8.36", "HERTS-8.38", "HERTS-8.39", "HERTS-8.40", "HERTS-8.3")
def test_the_data_protection_team_verifies_and_lets_view_and_has_no_other_kind() -> None:
    who = people()
    crime = ask(
        who.officer, who.adult, requester="police", request_purpose="crime", information_wanted="detail"
    )
    assert crime.events.filter(outcome="adult_contact_opened").exists()
    with at(minutes(1), who.officer, page(crime, "pass/?outcome=passed_to_data_protection")) as browser:
        assert "Data Protection Team" in str(browser.fields())
        signed(browser, {})
    assert standing(file_of(crime), minutes(2)).state == "passed"
    with at(minutes(2), who.data, page(crime, "viewing/?outcome=invited_to_view")) as browser:
        browser.send({})
        assert browser.status == 409
        assert "before the exemption is found to be justified" in browser.said
        browser.go(page(crime, "check/?outcome=justification_verified"))
        signed(browser, {"what": "A sergeant signed the form."})
    with at(minutes(3), who.data, page(crime, "viewing/?outcome=invited_to_view")) as browser:
        signed(browser, {})
    known = ask(who.officer, who.closed, requester="school", request_purpose="safeguarding", **KNOWN)
    with at(minutes(4), who.officer, page(known, "pass/?outcome=passed_to_data_protection")) as browser:
        browser.send({})
        assert browser.status == 409
        assert "and no others" in browser.said


@requirement("HERTS-8.25", "HERTS-8.24", "HERTS-8.26")
def test_a_request_without_a_reason_goes_back_and_goes_on_when_it_comes() -> None:
    who = people()
    request = ask(who.officer, who.closed, **{**DETAIL, "reason_given": False})
    with at(minutes(1), who.officer, page(request, "pass/?outcome=passed_to_team")) as browser:
        browser.send({})
        assert browser.status == 409
        browser.go(page(request, "tell/?outcome=returned"))
        assert "You need not send it again." in browser.said
        signed(browser, {"needed": "Why do you ask?"})
    assert standing(file_of(request), minutes(2)).state == "waiting"
    with at(minutes(2), who.officer, page(request, "evidence/?outcome=reason_received")) as browser:
        signed(browser, {"what": "They assess a new partner."})
        routed = file_of(request).routed(minutes(3))
        assert routed is not None
        assert routed.id == "detailed_request_closed"
        browser.go(page(request, "pass/?outcome=passed_to_team"))
        signed(browser, {})
        browser.go(page(request, "pass/?outcome=contact_finished"))
        signed(browser, {})


@requirement("HERTS-8.1", "HERTS-8.12", "HERTS-8.34")
def test_about_an_open_child_the_worker_answers_and_the_desk_does_not() -> None:
    who = people()
    request = ask(who.officer, who.open, requester="police", request_purpose="safeguarding", **KNOWN)
    with at(minutes(1), who.officer, page(request, "pass/?outcome=passed_to_worker")) as browser:
        assert "Wren Worker" in str(browser.fields()), "whose case it is"
        signed(browser, {})
        browser.go(page(request, "answer/"))
        browser.send({"outcome": "confirmed", "told_how": "telephone", "known": "Known."})
        assert browser.status == 409
        assert "the worker deals with it" in browser.said
    mail = newest("message").payload
    assert (mail["to_address"], mail["subject"]) == (
        who.worker.email,
        "Hertfordshire County Council: something was passed to you",
    )
    assert "Rowan" not in mail["body"]
    with at(minutes(2), who.worker, page(request, "answer/")) as browser:
        signed(browser, {"outcome": "confirmed", "told_how": "telephone"})
    refused = ask(who.officer, who.closed, requester="housing", request_purpose="other", **KNOWN)
    with at(minutes(3), who.officer, page(refused, "refuse/")) as browser:
        signed(browser, {"told_how": "telephone", "needed": "Consent."})
    known = {one.request: one.ended for one in queries.recent(who.officer, minutes(4)) if one.ended}
    assert known == {refused: standing(file_of(refused), minutes(4)).state}, "the other is worked out"
    with at(minutes(4), who.officer, "/information/?state=refused") as browser:
        assert "Not given 1" in browser.said


@requirement("HERTS-8.2")
def test_somebody_new_is_found_by_the_next_request_and_a_closed_record_is_only_announced() -> None:
    who = people()
    asked = {"requester": "nhs", "request_purpose": "safeguarding", **KNOWN}
    row = {"about-0-given_names": "Bryony", "about-0-family_name": "Teasel"}
    row |= {"about-0-born-day": "2", "about-0-born-month": "3", "about-0-born-year": "2019"}
    with at(MORNING, who.officer, "/information/new/") as browser:
        signed(browser, {**asked, **row})
        browser.go("/information/new/").send({**asked, **row})
        assert "Say whether this is Bryony TEASEL or somebody else" in browser.said
        assert "On record, without any involvement" in browser.said
    assert Person.objects.filter(family="Teasel").count() == 1
    Protection.objects.create(subject=who.closed, level=Level.RESTRICTED, set_by=who.manager, set_at=later())
    with at(minutes(1), who.worker, "/information/new/") as browser:
        browser.send({"about-0-given_names": "Clover", "about-0-family_name": "Pennywort"}, press="look-up")
        assert "A restricted record may match" in browser.said
        assert "2015" not in browser.said


def test_what_is_typed_stays_when_another_window_signs_and_wrong_answers_say_what_is_wrong() -> None:
    officer = make.user("csc_officer")
    with at(MORNING, officer, "/information/new/") as browser:
        browser.send({"organisation": "Somebody’s agency"})
        assert browser.status == 422
        assert {"#requester", "#information_wanted", "#about"} <= {href for _, href in browser.errors}
        browser.go("/information/new/")
        assert "Somebody’s agency" in str(browser.fields())
    outsider = make.user("consultation_hub")
    with at(MORNING, outsider, "/information/") as browser:
        assert browser.status == 403


def test_a_request_about_nobody_in_particular_and_other_entries_have_no_such_page() -> None:
    contact, officer = make.contact(), make.user("csc_officer")
    with at(MORNING, officer, f"/information/{contact.pk}/") as browser:
        assert browser.status == 404
        assert browser.go(f"/information/{contact.pk}/answer/").status == 404
        assert browser.go(f"/information/{uuid4()}/").status == 404
    assert Subject.objects.count()
    assert not mail.outbox
