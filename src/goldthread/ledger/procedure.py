"""The procedure of this installation: its packs, and the titles that pages take from them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from goldthread.accounts.authority import newest, register
from goldthread.ledger.london import london_date
from goldthread.procedures.pack import Pack

__all__ = ["FactValues", "OutcomeTitles", "Titles", "newest", "pack", "procedure", "register"]


def procedure() -> Any:
    """This authority's procedure, all its versions, compiled once: what folding an episode takes."""
    return register().procedure(settings.GOLDTHREAD_AUTHORITY)


def pack(at: datetime) -> Pack:
    """This authority's procedure in force at that instant. Raises NoProcedure when there was none."""
    return register().in_force(settings.GOLDTHREAD_AUTHORITY, london_date(at))


class Titles(Mapping[str, str]):
    """Ids and titles of one part of the pack, looked up when asked, so that Python repeats none of them."""

    def __init__(self, part: str) -> None:
        """`part` is an attribute of Pack whose values have titles, such as `services`."""
        self._part = part

    def _all(self) -> dict[str, str]:
        return {name: each.title for name, each in getattr(newest(), self._part).items()}

    def __getitem__(self, name: str) -> str:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class FactValues(Titles):
    """The values of one fact."""

    def _all(self) -> dict[str, str]:
        fact = newest().facts.get(self._part)
        return dict(fact.values) if fact else {}


class OutcomeTitles(Titles):
    """The outcomes of one step."""

    def _all(self) -> dict[str, str]:
        step = newest().steps.get(self._part)
        return {name: outcome.title for name, outcome in step.outcomes.items()} if step else {}
