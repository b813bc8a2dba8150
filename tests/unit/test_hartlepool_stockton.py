"""What the pack of Hartlepool and Stockton-on-Tees must say beyond its worked cases."""

import json
from datetime import date
from pathlib import Path

import pytest

from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger.fields import Group
from goldthread.procedures.cli import main
from goldthread.procedures.register import PackRegister
from tests.requirements import requirement

PACK = PackRegister(Path(__file__).parents[2] / "packs").pack("hartlepool-stockton")
ASSESSMENT = "child_and_family_assessment"
POINTS = {  # what the steps must establish
    "HUB-1.2": "contact.referrer contact.on_behalf",
    "HUB-1.3": "contact.family_talked_to",
    "HUB-1.4": "contact.ground",
    "HUB-2.2": f"{ASSESSMENT}.information",
    "HUB-2.4": "agency_enquiry.gather agency_enquiry.share",
    "HUB-2.9": "care_plan.services care_plan.providers",
    "HUB-6.2": "initial_conference.who_was_there",
    "HSSCP-1.3": "decision.threshold decision.version",
    "HSSCP-1.5": "agency_enquiry.family_members",
    "HSSCP-1.6": "agency_enquiry.harm_first",
    "HSSCP-3.4": f"{ASSESSMENT}.identity_and_language",
    "HSSCP-3.9": f"{ASSESSMENT}.parental_responsibility",
    "HSSCP-3.11": "contact.holder",
    "HSSCP-3.12": f"{ASSESSMENT}.parental_responsibility",
    "HSSCP-4.3": f"{ASSESSMENT}.section_17_reasons",
    "HSSCP-4.4": f"{ASSESSMENT}.specialists child_in_need_plan.one_plan",
    "HSSCP-5.5": f"{ASSESSMENT}.why_significant section_47.why_significant",
    "HSSCP-6.5": "disclosure.ground",
    "HSSCP-6.7": "disclosure.relevant",
    "HSSCP-6.11": "contact.conversation",
    "HSSCP-7.4": f"{ASSESSMENT}.checked",
    "HSSCP-7.5": f"{ASSESSMENT}.impact",
    "HSSCP-7.6": f"{ASSESSMENT}.disabled_or_carer",
    "HSSCP-7.7": f"{ASSESSMENT}.differences",
    "HSSCP-7.10": f"{ASSESSMENT}.domains",
    "HSSCP-8.1": f"{ASSESSMENT}.health",
    "HSSCP-8.2": f"{ASSESSMENT}.education",
    "HSSCP-8.3": f"{ASSESSMENT}.emotional",
    "HSSCP-8.4": f"{ASSESSMENT}.identity",
    "HSSCP-8.5": f"{ASSESSMENT}.relationships",
    "HSSCP-8.6": f"{ASSESSMENT}.presentation",
    "HSSCP-8.7": f"{ASSESSMENT}.self_care",
    "HSSCP-8.8": f"{ASSESSMENT}.basic",
    "HSSCP-8.9": f"{ASSESSMENT}.safety",
    "HSSCP-8.10": f"{ASSESSMENT}.warmth",
    "HSSCP-8.11": f"{ASSESSMENT}.stimulation",
    "HSSCP-8.12": f"{ASSESSMENT}.boundaries",
    "HSSCP-8.13": f"{ASSESSMENT}.stability",
    "HSSCP-8.14": f"{ASSESSMENT}.history",
    "HSSCP-8.15": f"{ASSESSMENT}.wider_family",
    "HSSCP-8.16": f"{ASSESSMENT}.housing",
    "HSSCP-8.17": f"{ASSESSMENT}.employment",
    "HSSCP-8.18": f"{ASSESSMENT}.income",
    "HSSCP-8.19": f"{ASSESSMENT}.integration",
    "HSSCP-8.20": f"{ASSESSMENT}.community",
    "HSSCP-9.1": "contact.impact",
    "HSSCP-10.1": "strategy_discussion.risk",
    "HSSCP-10.2": "strategy_discussion.told_to_family",
    "HSSCP-10.3": "strategy_discussion.further_information",
    "HSSCP-10.4": "strategy_discussion.section_47",
    "HSSCP-10.5": "strategy_discussion.joint_or_single",
    "HSSCP-10.6": "strategy_discussion.actions",
    "HSSCP-10.7": "strategy_discussion.legal_action",
    "HSSCP-10.8": "strategy_discussion.medical strategy_discussion.medical_arrangements",
    "HSSCP-10.9": "strategy_discussion.other_children",
    "HSSCP-10.10": "strategy_discussion.race_and_ethnicity strategy_discussion.interpreter",
    "HSSCP-11.4": "initial_conference.agencies_views",
    "HSSCP-11.5": "initial_conference.criterion",
    "HSSCP-11.6": "initial_conference.criterion",
    "HSSCP-11.7": "initial_conference.category",
    "HSSCP-11.8": "initial_conference.parents_there",
    "HSSCP-12.1": "child_protection_plan.understood_at_eight",
    "HSSCP-12.2": "child_protection_plan.identity",
    "HSSCP-12.3": "child_protection_plan.smart",
    "HSSCP-12.4": "child_protection_plan.worried_about",
    "HSSCP-12.5": "child_protection_plan.actions",
    "HSSCP-12.6": "child_protection_plan.who",
    "HSSCP-12.7": "child_protection_plan.when",
    "HSSCP-12.8": "child_protection_plan.better",
    "HSSCP-12.9": "child_protection_plan.not_working",
    "HSSCP-13.3": "core_group.what_must_change",
    "HSSCP-13.4": "core_group.progress",
    "HSSCP-13.5": "core_group.members",
    "HSSCP-13.6": "core_group.tasks",
    "HSSCP-14.4": "review_conference.next_date",
    "HSSCP-14.5": "review_conference.still_harm review_conference.progress",
}
GUIDANCE = {  # sentences, and places where people must meet each
    "HSSCP-3.1": "telephone_contact",
    "HSSCP-1.1": "home",
    "HSSCP-6.3": "professional_request.start consultation",
    "HSSCP-6.8": "professional_request.start disclosure",
    "HSSCP-6.11": "professional_request.start",
    "HSSCP-6.12": "professional_request.start",
    "HSSCP-9.1": "child_page screening",
    "HSSCP-9.2": "child_page",
    "HSSCP-9.6": "child_page",
    "HSSCP-9.11": "child_page",
    "HSSCP-15.1": "professional_request.start child_page",
    "HSSCP-15.2": "professional_request.start",
}


