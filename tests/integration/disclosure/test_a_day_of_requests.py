"""Fourteen requests for information in one day: each goes where the procedure says, and waits as it says."""

from typing import Any, NamedTuple

import pytest

from goldthread.disclosure.presenters import for_the_enquirer, standing
from goldthread.ledger.models import Duty, Entry, Episode
from tests.factories import later
from tests.integration.disclosure.asking import COUNCIL, MORNING, ask, file_of, people
from tests.integration.frontdoor.by_pack import at
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


class Case(NamedTuple):
    """One request: about whom, what it says, where it goes, what is missing, and what is owed."""

    about: str
    said: dict[str, Any]
    route: str
    service: str
    missing: set[str]
    owed: set[str]
    not_owed: frozenset[str] | set[str] = frozenset()


REPLY, REQUEST = "information_reply", "information_request"
KNOWN = {"information_wanted": "whether_known"}
DAY = {
    "section 47": Case(
        "closed",
        {"requester": "other_authority", "request_purpose": "section_47", "enquirer_email": COUNCIL, **KNOWN},
        "section_47",
        "customer_service_centre",
        set(),
        {f"{REPLY}.confirm_for_section_47"},
        {f"{REQUEST}.ask_for_evidence", f"{REQUEST}.open_contact"},
    ),
    "police, open child": Case(
        "open",
        {"requester": "police", "request_purpose": "safeguarding", **KNOWN},
        "known_open",
        "allocated_worker",
        set(),
        {f"{REQUEST}.pass_to_worker", f"{REPLY}.confirm_known"},
        {f"{REQUEST}.open_contact"},
    ),
    "school, closed child": Case(
        "closed",
        {"requester": "school", "request_purpose": "safeguarding", **KNOWN},
        "known_closed",
        "customer_service_centre",
        set(),
        {f"{REPLY}.write_enquiry_form", f"{REPLY}.confirm_known"},
        {f"{REQUEST}.open_contact", f"{REQUEST}.pass_to_worker"},
    ),
    "NHS, no purpose said": Case(
        "closed",
        {"requester": "nhs", "request_purpose": "other", **KNOWN},
        "known_without_basis",
        "customer_service_centre",
        {f"{REPLY}.known_without_basis"},
        {f"{REQUEST}.ask_for_basis"},
    ),
    "housing, rent arrears": Case(
        "closed",
        {"requester": "housing", "request_purpose": "other", "information_wanted": "other"},
        "housing_request",
        "customer_service_centre",
        {f"{REPLY}.without_consent", f"{REPLY}.housing_without_signature"},
        {f"{REPLY}.refuse_housing", f"{REQUEST}.ask_for_evidence"},
    ),
    "UK Border Agency, a child's future": Case(
        "closed",
        {"requester": "border_agency", "request_purpose": "childs_future", "information_wanted": "other"},
        "border_agency",
        "customer_service_centre",
        set(),
        {f"{REPLY}.inform_border_agency"},
        {f"{REQUEST}.ask_for_evidence"},
    ),
    "police, a crime": Case(
        "open",
        {"requester": "police", "request_purpose": "crime", "information_wanted": "detail"},
        "crime_or_tax_request",
        "data_protection_team",
        set(),
        {f"{REQUEST}.pass_crime_to_data_protection"},
        {f"{REQUEST}.pass_to_worker", f"{REQUEST}.ask_for_evidence"},
    ),
    "school, a crime": Case(
        "closed",
        {"requester": "school", "request_purpose": "crime", "information_wanted": "detail"},
        "crime_or_tax_request_of_others",
        "customer_service_centre",
        set(),
        set(),
        {f"{REQUEST}.pass_crime_to_data_protection"},
    ),
    "CAFCASS, its form": Case(
        "open",
        {"requester": "cafcass", "request_purpose": "court", "information_wanted": "cafcass_form"},
        "cafcass_form",
        "customer_service_centre",
        set(),
        {f"{REPLY}.complete_cafcass_form"},
        {f"{REQUEST}.pass_to_worker"},
    ),
    "another authority, details": Case(
        "closed",
        {
            "requester": "other_authority",
            "request_purpose": "other",
            "information_wanted": "detail",
            "reason_given": True,
            "consent_shown": "parental_responsibility",
        },
        "detailed_request_closed",
        "safeguarding_or_assessment_team",
        set(),
        {f"{REQUEST}.pass_to_team", f"{REPLY}.arrange_viewing", f"{REPLY}.oversee"},
        {f"{REQUEST}.open_contact"},
    ),
    "CAFCASS, details without a reason": Case(
        "closed",
        {
            "requester": "cafcass",
            "request_purpose": "court",
            "information_wanted": "detail",
            "reason_given": False,
            "role_shown": True,
        },
        "unclear_detailed_request",
        "customer_service_centre",
        {f"{REPLY}.answer_unclear_request"},
        {f"{REQUEST}.return_unclear"},
    ),
    "solicitor, open child": Case(
        "open",
        {"requester": "solicitor", "request_purpose": "court", "information_wanted": "other"},
        "court_letter_open",
        "allocated_worker",
        set(),
        {f"{REQUEST}.tell_legal_open"},
        {f"{REQUEST}.tell_legal_closed", f"{REQUEST}.ask_for_evidence"},
    ),
    "own records": Case(
        "adult",
        {"requester": "individual", "information_wanted": "subject_access"},
        "subject_access_request",
        "data_protection_team",
        set(),
        {f"{REQUEST}.pass_subject_access"},
        {f"{REQUEST}.open_adult_contact", f"{REQUEST}.open_contact"},
    ),
    "somebody who may not be who they say": Case(
        "new",
        {"requester": "police", "request_purpose": "safeguarding", "identity_doubted": True, **KNOWN},
        "request_in_doubt",
        "customer_service_centre",
        {f"{REPLY}.while_identity_in_doubt", f"{REPLY}.in_doubt_without_consent"},
        {f"{REQUEST}.ask_for_identity"},
    ),
}


