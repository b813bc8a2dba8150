"""What Hertfordshire's pack must say beyond its worked cases: forms, questions, letters, guidance."""

from pathlib import Path

import pytest

from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger.fields import Group
from goldthread.procedures.register import PackRegister
from tests.requirements import requirement

PACK = PackRegister(Path(__file__).parents[2] / "packs").pack("hertfordshire")
FORMS = ("child_protection_request", "service_request", "telephone_contact")
FIELD_GROUPS = {  # the information of section 5, and a field that asks each part of it
    "HERTS-5.3": "children.given_names children.other_names children.born children.gender",
    "HERTS-5.4": "children.address children.previous_addresses children.school",
    "HERTS-5.5": "parental_responsibility household.has_parental_responsibility",
    "HERTS-5.6": "household.given_names household.other_names household.born",
    "HERTS-5.7": "children.ethnicity children.first_language children.religion household.ethnicity",
    "HERTS-5.8": "extended_family",
    "HERTS-5.9": "children.special_needs children.communication",
    "HERTS-5.10": "significant_events previous_concerns",
    "HERTS-5.11": "concern concern_source incident_when incident_where",
    "HERTS-5.12": "children.where_now children.condition_now",
    "HERTS-5.13": "immediate_danger",
    "HERTS-5.14": "alleged_perpetrator",
    "HERTS-5.15": "referrer_relationship",
    "HERTS-5.16": "other_agencies",
    "HERTS-5.17": "positive_aspects parental_issues threats_to_staff",
    "HERTS-5.18": "parents_informed consent_reason not_informed_ground",
    "HERTS-5.2": "asked_domestic_abuse asked_mental_illness asked_substance_misuse "
    "asked_learning_difficulties",
    "HERTS-2.1": "concern_source",
    "HERTS-2.2": "concern_pattern",
    "HERTS-2.3": "harm_by_child other_child",
    "HERTS-2.19": "consulted_hub consulted_at consultation_advice",
}
POINTS = {  # what screening and the decision must establish
    "HERTS-7.3": "decision.immediate_protection",
    "HERTS-7.4": "decision.child_in_need",
    "HERTS-7.5": "decision.significant_harm",
    "HERTS-7.6": "decision.services_required",
    "HERTS-7.7": "decision.specialist_assessments",
    "HERTS-7.8": "decision.see_child",
    "HERTS-10.5": "screening.nature_of_concern screening.how_arose screening.needs screening.foundations",
    "HERTS-10.6": "screening.where_now screening.last_seen screening.last_seen_by",
    "HERTS-10.7": "screening.abuse_or_neglect screening.significant_harm",
    "HERTS-10.8": "screening.urgent_action",
    "HERTS-10.9": "screening.services_needed screening.specialist_assessment",
    "HERTS-10.10": "screening.child_known",
    "HERTS-10.11": "screening.children_known",
    "HERTS-10.12": "screening.adults_known",
    "HERTS-10.13": "screening.referrer_discussion",
    "HERTS-10.14": "screening.records_checked",
    "HERTS-10.15": "screening.agencies_involved screening.suspected_crime",
    "HERTS-10.16": "screening.consent agency_enquiry.asked",
    "HERTS-10.2": "screening.continuum_of_need",
    "HERTS-6.2": "agency_enquiry.parents_agree",
    "HERTS-6.6": "agency_enquiry.basis",
    "HERTS-6.7": "agency_enquiry.needs_without_help screening.escalation_judgement",
    "HERTS-6.9": "agency_enquiry.reasons",
    "HERTS-6.10": "police_notification.before_parents",
}
GUIDANCE = {  # sentences, and a place where people must meet each
    "HERTS-0.2": "home",
    "HERTS-0.3": "home",
    "HERTS-0.4": "professional_request.agreement",
    "HERTS-0.5": "home",
    "HERTS-2.5": "professional_request.start",
    "HERTS-2.16": "consultation",
    "HERTS-2.21": "consultation",
    "HERTS-2.25": "public_report.danger",
    "HERTS-2.26": "consultation",
    "HERTS-2.29": "professional_request.need",
    "HERTS-2.31": "professional_request.parents",
    "HERTS-3.4": "home",
    "HERTS-3.5": "telephone_contact",
    "HERTS-3.8": "professional_request.passing_on",
    "HERTS-3.9": "professional_request.passing_on",
    "HERTS-3.10": "professional_request.passing_on",
    "HERTS-3.11": "professional_request.parents",
    "HERTS-3.12": "professional_request.parents",
    "HERTS-3.13": "request_status",
    "HERTS-3.18": "home",
    "HERTS-3.19": "routing",
    "HERTS-3.20": "routing",
    "HERTS-3.21": "routing",
    "HERTS-3.22": "public_report.start",
    "HERTS-3.26": "telephone_contact",
    "HERTS-3.27": "professional_request.start",
    "HERTS-4.3": "request_status",
    "HERTS-4.4": "acknowledgement",
    "HERTS-4.5": "professional_request.sent public_report.sent",
    "HERTS-5.1": "request_status",
    "HERTS-5.19": "public_report.children",
    "HERTS-6.5": "agency_enquiry",
    "HERTS-6.7": "agency_enquiry",
    "HERTS-6.6": "agency_enquiry",
    "HERTS-6.8": "agency_enquiry",
    "HERTS-6.10": "agency_enquiry",
    "HERTS-6.11": "agency_enquiry",
    "HERTS-10.3": "decision",
    "HERTS-10.17": "decision",
    "HERTS-10.27": "feedback",
    "HERTS-10.28": "transfer",
    "HERTS-11.1": "decision",
}


