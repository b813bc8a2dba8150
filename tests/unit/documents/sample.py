"""A paper about two children, and what may stand between it and a recipient."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from goldthread.access.recipients import Recipient
from goldthread.access.withholding import Against
from goldthread.documents.papers import Block, Fact, Paper, Section

AT = datetime(2026, 4, 2, 12, tzinfo=UTC)
ENTRY, OTHER = UUID(int=1), UUID(int=2)
ROWAN, HAZEL, DEAN, MEG = (UUID(int=n) for n in range(11, 15))
FATHER = Recipient("Dean Alder", "father of Rowan", person=DEAN)
NURSE = Recipient("Nell Ward", "school nurse", email="nell.ward@example.org")


def fact(label: str, text: str, **more: Any) -> Fact:
    return Fact(label, text, **{"entry": ENTRY, "field": label.lower(), **more})


def paper(*body: Block, title: str = "Minutes", heading: str = "What was said") -> Paper:
    return Paper(
        kind="minutes",
        title=title,
        entry=ENTRY,
        reference="K7R-4M2-HX9",
        authority="Testshire Council",
        at=AT,
        about=(ROWAN, HAZEL),
        sections=(Section(heading, body),),
    )


def against(recipient: Recipient = FATHER, **more: Any) -> Against:
    nothing_kept: Mapping[str, Any] = {
        "nothing": (),
        "entries": {},
        "answers": {},
        "reach": {},
        "needles": {},
        "own": frozenset({DEAN}),
        "knows": frozenset({DEAN, ROWAN}) if recipient.is_family else None,
    }
    return Against(recipient=recipient, **{**nothing_kept, **more})