@requirement(
    *("HERTS-8.1", "HERTS-8.2", "HERTS-8.3", "HERTS-8.4", "HERTS-8.9", "HERTS-8.10", "HERTS-8.12"),
    *("HERTS-8.20", "HERTS-8.21", "HERTS-8.23", "HERTS-8.24", "HERTS-8.25", "HERTS-8.34", "HERTS-8.36"),
    *("HERTS-8.37", "HERTS-8.39", "HERTS-8.41"),
)
def test_fourteen_requests_of_one_day_go_where_the_procedure_says() -> None:
    who = people()
    about = {"open": who.open, "closed": who.closed, "adult": who.adult, "new": None}
    before = set(Episode.objects.values_list("pk", "closed_at"))
    asked: dict[str, Entry] = {
        name: ask(who.officer, about[case.about], **case.said) for name, case in DAY.items()
    }
    for name, case in DAY.items():
        file = file_of(asked[name])
        routed = file.routed(MORNING)
        assert routed is not None, name
        assert (routed.id, routed.service) == (case.route, case.service), name
        assert {ban.id for ban in file.missing(MORNING)} == case.missing, name
        owed = {duty.id for duty in file.duties(MORNING)}
        assert case.owed <= owed, (name, owed)
        assert not case.not_owed & owed, (name, owed)
        assert not any(duty.due for duty in file.duties(MORNING)), f"{name}: no source states a clock"
        assert standing(file, MORNING).state == "to_do", name
        assert "known" not in for_the_enquirer(file, MORNING), name
    assert set(Episode.objects.values_list("pk", "closed_at")) == before, "no case opened, none closed"
    assert not Duty.objects.filter(rule__startswith=REQUEST).exclude(due_at=None).exists()
    with at(later(days=26, minutes=5), who.officer, "/information/") as browser:
        assert "All open 14" in browser.said
        for name in ("NHS, no purpose said", "somebody who may not be who they say"):
            browser.go(f"/information/{asked[name].pk}/")
            assert "Still missing before anything is told" in browser.said
        browser.go("/information/?state=waiting")
        assert "No request stands here" in browser.said