def cited(table: dict[str, str]) -> list[object]:
    """One case for each requirement, which cites it."""
    return [
        pytest.param(each, wanted.split(), id=each, marks=requirement(each)) for each, wanted in table.items()
    ]


@pytest.mark.parametrize(("carried", "fields"), cited(FIELD_GROUPS))
def test_forms_ask_for_the_information_of_a_contact(carried: str, fields: list[str]) -> None:
    for form in ("child_protection_request", "telephone_contact"):
        pages = [page for page in PACK.forms[form].pages.values() if set(fields) & set(page.asks)]
        assert set(fields) <= {name for page in pages for name in page.asks}, form
        assert any(carried in page.requirement for page in pages), form


@pytest.mark.parametrize(("carried", "points"), cited(POINTS))
def test_steps_ask_what_must_be_established(carried: str, points: list[str]) -> None:
    for name in points:
        step, _, point = name.partition(".")
        assert carried in PACK.steps[step].points[point].requirement


@pytest.mark.parametrize(("carried", "places"), cited(GUIDANCE))
def test_people_are_told_where_it_matters(carried: str, places: list[str]) -> None:
    shown = {
        place for each in PACK.guidance.values() if carried in each.requirement for place in each.show_on
    }
    assert set(places) <= shown


def test_forms_ask_only_what_a_contact_can_hold() -> None:
    for form in PACK.forms.values():
        for page in form.pages.values():
            for name in page.asks:
                group, _, column = name.rpartition(".")
                field = Contact.fields[group or name]
                assert not group or (isinstance(field, Group) and column in field.fields), name


@requirement("HERTS-5.19", "HERTS-3.22")
def test_few_answers_are_required_and_none_that_may_be_unknown() -> None:
    required = {
        name: [field for page in form.pages.values() for field in page.required]
        for name, form in PACK.forms.items()
    }
    assert len(required["telephone_contact"]) <= 8
    assert set(required["public_report"]) == {"immediate_danger", "concern", "referrer_kind", "anonymous"}
    for fields in required.values():
        assert not [field for field in fields if field.startswith(("children", "household"))]


@requirement("HERTS-2.27", "HERTS-2.28", "HERTS-2.30")
def test_the_two_request_forms_are_known_by_their_colours() -> None:
    red, green = PACK.forms["child_protection_request"], PACK.forms["service_request"]
    assert (red.colour, green.colour) == ("red", "green")
    assert {"concern"} <= set(red.pages["concern"].required)
    assert {"service_wanted"} <= set(green.pages["need"].required)


@requirement("HERTS-2.13", "HERTS-2.19")
def test_those_whom_the_hub_serves_are_asked_whether_they_consulted_it() -> None:
    for form in FORMS[:2]:
        assert PACK.forms[form].pages["consultation"].when == ("hub_user",)
    assert PACK.forms["child_protection_request"].pages["consultation"].required == ("consulted_hub",)


@requirement("HERTS-3.24", "HERTS-3.25", "HERTS-3.26")
def test_the_public_hear_of_the_limits_before_they_send() -> None:
    limits = PACK.forms["public_report"].pages["limits"]
    assert limits.when == ("wishes_not_to_be_known",)
    assert "court" in limits.says


@requirement("HERTS-2.9", "HERTS-3.7", "HERTS-3.17")
def test_the_customer_service_centre_is_reached_as_the_document_says() -> None:
    centre = PACK.services["customer_service_centre"]
    assert (centre.telephone, centre.email) == (
        "0300 123 4043",
        "protectedreferrals.cs@hertfordshire.gov.uk",
    )
    assert "SG1 2GH" in centre.address
    assert "01438 737402" in PACK.guidance["by_post_or_fax"].says
    assert set(PACK.facts["channel"].values) == {
        "telephone",
        "in_person",
        "email",
        "online_form",
        "post",
        "fax",
    }


