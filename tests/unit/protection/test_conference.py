"""What a conference means for one child, and what a draft of it still lacks, by each pack."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from goldthread.ledger import meetings
from goldthread.ledger.entries import Allocation, Values
from goldthread.protection.entries.conference import InitialConference, ReviewConference
from tests.requirements import requirement

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
HELD = {"happened_at": "2026-11-30T11:00:00Z", "chair": "Cara Chair"}


@pytest.fixture
def hub(authority: Callable[..., None]) -> None:
    """The Hub of two councils."""
    authority("hartlepool-stockton")


def outcomes(values: Values, part: Values) -> list[str]:
    """What a conference records of one child, in order."""
    found = sorted(InitialConference.events(values, part), key=lambda event: str(event.at))
    return [event.outcome for event in found if event.step]


def lacking(kind: Any = InitialConference, **said: str) -> set[str]:
    """The names of what a draft lacks that says this of one child and of the meeting."""
    raw = {name: [text] for name, text in said.items()}
    return {error.name.removeprefix("child-x-") for error in kind.lacks(raw, ["x"], NOW)}


@requirement("HSSCP-11.12")
@pytest.mark.usefixtures("hub")
@pytest.mark.parametrize(
    ("told", "then"), [("rejoining", ["child_told"]), ("at_end", ["child_told"]), ("not_yet", [])]
)
def test_a_child_who_was_not_there_is_told_or_stays_to_be_told(told: str, then: list[str]) -> None:
    part = {"presence": "child_does_not_stay", "told": told, "left_building": True, "decision": "no_plan"}
    assert outcomes(HELD, part) == ["child_does_not_stay", "no_plan", *then]
    facts = InitialConference.events(HELD, part)[0].facts
    assert facts == {"left_building": True}, "then it is for the social worker"
    assert "told" in lacking(**{"child-x-presence": "child_does_not_stay"})
    assert "told" not in lacking(**{"child-x-presence": "child_not_there"})


@requirement("HSSCP-11.9", "HSSCP-11.10", "HSSCP-11.11")
@pytest.mark.usefixtures("hub")
def test_a_child_who_came_is_asked_and_the_chair_says_why() -> None:
    came, absent = (
        lacking(**{"child-x-presence": "child_stays"}),
        lacking(**{"child-x-presence": "child_not_there"}),
    )
    assert {"child_wishes_to_stay", "chairs_reason"} <= came
    assert {"child_wishes_to_stay", "chairs_reason"}.isdisjoint(absent)


@requirement("HSSCP-11.5", "HSSCP-11.6", "HSSCP-11.7", "HSSCP-11.13", "HSSCP-11.17", "HSSCP-11.19")
@pytest.mark.usefixtures("hub")
def test_a_plan_asks_for_what_it_needs_and_no_plan_for_future_help() -> None:
    with_plan = {
        *("plan_criterion", "category", "worker", "members", "first_core_group"),
        *("contingency", "next_review", "earlier_review_triggers", "worries", "actions"),
    }
    assert with_plan <= lacking(**{"child-x-decision": "plan"})
    none = lacking(**{"child-x-decision": "no_plan"})
    assert with_plan.isdisjoint(none)
    assert "future_help" in none
    assert "decision" in lacking()


@requirement("GLOS-4.4", "GLOS-4.5", "GLOS-6.3")
def test_another_document_asks_for_less(authority: Callable[..., None]) -> None:
    authority("gloucestershire")
    plan = lacking(**{"child-x-decision": "plan"})
    assert {"worker", "members", "contingency", "next_review", "worries", "presence"}.isdisjoint(plan)
    assert {"point_professionals", "point_children"} <= plan
    assert "why_plan_ends" in lacking(ReviewConference, **{"child-x-decision": "plan_ends"})
    assert "why_plan_ends" not in lacking(ReviewConference, **{"child-x-decision": "plan_continues"})


@requirement("HSSCP-11.13", "HSSCP-11.14")
def test_the_lead_worker_holds_the_case_of_a_child_with_a_plan_alone() -> None:
    values: Mapping[str, Any] = {
        **HELD,
        "worker": "w",
        "first_core_group": "2026-12-10",
        "next_review": "2027-02-26",
    }
    assert InitialConference.allocation_of(values, {"decision": "plan"}) == Allocation(worker="w")
    assert InitialConference.allocation_of(values, {"decision": "no_plan"}) is None
    fixed = InitialConference.meetings(values, {"decision": "plan"})
    assert [(one.step, str(one.on)) for one in fixed] == [
        ("core_group", "2026-12-10"),
        ("review_conference", "2027-02-26"),
    ]
    assert not InitialConference.meetings(values, {"decision": "no_plan"})


def test_people_of_a_meeting_in_words() -> None:
    rows = [
        {"name": "Nell Ward", "agency": "Hospital", "came": "there"},
        {"name": "Dad", "came": "apologies"},
    ]
    assert [meetings.who(row) for row in meetings.came(rows)] == ["Nell Ward, Hospital"]
    assert [meetings.who(row) for row in meetings.came(rows, "apologies")] == ["Dad"]
