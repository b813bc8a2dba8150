"""The guide to the import is true: followed to the letter, it answers as it says, and names every column."""

import io
import re
import shlex
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command

from goldthread.config.paths import ROOT
from goldthread.people.importing.entries import INVOLVEMENT, SHEETS
from goldthread.people.statements import NAME_KINDS
from tests.integration.test_guides import answers, pieces

GUIDE = (ROOT / "docs/guides/import.md").read_text(encoding="utf-8")
COMMAND = "./goldthread import "


@pytest.mark.django_db
def test_the_guide_holds_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for piece in pieces(GUIDE):
        if piece.act == "Write":
            Path(piece.what).parent.mkdir(exist_ok=True)
            Path(piece.what).write_text(piece.text)
        else:
            printed = _import(piece.what.removeprefix(COMMAND))
            assert answers(printed, piece.text), f"$ {piece.what}\n{printed}"


def _import(arguments: str) -> str:
    out = io.StringIO()
    with suppress(SystemExit):  # some rows were refused
        call_command("import_files", *shlex.split(arguments), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_guide_names_every_column_there_is(sheet: str) -> None:
    section = re.search(rf"^### {re.escape(sheet)}$(.*?)(?=^##|\Z)", GUIDE, re.DOTALL | re.MULTILINE)
    assert section
    rows = [line.split("|")[1] for line in section[1].splitlines() if line.startswith("| `")]
    assert sorted(re.findall("`([a-z_]+)`", "".join(rows))) == sorted(SHEETS[sheet].columns())


def test_the_guide_names_every_kind_there_is() -> None:
    words = re.findall("[a-z_0-9]+", GUIDE.rpartition("are one of:")[2])
    assert words == list(INVOLVEMENT)
    assert all(kind in GUIDE for kind in NAME_KINDS)
