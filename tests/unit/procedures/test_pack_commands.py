"""The commands for people who write packs: check, mark, compare, vocabulary."""

from pathlib import Path

import pytest

from tests.unit.procedures.asking import Answer
from tests.unit.procedures.world import PACKS as TEST_PACKS
from tests.unit.procedures.world import copy_packs

pytestmark = pytest.mark.takes(2)
AREA = ["--packs", str(TEST_PACKS), "--authority", "area"]


def test_packs_check_of_one_pack_and_of_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    path = packs / "area" / "routes.yaml"
    path.write_text(path.read_text().replace("service: front_desk", "service: front_door"))
    answer = Answer(capsys, "packs", "check", packs / "area", "--json")
    assert answer.status == 1
    assert {"pack", "file", "line", "code", "severity", "message"} <= set(answer.data[0])
    fault = next(each for each in answer.data if each["code"] == "unknown_service")
    assert (fault["file"], fault["line"]) == ("area/routes.yaml", 10)
    assert (
        "area/routes.yaml:10: service: error: There is no service"
        in Answer(capsys, "packs", "check", packs).text
    )


def test_packs_mark(capsys: pytest.CaptureFixture[str]) -> None:
    manual = TEST_PACKS / "documents" / "manual.txt"
    answer = Answer(capsys, "packs", "mark", manual, "Every contact .. working day", "--json")
    assert answer.data["words"] == 9
    assert answer.data["at"] == "1. Contacts"
    assert len(answer.data["sha256"]) == 64
    assert Answer(capsys, "packs", "mark", manual, "no such .. words").status == 2


def test_packs_compare(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("packs", "compare", "variant", "area", "--packs", TEST_PACKS)
    answer = Answer(capsys, *asked, "--json")
    duties = {each["duty"]: each for each in answer.data if each["kind"] == "duty"}
    assert {"duty", "effect", "share_earlier", "share_later", "examples"} <= set(duties["contact.answer"])
    assert duties["contact.answer"]["effect"] == "same"
    assert duties["decision.decide_sooner"]["only_in"] == "variant"
    assert (duties["decision.decide"]["effect"], duties["decision.decide"]["only_in"]) == ("only_in", "area")
    assert {each["kind"] for each in answer.data} == {"step", "duty", "outcome", "decider", "hours"}
    assert {each["effect"] for each in answer.data} <= {"same", "stricter", "looser", "mixed", "only_in"}
    told = Answer(capsys, *asked).text
    assert "duty decision.decide (Decide): only in area" in told
    assert "  theirs: within 3 working days of: Contact received; usually 2 working days; as a rule;" in told


def test_packs_vocabulary(capsys: pytest.CaptureFixture[str]) -> None:
    steps = Answer(capsys, "packs", "vocabulary", *AREA, "--json").data["steps"]
    contact = steps[0]
    assert (contact["step"], contact["title"], contact["outcomes"]) == (
        "contact",
        "Contact",
        ["received", "answered"],
    )
    assert contact["facts"][0] == {"name": "channel", "type": "choice", "values": ["telephone", "email"]}
    assert steps[1]["roles"] == ["worker", "manager"]  # a manager counts as a worker
