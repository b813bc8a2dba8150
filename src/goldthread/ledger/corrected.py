"""What an entry says by now: as signed, then as each correction left it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from goldthread.ledger.entries import merged
from goldthread.ledger.models import Entry

Said = tuple[dict[str, Any], dict[UUID, dict[str, Any]]]  # the whole's values, and each person's by subject


def corrections(entry: Entry) -> list[Entry]:
    """Everything that amends it, or amends that, as recorded."""
    return corrections_of_all([entry])[entry.pk]


def values_of(entry: Entry) -> Said:
    """What it says as corrected by now: the whole's values, and each person's by subject."""
    return _said(entry, corrections(entry))


def values_of_all(entries: Iterable[Entry]) -> dict[UUID, Said]:
    """The same of several entries at once, by their ids. Their parts are read best with them."""
    every = list(entries)
    found = corrections_of_all(every)
    return {entry.pk: _said(entry, found[entry.pk]) for entry in every}


def corrections_of_all(entries: Iterable[Entry]) -> dict[UUID, list[Entry]]:
    """For each of several entries what amends it, at whatever remove: one query for each remove."""
    root = {entry.pk: entry.pk for entry in entries}
    found: dict[UUID, list[Entry]] = {pk: [] for pk in root}
    nearest = list(root)
    while nearest:
        later = list(Entry.objects.filter(amends__in=nearest).prefetch_related("parts"))
        for one in later:
            if one.amends_id is not None:
                root[one.pk] = root[one.amends_id]
                found[root[one.pk]].append(one)
        nearest = [one.pk for one in later]
    return {pk: sorted(some, key=lambda one: (one.recorded_at, str(one.pk))) for pk, some in found.items()}


def _said(entry: Entry, corrected_by: Iterable[Entry]) -> Said:
    values: dict[str, Any] = dict(entry.payload)
    parts = {part.subject_id: dict(part.payload) for part in entry.parts.all()}
    for correction in corrected_by:
        values = merged(values, correction.payload.get("values", {}))
        for part in correction.parts.all():
            parts[part.subject_id] = merged(parts.get(part.subject_id, {}), part.payload)
    return values, parts
