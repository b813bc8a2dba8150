"""Worked case WC12 at the Hub of two councils, and what only the Hub asks, through the same pages."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from goldthread.accounts.models import User
from goldthread.documents.models import Delivery
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Entry, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, filed, signed, step
from tests.integration.frontdoor.calling import FRIDAY, MAX, PAGE
from tests.integration.frontdoor.cast import CHECK, actions, duty, has_duty, page, request_form, wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.strategies import address, each
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

TUESDAY = wall(2026, 5, 5, 10, 0)
OUTCOMES = {"no_further_action", "another_agency", "early_help", "assessment"}
CALL = {
    **MAX,
    "immediate_danger": "no",
    "referrer_kind": "school",
    "referrer_name": "Dilys Lead",
    "referrer_agency": "Alderbrook Primary",
    "concern": "An old bruise on his arm, and a poor explanation for it.",
    "parents_informed": "agreed",
    "pr_holder_agrees": "yes",
}
THRESHOLD = {"threshold_document": "providing_the_right_support", "threshold_version": "2018"}


@pytest.fixture
def officer(authority: Callable[..., None]) -> User:
    """Someone who answers the Hub's telephone."""
    authority("hartlepool-stockton")
    return make.user("csc_officer", name="Olu Officer")


def call(officer: User, **said: str) -> Entry:
    """The school's safeguarding lead telephones on the Friday before a bank holiday."""
    with at(FRIDAY, officer, PAGE) as browser:
        return signed(browser, {**CALL, **said})


def decide(browser: PlainBrowser, outcome: str, **said: str) -> Entry:
    """The decision page filled in: the same for every child on it."""
    each = {"outcome": outcome, "significant_harm": "no", "responsible_council": "stockton_on_tees"}
    answers = {
        name: each[asked]
        for name in browser.asks()
        if name.startswith("child-") and (asked := name[len("child-") + len(str(UUID(int=0))) + 1 :]) in each
    }
    return signed(browser, {"reasons": "Weighed against the thresholds", **answers, **said})


@requirement("HSSCP-1.2", "HSSCP-1.3", "HSSCP-1.7", "HUB-1.5", "HUB-2.1", "HUB-2.4")
def test_wc12_a_call_to_the_hub_sets_no_clock(officer: User) -> None:
    contact = call(officer)
    assert not Duty.objects.filter(due_at__isnull=False).exists(), "neither document gives a time"
    assert {"decision.decide", "screening.use_threshold", "agency_enquiry.ask_permission"} <= set(
        Duty.objects.values_list("rule", flat=True)
    )
    assert not Delivery.objects.exists(), "nothing is promised or sent"
    with at(FRIDAY, officer, page(contact)) as browser:
        assert "no limit in this procedure" in browser.said
        assert "The Children's Hub" in browser.said
        assert "Acknowledge" not in browser.said
        assert {"Decide", "Weighing against the threshold document"} <= actions(browser), "its own words"


@requirement("HSSCP-1.1", "HSSCP-1.3", "HSSCP-1.7")
def test_the_decision_names_threshold_version_and_council(officer: User) -> None:
    contact = call(officer)
    with at(TUESDAY, officer, page(contact, "decide/")) as browser:
        offered = {
            radio.get("value")
            for radio in browser.tree.iter("input")
            if (radio.get("name") or "").endswith("-outcome")
        }
        assert offered == OUTCOMES
        decide(browser, "assessment", **THRESHOLD)
    facts = Event.objects.get(step="decision").facts
    assert facts["threshold_document"] == "providing_the_right_support"
    assert facts["threshold_version"] == "2018"
    assert facts["responsible_council"] == "stockton_on_tees"
    assert duty(contact, "decision.decide").met_at == TUESDAY
    assert duty(contact, "screening.use_threshold").met_at == TUESDAY


@requirement("HSSCP-11.1", "HSSCP-11.2", "HUB-4.3", "HSSCP-10.5")
def test_wc12_a_strategy_meeting_starts_the_clock_of_the_conference(officer: User) -> None:
    contact = call(officer)
    with at(TUESDAY, officer, page(contact, "decide/")) as browser:
        decide(browser, "assessment", **THRESHOLD)
    worker = make.user("social_worker", name="Sal Worker")
    with at(wall(2026, 5, 11, 10, 0), worker, address(make.child_of(contact))) as browser:
        there = {"people-0-came": "there", "people-2-came": "there"}  # of the three whom it takes, two
        said = {"how": "telephone", "missing": "To be settled on the day.", "outcome": "section_47"}
        signed(browser, {**said, **there, **each(browser, why="It was a hand.")})
    conference = Duty.objects.get(rule="initial_conference.hold")
    assert conference.due_at
    assert london_date(conference.due_at) == date(2026, 6, 2)  # T1
    assert conference.usual_at
    assert london_date(conference.usual_at) == date(2026, 5, 26)  # T2: a target, never a breach
    attending = Duty.objects.filter(rule__contains="_attend")
    assert {row.rule for row in attending} == {"strategy_discussion.team_manager_attends"}, "the others did"
    assert Duty.objects.filter(rule="strategy_discussion.say_joint_or_single", met_at=None).exists()


