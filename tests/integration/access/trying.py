"""Tries cells of the access matrix: asks each address as somebody who stands so to the record, and looks on.

A view is stopped as soon as it has got in: past its rule or, where that asks for a record, past the guard.
So a cell costs a few milliseconds, and nothing that a page does afterwards can hide who was let in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest import mock
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from goldthread.access.models import BreakGlass, Exclusion, Grant, Protection
from goldthread.access.policy import Outcome
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.config.access_matrix import ANYBODY, LEVELS, METHODS, NOBODY, Cell
from goldthread.config.access_page import addresses_with_rules
from goldthread.ledger.models import Episode, Subject
from goldthread.web import guard
from goldthread.web.guard import Kind
from tests.factories import user
from tests.integration.access.crawl import Address, Unfilled, filled, fills, may_ask
from tests.integration.access.household import Case
from tests.integration.documents.household import NOW

_ANYTHING = defaultdict[str, list[str]](lambda: [str(UUID(int=1))], pk=["1"], number=["1"], alert_id=["1"])
NOTHING_THERE = "nothing there"  # a page that answers before it asks for a record


class Reached(Exception):
    """The view got in."""


class Asked(WSGIRequest):
    """A request that stops a view which asks for no record as soon as its rule has let it begin."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == guard._RULE and value.kind is not Kind.RECORD:
            raise Reached


@dataclass
class Stage:
    """Where the cells are tried: the addresses with something in each gap, and who asks.

    `blank` are those with nothing there, such as a step that this procedure does not have: whoever their rule
    lets begin gets what everybody gets of an address that does not exist.
    """

    case: Case
    paths: dict[str, str]
    blank: set[str]
    people: dict[tuple[str, str], User]

    def somebody(self, role: str, relationship: str) -> User | AnonymousUser:
        """Whoever has that role alone and stands so to every record. They are made when first asked for."""
        if role == NOBODY:
            return AnonymousUser()
        key = (role, relationship)
        if key not in self.people:
            self.people[key] = _standing(user(*(() if role == ANYBODY else (role,))), relationship)
        return copy(self.people[key])  # each request has its own


def stage(case: Case) -> Stage:
    """The addresses, each filled so that whoever may do everything gets in; as it comes where nothing does.

    Where no record is asked for, a view stops before it looks at what stands in the gaps.
    """
    made = Stage(case, {}, set(), {})
    for address, rule in addresses_with_rules():
        if rule is None or rule.kind is not Kind.RECORD:
            made.paths[address] = next(filled(address, _ANYTHING))
            continue
        try:
            ways = list(filled(address, fills(case, address)))
        except Unfilled:  # the crawl for leaks says so
            ways = list(filled(address, _ANYTHING))
        if not may_ask(case.worker_of_all, Address(address, rule, ())):
            made.paths[address] = ways[0]  # nobody has a role for it under this procedure
            continue
        _close("allegation" if rule.capability is Capability.HANDLE_ALLEGATIONS else "open")
        gets_in = next((way for way in ways if _gets_in(case.worker_of_all, way)), "")
        made.paths[address] = gets_in or ways[0]
        if not gets_in:
            made.blank.add(address)
    return made


def _gets_in(who: User, path: str) -> bool:
    return any(_ask(who, path, method, "") == Outcome.ALLOWED.value for method in METHODS)


