"""Deciding and authorising: who may, when it has effect, and what each option starts."""

from datetime import date

import pytest

from goldthread.ledger.models import Entry, Episode
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.cast import (
    Cast,
    actions,
    decision,
    due,
    due_at,
    duty,
    has_duty,
    page,
    typed_at,
)
from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
SIBLINGS = {
    "children": [
        {"given_names": "Ida", "family_name": "Birch", "born": "2015-05-06"},
        {"given_names": "Max", "family_name": "Birch", "born": "2019-02-03"},
    ]
}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


@pytest.fixture
def contact() -> Entry:
    """A contact about Rowan."""
    return make.contact()


def propose(cast: Cast, contact: Entry, outcome: str, **answers: str) -> Entry:
    """A decision by a social worker with delegated authority, an hour later."""
    with cast.at(later(hours=1), cast.decider, page(contact, "decide/")) as browser:
        browser.send({**decision(browser, outcome), **each(browser, answers)})
        assert browser.status == 200, browser.errors
    return contact.replies.get(kind="decision")


def each(browser: PlainBrowser, answers: dict[str, str]) -> dict[str, str]:
    """Answers asked of each child, by the names of their controls."""
    return {
        name: text for field, text in answers.items() for name in browser.asks() if name.endswith(f"-{field}")
    }


def authorise(cast: Cast, contact: Entry, proposal: Entry, reason: str = "Agreed") -> None:
    """A manager authorises it, two hours after the contact."""
    with cast.at(later(hours=2), cast.manager, page(contact, f"authorise/{proposal.pk}/")) as browser:
        browser.send({"reason": reason})
        assert browser.status == 200, browser.errors


@requirement("HERTS-7.3", "HERTS-7.4", "HERTS-7.5", "HERTS-7.6", "HERTS-7.7", "HERTS-7.8")
def test_every_question_of_the_decision_is_asked_with_its_source(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=1), cast.decider, page(contact, "decide/")) as browser:
        for asked in (
            "Does the child need protection now",
            "Is the child in need?",
            "reasonable cause to suspect",
            "need services? Of what kind?",
            "specialist assessments needed",
            "how soon will the child be seen",
        ):
            assert asked in browser.said
        for number in range(3, 9):
            assert f"HERTS-7.{number}" in browser.said


@requirement("HERTS-7.2", "HERTS-10.17")
def test_a_delegated_social_worker_proposes_and_it_has_effect_when_the_manager_authorises(
    cast: Cast, contact: Entry
) -> None:
    proposal = propose(cast, contact, "no_further_action", advice_route="signposting")
    assert Episode.objects.get().closed_at is None
    with cast.at(later(hours=2), cast.decider, page(contact, f"authorise/{proposal.pk}/")) as browser:
        assert browser.status == 403, "no role of theirs authorises"
    authorise(cast, contact, proposal)
    assert duty(contact, "decision.decide").met_at == later(hours=2)
    assert Episode.objects.get().closed_at == later(hours=2)


@requirement("HERTS-10.17")
def test_the_author_never_authorises_their_own(cast: Cast, contact: Entry) -> None:
    both = make.user("delegated_social_worker", "manager", name="Bea Both")
    proposal = propose(cast, contact, "early_help", early_help_route="families_first")
    Entry.objects.filter(pk=proposal.pk)  # entries cannot be changed: a second one is needed
    with cast.at(later(hours=2), both, page(contact, "protect/")) as browser:
        browser.send({"needed": "yes", "action": "He stays with his aunt."})
    own = contact.replies.get(kind="protective_action")
    assert own.author_role == "delegated_social_worker"
    with cast.at(later(hours=3), both, page(contact, f"authorise/{own.pk}/")) as browser:
        assert "You wrote this, so another person must authorise it" in browser.said
        answer = browser.client.post(page(contact, f"authorise/{own.pk}/"), {"reason": "Mine"})
        assert answer.status_code == 409
        assert "another person must authorise it" in answer.content.decode()


