"""Answers to requests for information: prepared, looked over, given as papers, built on; and elsewhere."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from goldthread.disclosure.presenters import standing
from goldthread.documents.copies import copy_for, words_of
from goldthread.documents.papers import papers_for
from goldthread.ledger import operations as ledger
from goldthread.ledger.entries import entry_type
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part
from tests import factories as make
from tests.integration.disclosure.asking import COUNCIL, DETAIL, ask, events, file_of, minutes, page, people
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import link_to
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def answered(request: Entry, about: Subject, **said: Any) -> Entry:
    """An answer that was sent as a paper, whatever came before it."""
    return ledger.sign(
        by=make.author("social_worker"),
        at=minutes(1),
        kind="information_answer",
        values={"step": "information_reply", "outcome": "confirmed", "told_how": "paper", **said},
        parts=[Part(about)],
        key=uuid4().hex,
        links=Links(answers=request),
        outside_reason="For the test.",
    )


@requirement("HERTS-8.30", "HERTS-8.31", "HERTS-8.32", "HERTS-8.33", "HERTS-8.29")
def test_details_are_prepared_looked_over_by_another_and_go_as_a_paper() -> None:
    who = people()
    request = ask(who.officer, who.closed, **DETAIL)
    sent = {"outcome": "sent", "told_how": "paper", "sent_securely": "yes", "sent_because": "far_away"}
    with at(minutes(1), who.worker, page(request, "answer/")) as browser:
        browser.send(sent)
        assert "Prepare the answer first" in browser.said
        browser.go(page(request, "prepare/"))
        browser.send({"relevance": "They assess the family now.", "known": "Known, closed."})
        assert [href for _, href in browser.errors] == ["#answers-0-answer", "#answers-1-answer"]
        ready = signed(browser, {"answers-0-answer": "No.", "answers-1-why_not": "We have no record of him."})
        assert "Not looked over" in browser.said
    with at(minutes(2), who.worker, page(request, "answer/")) as browser:
        browser.send(sent)
        assert browser.status == 409
        assert "before a Team Manager or consultant social worker has looked it over" in browser.said
    how = standing(file_of(request), minutes(3))
    assert (how.state, how.waits_for) == ("check", "Not yet: looked over, and may be sent")
    with at(minutes(3), who.manager, page(request, "check/?outcome=approved")) as browser:
        assert "We have no record of him." in browser.said
        signed(browser, {"what": "All of it."})
    with at(minutes(4), who.worker, page(request, "answer/")) as browser:
        browser.send({**sent, "outcome": "copies_given"})
        assert browser.status == 409
        assert "before legal advice was taken" in browser.said
        answer = signed(browser, sent)
        assert "Answer to a request for information" in browser.said, "then the page for papers"
    assert answer.payload["answers"] == ready.payload["answers"], "what was looked over is what goes"
    (told,) = entry_type(answer.kind).discloses(answer.payload)
    assert (told.to, told.relevance) == ("Ann Asker, An agency", "They assess the family now.")
    assert "That of someone with parental responsibility" in told.basis
    assert {"information_reply.sent", "information_reply.kept", "information_reply.approved"} <= events(
        request
    )


def test_whoever_answers_is_told_that_somebody_took_back_their_consent() -> None:
    who = people()
    request = ask(who.officer, who.closed, **DETAIL)
    with at(minutes(1), who.worker, page(request)) as browser:
        assert "does not agree" not in browser.said
    for answer, when in (("agreed", 2), ("withdrawn", 3)):
        ledger.sign(
            by=make.author("social_worker"),
            at=minutes(when),
            kind="consent",
            values={"use": ["share"], "answer": answer, "who": "Meg Alder"},
            parts=[Part(who.closed, in_episode=False)],
            key=uuid4().hex,
        )
    for where in ("", "answer/"):
        with at(minutes(4), who.worker, page(request, where)) as browser:
            assert "Meg Alder: they take back what they agreed to" in browser.said


@requirement("HERTS-8.32")
def test_a_later_request_builds_on_what_was_told_before() -> None:
    who = people()
    request = ask(who.officer, who.closed, **DETAIL)
    answered(
        request, who.closed, answers=[{"question": "The father?", "why_not": "We have no record of him."}]
    )
    later_one = ask(who.officer, who.closed, at=minutes(60), **DETAIL)
    with at(minutes(61), who.worker, page(later_one)) as browser:
        assert "Asked before" in browser.said
        browser.go(link_to(browser, "prepare/?from="))
        assert "We have no record of him." in str(browser.fields())
        browser.go(f"/children/{who.closed.pk}/requests/")
        assert "What others asked about" in browser.said
        assert browser.said.count("We have no record of him.") == 1


@requirement("HERTS-8.31")
def test_whoever_prepared_an_answer_does_not_look_it_over_nor_does_an_old_look_count() -> None:
    who = people()
    request = ask(who.officer, who.closed, **{**DETAIL, "questions": []})
    prepared = {"known": "Known, closed.", "relevance": "They assess the family."}
    with at(minutes(1), who.manager, page(request, "prepare/")) as browser:
        signed(browser, prepared)
        browser.go(page(request, "check/?outcome=approved")).send({"what": "All of it."})
        assert "You prepared this answer, so another person must look it over" in browser.said
    other = make.user("team_manager", name="Una Other")
    with at(minutes(2), other, page(request, "check/?outcome=approved")) as browser:
        signed(browser, {"what": "All of it."})
    with at(minutes(3), who.worker, page(request, "prepare/")) as browser:
        signed(browser, {"known": "Known, closed, and more."})
        browser.go(page(request, "answer/"))
        browser.send({"outcome": "sent", "told_how": "paper", "sent_securely": "yes"})
        assert "The answer was changed after it was looked over" in browser.said


@requirement("HERTS-8.6")
def test_a_signed_consent_that_was_shown_is_a_fact_of_its_own() -> None:
    who = people()
    request = ask(
        who.officer, who.closed, requester="nhs", request_purpose="other", information_wanted="other"
    )
    with at(minutes(1), who.officer, page(request, "evidence/?outcome=parental_consent_received")) as browser:
        shown = signed(browser, {"given_by": "Hazel Pennywort", "what": "A signed form."})
    (said,) = entry_type(shown.kind).consents(shown.payload)
    assert (said.use, said.answer, said.who) == ("share", "agreed", "Hazel Pennywort")
    assert not file_of(request).missing(minutes(2))
    with at(minutes(2), who.officer, page(request, "answer/")) as browser:
        answer = signed(browser, {"outcome": "confirmed", "told_how": "telephone"})
    (told,) = entry_type(answer.kind).discloses(answer.payload)
    assert told.consented


@requirement("HERTS-8.29", "HERTS-8.32")
def test_the_paper_of_an_answer_goes_to_whoever_asked_and_says_what_was_looked_over() -> None:
    who = people()
    request = ask(
        who.officer, who.closed, requester="nhs", enquirer_email=COUNCIL, consent_shown="individual"
    )
    said = {"known": "Known, closed.", "answers": [{"question": "A plan?", "answer": "Never."}]}
    answer = answered(request, who.closed, **said)
    paper = papers_for(answer)["information_answer"].make(answer, minutes(2))
    (to,) = paper.meant_for
    assert (to.name, to.email) == ("Ann Asker", COUNCIL)
    words = "\n".join(words_of(copy_for(paper, to, at=minutes(2)).paper))
    assert "Known, closed." in words
    assert "Never." in words


@requirement("HSSCP-6.6")
def test_nhs_information_for_a_court_goes_one_way_there_and_back(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    officer = make.user("csc_officer")
    said = {"requester": "solicitor", "information_wanted": "nhs_for_court", "channel": "telephone"}
    request = ask(officer, None, **said)
    with at(minutes(1), officer, page(request)) as browser:
        assert "Do not answer it directly" in browser.said
        assert "The solicitor's letter came" in browser.said
        browser.go(page(request, "prepare/"))
        signed(browser, {"known": "Seen in clinic.", "relevance": "The court asks."})
        browser.go(page(request, "answer/"))
        browser.send({"told_how": "other", "sent_same_way": "yes"})
        assert browser.status == 409
    for number, outcome in enumerate(("legal_team_told", "passed_to_team", "passed_to_worker"), 2):
        with at(minutes(number), officer, page(request, f"pass/?outcome={outcome}")) as browser:
            signed(browser, {})
    with at(minutes(6), officer, page(request, "evidence/?outcome=role_shown")) as browser:
        signed(browser, {"what": "A letter."})
        browser.go(page(request, "answer/")).send({"sent_same_way": "no"})
        assert browser.status == 409
        assert "another way than by the Named Person" in browser.said
        signed(browser, {"sent_same_way": "yes"})
    assert standing(file_of(request), minutes(7)).state == "answered"
