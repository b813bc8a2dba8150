"""Requests for information come in beside a case: they are routed, and begin and close none (HERTS-8)."""

from pathlib import Path

import pytest

from goldthread.manual.desk import routes
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent, Stated
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.format.keys import NONE
from goldthread.procedures.register import PackRegister
from goldthread.procedures.routes import route
from goldthread.procedures.standing import forbidden, open_steps
from goldthread.procedures.walltime import instant
from tests.requirements import requirement

pytestmark = pytest.mark.takes(1)

HERTS = PackRegister(Path(__file__).parents[2] / "packs").procedure("hertfordshire")
ASKED = {
    "requester": "other_authority",
    "request_purpose": "section_47",
    "information_wanted": "whether_known",
}
LATER = instant("2026-03-20T10:00")


def happened(name: str, at: str, role: str, facts: Stated = NONE, answers: str = "") -> CaseEvent:
    step, outcome = name.split(".")
    when = instant(at)
    return CaseEvent(name, step, outcome, when, when, role, facts=facts, answers=answers)


CONTACT = happened("contact.received", "2026-03-02T10:00", "csc_officer")
CLOSED = happened("decision.no_further_action", "2026-03-03T10:00", "manager")
REQUEST = happened("information_request.received", "2026-03-09T10:00", "csc_officer", ASKED)


def owed(state: CaseState) -> set[str]:
    return {duty.id for duty in duties(state, LATER) if duty.met is None}


@requirement("HERTS-8.2", "HERTS-8.4")
def test_a_request_about_a_closed_child_leaves_the_case_closed() -> None:
    state = fold(HERTS, [CONTACT, CLOSED, REQUEST])
    assert list(state.closed) == [CLOSED.at]
    assert open_steps(state, LATER) == []
    assert {"information_request.open_contact", "information_reply.confirm_for_section_47"} <= owed(state)


@requirement("HERTS-8.1")
def test_an_answer_without_a_link_closes_nothing_and_decides_nothing() -> None:
    answer = happened("information_reply.confirmed", "2026-03-10T10:00", "csc_officer")
    state = fold(HERTS, [CONTACT, REQUEST, answer])
    assert list(state.closed) == [None]
    assert "decision.decide" in owed(state)
    assert "information_reply.confirm_for_section_47" not in owed(state)


def test_what_follows_a_contact_keeps_its_facts_though_a_request_came_between() -> None:
    contact = CONTACT._replace(facts={"referrer_kind": "public", "on_behalf_of_other": True})
    decided = happened("decision.assessment", "2026-03-10T10:00", "manager")
    state = fold(HERTS, [contact, REQUEST, decided])
    assert state.by_name["decision.assessment"][0].facts["on_behalf_of_other"] is True


@requirement("HERTS-8.4", "HERTS-8.24")
def test_routes_of_requests_are_for_requests_alone() -> None:
    pack = HERTS.latest.pack
    as_request = route(pack, ASKED, LATER, REQUEST.name)
    as_contact = route(pack, ASKED, LATER)
    assert [found.id for found in (as_request, as_contact) if found] == ["section_47", "new_concern"]


@pytest.mark.takes(5)
def test_our_procedure_says_which_routes_are_for_requests() -> None:
    applies = {card.id: card.conditions for card in routes(HERTS.latest.pack)}
    assert applies["request_closed"] == ["to: Request received (Request for information)"]
    assert applies["known_open"][0] == applies["request_closed"][0]
    assert applies["new_concern"] == ["to every other contact"]


@requirement("HERTS-8.13", "HERTS-8.14", "HERTS-8.15", "HERTS-8.16", "HERTS-8.17", "HERTS-8.18")
def test_the_enquiry_form_asks_for_each_thing_and_says_where_the_record_has_it() -> None:
    points = HERTS.latest.pack.steps["information_reply"].points.values()
    asked = [(*one.requirement, *one.from_record) for one in points if one.requirement < ("HERTS-8.19",)]
    assert asked == [
        ("HERTS-8.13", "referral", "assessment", "section_47", "conference", "closure"),
        ("HERTS-8.14", "contact", "decision"),
        ("HERTS-8.15", "protection_plan"),
        ("HERTS-8.16", "looked_after"),
        ("HERTS-8.17", "domestic_abuse"),
        ("HERTS-8.18", "early_help"),
        ("HERTS-8.18",),
    ]


@requirement("WORC-1.5")
def test_an_online_form_is_forbidden_until_there_was_a_call() -> None:
    worcestershire = PackRegister(Path(__file__).parents[2] / "packs").procedure("worcestershire")
    call = happened("referral.telephoned", "2026-03-09T10:00", "professional_referrer")
    rule = "written_confirmation.form_without_a_call"
    assert rule in {ban.id for ban in forbidden(fold(worcestershire, []), LATER)}
    assert rule not in {ban.id for ban in forbidden(fold(worcestershire, [call]), LATER)}
