"""Whose procedure, and which version of it: what every page of the manual is about."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from goldthread.ledger import procedure
from goldthread.procedures.format.findings import Damaged
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import NoProcedure

PAGES = {
    "manual:pathway": "The pathway",
    "manual:limits": "Every time limit",
    "manual:services": "Services and routes",
    "manual:words": "Forms and letters",
    "manual:family": "For families",
    "manual:library": "Guidance library",
    "manual:sources": "Sources and readings",
}
"""The pages of one procedure, by the name of their address."""


@dataclass(frozen=True)
class Edition:
    """One version of an authority's procedure, with the addresses of its pages.

    `on` is the day by which the version was asked for; None means the one in force today.
    """

    pack: Pack
    on: date | None = None

    @property
    def authority(self) -> str:
        """The authority's name."""
        return self.pack.head.authority

    def page(self, name: str, *more: str) -> str:
        """The address of a page of this version."""
        return reverse(name, args=[self.pack.authority, *more]) + self._asked

    def step(self, step_id: str, anchor: str = "") -> str:
        """The address of a step, or of one of its rules."""
        return self.page("manual:step", step_id) + (f"#{anchor}" if anchor else "")

    def work_out(self, duty: str) -> str:
        """The address where a duty's limit is worked out."""
        return f"{reverse('manual:due')}?{urlencode({'authority': self.pack.authority, 'rule': duty})}"

    @property
    def _asked(self) -> str:
        return f"?{urlencode({'on': self.on.isoformat()})}" if self.on else ""


@dataclass(frozen=True)
class Shelf:
    """Every authority's procedure that can be read, and the ids of those that cannot."""

    editions: list[Edition]
    damaged: list[str]


def edition(authority: str, today: date, on: date | None = None) -> Edition:
    """The version in force on a day, else today; of one not yet in force, the first.

    Raises NoProcedure if there is no such authority, or nothing was in force on the day asked for.
    """
    register = procedure.register()
    every = register.versions(authority)
    now = ([pack for pack in every if pack.in_force_on(today)] or every)[-1]
    then = register.in_force(authority, on) if on else now
    return Edition(then, None if then is now else on)


def versions(authority: str) -> list[Edition]:
    """Every version of an authority's procedure, the oldest first, each by its first day in force."""
    found = procedure.register().versions(authority)
    return [Edition(pack, pack.head.in_force.from_ if pack.head.in_force else None) for pack in found]


def shelf(today: date) -> Shelf:
    """All authorities, by name. A pack that cannot be read is named, and hides no other."""
    register = procedure.register()
    editions: dict[str, Edition] = {}
    damaged = []
    for name in register.ids():
        try:
            pack = register.pack(name)
            if not pack.head.skeleton:
                editions.setdefault(pack.authority, edition(pack.authority, today))
        except (Damaged, NoProcedure):
            damaged.append(name)
    return Shelf(sorted(editions.values(), key=lambda one: one.authority), damaged)
