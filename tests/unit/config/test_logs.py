"""A line of the log says what happened, and never a word that somebody typed."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from goldthread.config.logs import Nameless, Plain
from goldthread.ledger.correlation import request_id

NAME = "Rowan Alder"


@pytest.fixture(params=[Nameless, Plain])
def line(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A logger whose lines are read back, as they are written in both styles."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root = logging.getLogger("goldthread.tried")
    others = logging.getLogger("somebody.else")
    for logger in (root, others):
        logger.addHandler(handler)
        logger.propagate = False
    yield written
    for logger in (root, others):
        logger.removeHandler(handler)
        logger.propagate = True


def test_no_name_is_written_however_it_comes(line: io.StringIO) -> None:
    ours, other = logging.getLogger("goldthread.tried"), logging.getLogger("somebody.else")
    for logger in (ours, other):
        logger.warning("of %s", NAME)
        logger.warning("of", extra={"event": NAME, "told": NAME, "count": 3})
        try:
            int(NAME)
        except ValueError:
            logger.exception("of %s", NAME)
    other.warning(f"Sent to {NAME}")
    written = line.getvalue()
    assert len(written.splitlines()) == 7
    assert "Rowan" not in written
    assert "builtins.ValueError" in written
    assert "test_no_name_is_written" in written  # the code that it came through


def test_a_line_is_one_line_whatever_is_in_it(line: io.StringIO) -> None:
    logging.getLogger("goldthread.tried").warning("a\nb", extra={"event": "a\nb", "route": "/x\r\ny"})
    assert "\r" not in line.getvalue()
    assert "x" not in line.getvalue().replace("exc", "")


def test_json_says_when_in_utc_what_and_which_request() -> None:
    who = UUID(int=7)
    token = request_id.set("0123456789abcdef")
    try:
        record = logging.LogRecord("goldthread.requests", logging.INFO, "", 0, "answered", (), None)
        vars(record).update(
            created=1_790_000_000.5, actor=who, route="/children/<uuid:subject_id>/", status=200
        )
        told = json.loads(Nameless().format(record))
    finally:
        request_id.reset(token)
    assert told == {
        "at": "2026-09-21T14:13:20.500+00:00",
        "severity": "INFO",
        "logger": "goldthread.requests",
        "message": "answered",
        "request": "0123456789abcdef",
        "actor": str(who),
        "route": "/children/<uuid:subject_id>/",
        "status": 200,
    }
    assert sys.exc_info() == (None, None, None)
