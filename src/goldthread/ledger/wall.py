"""The second wall: the database itself shows nothing of a closed record that this transaction has not opened.

Entries, what they say of a person, files and drafts of restricted and sealed records have row-level security
(migration `wall` of access; docs/decisions/0040-the-second-wall.md). What policy finds open to somebody is
opened here, for the rest of the transaction; a query that nobody guarded gets no row of it. Outside a
transaction nothing can be opened.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

_OPEN = """
select set_config('goldthread.opened', (
    coalesce(nullif(current_setting('goldthread.opened', true), ''), '{}')::uuid[] || %s::uuid[])::text, true)
"""
_SET = "select current_setting(%s, true), set_config(%s, %s, true)"
_ABOUT = "select subject from goldthread_about(%s) subject"
_PURPOSE, _HOLDER = "goldthread.purpose", "goldthread.holder"


class Purpose(StrEnum):
    """What is done over all records alike. The migration `wall` of access lists the same words."""

    ANNOUNCE = "announce"  # a list that says that something is closed, and nothing else of it
    DERIVE = "derive"  # signing: what follows from entries, for whomever they are about
    FOLLOW = "follow"  # finding somebody's own requests, before policy says that they may follow them
    WORK = "work"  # a process that serves no reader: the worker, a command (config.database)


class Raised(RuntimeError):
    """The wall stands where the whole record is needed: what was missing would be taken for gone."""

    def __init__(self) -> None:
        super().__init__("the wall stands: run this by ./goldthread, which says that it serves no reader")


def open_to_reader(subjects: Iterable[UUID]) -> None:
    """Show the closed records of these people for the rest of the transaction: policy lets the reader in."""
    if ids := list(subjects):
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [ids])


def hold(user: UUID) -> None:
    """Show the drafts that this user holds, whatever they are about, for the rest of the transaction."""
    _set(_HOLDER, str(user))


def about(entry: UUID) -> list[UUID]:
    """Whose records an entry stands in, closed or not: all that is known of it before policy is asked."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [entry])
        return sorted(subject for (subject,) in cursor.fetchall())


def must_be_down() -> None:
    """Raises Raised where closed records do not show, for whoever would take them for gone."""
    with connection.cursor() as cursor:
        cursor.execute("select goldthread_lowered() or not row_security_active('ledger_entry')")
        if cursor.fetchone() != (True,):
            raise Raised


@contextmanager
def lowered(what: Purpose) -> Iterator[None]:
    """Inside, the wall is down for a declared purpose, whose acts leave their own rows in the audit."""
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        before = _set(_PURPOSE, what)
        try:
            yield
        finally:
            with suppress(DatabaseError):  # a transaction that failed is undone, and this with it
                _set(_PURPOSE, before)


def whole_act(operation: Callable[P, R]) -> Callable[P, R]:
    """One transaction that writes to every record concerned, those that are closed to its author too."""

    @wraps(operation)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), lowered(Purpose.DERIVE):
            return operation(*args, **kwargs)

    return act


def _set(name: str, value: str) -> str:
    """What it was before."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, [name, name, value])
        before: tuple[str | None, str] = cursor.fetchone() or ("", "")
        return before[0] or ""
