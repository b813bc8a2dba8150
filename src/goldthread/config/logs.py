"""Logs that name nobody: what happened, where and when, in words of ours, never in words that somebody typed.

A line holds the time (UTC), the level, who logged it, the template of the message, the request's id, and
facts that are ids, numbers or short codes. What a message is about (its arguments), what an exception says
and what a text put together elsewhere holds may be a child's name, so none of it is written: of an exception
stay its kind and the lines of code that it came through. What is logged, and where it goes, is listed in
docs/decisions/0043-what-comes-in-and-goes-out.md (OWASP ASVS 5.0: 16.1.1, 16.2.1 to 16.2.5, 16.4.1).
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from goldthread.ledger.correlation import request_id

# What a caller may add with `extra`, besides the message: ids, numbers and codes.
FACTS = [
    "event",
    "actor",
    "method",
    "route",
    "status",
    "status_code",
    "milliseconds",
    "count",
    "kind",
    "file",
]
_CODE = re.compile(r"[A-Za-z0-9_.:/<>*^$()?+\[\]-]{0,200}")
_OURS = "goldthread"
_LEFT_OUT = "(text left out)"
_MOST_FRAMES = 12


class Nameless(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(told(record), ensure_ascii=True)


class Plain(logging.Formatter):
    """The same facts in a line to read, for whoever runs the service on their own machine."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the code that an exception came through."""
        facts = told(record)
        head = f"{facts.pop('at')} {facts.pop('severity')} {facts.pop('logger')}: {facts.pop('message')}"
        return " ".join([head, *(f"{name}={value}" for name, value in facts.items())])


def told(record: logging.LogRecord) -> dict[str, Any]:
    """What may be said of it."""
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "severity": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    if request := request_id.get():
        line["request"] = request
    line |= {name: said for name in FACTS if (said := _fact(getattr(record, name, None))) is not None}
    if record.exc_info and record.exc_info[0] is not None:
        line["exception"] = f"{record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}"
        line["through"] = [
            f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(record.exc_info[2])[-_MOST_FRAMES:]
        ]
    return line


def _message(record: logging.LogRecord) -> str:
    """The template as it stands in the code: ours always, a library's where what it is about stands apart."""
    template = record.msg if isinstance(record.msg, str) else ""
    is_template = record.name.partition(".")[0] == _OURS or bool(record.args)
    return template[:200] if is_template and template else _LEFT_OUT


def _fact(value: object) -> int | float | str | None:
    """An id, a number or a code; nothing else is taken for a fact."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, str) and value and _CODE.fullmatch(value) else None