@requirement("HERTS-7.2", "HERTS-10.17")
def test_a_managers_own_decision_has_effect_at_once(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=1), cast.manager, page(contact, "decide/")) as browser:
        browser.send(decision(browser, "assessment"))
        assert "The decision is recorded and has effect" in browser.said
        assert "waits for authorisation" not in browser.said
    assert duty(contact, "decision.decide").met_at == later(hours=1)


@requirement("HERTS-10.17")
def test_sent_back_with_the_reason_it_has_no_effect_and_may_be_proposed_again(
    cast: Cast, contact: Entry
) -> None:
    proposal = propose(cast, contact, "no_further_action")
    address = page(contact, f"authorise/{proposal.pk}/")
    with cast.at(later(hours=2), cast.manager, address) as browser:
        browser.send({"reason": ""}, press="decline")
        assert browser.status == 422
        browser.send({"reason": "Speak to the school first"}, press="decline")
        assert browser.status == 200
        assert "Sent back" in browser.said
        assert "Speak to the school first" in browser.said
    assert duty(contact, "decision.decide").met_at is None
    with cast.at(later(hours=3), cast.decider, page(contact, "decide/")) as browser:
        browser.send(decision(browser, "early_help"))
        assert browser.status == 200, browser.errors
    with cast.at(later(hours=3), cast.manager, address) as browser:
        assert "Nothing here waits for authorisation any more" in browser.said


def test_two_managers_at_once_settle_it_once(cast: Cast, contact: Entry) -> None:
    proposal = propose(cast, contact, "no_further_action")
    address = page(contact, f"authorise/{proposal.pk}/")
    with cast.at(later(hours=2), cast.manager, address) as browser:
        with cast.at(later(hours=2), cast.team_manager, address) as other:
            other.send({"reason": "Agreed"})
        browser.send({"reason": "No"}, press="decline")
        assert browser.status == 409
        assert "Tam Teamlead has already dealt with this" in browser.said
        assert "No" in browser.text


@requirement("HERTS-10.18", "HERTS-1.4")
@pytest.mark.parametrize("route", ["information", "advice", "signposting", "no_action"])
def test_option_1_has_its_four_forms_and_ends_the_case(cast: Cast, contact: Entry, route: str) -> None:
    proposal = propose(cast, contact, "no_further_action", advice_route=route)
    authorise(cast, contact, proposal)
    assert Episode.objects.get().closed_at == later(hours=2)
    assert proposal.parts.get().payload["advice_route"] == route


@requirement("HERTS-10.19", "HERTS-1.4")
@pytest.mark.parametrize(
    "route", ["families_first", "targeted_youth_support", "short_breaks", "universal_services"]
)
def test_option_2_names_the_service(cast: Cast, contact: Entry, route: str) -> None:
    proposal = propose(cast, contact, "early_help", early_help_route=route)
    authorise(cast, contact, proposal)
    assert Episode.objects.get().closed_at == later(hours=2)
    assert not has_duty(contact, "child_and_family_assessment.start")


@requirement("HERTS-10.20", "HERTS-10.21", "HERTS-10.22", "HERTS-10.23", "HERTS-1.3", "HERTS-11.1")
def test_option_3_starts_the_assessment_and_its_clocks(cast: Cast, contact: Entry) -> None:
    proposal = propose(cast, contact, "assessment", see_child="Tomorrow at school")
    assert not has_duty(proposal, "child_and_family_assessment.start"), "only once it is authorised"
    authorise(cast, contact, proposal)
    with cast.at(later(hours=3), cast.worker, page(contact)) as browser:
        assert {"Start the assessment", "Record a visit"} <= actions(browser)
        assert "by the end of 13 April 2026" in browser.said, "five working days after the outcome"
        browser.go(page(contact, "assess/")).send({"worker_note": "Sal, tomorrow"})
        assert browser.status == 200, browser.errors
    assert due(proposal, "child_and_family_assessment.see_child_in_days") == date(2026, 4, 13)
    assert duty(proposal, "child_and_family_assessment.start").met_at == later(hours=3)
    visited = later(days=5)
    with cast.at(later(days=6), cast.worker, page(contact, "visit/")) as browser:
        child = make.child_of(contact).pk
        seen = {f"child-{child}-seen": "yes", f"child-{child}-voice": "He likes his aunt."}
        browser.send({**seen, "observed": "Well and cheerful", **typed_at("visited_at", visited)})
        assert browser.status == 200, browser.errors
    assert duty(proposal, "child_and_family_assessment.see_child_in_days").met_at == visited
    assert duty(proposal, "child_and_family_assessment.see_child_soon").met_at == visited


