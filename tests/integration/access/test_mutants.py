"""Each check of the policy and the guard is taken out in turn, and something fails each time."""

import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from time_machine import travel

from goldthread.access import policy
from goldthread.access.models import BreakGlassQuerySet
from goldthread.access.operations import changing, emergency
from goldthread.accounts.models import Membership, MembershipQuerySet, User
from goldthread.config.access_matrix import cells
from goldthread.ledger import locks
from goldthread.web import guard
from tests.integration.access import test_policy, test_wall
from tests.integration.access.household import Case
from tests.integration.access.trying import mismatches, of_level, spread, stage, watching
from tests.integration.documents.household import NOW
from tests.integration.privacy import test_break_glass, test_protection
from tests.integration.web import test_guard
from tests.mutants import Mutant, mutants

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("GOLDTHREAD_LONG" not in os.environ, reason="the short form is tests/unit/access"),
]
# The walls and the judgement of them are taken out in every run: tests/unit/access/test_written.py.
EVERY = (
    policy.decide,
    policy.holds,
    BreakGlassQuerySet.in_force,
    policy._walls,
    policy._before,
    policy._standings,
    policy._glass,
    policy._named,
    policy._excluded,
    policy.follows,
    policy.excluded_from,
    policy._told,
    policy._is_named,
    policy.sealed,
    policy.of_domain,
    policy.visible,
    guard.AccessRule.act,
    guard._asked_first,
    guard.record,
    guard.entry,
    guard._settle,
    guard._answer,
    guard._act,
    guard.author_as,
    emergency.break_glass,
    emergency.end_glass,
    emergency.review_glass,
    changing.set_level,
    changing.unname_person,
    changing.let_in,
    User.roles,
    User.role_for,
    Membership.is_held,
    MembershipQuerySet.held,
    locks.locked,
    locks.mask,
    locks.author_name,
)
# Mutants that change nothing which anybody could see, each with the reason.
SAME: dict[str, str] = {}
PAGES = (
    "/children/<uuid:subject_id>/",
    "/entries/<uuid:entry_id>/",
    "/drafts/",
    "/early-help/<uuid:entry_id>/",
)


def of_policy() -> list[Callable[[], object]]:
    """Those of the policy, of the guard, and of what changes who may open a record."""
    second_wall = partial(_run, test_wall, test_wall.test_what_policy_opens_shows_and_nothing_else)
    others = [
        partial(_run, module, one)
        for module in (test_policy, test_break_glass, test_guard, test_protection)
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("test_") and not hasattr(one, "pytestmark")
    ]
    return [*others, second_wall]


def matrix() -> Callable[[], object]:
    """Cells of a few addresses, for every role and every way to stand to the record."""
    some = of_level(spread([cell for page in PAGES for cell in cells(page)], 6))
    with watching():
        place = stage(Case())

    def as_it_says() -> None:
        with watching():
            assert not next(mismatches(place, some), None)

    return as_it_says


def _run(module: ModuleType, test: Callable[..., Any]) -> None:
    """One test, with what it asks for."""
    with pytest.MonkeyPatch.context() as patch:
        asked = inspect.signature(test).parameters
        given = {"monkeypatch": lambda: patch, "client": Client}
        test(**{name: given.get(name, partial(_made, module, name))() for name in asked})


def _made(module: ModuleType, fixture: str) -> object:
    return getattr(module, fixture)._get_wrapped_function()()


@dataclass(frozen=True)
class Tried:
    """A test that passes while nothing is taken out, and the code that it runs."""

    test: Callable[[], object]
    runs: frozenset[CodeType]


def tried(every: Iterable[Callable[[], object]]) -> list[Tried]:
    """Each of these tests, run once. What they write is undone."""
    return [Tried(one, _run_by(one)) for one in every]


def _run_by(test: Callable[[], object]) -> frozenset[CodeType]:
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(note)
    try:
        with transaction.atomic():
            test()
            transaction.set_rollback(True)
    finally:
        sys.setprofile(None)
    return frozenset(seen)


def noticed(mutant: Mutant, every: list[Tried]) -> bool:
    """Whether a test that runs what was changed fails. What was written meanwhile is undone."""
    for one in [one for one in every if mutant.function.__code__ in one.runs]:
        try:
            with transaction.atomic(), mutant.in_place():
                one.test()
                transaction.set_rollback(True)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - however it fails, it misses what was taken out
            every.remove(one)
            every.insert(0, one)  # the next check of the same function is likely missed by the same test
            return True
    return False


@travel(NOW, tick=False)
def test_a_check_that_is_taken_out_is_missed(
    authority: Callable[..., None], record_property: Callable[..., None]
) -> None:
    authority("hartlepool-stockton")
    logging.disable(logging.CRITICAL)
    made = [one for one in mutants(EVERY) if one.what not in SAME]
    left = made
    try:
        for every in (of_policy, lambda: [matrix()]):  # the second only for what the first did not notice
            found = tried(every())
            left = [one for one in left if not noticed(one, found)]
            if not left:
                break
    finally:
        logging.disable(logging.NOTSET)
    survived = [one.what for one in left]
    record_property("checks taken out", len(made))
    record_property("checks missed by no test", len(survived))
    assert not survived, "\n".join(survived)
