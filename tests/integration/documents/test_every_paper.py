"""Every kind of paper, made of entries whose every answer tells what somebody must not know: none leaks."""

from typing import Any
from uuid import uuid4

import pytest

from goldthread.documents.copies import copy_for, words_of
from goldthread.documents.papers import kinds
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Date, Field, Group, Number, Text, When
from goldthread.ledger.models import Entry, EntrySubject
from tests.integration.documents.household import NOW, Family

pytestmark = pytest.mark.django_db
SECRET = "Zephyr Haven"
IDS = {"person", "worker", "booking"}  # ids, which no reader sees
# What a paper cannot be made without.
NEEDED: dict[str, Any] = {"step": "initial_conference", "version": 1, "language": "pl"}
# Papers of a sealed record go to nobody but whom it names: tests/integration/allegations holds them to it.
SEALED = {"agreed_record", "meeting_invitation"}


def filled(field: Field) -> Any:
    """An answer that tells the secret wherever words can be written."""
    if isinstance(field, Group):
        return [answers(field.fields)]
    if isinstance(field, When):
        return "2026-04-02T09:00:00Z"
    if isinstance(field, Date):
        return "2026-04-02"
    if isinstance(field, Number):
        return 1
    return f"We heard of {SECRET} from her." if type(field) in TEXTS else None


TEXTS = {one for one in (Text, *Text.__subclasses__()) if one.__name__ in {"Text", "LongText"}}


def answers(fields: Any) -> dict[str, Any]:
    found = {name: filled(field) for name, field in fields.items() if name not in IDS}
    return {name: value for name, value in found.items() if value is not None}


def entry_of(family: Family, kind: str) -> Entry:
    made = entry_type(kind)
    entry = Entry.objects.create(
        kind=kind,
        occurred_at=NOW,
        recorded_at=NOW,
        author=family.worker,
        author_name="Sal Screener",
        author_role="social_worker",
        payload={**answers({n: f for n, f in made.fields.items() if not f.per_child}), **NEEDED},
        idempotency_key=uuid4().hex,
    )
    own = answers(made.part_fields_of(entry.payload))
    EntrySubject.objects.create(entry=entry, subject=family.rowan, payload=own)
    return entry


def test_no_paper_of_any_kind_tells_it(authority: Any) -> None:
    authority("hartlepool-stockton")
    family = Family()
    family.keep("Dean", what="words", words=SECRET)
    made = [
        (each.kind, each.make(entry_of(family, kind), NOW))
        for each in kinds().values()
        for kind in each.of
        if each.kind not in SEALED
    ]
    readers = {
        (name, who)
        for name, paper in made
        for who in ("Dean", "nurse")
        if SECRET in "\n".join(words_of(copy_for(paper, family.recipients[who], at=NOW).paper))
    }
    # each of them tells it to somebody who may know, so that the search is a search
    assert readers == {(name, "nurse") for name, _ in made}
