"""The professional request: asked page by page, sent in the agency's name, reminded of what is owed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from goldthread.ledger.models import Draft, Entry, Event
from goldthread.people.models import Person
from tests.factories import THURSDAY
from tests.integration.frontdoor.requesting import (
    ANSWERS,
    CHECK,
    CONSULTED,
    GREEN,
    RED,
    ROWAN,
    SERVICE,
    at_page,
    begin,
    browser_of,
    facts,
    filled,
    school,
    send,
    to_do,
)
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
FAMILY = {
    "children-0-other_names": "Rowan Marsh",
    "children-0-gender": "male",
    "children-0-address": "4 Mill Lane",
    "children-0-postcode": "SG1 2AB",
    "children-0-previous_addresses": "9 High Street",
    "children-0-school": "Alderbrook Primary",
    "children-0-ethnicity": "WBRI",
    "children-0-first_language": "English",
    "children-0-religion": "None",
    "children-0-special_needs": "Glasses",
    "children-0-communication": "Speaks little",
    "children-0-where_now": "In class",
    "children-0-condition_now": "Tired and sad",
    "household-0-given_names": "Dana",
    "household-0-family_name": "Alder",
    "household-0-relationship": "mother",
    "household-0-lives_with_child": "yes",
    "household-0-has_parental_responsibility": "yes",
    "household-0-ethnicity": "WOTH",
    "parental_responsibility": "Mother alone",
    "extended_family": "Grandmother in Ware",
    "significant_events": "Father left in May",
    "previous_concerns": "Bruise in 2024",
    "incident_when": "Most mornings",
    "incident_where": "At home",
    "alleged_perpetrator": "Mother’s partner",
    "referrer_relationship": "His teacher for two years",
    "other_agencies": "School nurse",
    "positive_aspects": "Always collected on time",
    "parental_issues": "Low mood",
    "threats_to_staff": "None known",
    "concern_source": "the_child",
    "concern_pattern": "accumulated",
}


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """The Thursday before Easter, at 4:40pm, as in worked case WC1."""
    with time_machine.travel(THURSDAY, tick=False):
        yield


@requirement("HERTS-2.27", "HERTS-2.30", "HERTS-3.27", "HERTS-5.2", "HERTS-5.3")
def test_a_teacher_sends_a_red_form_in_the_schools_name() -> None:
    user = school()
    browser = begin(user)
    browser.through(ANSWERS, until=CHECK)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert entry.payload | {"form": RED, "channel": "online_form"} == entry.payload
    assert entry.payload["referrer_agency"] == "Alderbrook Primary"
    assert entry.payload["referrer_name"] == "Priya Larkspur"
    assert entry.payload["referrer_kind"] == "school"
    assert entry.payload["anonymous"] is False
    assert (entry.author_id, entry.author_role, entry.author_agency) == (
        user.pk,
        "professional_referrer",
        user.agency,
    )
    assert entry.payload["asked_domestic_abuse"] == "not_known"
    child = Person.objects.get(pk=entry.parts.get().subject_id)
    assert (child.given, child.family, str(child.born)) == ("Rowan", "Alder", "2018-01-15")


@requirement("HERTS-3.27")
def test_whatever_is_typed_or_forged_the_agency_is_named() -> None:
    browser = filled(school())
    draft = Draft.objects.get()
    draft.raw |= {"anonymous": ["yes"], "referrer_agency": ["Somewhere else"], "channel": ["post"]}
    draft.save()
    browser.go(f"/requests/draft/{draft.pk}/").send()
    entry = Entry.objects.get(kind="contact")
    told = {
        name: entry.payload[name] for name in ("anonymous", "referrer_agency", "channel", "referrer_name")
    }
    assert told == {
        "anonymous": False,
        "referrer_agency": "Alderbrook Primary",
        "channel": "online_form",
        "referrer_name": "Priya Larkspur",
    }


@requirement("HERTS-0.2", "HERTS-0.3", "HERTS-2.5", "HERTS-2.27", "HERTS-2.28", "HERTS-5.1", "HERTS-3.16")
def test_the_first_page_says_which_form_and_whom_to_ask_first() -> None:
    said = browser_of(school()).go("/requests/new/").said
    for sentence in (
        "ring 999",
        "Continuum of Need",
        "designated or named safeguarding professional",
        "safeguarding worry",
        "one agency can meet",
        "social worker who has delegated authority",
        "dedicated number",
    ):
        assert sentence in said


@requirement("HERTS-2.28", "HERTS-0.4")
def test_a_green_form_asks_for_the_agreement_and_is_sent_without_it() -> None:
    browser = filled(school(), GREEN, **SERVICE, pr_holder_agrees="no")
    assert "parental responsibility" in to_do(browser)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert facts(entry) | {"form": GREEN, "support_only": True, "pr_holder_agrees": False} == facts(entry)


@requirement("HERTS-2.29")
def test_several_needs_bring_up_a_families_first_assessment() -> None:
    browser = filled(school(), GREEN, **{**SERVICE, "several_needs": "yes"})
    assert "Consider a Families First Assessment" in to_do(browser)
    both = {**SERVICE, "several_needs": "yes", "families_first_considered": "yes"}
    considered = filled(school("Other School"), GREEN, **both)
    assert "Consider a Families First Assessment" not in to_do(considered)


@requirement("HERTS-2.13", "HERTS-2.14", "HERTS-2.22", "HERTS-2.23")
def test_an_unconsulted_school_is_told_before_sending_that_it_would_come_back() -> None:
    browser = at_page(school(), "consultation")
    assert "Open now, until 5pm." in browser.said
    browser.through(ANSWERS, until=CHECK)
    assert "Talk to the Consultation Hub first" in browser.said
    with time_machine.travel(THURSDAY + timedelta(minutes=30), tick=False):  # 5:10pm before Good Friday
        browser.go(browser.path)
    assert "Closed now. Opens 7 April 2026 at 9am." in browser.said
    browser.send()
    assert Entry.objects.filter(kind="contact").count() == 1  # told, not hindered


@requirement("HERTS-2.19")
def test_a_consulted_form_says_when_and_what_was_advised() -> None:
    with time_machine.travel(THURSDAY + timedelta(days=5), tick=False):
        browser = filled(school(), **CONSULTED)
        assert "Talk to the Consultation Hub first" not in browser.said
        browser.send()
    entry = Entry.objects.get(kind="contact")
    assert entry.payload["consulted_at"] == "2026-04-07T08:30:00Z"
    assert facts(entry) | {"consulted_hub": True, "consultation_advice": RED} == facts(entry)


@requirement("HERTS-2.15", "HERTS-2.25", "HERTS-3.3")
def test_wc1b_an_imminent_risk_goes_on_without_consultation() -> None:
    danger = {"immediate_danger": "yes", "imminent_reason": "In the office; father “will batter me tonight”"}
    browser = begin(school()).send(danger)
    assert browser.heading == "Get help for the child now"
    browser = filled(school(), **danger)
    assert "Talk to the Consultation Hub first" not in browser.said
    assert "Assessment Team" in browser.said
    browser.send()
    assert facts(Entry.objects.get(kind="contact"))["imminent_risk"] is True


@requirement("HERTS-3.14", "HERTS-3.15", "HERTS-5.19")
def test_wc1c_a_ward_need_not_consult_but_owes_the_nhs_number() -> None:
    ward = school("Meadowlark Hospital", "hospital")
    browser = filled(ward)
    assert "Have you talked to the Consultation Hub?" not in browser.said
    assert "NHS number" in to_do(browser)
    browser.send()
    without = Entry.objects.get(kind="contact")
    assert facts(without)["nhs_number_given"] is False
    assert facts(without)["sent_securely"] is True
    given = filled(ward, **{"children-0-nhs_number": "999 000 0018"})
    assert "NHS number" not in to_do(given)


@requirement("HERTS-2.3")
def test_harm_by_another_child_sends_details_of_both() -> None:
    browser = filled(school(), harm_by_child="yes")
    assert "details of the other child" in to_do(browser)
    browser.go(browser.link("Change: Who caused the harm?"))
    browser.send({"other_child-0-given_names": "Teal", "other_child-0-family_name": "Marsh"})
    assert browser.heading == CHECK
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert facts_of_all(entry) == {True}
    assert entry.parts.filter(episode__isnull=False).count() == 2


def facts_of_all(entry: Entry) -> set[object]:
    """Whether the other child is recorded, as each child's event says."""
    return {
        event.facts["other_child_recorded"] for event in Event.objects.filter(entry=entry, step="contact")
    }