@requirement("HSSCP-1.8")
def test_another_agency_is_named_and_takes_the_child_on(officer: User) -> None:
    contact = call(officer)
    with at(TUESDAY, officer, page(contact, "decide/")) as browser:
        decide(browser, "another_agency")
    handing = Duty.objects.get(rule="handover.name_receiver")
    assert handing.met_at is None
    with at(TUESDAY, officer, step(contact, "handover")) as browser:
        assert browser.status == 200, browser.said
        signed(browser, {"outcome": "taken_on", "receiving_agency": "A voluntary agency"})
    handing.refresh_from_db()
    assert handing.met_at == TUESDAY
    assert Event.objects.get(step="handover").facts["receiving_agency"] == "A voluntary agency"


@requirement("HUB-3.1")
def test_signs_of_harm_cannot_be_ended_without_the_procedures(officer: User) -> None:
    contact = call(officer, significant_harm="yes")
    assert has_duty(contact, "strategy_discussion.follow_procedures")
    assert not Duty.objects.filter(due_at__isnull=False).exists(), "WC12: and no limit for it"
    with at(TUESDAY, officer, page(contact, "decide/")) as browser:
        answers = {name: "no_further_action" for name in browser.asks() if name.endswith("-outcome")}
        browser.send({"reasons": "Nothing more to do", **answers})
        assert browser.status == 409
        assert "child protection procedures" in browser.said
    assert not Event.objects.filter(step="decision").exists()


@requirement("HUB-1.1", "HUB-2.4", "HSSCP-1.1")
def test_a_family_refers_itself_and_permits_one_thing_of_two(officer: User) -> None:
    with at(FRIDAY, None, "/report/") as browser:
        browser.send(form="", to="/report/")
        browser.through(
            {
                **MAX,
                "immediate_danger": "no",
                "referrer_kind": "family",
                "concern": "We cannot manage the mornings any more.",
                "permission_to_gather": "yes",
                "permission_to_share": "no",
                "anonymous": "no",
                "referrer_name": "Marta Birch",
                "responsible_council": "hartlepool",
            },
            until=CHECK,
        )
        browser.send()
    contact = Entry.objects.get(kind="contact")
    facts = Event.objects.get(step="contact").facts
    assert (facts["permission_to_gather"], facts["permission_to_share"]) == (True, False)
    assert not has_duty(contact, "agency_enquiry.ask_permission"), "they were asked"
    assert not has_duty(contact, "contact.talk_to_family"), "they are the family"
    with at(FRIDAY, officer, page(contact)) as browser:
        assert "Hartlepool is responsible for this child" in browser.said


@requirement("HUB-1.2", "HUB-1.3", "HUB-1.4", "HSSCP-6.1", "HSSCP-6.2", "HSSCP-6.9")
def test_an_agency_refers_on_behalf_and_without_the_familys_knowledge(officer: User) -> None:
    nurse = make.user(
        "professional_referrer", name="Nell Nurse", of=make.agency("A health centre", "other_health")
    )
    said = {
        **MAX,
        "immediate_danger": "no",
        "referrer_kind": "other_health",
        "referrer_phone": "01632 960 107",
        "on_behalf_of_other": "yes",
        "concern": "Fears the partner.",
        "parents_informed": "not_informed",
    }
    with at(FRIDAY, nurse, "/requests/") as browser:
        first = request_form(browser, "agency_referral", said)
        second = request_form(browser, "agency_referral", {**said, "not_informed_ground": "someone_at_risk"})
    assert Event.objects.get(entry=first).facts["on_behalf_of_other"] is True
    assert has_duty(first, "contact.talk_to_family")
    assert not has_duty(second, "contact.talk_to_family"), "telling them would put someone at risk"
    with at(FRIDAY, officer, page(second)) as browser:
        assert "Tell the parents of the referral where that would put someone at risk" in browser.said
        assert "Decide" in actions(browser), "missing consent holds nothing up"


@requirement("HUB-2.5", "HUB-2.6")
def test_a_family_whose_permission_was_passed_over_is_told_its_rights_and_it_is_logged(officer: User) -> None:
    contact = call(officer)
    asking = step(contact, "agency_enquiry")
    with at(TUESDAY, officer, page(contact, "enquire/")) as browser:
        without = {"agency": "The health visitor", "asked": "How was he?", "parents_agree": "no"}
        basis = {"sharing_basis": "rules_or_law"}
        browser.send({**without, **basis, "necessary_to_protect": "no", "reasons": "To be sure."})
        assert browser.status == 409, "only where it is believed necessary"
        assert any(name.endswith("-significant_harm") for name in browser.asks()), "then share first"
        filed(browser, {"necessary_to_protect": "yes"})
    facts = Event.objects.get(outcome="made_without_parents").facts
    assert (facts["necessary_to_protect"], facts["sharing_basis"]) == (True, "rules_or_law")
    owed = Duty.objects.get(rule="agency_enquiry.tell_rights")
    assert owed.met_at is None
    later = wall(2026, 5, 6, 9, 0)
    with at(later, officer, page(contact)) as browser:
        assert "Tell the family what its rights are" in browser.said
        filed(browser.go(asking), {"outcome": "rights_told"})
    owed.refresh_from_db()
    assert owed.met_at == later
    assert Event.objects.get(outcome="rights_told").occurred_at == later