def tried(place: Stage, cells: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """What each cell gives in earnest. Cells of one level that stand together are quickest."""
    before = ""
    for cell in cells:
        if cell.level and cell.level != before:
            _close(cell.level)
            before = cell.level
        who = place.somebody(cell.role, cell.relationship)
        if cell.relationship == "holds_case":
            Episode.objects.update(worker=who)
        reason = LEVELS[cell.level][2] if cell.level else ""
        yield cell, _ask(who, place.paths[cell.what], cell.method, reason)


def mismatches(place: Stage, cells: Iterable[Cell]) -> Iterator[str]:
    """The cells that gave something else than the matrix says."""
    for cell, found in tried(place, cells):
        blank = cell.what in place.blank and cell.level and found in {Outcome.HIDDEN.value, NOTHING_THERE}
        if found != cell.outcome and not blank:
            yield f"{cell}: {found}"


@contextmanager
def watching() -> Iterator[None]:
    """While it lasts views stop where they get in, and nobody is asked for a second proof of who they are."""

    def got_in(*_: object, **__: object) -> None:
        raise Reached

    proof = SimpleNamespace(is_whole=lambda _: True, is_late=lambda *_: False)
    keeping = SimpleNamespace(sent_on=lambda _: None)
    with (
        mock.patch.object(guard, "_log", got_in),
        mock.patch.object(guard, "proof", proof),
        mock.patch.object(guard, "keeping", keeping),
    ):
        yield


def _ask(who: User | AnonymousUser, path: str, method: str, reason: str) -> str:
    """What they get: an outcome of the matrix, or that nothing is there for anybody."""
    request = Asked(RequestFactory()._base_environ(PATH_INFO=path, REQUEST_METHOD=method))
    request.user = who
    found = _resolved(path)
    request.resolver_match = found
    request.session = {"reasons": _Always(reason)}  # type: ignore[assignment]
    request._messages = mock.MagicMock()  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            answer = found.func(request, *found.args, **found.kwargs)
    except Reached:
        return Outcome.ALLOWED.value
    except PermissionDenied:
        return Outcome.REFUSED.value
    except Http404:
        return Outcome.HIDDEN.value
    sent_away = answer.status_code == 302 and ("/sign-in/" in answer.url or "/reason/" in answer.url)
    return Outcome.REFUSED.value if sent_away else NOTHING_THERE


class _Always(dict[str, str]):
    """The same reason for every record."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def get(self, _: str, __: object = None) -> str:  # type: ignore[override]
        return self.reason


@cache
def _resolved(path: str) -> Any:
    return resolve(path)


def _close(level: str) -> None:
    """Every record there is, at that level."""
    shut, opens_to, _ = LEVELS[level]
    missing = Subject.objects.filter(protection=None)
    Protection.objects.bulk_create(Protection(subject=one, reason="Press", set_at=NOW) for one in missing)
    Protection.objects.update(level=shut, opens_to=opens_to)


def _standing(who: User, relationship: str) -> User:
    """Somebody who stands so to every record there is, their roles read already."""
    who.roles(at=NOW)
    every = list(Subject.objects.order_by("pk"))
    if relationship in {"named", "excluded_named"}:
        Grant.objects.bulk_create(Grant(subject=one, user=who, since=NOW) for one in every)
    if relationship in {"emergency", "excluded_named"}:
        times = {"role": "x", "reason": "Now", "began_at": NOW, "until": NOW + timedelta(hours=1)}
        BreakGlass.objects.bulk_create(BreakGlass(subject=one, user=who, **times) for one in every)
    if relationship in {"excluded", "excluded_named"}:
        kept_out = {"reason": "Uncle", "since": NOW}
        Exclusion.objects.bulk_create(Exclusion(subject=one, user=who, **kept_out) for one in every)
    return who


def spread(cells: Iterable[Cell], every: int) -> list[Cell]:
    """Of all cells some, the same ones each time: a few of each address and method."""
    picked: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        picked.setdefault((cell.what, cell.method), []).append(cell)
    found = []
    for n, alike in enumerate(picked.values()):
        found += [alike[(n * 7 + k * 13) % len(alike)] for k in range(min(every, len(alike)))]
    return sorted(dict.fromkeys(found), key=lambda cell: (cell.level, cell.role, cell.relationship))


def of_level(cells: Iterable[Cell]) -> list[Cell]:
    """All of them, level by level, for the quickest run."""
    return sorted(cells, key=lambda cell: cell.level)
