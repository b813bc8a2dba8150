"""A pack that has not changed is not checked again; one that has, or anything it rests on, is."""

from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from goldthread.procedures import pack_commands
from goldthread.procedures.checks.remembered import Remembered
from goldthread.procedures.cli import main
from goldthread.procedures.format.findings import Finding
from tests.unit.procedures.world import copy_packs

pytestmark = pytest.mark.takes(2)

FINDING = Finding("area", "area/pack.yaml", 3, "code", "warning", "It is so.", "key")


class Counted:
    """A check that says how often it was asked."""

    times = 0

    def __call__(self) -> list[Finding]:
        self.times += 1
        return [FINDING]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return copy_packs(tmp_path)


def known(packs: Path) -> Remembered:
    return Remembered(packs.parent / "var" / "checked.json", [packs], [packs.parent / "requirements.csv"])


def test_what_has_not_changed_is_not_checked_again(packs: Path) -> None:
    check = Counted()
    assert known(packs).findings("area", check) == [FINDING]
    assert known(packs).findings("area", check) == [FINDING]
    assert check.times == 1
    known(packs).findings("variant", check)
    assert check.times == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda packs: packs / "variant" / "pack.yaml",
        lambda packs: packs / "variant" / "steps" / "20-decision.yaml",
        lambda packs: packs / "area" / "routes.yaml",
        lambda packs: packs / "area" / "examples" / "danger.yaml",
        lambda packs: packs / "skeleton" / "bank-holidays.yaml",
        lambda packs: packs / "variant" / "steps" / "99-new.yaml",
        lambda packs: packs.parent / "requirements.csv",
    ],
)
def test_a_change_anywhere_below_it_is_looked_at(packs: Path, change: Callable[[Path], Path]) -> None:
    check = Counted()
    known(packs).findings("variant", check)
    with change(packs).open("a") as file:
        file.write("# changed\n")
    known(packs).findings("variant", check)
    assert check.times == 2


def test_a_list_that_cannot_be_read_or_written_only_costs_time(packs: Path) -> None:
    check, remembered = Counted(), known(packs)
    remembered.findings("area", check)
    remembered.file.write_text("{")
    assert known(packs).findings("area", check) == [FINDING]
    nowhere = Remembered(packs / "area" / "pack.yaml" / "checked.json", [packs], [])
    assert nowhere.findings("area", check) == [FINDING]
    assert check.times == 3


@pytest.mark.takes(20)
def test_all_packs_are_checked_in_a_tenth_of_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    """Once started, and with nothing changed since the last check: processor time."""
    first = main(["packs", "check"]), capsys.readouterr().out
    begun = process_time()
    second = main(["packs", "check"]), capsys.readouterr().out
    assert process_time() - begun < 0.1
    assert first == second


def test_a_fault_mended_or_made_shows_at_once(
    packs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pack_commands, "CHECKED", packs.parent / "checked.json")
    path = packs / "area" / "routes.yaml"
    sound = path.read_text()
    spoilt = sound.replace("service: front_desk", "service: front_door")
    for text, faulty in ((spoilt, True), (sound, False), (spoilt, True)):
        path.write_text(text)
        main(["packs", "check", str(packs / "area")])
        assert ("unknown_service" in capsys.readouterr().out) is faulty
