"""What a page asks again and again is read once while it is shown: one look, in which nobody writes.

The guard begins one for a request that only reads (GET); nothing is kept from one request to the next.
Outside one everything is read afresh each time, so an operation never goes by what was read before a change.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_read: ContextVar[dict[Hashable, dict[Any, Any]] | None] = ContextVar("read", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """Inside, what is read once stands until something is written."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def kept(what: Hashable) -> dict[Any, Any]:
    """What was read of this in this look, for its reader to add to; outside one an empty one, soon lost."""
    found = _read.get()
    return {} if found is None else found.setdefault(what, {})


def end() -> None:
    """Something is written: what was read before does not stand any more, and nothing is kept from now on."""
    _read.set(None)
