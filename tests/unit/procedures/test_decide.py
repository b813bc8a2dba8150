"""What may be recorded, what only with a reason, and what the procedure forbids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.procedures.decide import OutsideProcedure, Recorded, Refused, decide
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.remarks import warnings
from goldthread.procedures.standing import allowed, forbidden, is_forbidden, open_steps
from goldthread.procedures.walltime import instant
from tests.unit.procedures.world import AREA, event

pytestmark = pytest.mark.takes(3)

CALL = event("contact.received", "2026-03-02T10:00", "desk", id="call", facts={"channel": "telephone"})
ASSESS = event("decision.assess", "2026-03-03T10:00", "worker", id="p", person="ann")
AUTHORISED = event("decision.assess", "2026-03-04T10:00", "manager", authorises="p", person="bea")
ASSESSED = fold(AREA, [CALL, ASSESS, AUTHORISED])


def names(state: CaseState, at: str, role: str | None = None) -> set[str]:
    return {f"{one.step}.{one.outcome}" for one in allowed(state, instant(at), role)}


def test_what_the_open_steps_expect_is_recorded() -> None:
    answer = decide(ASSESSED, event("visit.made", "2026-03-09T10:00", "worker"))
    assert answer == Recorded()
    assert answer.accepted


def test_an_outcome_that_needs_authorisation_says_by_whom() -> None:
    state = fold(AREA, [CALL])
    assert decide(state, event("decision.nothing", "2026-03-03T10:00", "worker")) == Recorded(
        awaits="manager"
    )
    assert decide(state, event("decision.nothing", "2026-03-03T10:00", "manager")) == Recorded()
    two_people = event("decision.assess", "2026-03-03T10:00", "manager", person="ann")
    assert decide(state, two_people) == Recorded(awaits="manager")


def test_what_the_procedure_does_not_expect_needs_a_reason() -> None:
    state = fold(AREA, [CALL])
    answer = decide(state, event("visit.made", "2026-03-09T10:00"))
    assert isinstance(answer, OutsideProcedure)
    assert "Visit" in answer.why
    assert not answer.accepted
    assert decide(state, event("visit.made", "2026-03-09T10:00", reason="It could not wait.")).accepted


@given(st.integers(0, 400))
def test_late_never_blocks(days: int) -> None:
    """However late, what the procedure expects is recorded; a softened limit asks for the reason (R21)."""
    state = fold(AREA, [CALL])
    at = CALL.at.replace(year=2026 + (days + 60) // 365)
    late = event("decision.nothing", "2026-03-02T11:00", "manager")._replace(at=at, recorded_at=at)
    assert decide(state, late).accepted


def test_a_softened_limit_asks_why_it_was_late() -> None:
    state = fold(AREA, [CALL])
    late = event("decision.nothing", "2026-03-09T10:00", "manager")
    assert decide(state, late) == Recorded(asks=("late_reason",))
    assert decide(state, late._replace(facts={"late_reason": "Nobody was in."})) == Recorded()


def test_refusal_names_its_rule() -> None:
    answer = decide(ASSESSED, event("visit.made", "2026-03-09T10:00", "desk"))
    assert isinstance(answer, Refused)
    assert answer.rule == "visit.desk_visits"
    assert answer.says == "The front desk visits."
    assert [cite.source for cite in answer.cite] == ["manual"]
    assert not answer.accepted


def test_a_role_to_which_the_step_is_not_given_is_refused_with_the_source() -> None:
    answer = decide(fold(AREA, [CALL]), event("decision.nothing", "2026-03-03T10:00", "desk"))
    assert isinstance(answer, Refused)
    assert answer.says == "Only this role may record it: Worker."
    assert answer.cite


@pytest.mark.parametrize(
    ("proposed", "says"),
    [
        (
            event("decision.assess", "2026-03-04T10:00", "worker", authorises="p"),
            "must be authorised by this role",
        ),
        (
            event("decision.assess", "2026-03-04T10:00", "manager", authorises="p", person="ann"),
            "another person",
        ),
        (event("decision.nothing", "2026-03-04T10:00", "manager", authorises="p"), "awaits"),
        (event("decision.assess", "2026-03-04T10:00", "manager", declines="call"), "awaits"),
    ],
)
def test_who_may_not_authorise_is_refused(proposed: CaseEvent, says: str) -> None:
    answer = decide(fold(AREA, [CALL, ASSESS]), proposed)
    assert isinstance(answer, Refused)
    assert says in answer.says


def test_a_duty_that_outlived_the_case_can_still_be_met_without_a_reason() -> None:
    ended = fold(AREA, [CALL, event("decision.nothing", "2026-03-03T10:00", "manager")])
    assert open_steps(ended, instant("2026-03-04T10:00")) == []
    assert decide(ended, event("contact.answered", "2026-03-04T10:00", "desk")) == Recorded()


class TestARuleThatAContactRaises:
    """No visit while a telephone contact about danger is unanswered."""

    danger = CALL._replace(facts={"channel": "telephone", "in_danger": True})
    mail = event("contact.received", "2026-03-05T10:00", "desk", id="mail", facts={"channel": "email"})
    visit = event("visit.made", "2026-03-09T10:00")
    yes = (ASSESS, AUTHORISED)

    def test_it_refuses_until_it_is_lifted(self) -> None:
        state = fold(AREA, [self.danger, *self.yes])
        assert isinstance(decide(state, self.visit), Refused)
        assert "visit.made" not in names(state, "2026-03-09T10:00")
        answered = fold(AREA, [self.danger, *self.yes, event("contact.answered", "2026-03-05T10:00", "desk")])
        assert decide(answered, self.visit) == Recorded()
        assert [ban.id for ban in forbidden(answered, self.visit.at)] == ["visit.desk_visits"]

    def test_it_holds_only_while_the_facts_are_so(self) -> None:
        assert decide(fold(AREA, [CALL, *self.yes]), self.visit) == Recorded()
        stated = self.visit._replace(facts={"in_danger": True})
        assert isinstance(decide(fold(AREA, [CALL, *self.yes]), stated), Refused)

    def test_it_does_not_bind_what_answers_another_contact(self) -> None:
        state = fold(AREA, [self.danger, *self.yes, self.mail])
        assert isinstance(decide(state, self.visit._replace(answers="call")), Refused)
        assert decide(state, self.visit._replace(answers="mail")) == Recorded()

    def test_it_does_not_bind_what_answers_nothing_while_another_contact_waits(self) -> None:
        state = fold(AREA, [self.danger, *self.yes, self.mail])
        assert decide(state, self.visit) == Recorded()
        assert any(is_forbidden(state, ban, self.visit.at) for ban in AREA.latest.bans if ban.written.of)
        done = event("visit.made", "2026-03-06T10:00", answers="mail")
        assert isinstance(decide(fold(AREA, [self.danger, *self.yes, self.mail, done]), self.visit), Refused)


def test_who_may_do_what() -> None:
    assert names(ASSESSED, "2026-03-09T10:00", "desk") == {"contact.received", "contact.answered"}
    assert {"visit.made", "assessment.finished"} <= names(ASSESSED, "2026-03-09T10:00", "worker")
    decision = next(one for one in allowed(fold(AREA, [CALL]), CALL.at) if one.outcome == "assess")
    assert decision.by == ("worker",)
    assert decision.needs_authorisation_by == "manager"


def test_warnings_name_what_is_late_what_waits_and_what_was_outside() -> None:
    outside = event("visit.made", "2026-03-02T12:00", reason="It could not wait.")
    late = event("contact.answered", "2026-03-04T10:00", "desk")
    said = warnings(fold(AREA, [CALL, ASSESS, outside, late]), instant("2026-03-09T10:00"))
    assert said == [
        "Answer the contact: due 3 March 2026; it was done late, on 4 March 2026 at 10:00.",
        "Decide: due 5 March 2026; it is overdue. The procedure says as a rule: give the reason.",
        "Decision: Assess was recorded on 3 March 2026 at 10:00 "
        "and takes effect when it is authorised by: Manager.",
        "Visit: Family visited was recorded on 2 March 2026 at 12:00 outside the procedure. "
        "Reason: It could not wait.",
    ]
