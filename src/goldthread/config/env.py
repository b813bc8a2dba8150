"""Reads settings from the environment and refuses a value it does not understand."""

import os
from collections.abc import Collection
from pathlib import Path

YES = frozenset({"yes", "true", "on", "1"})
NO = frozenset({"no", "false", "off", "0"})


class BadSetting(Exception):
    """An environment variable holds what the service cannot use; the message says what would be right."""


def given(name: str) -> str | None:
    """The value as set, or None when the variable is absent or blank."""
    return os.environ.get(name, "").strip() or None


def text(name: str, default: str = "") -> str:
    """Any text."""
    return given(name) or default


def required(name: str, because: str) -> str:
    """Any text, which must be there."""
    value = given(name)
    if value is None:
        raise BadSetting(f"{name} is not set: {because}")
    return value


def flag(name: str, *, default: bool) -> bool:
    """yes or no."""
    value = (given(name) or ("yes" if default else "no")).lower()
    if value not in YES | NO:
        raise BadSetting(f"{name}={value}: write yes or no")
    return value in YES


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    value = given(name) or str(default)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise BadSetting(f"{name}={value}: write a whole number from {low} to {high}")
    return int(value)


def choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of a few words."""
    value = given(name) or default
    if value not in choices:
        raise BadSetting(f"{name}={value}: write one of {', '.join(sorted(choices))}")
    return value


def words(name: str, default: Collection[str] = ()) -> list[str]:
    """A list, separated by commas."""
    value = given(name)
    return list(default) if value is None else [word.strip() for word in value.split(",") if word.strip()]


def folder(name: str, default: Path | None = None) -> Path | None:
    """A folder that exists. A default that does not exist counts as not given."""
    value = given(name)
    if value is None:
        return default if default and default.is_dir() else None
    if not Path(value).is_dir():
        raise BadSetting(f"{name}={value}: there is no such folder")
    return Path(value).resolve()
