"""Every field of every entry says who may see it and how long it is kept."""

from goldthread.ledger.entries import EntryType, entry_types
from goldthread.ledger.fields import Field, Retention, Sensitivity
from tests.rules.repository import there_are_none


def _fields(entry: type[EntryType]) -> list[tuple[str, Field]]:
    return [(f"{entry.kind}.{name}", field) for name, field in entry.fields.items()]


def test_there_are_entries() -> None:
    assert len(entry_types()) > 5


def test_every_field_has_a_sensitivity_and_a_retention() -> None:
    unclassified = [
        name
        for entry in entry_types().values()
        for name, field in _fields(entry)
        if not (isinstance(field.sensitivity, Sensitivity) and isinstance(field.retention, Retention))
    ]
    there_are_none(unclassified)