@requirement("HERTS-10.21", "HERTS-10.23")
def test_a_visit_at_which_the_child_was_not_seen_meets_nothing(cast: Cast, contact: Entry) -> None:
    proposal = propose(cast, contact, "assessment")
    authorise(cast, contact, proposal)
    with cast.at(later(days=1), cast.worker, page(contact, "visit/")) as browser:
        child = make.child_of(contact).pk
        browser.send({f"child-{child}-seen": "no", **typed_at("visited_at", later(hours=20))})
        assert browser.status == 200, browser.errors
    assert duty(proposal, "child_and_family_assessment.see_child_in_days").met_at is None


@requirement("HERTS-10.20", "HERTS-10.24")
def test_towards_a_strategy_discussion_the_manager_settles_it_within_24_hours(cast: Cast) -> None:
    contact = make.contact(significant_harm=True)
    assert due_at(contact, "strategy_discussion.decide") == later(hours=24)
    proposal = propose(cast, contact, "strategy_discussion")
    authorise(cast, contact, proposal)
    assert duty(contact, "strategy_discussion.decide").met_at == later(hours=2)
    child = make.child_of(contact).pk
    with cast.at(later(hours=3), cast.manager, page(contact, "strategy/")) as browser:
        browser.send({f"child-{child}-initiate": "yes", "reasons": "Two injuries in a week"})
        assert browser.status == 200, browser.errors
    assert duty(proposal, "strategy_discussion.settle").met_at == later(hours=3)


def test_each_sibling_has_an_outcome_of_their_own(cast: Cast) -> None:
    contact = make.contact(**SIBLINGS)
    ida, max_ = (contact.parts.get(payload__given_names=name).subject_id for name in ("Ida", "Max"))
    with cast.at(later(hours=1), cast.manager, page(contact, "decide/")) as browser:
        browser.send({f"child-{ida}-outcome": "no_further_action", "reasons": "Different needs"})
        assert browser.status == 422, "every child is decided"
        browser.send({f"child-{ida}-outcome": "no_further_action", f"child-{max_}-outcome": "assessment"})
        assert browser.status == 200, browser.errors
    assert Episode.objects.get(subject=ida).closed_at == later(hours=1)
    assert Episode.objects.get(subject=max_).closed_at is None
    with cast.at(later(hours=2), cast.manager, page(contact, "decide/")) as browser:
        assert "Every child is decided" in browser.said


@requirement("HERTS-7.1")
def test_late_without_a_reason_is_asked_of_whoever_authorises(cast: Cast, contact: Entry) -> None:
    proposal = propose(cast, contact, "early_help")
    with cast.at(later(days=6), cast.manager, page(contact, f"authorise/{proposal.pk}/")) as browser:
        assert "It is late" in browser.said
        browser.send({"reason": ""})
        assert browser.status == 422
        browser.send({"reason": "I was away, and nobody else was asked."})
        assert browser.status == 200, "late, and never refused for it"


@requirement("HERTS-3.23")
def test_a_nameless_callers_worry_is_not_closed_before_it_was_looked_into(cast: Cast) -> None:
    contact = make.contact(channel="telephone", form="none", referrer_kind="public", anonymous=True)
    with cast.at(later(hours=1), cast.manager, page(contact, "decide/")) as browser:
        browser.send(decision(browser, "no_further_action"))
        assert browser.status == 409
        assert "because the caller gave no name" in browser.said
        assert "referrer anonymity" in browser.said, "the rule's place in its source"
        assert "Neglect needs an assessment" in browser.text, "everything typed is kept"
        browser.send(decision(browser, "assessment"))
        assert browser.status == 200, "another outcome is open"
