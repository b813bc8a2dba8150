"""What entries of early help say in a line, and of what should change."""

from goldthread.earlyhelp.entries.meeting import EarlyHelpMeeting
from goldthread.earlyhelp.entries.opening import EarlyHelpEnding, EarlyHelpLead, EarlyHelpOpening
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan, changes
from goldthread.ledger.entries import Allocation
from tests.requirements import requirement


@requirement("WORC-4.6")
def test_a_plan_says_what_should_change_sooner_and_later_and_by_when() -> None:
    rows = [
        {"change": "He lives elsewhere", "horizon": "soon", "by_when": "2026-06-01"},
        {"change": "She feels safe", "horizon": "later"},
        {"better": "a row without a change"},
    ]
    assert changes({"objectives": rows}) == [
        "He lives elsewhere (soon, by 1 June 2026)",
        "She feels safe (in the longer term)",
    ]
    told = EarlyHelpPlan.more_facts({"objectives": rows, "next_review": "2026-06-03"})
    assert told["review_dates_set"] is True
    assert "review_dates_set" not in EarlyHelpPlan.more_facts({"objectives": rows})


@requirement("WORC-4.4")
def test_a_meeting_says_whether_the_parents_were_there() -> None:
    people = [{"name": "Mary Elm", "came": "there"}, {"name": "Tess", "came": "apologies"}]
    said = EarlyHelpMeeting.summary({"people": people, "parents_present": True, "next_review": "2026-06-03"})
    assert said == "Early help meeting: 1 there, with the parents; next on 3 June 2026"
    assert "without the parents" in EarlyHelpMeeting.summary({"people": people, "parents_present": False})


def test_the_lead_holds_the_case_until_somebody_else_does_or_it_ends() -> None:
    assert EarlyHelpOpening.allocation({"lead": "7"}) == Allocation(worker="7")
    assert EarlyHelpLead.allocation({"lead_outside": "Ann, GP"}) == Allocation(worker="")
    assert EarlyHelpLead.allocation({"members": []}) is None
    assert EarlyHelpEnding.allocation({"outcome": "stepped_up"}) == Allocation(worker="")
