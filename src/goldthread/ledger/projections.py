"""What other folders derive from entries, in the same transaction. Settings name them."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.db import models

from goldthread.ledger.models import Entry


@cache
def _projections() -> tuple[ModuleType, ...]:
    """The modules: each has `project(entry)` and `DERIVED`, the tables that it alone writes."""
    return tuple(import_module(path) for path in settings.LEDGER_PROJECTIONS)


def project(entry: Entry) -> None:
    """Let every projection derive what it keeps from one entry. Projecting twice changes nothing."""
    for projection in _projections():
        projection.project(entry)


def project_all(entries: Sequence[Entry]) -> None:
    """The same of many new entries that amend nothing, such as an import's, in few statements."""
    for projection in _projections():
        projection.project_all(entries)


def derived_tables() -> list[type[models.Model]]:
    """Every table that a projection can make again."""
    return [table for projection in _projections() for table in projection.DERIVED]
