"""Everything that is kept says how sensitive it is, as what it is kept, and where that rule comes from."""

from goldthread.config.retention_page import APART, how_long, tables
from goldthread.ledger.entries import entry_types
from goldthread.ledger.fields import Field, Group
from goldthread.ledger.procedure import register
from goldthread.ledger.retention import Retention
from goldthread.procedures.format.retention import RECORDS
from tests.rules.repository import there_are_none


def test_every_kind_of_record_can_have_rules() -> None:
    assert {one.value for one in Retention} == RECORDS
    assert all(one.says for one in Retention)


def test_every_column_of_a_group_is_kept_as_its_group_or_shorter_is_said() -> None:
    groups: list[tuple[str, Field]] = [
        (f"{kind.kind}.{name}", field)
        for kind in entry_types().values()
        for name, field in kind.fields.items()
        if isinstance(field, Group)
    ]
    assert groups
    there_are_none(
        [
            f"{name}.{column.name}"
            for name, group in groups
            if isinstance(group, Group)
            for column in group.fields.values()
            if not (column.sensitivity and column.retention)
        ]
    )


def test_every_rule_names_the_document_that_it_comes_from() -> None:
    packs = [register().pack(name) for name in register().ids()]
    assert any(pack.retention for pack in packs)
    there_are_none(
        [
            f"{pack.id}.{name}"
            for pack in packs
            for name, rule in pack.retention.items()
            if not rule.cite or any(cite.source not in pack.sources for cite in rule.cite)
        ]
    )


def test_of_every_table_it_is_said_how_long_its_rows_are_kept() -> None:
    there_are_none([model._meta.label for model in tables() if not how_long(model)])
    labels = {model._meta.label for model in tables()}
    there_are_none([label for label in APART if label not in labels])
