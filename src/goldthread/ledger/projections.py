"""What other folders derive from entries, in the same transaction. Settings name them."""

from collections.abc import Collection, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from uuid import UUID

from django.conf import settings
from django.db import models

from goldthread.ledger.models import Entry, Subject


@cache
def _projections() -> tuple[ModuleType, ...]:
    """The modules: each has `project(entry)`, `refresh(people)` and `DERIVED`, the tables it alone writes."""
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


def forget(entries: Collection[UUID], subjects: Collection[UUID]) -> None:
    """Delete what any projection derived from these entries, or keeps of these people."""
    gone: dict[object, Collection[UUID]] = {Entry: entries, Subject: subjects}
    for table in derived_tables():
        for column in table._meta.concrete_fields:
            if ids := gone.get(column.related_model):
                table._default_manager.filter(**{f"{column.name}__in": ids}).delete()


def refresh(people: Collection[UUID]) -> None:
    """Let every projection write afresh what it sums up of these people, some entries of whom went."""
    for projection in _projections():
        projection.refresh(people)
