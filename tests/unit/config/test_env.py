"""Settings from the environment: understood, or refused with what would be right."""

from pathlib import Path

import pytest

from goldthread.config import env, secret
from goldthread.config.env import BadSetting

NAME = "GOLDTHREAD_TEST"


@pytest.mark.parametrize(("value", "meant"), [("yes", True), ("ON", True), ("0", False), (" no ", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, *, meant: bool) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=not meant) is meant


@pytest.mark.parametrize("value", ["ja", "y", "2"])
def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadSetting, match=f"{NAME}={value}: write yes or no"):
        env.flag(NAME, default=True)


@pytest.mark.parametrize("value", ["", "  "])
def test_a_blank_is_as_good_as_absent(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.text(NAME, "default") == "default"
    assert env.number(NAME, default=7, low=1, high=9) == 7


@pytest.mark.parametrize("value", ["0", "10", "-1", "3.5", "three", "\u0663"])
def test_a_number_outside_its_range_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadSetting, match="write a whole number from 1 to 9"):
        env.number(NAME, default=5, low=1, high=9)


def test_a_choice_names_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "pigeon")
    with pytest.raises(BadSetting, match="write one of notify, outbox, smtp"):
        env.choice(NAME, "smtp", {"smtp", "notify", "outbox"})


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "a.example.org, b.example.org,")
    assert env.words(NAME) == ["a.example.org", "b.example.org"]


def test_a_folder_must_exist_when_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env.folder(NAME, default=tmp_path / "nowhere") is None
    monkeypatch.setenv(NAME, str(tmp_path / "nowhere"))
    with pytest.raises(BadSetting, match="there is no such folder"):
        env.folder(NAME)


def test_a_real_service_needs_its_own_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOLDTHREAD_SECRET_KEY", raising=False)
    with pytest.raises(BadSetting, match="GOLDTHREAD_SECRET_KEY is not set"):
        secret.key(demo=False)


def test_a_demonstration_keeps_the_secret_it_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GOLDTHREAD_SECRET_KEY", raising=False)
    monkeypatch.setattr(secret, "VAR", tmp_path)
    made = secret.key(demo=True)
    assert len(made) > 50
    assert secret.key(demo=True) == made
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
