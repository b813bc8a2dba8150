"""The authority that this installation serves, and its procedure's packs: each is read once."""

from functools import cache
from pathlib import Path

from django.conf import settings

from goldthread.procedures.pack import Pack
from goldthread.procedures.register import PackRegister


def register() -> PackRegister:
    """Every pack of this installation."""
    return _register(settings.GOLDTHREAD_PACKS)


def newest() -> Pack:
    """This authority's newest procedure: the one whose words are shown."""
    return _newest(settings.GOLDTHREAD_PACKS, settings.GOLDTHREAD_AUTHORITY)


@cache
def _register(directory: Path) -> PackRegister:
    return PackRegister(directory)


@cache
def _newest(directory: Path, authority: str) -> Pack:
    return _register(directory).versions(authority)[-1]
