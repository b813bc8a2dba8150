"""Whose service a process is, and which authorities an installation serves."""

from pathlib import Path

import pytest

from goldthread.config import authorities
from goldthread.config.env import BadSetting

PACKS = Path(__file__).parents[3] / "packs"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (authorities.HERE, authorities.ALL, authorities.PORTS):
        monkeypatch.delenv(name, raising=False)


def test_a_demonstration_has_everyone_with_a_procedure_and_no_skeleton() -> None:
    everyone = authorities.all_of_them(PACKS, demo=True)
    assert everyone[0] == authorities.here() == "hertfordshire"
    assert {"gloucestershire", "worcestershire"} < set(everyone)
    assert "england" not in everyone


def test_a_real_service_is_one_authority_s_unless_more_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert authorities.all_of_them(PACKS, demo=False) == ["hertfordshire"]
    monkeypatch.setenv(authorities.HERE, "gloucestershire")
    assert authorities.all_of_them(PACKS, demo=True) == ["gloucestershire"]
    monkeypatch.setenv(authorities.ALL, "worcestershire, gloucestershire")
    assert authorities.all_of_them(PACKS, demo=False) == ["worcestershire", "gloucestershire"]
    monkeypatch.delenv(authorities.HERE)
    assert authorities.here() == "worcestershire"


def test_an_authority_without_a_procedure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(authorities.ALL, "hertfordshire,camelot")
    with pytest.raises(BadSetting, match="no procedure of camelot; there are "):
        authorities.all_of_them(PACKS, demo=True)


def test_neighbours_are_the_others_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert authorities.neighbours(PACKS) == {}
    monkeypatch.setenv(authorities.PORTS, "hertfordshire:8000,gloucestershire:8001")
    assert {name: port for name, (_, port) in authorities.neighbours(PACKS).items()} == {
        "gloucestershire": 8001
    }
