"""What would have been: cases under another pack, from another day on, and as known at another instant."""

import json
from datetime import date
from pathlib import Path

import pytest

from goldthread.procedures.cli import main
from goldthread.procedures.register import PackRegister
from goldthread.procedures.simulating import Simulation, simulate, totals, with_pack
from goldthread.procedures.walltime import instant
from tests.unit.procedures.world import AREA, PACKS, copy_packs, event

VARIANT = PackRegister(PACKS).pack("variant")
EARLY = event("contact.received", "2026-03-02T10:00", "desk", id="early")
LATER = event("contact.received", "2026-03-16T10:00", "desk", id="later")
DECIDED = event("decision.nothing", "2026-03-05T10:00", "manager", id="decided", answers="early")


def what_if(*events: object, since: str = "", at: str = "2026-03-30T10:00") -> Simulation:
    procedure = with_pack(AREA, VARIANT, date.fromisoformat(since) if since else None)
    return simulate(AREA, procedure, events, instant(at))  # type: ignore[arg-type]


def decisions(found: Simulation) -> dict[str, str]:
    return {each.duty.start.root: each.difference for each in found.changes if "decide" in each.duty.id}


def test_the_same_case_under_another_pack() -> None:
    found = what_if(EARLY, DECIDED)
    change = next(each for each in found.changes if each.duty.id == "decision.decide")
    assert change.as_is
    assert change.what_if
    assert (change.as_is.state, change.what_if.state) == ("met", "met_late")
    assert (change.as_is.id, change.what_if.id) == ("decision.decide", "decision.decide_sooner")
    assert change.difference == "earlier"
    assert {each.difference for each in found.changes if each is not change} == {"same"}


def test_from_a_day_on_keeps_the_rule_of_the_starting_events_day() -> None:
    assert decisions(what_if(EARLY, LATER)) == {"early": "earlier", "later": "earlier"}
    assert decisions(what_if(EARLY, LATER, since="2026-03-16")) == {"early": "same", "later": "earlier"}
    assert decisions(what_if(EARLY, LATER, since="2026-03-17")) == {"early": "same", "later": "same"}


def test_the_state_alone_can_differ_and_so_can_what_is_owed_at_all() -> None:
    register = PackRegister(PACKS)
    head = register.pack("area").head
    shorter = register.pack("area").but(steps={"contact": register.pack("area").steps["contact"]}, head=head)
    found = simulate(AREA, with_pack(AREA, shorter), [EARLY, DECIDED], instant("2026-03-30T10:00"))
    assert [each.id for each in found.unknown] == ["decided"]
    assert decisions(found) == {"early": "gone"}
    back = simulate(with_pack(AREA, shorter), AREA, [EARLY], instant("2026-03-30T10:00"))
    assert decisions(back) == {"early": "new"}


def test_only_what_was_known_then_counts() -> None:
    late = DECIDED._replace(recorded_at=instant("2026-03-20T10:00"))
    procedure = with_pack(AREA, VARIANT)
    at = instant("2026-03-10T10:00")
    for known_at, state in (("2026-03-19T10:00", "overdue"), ("2026-03-21T10:00", "met_late")):
        found = simulate(AREA, procedure, [EARLY, late], at, instant(known_at))
        assert [
            each.what_if.state for each in found.changes if "decide" in each.duty.id and each.what_if
        ] == [state]


def test_all_cases_together_are_counted_by_duty() -> None:
    counted = totals([what_if(EARLY, DECIDED), what_if(LATER), what_if(EARLY, since="2027-01-01")])
    assert counted["decision.decide"] == {"earlier": 2, "same": 1}


CASE = """
authority: area
subject: {}
events:
  - {id: call, at: 2026-03-02T10:00, step: contact, outcome: received, by: {role: desk}}
"""


def test_the_command_answers_for_a_case_and_for_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "one.yaml").write_text(CASE)
    (cases / "two.yaml").write_text(CASE.replace("2026-03-02", "2026-03-03"))
    asked = ["--at", "2026-03-30T10:00", "--packs", str(PACKS), "--with"]
    assert main(["simulate", str(cases), *asked, "variant", "--from", "2026-03-03", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [Path(each["case"]).name for each in data["cases"]] == ["one.yaml", "two.yaml"]
    decide = next(each for each in data["totals"] if each["duty"] == "decision.decide")
    assert (decide["same"], decide["earlier"]) == (1, 1)
    changed = next(each for each in data["cases"][1]["duties"] if each["duty"] == "decision.decide")
    assert (changed["as_is"]["due"], changed["what_if"]["due"]) == ("2026-03-06", "2026-03-05")
    folder = copy_packs(tmp_path) / "variant"  # a pack that is no shipped one, by its folder
    assert main(["simulate", str(cases / "one.yaml"), *asked, str(folder)]) == 0
    told = capsys.readouterr().out
    assert "  earlier: Decide (decision.decide), from 2026-03-02T10:00:00+00:00" in told
    assert "    as it is: overdue, due 2026-03-05; it would be: overdue, due 2026-03-04" in told
    assert "  1 duties would be the same." in told


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--with", "nobody"], 'no pack "nobody"'),
        (["--with", "variant", "--from", "2026-03-03T10:00"], "--from"),
    ],
)
def test_a_bad_question_is_status_2(
    more: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.yaml").write_text(CASE)
    asked = ["simulate", str(tmp_path / "case.yaml"), "--at", "2026-03-30T10:00", "--packs", str(PACKS)]
    assert main([*asked, *more]) == 2
    assert message in capsys.readouterr().err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["simulate", str(empty), *asked[2:], "--with", "variant"]) == 2
