"""The matrix of who gets what says of every cell what the policy and the guard do."""

import json
import logging
import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import product
from typing import Literal

import pytest
from django.core.management import call_command
from time_machine import travel

from goldthread.access import operations, policy
from goldthread.access.models import BreakGlass
from goldthread.access.policy import Standing, foresee
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.config.access_matrix import ANYBODY, KEPT, LEVELS, NOBODY, RELATIONSHIPS, cells
from goldthread.config.access_page import addresses_with_rules
from goldthread.config.management.commands.access import in_words
from goldthread.ledger.models import Episode, Subject
from tests.factories import THURSDAY, author, child_of, contact, later, user
from tests.integration.access.household import Case
from tests.integration.access.test_page_leaks import GO_ON
from tests.integration.access.trying import mismatches, of_level, spread, stage, watching
from tests.integration.documents.household import NOW

pytestmark = pytest.mark.django_db
FEW = (NOBODY, ANYBODY, "professional_referrer", "lead_professional", "social_worker", "privacy_officer")
ACTS = (Capability.READ_RECORD, Capability.LEAD_FAMILY, Capability.HANDLE_ALLEGATIONS)


LONG = "GOLDTHREAD_LONG" in os.environ


@travel(NOW, tick=False)
def test_every_address_answers_as_the_matrix_says(
    authority: Callable[..., None], record_property: Callable[..., None]
) -> None:
    """Every cell in the long form; otherwise one for each address, method and answer, of a few roles."""
    authority("hartlepool-stockton")
    every = list(cells())
    some = every if LONG else spread([cell for cell in every if cell.role in FEW], 1)
    logging.disable(logging.ERROR)
    try:
        with watching():
            place = stage(Case())
            wrong = list(mismatches(place, of_level(some)))
    finally:
        logging.disable(logging.NOTSET)
    assert not wrong, "\n".join(wrong)
    assert len(place.blank) <= len(GO_ON) + 6, place.blank
    record_property("addresses", len({cell.what for cell in every}))
    record_property("cells of addresses", len(every))
    record_property("cells of addresses tried", len(some))
    record_property("mismatches", len(wrong))


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_the_policy_answers_as_foreseen(monkeypatch: pytest.MonkeyPatch, relationship: str) -> None:
    child, worker, manager = child_of(contact()), user("team_manager"), author("team_manager")
    if relationship == "holds_case":
        Episode.objects.filter(subject=child).update(worker=worker)
    named, broke = (relationship in {one, "excluded_named"} for one in ("named", "emergency"))
    if named:
        operations.grant(by=manager, at=THURSDAY, subject=child, user=worker)
    if broke:
        _break(child, worker)
    if relationship.startswith("excluded"):
        operations.exclude(by=manager, at=THURSDAY, subject=child, user=worker, reason="Uncle")
    for (level, domain, reason), act, able in product(LEVELS.values(), ACTS, (True, False)):
        monkeypatch.setattr(type(worker), "may", partial(_may, able and act))
        given = Capability(domain) if domain else None
        operations.protect(
            by=manager, at=THURSDAY, subject=child, level=level, reason="Press", opens_to=given
        )
        acting = act if able else None
        out = relationship.startswith("excluded")
        standing = Standing(level, named, out, domain, acting, glass=broke)
        foreseen = foresee(standing, holds=relationship == "holds_case", reason=reason)
        assert policy.decide(worker, act, child.pk, at=THURSDAY, reason=reason) == foreseen, (
            level,
            act,
            able,
        )


def test_the_command_lists_every_address_and_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("access", "matrix", json=True)
    found = json.loads(capsys.readouterr().out)
    what = {cell["what"] for cell in found}
    assert {address for address, _ in addresses_with_rules()} <= what
    assert {"./goldthread up", "./goldthread seal", "./goldthread restore"} <= what
    assert {cell["outcome"] for cell in found} == {"allowed", "refused", "hidden", KEPT}
    told = in_words(cells("/children/<uuid:subject_id>/"))
    assert (
        "nobody in particular: allowed: open, sensitive, reason given; refused: sensitive, restricted" in told
    )


def _break(child: Subject, worker: User) -> None:
    """They opened it in an emergency, whatever stands now."""
    times = {"role": "x", "reason": "Now", "began_at": THURSDAY, "until": later(hours=1)}
    BreakGlass.objects.create(subject=child, user=worker, **times)


def _may(able: Capability | Literal[False], asked: Capability, *, at: datetime) -> bool:
    return asked is able and at == THURSDAY