@requirement("HERTS-2.4")
def test_a_worry_about_a_professional_leads_to_the_allegations_procedure() -> None:
    browser = filled(school(), **CONSULTED, concern_about_professional="yes")
    assert "allegations procedure" in browser.said


@requirement("HERTS-3.8", "HERTS-3.9", "HERTS-3.10")
def test_passing_on_what_another_said_asks_to_advise_them_to_tell_us_too() -> None:
    passing = {"on_behalf_of_other": "yes", "third_party": "A grandmother at the gate"}
    browser = filled(school(), **passing, told_to_refer_directly="no")
    assert "Advise the person who told you" in to_do(browser)
    browser.go(browser.link("Change: Are you passing on what someone else told you?"))
    browser.send({"told_to_refer_directly": "yes"})
    assert "Advise the person who told you" not in to_do(browser)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert entry.payload["third_party"] == "A grandmother at the gate"
    assert facts(entry)["told_to_refer_directly"] is True


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"parents_informed": "agreed"}, {"consent": "agreed"}),
        (
            {"parents_informed": "informed_only", "consent_reason": "Mother would not sign"},
            {"consent": "informed_only", "consent_reason_given": True},
        ),
        (
            {"parents_informed": "not_informed", "not_informed_ground": "risk_to_staff"},
            {"consent": "not_informed", "not_informed_ground": "risk_to_staff"},
        ),
    ],
)
@requirement("HERTS-5.18", "HERTS-6.1", "HERTS-6.3", "HERTS-6.4")
def test_what_the_parents_know_in_three_states(answers: dict[str, str], kept: dict[str, object]) -> None:
    entry = send(school(), **answers)
    assert facts(entry) | kept == facts(entry)


