"""What other folders derive from entries, in the same transaction. Settings name them, so that the record knows none."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from goldthread.ledger.models import Entry

Projection = Callable[[Entry], None]


@cache
def _projections() -> tuple[Projection, ...]:
    return tuple(import_string(path) for path in settings.LEDGER_PROJECTIONS)


def project(entry: Entry) -> None:
    """Let every projection derive what it keeps from one entry. Projecting twice changes nothing."""
    for projection in _projections():
        projection(entry)
