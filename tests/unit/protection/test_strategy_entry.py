"""What the entry of a strategy discussion tells the procedure, for each child by itself."""

from collections.abc import Callable
from typing import Any

import pytest

from goldthread.ledger.entries import Allocation
from goldthread.protection.entries.strategy import StrategyMeeting, attended
from tests.requirements import requirement

SAID = {"step": "strategy_discussion", "team": "T", "outcome": "section_47"}


def outcomes(values: dict[str, Any], part: dict[str, Any]) -> set[str]:
    """What happened to one child."""
    return {one.outcome for one in StrategyMeeting.events(values, part) if one.outcome}


@requirement("GLOS-3.9")
def test_only_the_sibling_with_an_enquiry_passes_to_the_other_team(authority: Callable[..., None]) -> None:
    authority("gloucestershire")
    values = {"step": "strategy_discussion", "team": "T"}
    assert StrategyMeeting.allocation_of(values, {"outcome": "section_47"}) == Allocation("T", "")
    assert "accepted" in outcomes(values, {"outcome": "section_47"})
    assert StrategyMeeting.allocation_of(values, {"outcome": "no_section_47"}) is None
    assert "accepted" not in outcomes(values, {"outcome": "no_section_47"})
    assert StrategyMeeting.allocation_of({**values, "outcome": "section_47"}, {}) == Allocation("T", "")
    authority("hartlepool-stockton")
    assert StrategyMeeting.allocation_of(values, {"outcome": "section_47"}) is None, "no such rule there"


@requirement("HUB-4.3", "HUB-4.4")
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"part": "police", "came": "there"}, {"part": "team_manager", "came": "apologies"}], ["police"]),
        ([{"part": "health_professional", "came": "part"}], ["health"]),
        ([{"part": "other", "came": "there"}, {"part": "school"}], ["other"]),
        ([], []),
    ],
)
def test_only_those_who_came_attended(
    authority: Callable[..., None], rows: list[dict[str, str]], found: list[str]
) -> None:
    authority("hartlepool-stockton")
    assert attended(rows) == found


@requirement("HSSCP-10.8")
def test_a_medical_is_arranged_once_all_three_are_said(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    some = {**SAID, "medical_arrangements": "The aunt, at ten", "medical_supervised_by": "Sal Worker"}
    assert "medical_arranged" not in outcomes(some, {})
    assert "medical_arranged" in outcomes({**some, "medical_police": False}, {})
