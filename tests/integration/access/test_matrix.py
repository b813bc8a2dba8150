"""The matrix of who gets what says of every cell what the policy and the guard do."""

import json
import re
from datetime import datetime
from functools import partial
from itertools import product
from typing import Literal
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import resolve

from goldthread.access import operations, policy
from goldthread.access.policy import Outcome, Standing, foresee
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.config.access_matrix import ANYBODY, LEVELS, NOBODY, RELATIONSHIPS, cells
from goldthread.config.access_page import addresses_with_rules
from goldthread.ledger.models import Episode
from tests.factories import THURSDAY, author, child_of, contact, user

pytestmark = pytest.mark.django_db
ACTS = (Capability.READ_RECORD, Capability.LEAD_FAMILY, Capability.HANDLE_ALLEGATIONS)


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_the_policy_answers_as_foreseen(monkeypatch: pytest.MonkeyPatch, relationship: str) -> None:
    child, worker, manager = child_of(contact()), user("team_manager"), author("team_manager")
    if relationship == "holds_case":
        Episode.objects.filter(subject=child).update(worker=worker)
    if relationship == "named":
        operations.grant(by=manager, at=THURSDAY, subject=child, user=worker)
    if relationship == "excluded":
        operations.exclude(by=manager, at=THURSDAY, subject=child, user=worker, reason="Uncle")
    for (level, domain, reason), act, able in product(LEVELS.values(), ACTS, (True, False)):
        monkeypatch.setattr(type(worker), "may", partial(_may, able and act))
        given = Capability(domain) if domain else None
        operations.protect(
            by=manager, at=THURSDAY, subject=child, level=level, reason="Press", opens_to=given
        )
        acting = act if able else None
        standing = Standing(level, relationship == "named", relationship == "excluded", domain, acting)
        foreseen = foresee(standing, holds=relationship == "holds_case", reason=reason)
        assert policy.decide(worker, act, child.pk, at=THURSDAY, reason=reason) == foreseen, (
            level,
            act,
            able,
        )


def test_no_address_opens_to_whom_the_matrix_refuses() -> None:
    """For every address one role that is refused, and whoever is not signed in: no view of theirs begins."""
    refused = {cell.what: cell.role for cell in cells() if cell.outcome is Outcome.REFUSED and not cell.level}
    people = {role: user(role) for role in set(refused.values()) - {NOBODY, ANYBODY}}
    assert len(refused) > 150
    for address, role in sorted(refused.items()):
        assert _asked(address, AnonymousUser()) == 302, address
        if role in people:
            with pytest.raises(PermissionDenied):
                _asked(address, people[role])


def test_the_command_lists_every_address_and_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("access", "matrix", json=True)
    found = json.loads(capsys.readouterr().out)
    what = {cell["what"] for cell in found}
    assert {address for address, _ in addresses_with_rules()} <= what
    assert {"./goldthread up", "./goldthread seal", "./goldthread restore"} <= what
    assert {cell["outcome"] for cell in found} == {"allowed", "refused", "hidden"}
    call_command("access", "matrix")
    told = capsys.readouterr().out
    assert (
        "nobody in particular: allowed: open, sensitive, reason given; refused: sensitive, restricted" in told
    )


def _may(able: Capability | Literal[False], asked: Capability, *, at: datetime) -> bool:
    return asked is able and at == THURSDAY


def _asked(address: str, who: User | AnonymousUser) -> int:
    """What the view of an address answers them or, where it takes no GET, what it answers a form."""
    path = _filled(address)
    for request in (RequestFactory().get(path), RequestFactory().post(path)):
        request.user = who
        found = resolve(path)
        response = found.func(request, *found.args, **found.kwargs)
        if response.status_code != 405:
            break
    return int(response.status_code)


def _filled(address: str) -> str:
    """An address with something in each of its gaps."""
    gaps = {"uuid": str(UUID(int=0)), "int": "1", "slug": "x", "str": "x"}
    parts = [re.sub(r"<(\w+):\w+>", lambda gap: gaps[gap[1]], part) for part in address.split("/")]
    return "/".join(parts)
