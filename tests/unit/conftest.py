"""Keeps unit tests pure and quick: no database, no network, and a limit on the processor time of each."""

import gc
import socket
import time
from collections.abc import Generator
from typing import NoReturn

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

LIMIT = 0.2  # seconds of this process's own time, so that a busy machine does not fail a test
SLOWER = 5  # a machine may be so many times slower than the one on which the limits were set


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError(
        "a unit test may not reach a database or the network: it belongs in tests/integration"
    )


@pytest.fixture(autouse=True)
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way out raises."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", _refuse)
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", _refuse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail a test that takes longer than the limit, or than `@pytest.mark.takes(seconds)` allows it."""
    allowed = item.get_closest_marker("takes")
    limit = SLOWER * (float(allowed.args[0]) if allowed else LIMIT)
    gc.disable()  # to tidy up after all earlier tests is not this one's work
    start = time.process_time()
    yield
    took = time.process_time() - start
    gc.enable()
    if took > limit:
        pytest.fail(f"took {took:.2f} s of processor time; the limit is {limit} s", pytrace=False)
