"""What an entry says by now: as signed, then as each correction left it."""

from typing import Any
from uuid import UUID

from goldthread.ledger.entries import merged
from goldthread.ledger.models import Entry


def corrections(entry: Entry) -> list[Entry]:
    """Everything that amends it, or amends that, as recorded."""
    found: list[Entry] = []
    later = [entry]
    while later:
        later = list(Entry.objects.filter(amends__in=later).prefetch_related("parts"))
        found += later
    return sorted(found, key=lambda one: (one.recorded_at, str(one.pk)))


def values_of(entry: Entry) -> tuple[dict[str, Any], dict[UUID, dict[str, Any]]]:
    """What it says as corrected by now: the whole's values, and each person's by subject."""
    values: dict[str, Any] = dict(entry.payload)
    parts = {part.subject_id: dict(part.payload) for part in entry.parts.order_by("pk")}
    for correction in corrections(entry):
        values = merged(values, correction.payload.get("values", {}))
        for part in correction.parts.all():
            parts[part.subject_id] = merged(parts.get(part.subject_id, {}), part.payload)
    return values, parts
