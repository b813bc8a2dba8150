"""Which requirements are met is read from the packs and from the tests that cite them."""

from pathlib import Path

import pytest

from goldthread.procedures.requirement_list import read_requirements
from goldthread.procedures.requirement_report import NO_PACK, NO_TEST, Row, page, report
from tests.unit.procedures.world import copy_packs

pytestmark = pytest.mark.takes(2)

LIST = """id,requirement,seed_file,section,kind
AREA-1,Answer in time.,manual.txt,1,deadline
AREA-2,Decide in time.,manual.txt,1,deadline
AREA-3,Aim at sooner.,manual.txt,1,deadline
AREA-4,The desk stays.,manual.txt,2,permission
OTHER-1,Something else.,other.txt,1,record
"""
TESTS = """
TABLE = {"AREA-3": "decision"}

class TestDesk:
    @requirement("AREA-2", "AREA-3")
    def test_it(self): ...

@pytest.mark.parametrize("name", cited(TABLE))
def test_table(name): ...
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder like a checkout, with the packs and the tests of the made-up area."""
    copy_packs(tmp_path)
    (tmp_path / "packs" / "requirements.csv").write_text(LIST)
    for folder in ("docs", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "not-met.yaml").write_text("AREA-2: half of it\n")
    (tmp_path / "tests" / "test_desk.py").write_text(TESTS)
    return tmp_path


def test_each_requirement_has_what_carries_it_and_what_shows_it(checkout: Path) -> None:
    rows = {row.id: row for row in report(checkout)}
    example = "tests/unit/test_pack_examples.py::test_a_worked_case_comes_out_as_it_says[area-danger]"
    assert rows["AREA-1"] == Row(
        "AREA-1", True, ("area/contact.answer", "variant/contact.answer"), (example,), None
    )
    assert (rows["AREA-2"].met, rows["AREA-2"].reason) == (False, "half of it")
    assert rows["AREA-3"].tests == ("tests/test_desk.py::TestDesk::test_it", "tests/test_desk.py::test_table")
    assert rows["AREA-4"].met
    assert (rows["OTHER-1"].met, rows["OTHER-1"].reason) == (False, NO_PACK)


def test_without_a_test_a_requirement_is_not_met(checkout: Path) -> None:
    (checkout / "tests" / "test_desk.py").write_text("")
    assert {row.id for row in report(checkout) if row.reason == NO_TEST} == {"AREA-3"}


def test_the_page_tells_what_is_met_and_what_is_not_and_why(checkout: Path) -> None:
    told = page(report(checkout), read_requirements(checkout / "packs" / "requirements.csv"))
    assert "## AREA: 3 of 4 met" in told
    assert "| AREA-1 | Answer in time. | `area/contact.answer`" in told
    assert "Not met, half of it: AREA-2" in told