@requirement("HERTS-2.10", "HERTS-2.11", "HERTS-2.12", "HERTS-2.24")
def test_the_hub_serves_whom_it_is_for_since_it_exists() -> None:
    hub = PACK.services["consultation_hub"]
    assert hub.serves == ("school", "early_years", "families_first_key_worker")
    assert str(hub.exists_from) == "2018-04-30"
    assert "Early Help Advice Line" in hub.replaces
    for staff in ("social worker", "School Liaison Officer", "Families First Co-ordinator"):
        assert staff in PACK.roles["consultation_hub"].says


@requirement("HERTS-6.1", "HERTS-6.3", "HERTS-6.4")
def test_consent_has_three_states_and_four_grounds_not_to_tell() -> None:
    assert set(PACK.facts["consent"].values) == {"agreed", "informed_only", "not_informed"}
    grounds = set(PACK.facts["not_informed_ground"].values) - {"none"}
    assert grounds == {"behavioural_response", "unreasonable_delay", "loss_of_evidence", "risk_to_staff"}


@requirement("HERTS-1.3", "HERTS-1.4", "HERTS-10.17", "HERTS-10.18", "HERTS-10.19", "HERTS-10.20")
def test_a_decision_has_its_options_and_a_manager_authorises_each() -> None:
    outcomes = PACK.steps["decision"].outcomes
    assert set(outcomes) == {"no_further_action", "early_help", "assessment", "strategy_discussion"}
    assert {each.authorised_by for each in outcomes.values()} == {"manager"}
    assert {name for name, each in outcomes.items() if each.ends_case} == {"no_further_action", "early_help"}
    assert set(PACK.facts["early_help_route"].values) == {
        "families_first",
        "targeted_youth_support",
        "short_breaks",
        "universal_services",
    }


@requirement("HERTS-7.2", "HERTS-6.8", "HERTS-9.1")
def test_the_roles_that_decide_and_authorise_are_those_of_the_document() -> None:
    assert PACK.steps["decision"].by == ("delegated_social_worker", "manager")
    enquiry = PACK.steps["agency_enquiry"].outcomes["made_without_parents"]
    assert enquiry.authorised_by == "team_manager"
    assert PACK.steps["protective_action"].outcomes["authorised"].authorised_by == "manager"


@requirement("HERTS-4.2")
def test_the_way_in_decides_how_a_contact_is_acknowledged() -> None:
    duties = PACK.steps["acknowledgement"].duties
    written, aloud = duties["acknowledge"], duties["acknowledge_aloud"]
    assert (written.unless, aloud.when) == (("told_counts",), ("told_counts",))
    assert written.met_by == ("acknowledgement.sent",)
    assert "acknowledgement.told" in aloud.met_by


@requirement("HERTS-4.4")
def test_the_acknowledgement_says_receipt_only() -> None:
    assert set(PACK.letters["acknowledgement"].may_say) == {
        "to_name",
        "authority",
        "reference",
        "received_at",
        "chase_by",
    }


@requirement("HERTS-10.25", "HERTS-10.26", "HERTS-10.27")
def test_feedback_says_where_it_went_reminds_and_keeps_the_familys_privacy() -> None:
    feedback = {name: each for name, each in PACK.letters.items() if each.event == "feedback.told"}
    assert {name for name, each in feedback.items() if "signposted_to" in each.may_say} == {
        "feedback_signposted_professional",
        "feedback_early_help_professional",
    }
    assert all("tell that person" in " ".join(each.body) for each in feedback.values())
    assert set(feedback["feedback_public"].may_say) == {"to_name", "authority", "reference", "received_at"}


@requirement("HERTS-0.1", "HERTS-1.1", "HERTS-1.2")
def test_anyone_may_make_a_contact_about_any_child() -> None:
    contact = PACK.steps["contact"]
    assert contact.opens_when == "always"
    assert not contact.when
    assert "referrer" in contact.by
    assert "referrer" in PACK.roles["professional_referrer"].counts_as
    assert set(PACK.facts["asks_for"].values) >= {"advice", "information", "service"}


@requirement("HERTS-0.5")
def test_the_procedure_has_a_date_from_which_it_is_in_force() -> None:
    assert PACK.head.in_force
    assert str(PACK.head.in_force.from_) == "2019-05-01"
    assert PACK.head.in_force.reading == ("R24",)