@requirement("HERTS-6.5", "HERTS-3.11", "HERTS-3.12", "HERTS-6.11", "HERTS-2.31")
def test_a_referrer_without_a_ground_is_asked_to_tell_the_parents() -> None:
    browser = at_page(school(), "parents")
    for sentence in ("talk to the family", "Data protection law", "in doubt"):
        assert sentence in browser.said
    browser.through(
        {**ANSWERS, "parents_informed": "not_informed", "not_informed_ground": "none"}, until=CHECK
    )
    assert "Tell the parents" in to_do(browser)
    browser.go(browser.link("Change: What do the parents know?")).send(
        {"not_informed_ground": "loss_of_evidence"}
    )
    assert "Tell the parents" not in to_do(browser)


@requirement("HERTS-2.6", "HERTS-2.7")
def test_for_an_open_child_the_page_sends_to_the_allocated_worker() -> None:
    browser = at_page(school(), "open_case")
    assert "straight away" in browser.said or "without delay" in browser.said
    opened = {"child_open": "yes", "allocated_worker_name": "Bryony Castell", "urgent": "yes"}
    browser.through({**ANSWERS, **opened}, until=CHECK)
    assert "allocated social worker" in browser.said
    browser.send()
    told = facts(Entry.objects.get(kind="contact"))
    assert told | {"child_open": True, "worker_known": True, "urgent": True} == told


@requirement(
    "HERTS-2.1",
    "HERTS-2.2",
    "HERTS-5.3",
    "HERTS-5.4",
    "HERTS-5.5",
    "HERTS-5.6",
    "HERTS-5.7",
    "HERTS-5.8",
    "HERTS-5.9",
    "HERTS-5.10",
    "HERTS-5.11",
    "HERTS-5.12",
    "HERTS-5.13",
    "HERTS-5.14",
    "HERTS-5.15",
    "HERTS-5.16",
    "HERTS-5.17",
)
def test_every_group_of_the_form_is_kept_as_it_was_given() -> None:
    entry = send(school(), **FAMILY, immediate_danger="no")
    told = {**entry.payload, **entry.parts.get(episode__isnull=False).payload}
    for control, text in FAMILY.items():
        group, _, column = control.rpartition("-")
        value = told["household"][0][column] if group.startswith("household") else told[column or control]
        assert value == text
    assert told["immediate_danger"] is False


@requirement("HERTS-5.19")
def test_a_request_about_a_child_whose_name_nobody_knows_is_sent() -> None:
    entry = send(school(), **dict.fromkeys(ROWAN, ""))
    assert entry.parts.filter(episode__isnull=False).count() == 1


@requirement("HERTS-0.1")
def test_several_children_stand_on_one_request() -> None:
    browser = at_page(school(), "children")
    browser.send(ROWAN, press="add-row:children")
    assert browser.heading == "The child or children"
    browser.send({"children-1-given_names": "Hazel", "children-1-family_name": "Alder"})
    assert "Rowan Alder" in browser.said
    assert "Hazel Alder" in browser.said  # the next page asks of both, by name
    browser.send({"children-1-school": "Alderbrook Nursery"})
    browser.through(ANSWERS, until=CHECK)
    browser.send()
    parts = Entry.objects.get(kind="contact").parts.all()
    assert {part.payload["given_names"]: part.payload.get("school") for part in parts} == {
        "Rowan": None,
        "Hazel": "Alderbrook Nursery",
    }


def test_a_child_taken_off_again_is_off_every_page() -> None:
    browser = at_page(school(), "children")
    browser.send(ROWAN, press="add-row:children")
    browser.send({"children-1-given_names": "Hazel"})
    browser.send({"children-1-school": "Alderbrook Nursery"}, press="back")
    browser.send(press="remove-row:children-1")
    browser.through(ANSWERS, until=CHECK)
    assert "Hazel" not in browser.said
    assert "Nursery" not in browser.said
    browser.send()
    assert Entry.objects.get(kind="contact").parts.count() == 1


@requirement("HERTS-2.11", "HERTS-2.26")
def test_a_key_worker_consults_too_and_learns_of_the_co_ordinator() -> None:
    key_worker = school("Wrenfield Families First", "families_first_key_worker")
    assert "Have you talked to the Consultation Hub?" in filled(key_worker).said
    browser = at_page(key_worker, "assessment")
    assert "Families First Co-ordinator" in browser.said


@requirement("HERTS-2.10", "HERTS-2.21")
def test_the_consultation_page_reminds_a_nursery_that_the_hub_replaces_nothing() -> None:
    browser = at_page(school("Little Acorns", "early_years"), "consultation")
    assert "does not replace the Continuum of Need" in browser.said
