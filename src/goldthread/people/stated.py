"""What is stated of people, kind by kind, read in SQL that is built once."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import TypeVar
from uuid import UUID

from goldthread.ledger.prepared import Prepared, day, ids
from goldthread.people.models import Fact, FactQuerySet

_Fact = TypeVar("_Fact", bound=Fact)


def standing(kind: type[_Fact], people: Collection[UUID], whose: str = "subject") -> list[_Fact]:
    """The facts of this kind that stand, of any time. `whose`: the field that holds one of the people."""
    return _standing(kind, whose)(people=people) if people else []


def on(kind: type[_Fact], people: Collection[UUID], when: date) -> list[_Fact]:
    """Those about these people that hold that day, as far as is known."""
    return _on(kind)(people=people, day=when) if people else []


@cache
def _standing(kind: type[_Fact], whose: str) -> Prepared[_Fact]:
    return Prepared(lambda: FactQuerySet(kind).standing().filter(**{f"{whose}__in": ids("people")}))


@cache
def _on(kind: type[_Fact]) -> Prepared[_Fact]:
    return Prepared(lambda: FactQuerySet(kind).on(day("day")).filter(subject__in=ids("people")))
