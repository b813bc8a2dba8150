"""A question that pages ask again and again is put into SQL once, and then only told what it asks about.

Building a query costs ten times what the database needs to answer it. What differs from one asking to the
next stands in the query as a slot: `Prepared(lambda: Address.objects.filter(subject__in=ids("people")))`.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class _Slot:
    """Where a value is put in when it is asked."""

    name: str


def ids(name: str) -> RawSQL:
    """A slot for any number of ids: what `__in` is given."""
    return RawSQL("select unnest(%s::uuid[])", (_Slot(name),))


def day(name: str) -> RawSQL:
    """A slot for a day."""
    return RawSQL("%s::date", (_Slot(name),))


class Prepared(Generic[_Row]):
    """One question in SQL. `asks` builds it, with slots; it is built at the first asking."""

    def __init__(self, asks: "Callable[[], QuerySet[_Row]]") -> None:
        self._asks = asks

    @cached_property
    def _built(self) -> "tuple[QuerySet[_Row], SQLCompiler, str, tuple[object, ...]]":
        rows = self._asks()
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return rows, compiler, sql, tuple(params)

    def __call__(self, **values: Any) -> list[_Row]:
        """The rows, with these values in the slots."""
        rows, compiler, sql, params = self._built
        filled = tuple(_value(values[one.name]) if isinstance(one, _Slot) else one for one in params)
        asked: Any = copy(compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        asked.as_sql = lambda: (sql, filled)
        source: Any = _Asked(rows, asked)
        return list(ModelIterable(source))


class _Asked:
    """What Django makes objects from: a question whose SQL stands already."""

    def __init__(self, rows: "QuerySet[Any]", compiler: SQLCompiler) -> None:
        self.db, self.model, self.query = DEFAULT_DB_ALIAS, rows.model, self
        self._known_related_objects: dict[Any, Any] = {}
        self._compiler = compiler

    def get_compiler(self, **_: object) -> SQLCompiler:
        """The one that is built."""
        return self._compiler


def _value(given: Any) -> Any:
    """A list for ids in whatever collection, anything else as it is."""
    return given if isinstance(given, (str, UUID)) or not hasattr(given, "__iter__") else list(given)
