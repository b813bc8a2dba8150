"""Times our own making of that record: the first, then the usual one, then twenty recipients' copies."""
# ruff: noqa: INP001, E402 - a script of its own; Django is set up before what needs it

import os
import statistics
import time
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")

import django

django.setup()

import pypdf
import record

from goldthread.access.recipients import Recipient
from goldthread.access.withholding import Against
from goldthread.documents.copies import Copy
from goldthread.documents.papers import Block, Fact, Paper, Section, Table
from goldthread.documents.pdf import render

RECIPIENTS = 20
_ENTRY = UUID(int=1)


def _fact(label: str, text: str) -> Fact:
    return Fact(label, text, _ENTRY, label)


def _block(one: record.Block) -> Block:
    if isinstance(one, tuple):
        return _fact(*one)
    rows = tuple(tuple(_fact(*cell) for cell in zip(record.HEAD, row, strict=True)) for row in one)
    return Table("Actions", record.HEAD, rows)


def _copy(name: str) -> Copy:
    made = tuple(Section(title, tuple(map(_block, body))) for title, body in record.sections())
    paper = Paper(
        kind="record",
        title="Record of the conference",
        entry=_ENTRY,
        reference="K7R-4M2-HX9",
        authority="Testshire Council",
        at=datetime(2026, 4, 2, 12, tzinfo=UTC),
        about=(),
        sections=made,
    )
    to = Recipient(name)
    return Copy(paper, to, (), Against(to, (), {}, {}, {}, {}, frozenset(), None))


def _seconds(copy: Copy) -> float:
    start = time.perf_counter()
    render(copy)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures. Each copy is for somebody else: none is made from what was kept of the last."""
    first = _seconds(_copy("Nell Ward"))
    times = sorted(_seconds(_copy(f"Recipient {number}")) for number in range(RECIPIENTS))
    pages = len(pypdf.PdfReader(BytesIO(render(_copy("Nell Ward")))).pages)
    print(f"Goldthread (typst), {pages} pages, PDF/UA-1 and PDF/A-2a:")
    print(f"  the first of a process {first * 1000:.0f} ms")
    usual, slowest = statistics.median(times) * 1000, times[-1] * 1000
    print(f"  another recipient's copy {usual:.0f} ms, the slowest of {RECIPIENTS} {slowest:.0f} ms")


main()
