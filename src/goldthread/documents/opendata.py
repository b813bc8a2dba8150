"""A recipient's copy as open data: the same words as its PDF, no more, as JSON or CSV (HSSCP-9.9)."""

import io
import json
from collections.abc import Iterator
from typing import Any

from goldthread.documents.copies import Copy
from goldthread.documents.papers import Block, Fact, Section, Table
from goldthread.ledger.spreadsheet import Rows

FORMAT = "goldthread-paper/1"
COLUMNS = ("section", "table", "row", "label", "text", "entry", "field")

_TEXT = {"type": "string"}
_FACT = {
    "type": "object",
    "required": ["label", "text"],
    "properties": {
        "label": _TEXT,
        "text": _TEXT,
        "entry": {"type": "string", "format": "uuid", "description": "the signed entry that says it"},
        "field": {**_TEXT, "description": "where in that entry"},
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "One recipient's copy of a paper out of a record",
    "type": "object",
    "required": ["format", "kind", "title", "authority", "reference", "made", "for", "sections"],
    "properties": {
        "format": {"const": FORMAT},
        "kind": _TEXT,
        "title": _TEXT,
        "authority": _TEXT,
        "reference": _TEXT,
        "made": {"type": "string", "format": "date-time"},
        "for": _TEXT,
        "left_out": {"type": "integer", "description": "how many things this recipient may not have"},
        "sections": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["title", "body"],
                "properties": {
                    "title": _TEXT,
                    "body": {
                        "type": "array",
                        "items": {
                            "anyOf": [
                                _TEXT,
                                _FACT,
                                {
                                    "type": "object",
                                    "required": ["caption", "rows"],
                                    "properties": {
                                        "caption": _TEXT,
                                        "rows": {"type": "array", "items": {"type": "array", "items": _FACT}},
                                    },
                                },
                            ]
                        },
                    },
                },
            },
        },
    },
}
"""What `as_json` gives. A change that a reader would notice is a new FORMAT."""


def as_json(copy: Copy) -> str:
    """The copy as JSON. Raises ValueError for one that may not go."""
    paper = _whole(copy)
    said = {
        "format": FORMAT,
        "kind": paper.kind,
        "title": paper.title,
        "authority": paper.authority,
        "reference": paper.reference,
        "made": paper.at.isoformat(),
        "for": copy.recipient.name,
        "left_out": len(copy.left_out),
        "sections": [{"title": one.title, "body": [_block(b) for b in one.body]} for one in paper.sections],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def as_csv(copy: Copy) -> str:
    """One row a fact, with COLUMNS; nothing in it is a formula. Raises ValueError for one that may not go."""
    written = io.StringIO()
    out = Rows(written)
    out.write(COLUMNS)
    for section in _whole(copy).sections:
        out.write_all(_rows(section))
    return written.getvalue()


def _whole(copy: Copy) -> Any:
    if copy.nothing:
        raise ValueError("nothing of this may go to them")
    return copy.paper


def _block(block: Block) -> Any:
    if isinstance(block, str):
        return block
    if isinstance(block, Table):
        return {"caption": block.caption, "rows": [[_fact(one) for one in row] for row in block.rows]}
    return _fact(block)


def _fact(fact: Fact) -> dict[str, str]:
    said = {"label": fact.label, "text": fact.text}
    return {**said, "entry": str(fact.entry), "field": fact.field} if fact.entry else said


def _rows(section: Section) -> Iterator[tuple[str, ...]]:
    for block in section.body:
        if isinstance(block, str):
            yield (section.title, "", "", "", block, "", "")
        elif isinstance(block, Table):
            for number, row in enumerate(block.rows, 1):
                yield from (_row(section, fact, block.caption, str(number)) for fact in row)
        else:
            yield _row(section, block)


def _row(section: Section, fact: Fact, table: str = "", number: str = "") -> tuple[str, ...]:
    return section.title, table, number, fact.label, fact.text, str(fact.entry or ""), fact.field
