"""The fold: corrections, what was known when, authorisation, episodes; and the same answer from any order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.standing import allowed, awaiting, forbidden, open_steps
from goldthread.procedures.walltime import instant
from tests.unit.procedures.world import AREA, event

pytestmark = pytest.mark.takes(5)

CALL = event("contact.received", "2026-03-02T10:00", "desk", id="call", facts={"channel": "telephone"})
NAMES = sorted(AREA.latest.outcomes)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.sampled_from(["telephone", "email"]),
        "urgent": st.booleans(),
        "in_danger": st.booleans(),
        "needs": st.sampled_from([(), ("housing",), ("housing", "health")]),
    },
)


@st.composite
def cases(draw: st.DrawFn) -> list[CaseEvent]:
    """Any case: events in any order of any kind, some linked to earlier ones, some recorded late."""
    events: list[CaseEvent] = []
    hours = draw(st.lists(st.integers(0, 2000), min_size=1, max_size=8))
    for number, hour in enumerate(sorted(hours)):
        at = instant("2026-03-02T08:00") + timedelta(hours=hour)
        role = draw(st.sampled_from(["worker", "manager", "desk"]))
        made = event(draw(st.sampled_from(NAMES)), "2026-03-02T08:00", role, id=f"e{number}")
        recorded = at + timedelta(hours=draw(st.sampled_from([0, 0, 1, 300])))
        links = {}
        if events and draw(st.booleans()):
            link = draw(st.sampled_from(["corrects", "answers", "authorises", "declines"]))
            links = {link: draw(st.sampled_from(events)).id}
        events.append(made._replace(at=at, recorded_at=recorded, facts=draw(FACTS), **links))
    return events


def seen(state: CaseState, hours: int) -> object:
    """Everything that a person would see of a case so many hours after its beginning."""
    at = instant("2026-03-02T08:00") + timedelta(hours=hours)
    listed = [
        (duty.id, duty.start.root, duty.opened, duty.due and duty.due.instant, duty.state)
        for duty in duties(state, at)
    ]
    bans = [ban.id for ban in forbidden(state, at)]
    steps = [(one.step, one.because.root) for one in open_steps(state, at)]
    return sorted(listed, key=str), bans, steps, allowed(state, at), [one.root for one in awaiting(state, at)]


@given(st.data(), st.integers(0, 3000))
def test_the_order_in_which_events_are_given_makes_no_difference(data: st.DataObject, hours: int) -> None:
    events = data.draw(cases())
    shuffled = data.draw(st.permutations(events))
    assert seen(fold(AREA, events), hours) == seen(fold(AREA, shuffled), hours)


@given(cases(), st.integers(0, 3000))
def test_what_was_known_then_is_what_a_fold_of_then_says(events: list[CaseEvent], hours: int) -> None:
    known_at = instant("2026-03-02T08:00") + timedelta(hours=hours)
    recorded = [one for one in events if one.recorded_at <= known_at]
    assert seen(fold(AREA, events, known_at), hours) == seen(fold(AREA, recorded), hours)


@given(cases(), st.integers(0, 2500))
def test_what_comes_later_changes_nothing_that_stood(events: list[CaseEvent], hours: int) -> None:
    """Any prefix, any instant: later events that correct nothing leave the answer about then as it was."""
    at = instant("2026-03-02T08:00") + timedelta(hours=hours)
    plain = [one._replace(corrects="", recorded_at=one.at) for one in events]
    before = [one for one in plain if one.at <= at]
    assert seen(fold(AREA, plain), hours) == seen(fold(AREA, before), hours)


@given(cases(), st.integers(0, 2500), st.integers(0, 2500))
def test_breach_never_disappears(events: list[CaseEvent], hours: int, more: int) -> None:
    """A limit once broken stays in the list, whatever is recorded afterwards and however the case ends."""
    then = instant("2026-03-02T08:00") + timedelta(hours=hours)
    later = then + timedelta(hours=more)
    plain = [one._replace(corrects="", recorded_at=one.at) for one in events]
    state = fold(AREA, plain)
    broken = {(duty.id, duty.start.root) for duty in duties(state, then) if duty.late}
    still = {(duty.id, duty.start.root) for duty in duties(state, later) if duty.late}
    assert broken <= still


def test_two_events_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="call"):
        fold(AREA, [CALL, CALL])


def test_a_correction_takes_the_place_of_the_event_and_the_original_is_known_before() -> None:
    corrected = event(
        "contact.received",
        "2026-03-03T10:00",
        "desk",
        id="fixed",
        corrects="call",
        recorded_at="2026-03-05T10:00",
    )
    again = corrected._replace(id="again", corrects="fixed", at=instant("2026-03-04T10:00"))
    events = [CALL, corrected, again._replace(recorded_at=instant("2026-03-06T10:00"))]
    for known_at, day in (("2026-03-04T10:00", 2), ("2026-03-05T12:00", 3), ("2026-03-07T10:00", 4)):
        state = fold(AREA, events, instant(known_at))
        assert [one.day.day for one in state.happened] == [day]
        assert state.happened[0].root == "call"


def test_links_go_on_naming_the_event_after_its_correction() -> None:
    other = CALL._replace(id="other")
    fixed = CALL._replace(id="fixed", corrects="call", recorded_at=instant("2026-03-02T12:00"))
    answer = event("contact.answered", "2026-03-02T13:00", "desk", answers="call")
    state = fold(AREA, [CALL, other, fixed, answer])
    met = {
        duty.start.root: duty.state
        for duty in duties(state, instant("2026-03-02T14:00"))
        if "answer" in duty.id
    }
    assert met == {"call": "met", "other": "open"}


class TestAuthorisation:
    """An outcome that a role must authorise takes effect when it does; until then it is a proposal."""

    proposal = event(
        "decision.nothing", "2026-03-03T10:00", "worker", id="p", person="ann", facts={"note": "a"}
    )

    def happened(self, *events: CaseEvent) -> list[tuple[str, str]]:
        state = fold(AREA, [CALL, self.proposal, *events])
        return [(one.root, f"{one.at:%d}") for one in state.happened if one.event.step == "decision"]

    def test_recorded_by_someone_else_it_waits(self) -> None:
        state = fold(AREA, [CALL, self.proposal])
        assert self.happened() == []
        assert [one.root for one in awaiting(state, instant("2026-03-04T10:00"))] == ["p"]

    def test_recorded_by_the_role_it_takes_effect_at_once(self) -> None:
        own = event("decision.nothing", "2026-03-04T10:00", "manager", id="m", facts={"urgent": True})
        assert self.happened(own) == [("m", "04")]
        state = fold(AREA, [CALL, self.proposal, own])
        assert state.happened[-1].facts["note"] == "a"  # what had been proposed is part of it

    def test_authorised_it_takes_effect_then(self) -> None:
        yes = event("decision.nothing", "2026-03-05T10:00", "manager", authorises="p")
        assert self.happened(yes) == [("p", "05")]

    def test_an_authorisation_never_counts_before_its_proposal(self) -> None:
        early = event("decision.nothing", "2026-03-01T10:00", "manager", authorises="p")
        assert self.happened(early) == [("p", "03")]

    def test_authorised_by_a_role_that_may_not_it_goes_on_waiting(self) -> None:
        assert self.happened(event("decision.nothing", "2026-03-05T10:00", "worker", authorises="p")) == []

    def test_declined_it_is_dropped(self) -> None:
        no = event("decision.nothing", "2026-03-05T10:00", "manager", declines="p")
        state = fold(AREA, [CALL, self.proposal, no])
        assert self.happened(no) == []
        assert awaiting(state, instant("2026-03-06T10:00")) == []
        assert [one.root for one in awaiting(state, instant("2026-03-04T10:00"))] == ["p"]

    def test_another_outcome_does_not_authorise_it(self) -> None:
        other = event("decision.assess", "2026-03-05T10:00", "manager", id="o", person="bea")
        assert self.happened(other) == []  # two people are needed for that one

    def test_two_people_are_two_people(self) -> None:
        mine = event("decision.assess", "2026-03-04T10:00", "manager", id="a", person="ann")
        own = event("decision.assess", "2026-03-05T10:00", "manager", id="b", person="ann", authorises="a")
        other = event("decision.assess", "2026-03-06T10:00", "manager", id="c", person="bea", authorises="a")
        assert self.happened(mine, own) == []
        assert self.happened(mine, own, other) == [("a", "06")]

    def test_it_settles_proposals_about_its_own_contact_only(self) -> None:
        other = CALL._replace(id="other")
        mine = event("decision.nothing", "2026-03-04T10:00", "manager", id="m", answers="other")
        state = fold(AREA, [CALL, other, self.proposal._replace(answers="call"), mine])
        assert [one.root for one in awaiting(state, instant("2026-03-05T10:00"))] == ["p"]


def test_a_closed_case_opens_again_with_a_new_contact() -> None:
    end = event("decision.nothing", "2026-03-03T10:00", "manager")
    again = event("contact.received", "2026-03-10T10:00", "desk", id="again")
    state = fold(AREA, [CALL, end, again])
    assert [one.episode for one in state.happened] == [0, 0, 1]
    assert open_steps(state, instant("2026-03-04T10:00")) == []
    assert [one.step for one in open_steps(state, instant("2026-03-11T10:00"))] == ["decision"]


def test_at_one_instant_events_count_in_the_order_of_the_procedure() -> None:
    at = "2026-03-03T10:00"
    events = [event("assessment.finished", at, id="a"), event("contact.received", at, "desk", id="z")]
    state = fold(AREA, events)
    assert [one.name for one in state.happened] == ["contact.received", "assessment.finished"]


def test_a_later_event_knows_what_its_contact_said() -> None:
    by_mail = event("contact.received", "2026-03-03T10:00", "desk", id="mail", facts={"channel": "email"})
    answer = event("contact.answered", "2026-03-04T10:00", "desk", answers="call", facts={"urgent": True})
    plain = event("contact.answered", "2026-03-05T10:00", "desk")
    state = fold(AREA, [CALL, by_mail, answer, plain])
    assert [one.facts.get("channel") for one in state.happened] == [
        "telephone",
        "email",
        "telephone",
        "email",
    ]
    assert [one.contact for one in state.happened] == ["call", "mail", "call", ""]


def test_facts_about_the_child_hold_until_stated_anew() -> None:
    danger = event("contact.received", "2026-03-03T10:00", "desk", id="d", facts={"in_danger": True})
    safe = event("visit.made", "2026-03-05T10:00", facts={"in_danger": False})
    state = fold(AREA, [CALL, danger, safe])
    stated = [state.child_facts(instant(f"2026-03-0{day}T12:00")).get("in_danger") for day in (2, 3, 4, 5)]
    assert stated == [None, True, True, False]


def test_a_new_episode_begins_without_what_was_stated_in_the_closed_one() -> None:
    danger = event("contact.answered", "2026-03-02T12:00", "desk", facts={"in_danger": True})
    end = event("decision.nothing", "2026-03-03T10:00", "manager")
    again = event("contact.received", "2026-03-10T10:00", "desk", id="again")
    state = fold(AREA, [CALL, danger, end, again])
    assert state.child_facts(instant("2026-03-09T10:00")) == {"in_danger": True}
    assert state.child_facts(instant("2026-03-10T10:00")) == {}
    stated = again._replace(facts={"in_danger": False})
    assert fold(AREA, [CALL, danger, end, stated]).child_facts(again.at) == {"in_danger": False}
