"""What a case's reader is warned of: recorded against a rule, before its time, or in unknown words."""

from pathlib import Path

import pytest

from goldthread.procedures.cli import main
from goldthread.procedures.decide import Refused, decide
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.remarks import warnings
from goldthread.procedures.walltime import instant
from tests.unit.procedures.world import AREA, event
from tests.unit.procedures.world import PACKS as TEST_PACKS

pytestmark = pytest.mark.takes(2)

CALL = event("contact.received", "2026-03-02T10:00", "desk", "call", facts={"channel": "telephone"})
AT = instant("2026-03-02T12:00")


def told(*events: CaseEvent) -> str:
    return "\n".join(warnings(fold(AREA, events), AT))


def test_what_a_rule_forbade_is_told_with_the_rule() -> None:
    visit = event("visit.made", "2026-03-02T11:00", "desk")
    assert (
        "Visit: Family visited was recorded on 2 March 2026 at 11:00 although the procedure forbids it: "
        "The front desk visits (AREA-4, visit.desk_visits)."
    ) in told(CALL, visit)
    assert "forbids" not in told(CALL, visit._replace(role="worker"))


def test_a_rule_that_was_lifted_before_forbade_nothing() -> None:
    danger = CALL._replace(facts={"channel": "telephone", "in_danger": True})
    answered = event("contact.answered", "2026-03-02T10:30", "desk", answers="call")
    visit = event("visit.made", "2026-03-02T11:00")
    assert "(visit.visit_in_danger)" in told(danger, visit)
    assert "(visit.visit_in_danger)" not in told(danger, answered, visit)
    assert "(visit.visit_in_danger)" in told(danger, visit, answered._replace(at=AT))


def test_what_happened_before_the_procedure_was_in_force_is_told() -> None:
    early = event("contact.received", "2019-12-30T10:00", "desk", "early")
    assert duties(fold(AREA, [early]), AT) == []
    assert "This procedure is in force from 1 January 2020 (our reading T1)" in told(early)
    assert "in force" not in told(CALL)


def test_an_outcome_that_the_procedure_does_not_have_is_told_and_counts_for_nothing() -> None:
    strange = event("contact.shouted", "2026-03-02T11:00", "desk", "strange")
    state, alone = fold(AREA, [CALL, strange]), fold(AREA, [CALL])
    assert [duty.id for duty in duties(state, AT)] == [duty.id for duty in duties(alone, AT)]
    assert (
        "contact.shouted was recorded on 2 March 2026 at 11:00, but the procedure has no such outcome"
        in told(CALL, strange)
    )
    assert "outside the procedure" not in told(CALL, strange)
    answer = decide(alone, strange)
    assert isinstance(answer, Refused)
    assert answer.says == "Area manual has no such outcome."


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("answers: zz", 'answers: there is no event "zz" in this case.'),
        ("corrects: call2", 'corrects: there is no event "call2" in this case. Did you mean "call"?'),
        ("corrects: end", "corrects: names this event itself; name the event that it corrects."),
        ("authorises: end", "authorises: names this event itself; name the event that it authorises."),
        ("facts: {urgent: no}", 'Write false. Only where the word itself is meant, write "no" in quotes.'),
    ],
)
def test_a_slip_in_a_case_is_told_with_what_would_be_right(
    written: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "authority: area\nevents:\n"
        "  - {id: call, at: 2026-03-02T10:00, step: contact, outcome: received, by: {role: desk}}\n"
        "  - {id: end, at: 2026-03-02T11:00, step: contact, outcome: answered, by: {role: desk}, "
        f"{written}}}\n"
    )
    assert main(["pathway", str(case), "--at", "2026-03-02T12:00", "--packs", str(TEST_PACKS)]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "case.yaml:4" in error


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            ["open", "--authority", "area", "--service", "hub", "--at", "2026-03-02T18:00"],
            "Its services: front_desk, duty_team, archive.",
        ),
        (
            ["due", "--authority", "skeleton", "--requirement", "AREA-1", "--start", "2026-03-02"],
            'There is no procedure of "skeleton". There are procedures of: area, ',
        ),
    ],
)
def test_who_asks_for_what_is_not_there_hears_what_is(
    asked: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*asked, "--packs", str(TEST_PACKS)]) == 2
    assert message in capsys.readouterr().err
