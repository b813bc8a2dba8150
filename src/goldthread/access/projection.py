"""Keeps what must not be known to whom, as entries say. It follows from them, so it can be rebuilt."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import models

from goldthread.access.entries import KeptFrom, KeptLifted
from goldthread.access.models import Kept
from goldthread.ledger.entries import merged
from goldthread.ledger.models import Entry
from goldthread.people.folding import fold

DERIVED: tuple[type[models.Model], ...] = (Kept,)


def project(entry: Entry) -> None:
    """Write what the entry keeps from somebody, or take it out again. Doing it again changes nothing."""
    while entry.amends is not None:
        entry = entry.amends
    if entry.kind == KeptLifted.kind and entry.answers_id:
        Kept.objects.filter(pk=entry.answers_id).delete()
    if entry.kind == KeptFrom.kind:
        _keep(entry)


def project_all(entries: Sequence[Entry]) -> None:
    """The same of many new entries."""
    for entry in entries:
        project(entry)


def refresh(people: Collection[UUID]) -> None:
    """Nothing is summed up here of anybody."""


def _keep(entry: Entry) -> None:
    parts = list(entry.parts.order_by("pk"))
    if not parts or entry.replies.filter(kind=KeptLifted.kind).exists():
        Kept.objects.filter(pk=entry.pk).delete()
        return
    said = dict(entry.payload)
    for correction in entry.amendments.order_by("recorded_at", "pk"):
        said = merged(said, correction.payload.get("values", {}))
    others = said.get("scope") == "others"
    Kept.objects.update_or_create(
        pk=entry.pk,
        defaults={
            "subject": parts[0].subject,
            "what": said["what"],
            "whose": _id(said.get("whose")),
            "target": _id(said.get("entry")),
            "field": said.get("field", ""),
            "words": _lines(said.get("words", "")),
            "others": others,
            "keys": list(said.get("keys", ())),
            "names": [] if others else sorted(_names(said.get("named", ""))),
            "since": entry.recorded_at,
        },
    )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _names(named: str) -> Iterable[str]:
    """`Dean Alder (father)` as one who is only named would be called."""
    return {fold(one.partition("(")[0]) for one in named.split(";")} - {""}
