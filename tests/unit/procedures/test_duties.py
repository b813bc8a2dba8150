"""Duties: what starts, meets, breaks and supersedes them."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.standing import allowed, forbidden, open_steps, situation
from goldthread.procedures.walltime import instant, shown
from tests.made_cases import made_case
from tests.unit.procedures.world import AREA, event

pytestmark = pytest.mark.takes(3)

CALL = event("contact.received", "2026-03-02T10:00", "desk", id="call")
ASSESS = event("decision.assess", "2026-03-03T10:00", "manager", id="yes", person="ann")
AUTHORISED = event("decision.assess", "2026-03-04T10:00", "manager", authorises="yes", person="bea")


def found(at: str, *events: CaseEvent) -> dict[str, list[Duty]]:
    listed: dict[str, list[Duty]] = {}
    for duty in duties(fold(AREA, events), instant(at)):
        listed.setdefault(duty.id, []).append(duty)
    return listed


def states(at: str, duty: str, *events: CaseEvent) -> list[str]:
    return [one.state for one in found(at, *events).get(duty, [])]


def call(at: str, **more: Any) -> CaseEvent:
    return event("contact.received", at, "desk", **more)


def test_a_duty_is_open_to_the_last_moment_and_then_overdue() -> None:
    assert states("2026-03-03T23:59", "contact.answer", CALL) == ["open"]
    assert states("2026-03-04T00:00", "contact.answer", CALL) == ["overdue"]


def test_done_on_the_last_day_is_in_time_and_done_after_it_is_late() -> None:
    in_time = event("contact.answered", "2026-03-03T23:59", "desk")
    late = event("contact.answered", "2026-03-04T00:00", "desk")
    assert states("2026-03-09T10:00", "contact.answer", CALL, in_time) == ["met"]
    assert states("2026-03-09T10:00", "contact.answer", CALL, late) == ["met_late"]
    assert states("2026-03-03T23:59", "contact.answer", CALL, late) == ["open"]  # it had not happened yet


def test_a_duty_is_met_when_the_decision_takes_effect_not_when_it_is_proposed() -> None:
    duty = found("2026-03-05T10:00", CALL, ASSESS, AUTHORISED)["decision.decide"][0]
    assert duty.met is not None
    assert shown(duty.met.at) == "2026-03-04T10:00:00+00:00"
    assert states("2026-03-04T09:59", "decision.decide", CALL, ASSESS, AUTHORISED) == ["open"]


def test_what_was_not_done_when_a_case_ends_stays() -> None:
    end = event("decision.nothing", "2026-03-03T10:00", "manager")
    assert states("2026-03-03T12:00", "contact.answer", CALL, end) == ["open"]
    assert states("2026-03-04T12:00", "contact.answer", CALL, end) == ["missed"]
    again = call("2026-03-10T10:00", id="again")
    answer = event("contact.answered", "2026-03-10T11:00", "desk")
    # The answer to the new contact is none to the one that was closed.
    assert states("2026-03-11T10:00", "contact.answer", CALL, end, again, answer) == ["missed", "met"]


def test_one_answer_meets_every_earlier_contact_unless_it_names_one() -> None:
    second = call("2026-03-02T11:00", id="second")
    answer = event("contact.answered", "2026-03-02T12:00", "desk")
    assert states("2026-03-02T13:00", "contact.answer", CALL, second, answer) == ["met", "met"]
    named = answer._replace(answers="second")
    assert states("2026-03-02T13:00", "contact.answer", CALL, second, named) == ["open", "met"]


def test_what_answers_a_contact_meets_the_duties_of_its_decision() -> None:
    yes = ASSESS._replace(answers="call")
    visit = event("visit.made", "2026-03-10T10:00", answers="call")
    other = call("2026-03-02T11:00", id="other")
    state = found("2026-03-11T10:00", CALL, other, yes, AUTHORISED, visit)
    assert [(one.start.root, one.state) for one in state["visit.first"]] == [("yes", "met")]


def test_a_duty_takes_the_rule_in_force_when_its_event_happened() -> None:
    for day, rule in (("2026-06-30", "assessment.finish"), ("2026-07-01", "assessment.finish_sooner")):
        yes = event("decision.assess", f"{day}T10:00", "manager", authorises="p", person="bea")
        proposal = event("decision.assess", f"{day}T09:00", id="p", person="ann")
        listed = found(f"{day}T11:00", CALL, proposal, yes)
        assert [name for name in listed if "finish" in name] == [rule]


def test_before_the_procedure_was_in_force_it_asks_nothing() -> None:
    assert found("2019-12-31T12:00", call("2019-12-30T10:00")) == {}


def test_counted_backwards_from_a_date_once_it_is_known() -> None:
    assert found("2026-03-05T10:00", CALL, ASSESS, AUTHORISED)["assessment.papers"][0].due is None
    dated = AUTHORISED._replace(facts={"next_meeting": "2026-04-20"})
    duty = found("2026-03-05T10:00", CALL, ASSESS, dated)["assessment.papers"][0]
    assert duty.due is not None
    assert duty.due.day.isoformat() == "2026-04-06"


def test_a_meeting_event_must_satisfy_its_conditions() -> None:
    by_phone = event("assessment.finished", "2026-03-10T10:00", facts={"channel": "telephone"})
    in_writing = event("assessment.finished", "2026-03-11T10:00", facts={"channel": "email"})
    assert states("2026-03-12T10:00", "assessment.tell", CALL, ASSESS, AUTHORISED, by_phone) == ["open"]
    duty = found("2026-03-12T10:00", CALL, ASSESS, AUTHORISED, by_phone, in_writing)["assessment.tell"][0]
    assert duty.due is None
    assert duty.state == "met"


class TestTheLastOccurrenceCounts:
    """Visits: six weeks from the last one."""

    yes = (CALL, ASSESS, AUTHORISED)
    first = event("visit.made", "2026-03-10T10:00")

    def test_a_later_visit_meets_the_duty_of_the_earlier_and_starts_its_own(self) -> None:
        second = event("visit.made", "2026-04-10T10:00")
        assert states("2026-04-11T10:00", "visit.again", *self.yes, self.first, second) == ["met", "open"]

    def test_what_became_late_before_the_clock_started_anew_stays(self) -> None:
        second = event("visit.made", "2026-05-10T10:00")
        assert states("2026-05-11T10:00", "visit.again", *self.yes, self.first, second) == [
            "met_late",
            "open",
        ]


class TestFactsAboutTheChild:
    """A duty that asks about the child: protect at once when it is in danger."""

    danger = event("contact.answered", "2026-03-03T10:00", "desk", facts={"in_danger": True})
    safe = event("contact.answered", "2026-03-05T10:00", "desk", facts={"in_danger": False})

    def test_it_opens_when_the_danger_is_known_and_is_due_then(self) -> None:
        assert found("2026-03-02T12:00", CALL, self.danger).get("contact.protect") is None
        duty = found("2026-03-03T12:00", CALL, self.danger)["contact.protect"][0]
        assert duty.due is not None
        assert (shown(duty.opened), shown(duty.due.instant)) == ("2026-03-03T10:00:00+00:00",) * 2
        assert duty.state == "overdue"

    def test_it_stays_when_the_danger_is_denied_after_it_was_late(self) -> None:
        assert states("2026-03-06T12:00", "contact.protect", CALL, self.danger, self.safe) == ["overdue"]

    def test_a_proposal_states_facts_too(self) -> None:
        proposed = event("decision.nothing", "2026-03-03T10:00", facts={"in_danger": True})
        assert states("2026-03-03T12:00", "contact.protect", CALL, proposed) == ["overdue"]

    def test_the_first_contact_counts_and_any_later_decision_meets_it(self) -> None:
        second = call("2026-03-03T11:00", id="second")
        decided = event("decision.nothing", "2026-03-03T12:00", "manager", answers="second")
        assert states("2026-03-03T13:00", "contact.protect", CALL, self.danger, second, decided) == [
            "met_late"
        ]


def test_the_earliest_limit_comes_first_and_what_has_none_last() -> None:
    listed = duties(fold(AREA, [CALL, ASSESS, AUTHORISED]), instant("2026-03-05T10:00"))
    limits = [duty.due.instant if duty.due else None for duty in listed]
    timed = [limit for limit in limits if limit]
    assert timed == sorted(timed)
    assert limits[len(timed) :] == [None] * (len(limits) - len(timed))


def test_a_limit_beyond_the_verified_years_is_refused() -> None:
    with pytest.raises(ValueError, match="2012 to 2028"):
        duties(fold(AREA, [call("2029-01-02T10:00")]), instant("2029-01-03T10:00"))


def test_a_duty_of_a_closed_episode_stays_when_the_case_opens_again() -> None:
    danger = event("contact.answered", "2026-03-02T12:00", "desk", facts={"in_danger": True})
    end = event("decision.nothing", "2026-03-02T13:00", "manager")
    again = call("2026-03-10T10:00", id="again", facts={"in_danger": False})
    assert states("2026-03-11T10:00", "contact.protect", CALL, danger, end, again) == ["met_late"]


@pytest.mark.parametrize("seed", range(40))
def test_a_case_asked_again_answers_as_if_asked_for_the_first_time(seed: int) -> None:
    begin = instant("2026-03-02T09:00")
    events = made_case(AREA, Random(seed), begin, wild=True)
    asked_often = fold(AREA, events)
    for days in (400, 0, 3, 1, 60, 30, 400):
        at = begin + timedelta(days=days)
        anew = fold(AREA, events)
        assert duties(asked_often, at) == [*duties(anew, at)]
        assert situation(asked_often, at) == situation(fold(AREA, events), at)
        assert situation(asked_often, at).may == tuple(allowed(anew, at))
        assert situation(asked_often, at).must_not == forbidden(anew, at)
        assert situation(asked_often, at).open == open_steps(anew, at)


def test_a_duty_of_whoever_started_it_is_not_met_by_another_agency() -> None:
    def state_of(answering: str) -> str:
        call = event("contact.received", "2026-03-02T10:00", "desk", "call", agency="Alderbrook Primary")
        answer = event("contact.answered", "2026-03-02T11:00", "desk", agency=answering)
        at = instant("2026-03-02T12:00")
        (duty,) = [one for one in duties(fold(AREA, [call, answer]), at) if one.id == "contact.answer"]
        return duty.state

    assert state_of("Dr Gill's practice") == "open"
    assert [state_of("Alderbrook Primary"), state_of("")] == ["met", "met"]