def cited(table: dict[str, str]) -> list[object]:
    """One case for each requirement, which cites it."""
    return [
        pytest.param(each, wanted.split(), id=each, marks=requirement(each)) for each, wanted in table.items()
    ]


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


@requirement("HSSCP-11.1", "HSSCP-11.2")
@pytest.mark.parametrize(
    ("asked", "meeting", "due"),
    [
        ("HSSCP-11.1", "2026-11-09", "2026-11-30"),
        ("HSSCP-11.2", "2026-11-09", "2026-11-23"),
        ("HSSCP-11.1", "2026-05-11", "2026-06-02"),
        ("HSSCP-11.2", "2026-05-11", "2026-05-26"),
    ],
)
def test_the_conference_has_a_limit_and_a_usual_time(
    asked: str, meeting: str, due: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(
        ["due", "--authority", "hartlepool-stockton", "--requirement", asked, "--start", meeting, "--json"]
    )
    found = json.loads(capsys.readouterr().out)
    assert (status, [each["due"] for each in found]) == (0, [due])


@requirement("HUB-7.2", "HSSCP-13.2")
def test_both_clocks_of_the_core_group_are_kept_and_know_of_each_other() -> None:
    duties = PACK.steps["core_group"].duties
    assert duties["next_monthly"].conflicts_with == ("next_six_weekly",)
    assert duties["next_six_weekly"].conflicts_with == ("next_monthly",)
    assert {cite.source for cite in duties["next_monthly"].cite} == {"family_page"}
    assert {cite.source for cite in duties["next_six_weekly"].cite} == {"pre_course_reading"}
    assert duties["next_monthly"].reading == duties["next_six_weekly"].reading == ("R12",)


@requirement("HUB-4.3", "HUB-4.4")
def test_three_must_attend_a_strategy_meeting_and_others_may_be_asked() -> None:
    attends = PACK.steps["strategy_discussion"].attends
    assert {name for name, each in attends.items() if each.must} == {
        "social_worker",
        "team_manager",
        "police",
    }
    assert {name for name, each in attends.items() if "HUB-4.4" in each.requirement} == {
        "health_professional",
        "school",
    }


@requirement("HUB-6.2", "HUB-7.4")
def test_the_family_takes_part_in_conferences_and_core_groups() -> None:
    assert {"family", "child", "professionals"} <= PACK.steps["initial_conference"].attends.keys()
    members = {"parents", "social_worker", "teacher", "health_professional"}
    assert PACK.steps["core_group"].attends.keys() == members


@requirement("HSSCP-1.7")
def test_the_hub_has_exactly_four_outcomes() -> None:
    outcomes = PACK.steps["decision"].outcomes
    assert set(outcomes) == {"no_further_action", "another_agency", "early_help", "assessment"}


@requirement("HUB-1.5", "HSSCP-1.1")
def test_one_hub_serves_two_councils_by_one_number_and_one_inbox() -> None:
    hub = PACK.services["childrens_hub"]
    assert (hub.telephone, hub.email) == ("01429 284284", "childrenshub@hartlepool.gov.uk")
    assert not hub.hours
    assert [name for name, each in PACK.services.items() if each.telephone or each.email] == ["childrens_hub"]
    assert PACK.facts["responsible_council"].about == "child"
    assert set(PACK.facts["responsible_council"].values) == {"hartlepool", "stockton_on_tees"}


@requirement("HSSCP-3.11", "HUB-1.4", "HSSCP-6.2")
def test_both_documents_grounds_not_to_tell_the_parents_are_kept() -> None:
    grounds = set(PACK.facts["not_informed_ground"].values) - {"none"}
    assert grounds == {"someone_at_risk", "child_further_risk"}
    for form in ("agency_referral", "telephone_contact"):
        asked = {name for page in PACK.forms[form].pages.values() for name in page.asks}
        assert {"parents_informed", "not_informed_ground", "pr_holder_agrees", "pr_holder_name"} <= asked


@pytest.mark.takes(1)  # the first look at the fields of a contact
def test_forms_ask_only_what_a_contact_can_hold_or_state() -> None:
    for form in PACK.forms.values():
        for page in form.pages.values():
            for name in page.asks:
                group, _, column = name.rpartition(".")
                if group:
                    field = Contact.fields[group]
                    assert isinstance(field, Group)
                    assert column in field.fields
                else:
                    assert name in Contact.fields or name in PACK.steps["contact"].facts, name


@requirement("HSSCP-7.9")
def test_an_assessment_is_checked_by_thirteen_marks() -> None:
    assert len(PACK.steps["assessment_quality"].points) == 13


@requirement("HSSCP-7.10")
def test_an_assessment_has_twenty_dimensions_in_three_domains() -> None:
    asked = PACK.steps[ASSESSMENT].points.values()
    dimensions = [each for each in asked if any(one.startswith("HSSCP-8.") for one in each.requirement)]
    places = [each.cite[0].at for each in dimensions]
    assert [places.count(place) for place in dict.fromkeys(places)] == [7, 6, 7]


@requirement("HSSCP-7.3")
def test_an_assessment_goes_on_after_it_has_started() -> None:
    outcomes = PACK.steps[ASSESSMENT].outcomes
    assert {"started", "updated", "harm_suspected"} <= {
        name for name, each in outcomes.items() if each.keeps_open
    }


@requirement("HSSCP-4.2", "HUB-5.1")
def test_assessments_and_enquiries_are_for_social_workers() -> None:
    assert PACK.steps[ASSESSMENT].by == PACK.steps["section_47"].by == ("social_worker",)


@requirement("HSSCP-14.6")
def test_a_review_has_three_outcomes_about_the_plan() -> None:
    outcomes = PACK.steps["review_conference"].outcomes
    about_plan = {name for name in outcomes if name.startswith("plan_")}
    assert about_plan == {"plan_continues", "plan_changed", "plan_ends"}
    assert [name for name, each in outcomes.items() if each.ends_case] == ["plan_ends"]


@requirement("HUB-8.1")
def test_each_stage_is_told_to_the_family_as_you() -> None:
    told = [each for each in PACK.family.values() if "HUB-8.1" in each.requirement]
    assert {
        "decision",
        ASSESSMENT,
        "care_plan",
        "strategy_discussion",
        "section_47",
        "initial_conference",
        "core_group",
    } <= {step for each in told for step in each.steps}
    assert all(" you" in f" {' '.join(each.says).lower()}" and each.to_child for each in told)


@requirement("HUB-2.6")
def test_families_are_told_their_rights_where_they_were_overridden() -> None:
    rights = [each for each in PACK.family.values() if each.about == "rights"]
    assert [each.owed for each in rights] == [("agency_enquiry.tell_rights",)]
    assert "HUB-2.6" in rights[0].requirement


@requirement("HSSCP-15.2")
def test_the_fifteen_documents_of_guidance_are_listed_each_with_its_date() -> None:
    not_held = {cite.source for cite in PACK.guidance["library"].cite if cite.status}
    assert len(not_held) == 15
    assert all(PACK.sources[each].dated for each in not_held)


def test_nothing_without_a_time_in_the_documents_has_one() -> None:
    timed = {
        name
        for step_id, step in PACK.steps.items()
        for name, duty in ((f"{step_id}.{each}", duty) for each, duty in step.duties.items())
        if str(duty.before or duty.within) != "no limit"
    }
    assert timed == {
        "initial_conference.hold",
        "child_in_need_plan.review",
        "core_group.first",
        "core_group.next_monthly",
        "core_group.next_six_weekly",
        "core_group.circulate_minutes",
        "review_conference.first",
        "review_conference.next",
    }


def test_it_is_in_force_from_the_year_of_the_newest_document_it_cites() -> None:
    assert PACK.head.in_force
    assert PACK.head.in_force.from_ == date(2019, 1, 1)
    assert PACK.head.in_force.reading == ("R24",)
