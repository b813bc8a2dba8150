"""The shipped packs: sound, described, with ids for ever, and every requirement accounted for."""

import pytest

from goldthread.procedures import golden_ids, schema
from goldthread.procedures.cli import main
from goldthread.procedures.register import PackRegister
from goldthread.procedures.requirement_report import NO_TEST, report
from tests.rules.repository import ROOT, there_are_none

PACKS = ROOT / "packs"


def test_packs_have_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["packs", "check"])
    assert status == 0, capsys.readouterr().out


def test_no_id_is_lost_or_used_for_something_else() -> None:
    now = golden_ids.current(PackRegister(PACKS))
    used, retired = golden_ids.read(PACKS / "ids.txt")
    assert not used - now, "lost: write them as retired in packs/ids.txt, if they are gone for good"
    assert not retired & now, "retired, and used again"
    assert not now - used, "new: ./goldthread packs ids --write"


def test_the_page_of_the_pack_format_is_current() -> None:
    page = (PACKS / "SCHEMA.md").read_text(encoding="utf-8")
    assert page == schema.text(), "./goldthread packs schema --write"


def test_every_requirement_of_a_shipped_document_is_shown_by_a_test_or_listed_as_not_met() -> None:
    there_are_none([row.id for row in report(ROOT) if row.reason == NO_TEST])


def test_no_reason_stands_beside_a_requirement_that_tests_show() -> None:
    there_are_none([f"{row.id}: {row.reason}" for row in report(ROOT) if row.tests and not row.met])
