"""Seeded leaks: 50 things that somebody must not know, searched for in every page for everybody."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from time_machine import travel

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.ledger import locks
from goldthread.web.guard import Kind
from tests.integration.access.crawl import (
    Address,
    Unfilled,
    addresses,
    filled,
    fills,
    once,
    theirs,
    told,
    unreached,
)
from tests.integration.access.household import OTHER, Case
from tests.integration.documents.household import NOW
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
SUBJECT = "/children/<uuid:subject_id>/"
LONG = "GOLDTHREAD_LONG" in os.environ
# Of nine kinds of reader, those at whom an ordinary run looks: the others have the roles of one of these.
SHORT = (
    "nobody signed in",
    "colleague of the referrer",
    "asked to contribute",
    "staff excluded from all records",
)
# What a GET does not open, even for whoever may: they go on from another page, or from what is not here.
GO_ON = {
    # of steps that this procedure does not have
    "/disagreements/<uuid:entry_id>/<slug:to>/",
    "/entries/<uuid:entry_id>/conversation/",
    "/entries/<uuid:entry_id>/disagree/",
    "/children/<uuid:subject_id>/plan/compare/",
    "/contacts/<uuid:entry_id>/transfer/<uuid:work_id>/",
    "/entries/<uuid:entry_id>/steps/<slug:step>/",
    "/information/<uuid:entry_id>/check/",
    "/information/<uuid:entry_id>/form/",
    "/information/<uuid:entry_id>/viewing/",
    "/entries/<uuid:entry_id>/copy/",
    "/entries/<uuid:entry_id>/marked/",
    "/entries/<uuid:entry_id>/papers/check/",
    "/entries/<uuid:entry_id>/papers/copy/",
}


@pytest.fixture(autouse=True)
def served(authority: Callable[..., None], hurried: None) -> None:  # noqa: ARG001
    """The procedure with most pages."""
    authority("hartlepool-stockton")


def opened(case: Case, name: str, every: list[Address]) -> list[Address]:
    """What one reader opens: of what is refused them for their role, whoever has the same role opens it."""
    user = case.readers[name][0]
    if user is None:
        return every
    if name == OTHER:
        return once(every)
    if user == case.excluded:
        return once(theirs(user, every))
    if user == case.uncle:
        return [of_sibling(case, one) for one in theirs(user, every) if reads(one)]
    return theirs(user, every)


def reads(one: Address) -> bool:
    """Lists, and the pages of a child that are read."""
    on_child = one.pattern.startswith(SUBJECT) and one.rule.capability == Capability.READ_RECORD
    return one.rule.kind is Kind.CAPABLE or on_child


def of_sibling(case: Case, one: Address) -> Address:
    """The same page of the brother."""
    there = one.filled[0].replace(str(case.rowan.pk), str(case.ash.pk))
    return replace(one, filled=(there,)) if one.pattern.startswith(SUBJECT) else one


@requirement("HSSCP-6.7")
@travel(NOW, tick=False)
def test_of_fifty_seeds_none_is_told_on_any_page_to_whoever_must_not_know_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Case()
    every = addresses(case)
    assert len({seed.words for seed in case.seeds}) == 50
    readers = {name: case.readers[name] for name in (case.readers if LONG else SHORT)}
    found = {name: told(user, words, opened(case, name, every)) for name, (user, words, _) in readers.items()}
    expected = {name: finds for name, (_, _, finds) in readers.items()}
    assert {name: set().union(*by_page.values()) for name, by_page in found.items()} == expected, found

    # the addresses are filled with what is there, and whoever may know is told: else blank pages would pass
    secrets = {seed.words for seed in case.seeds}
    of_records = [one for one in every if one.rule.kind is Kind.RECORD]
    others = [one for one in of_records if not one.pattern.startswith(SUBJECT)]
    assert unreached(case.worker_of_all, others) <= GO_ON
    own = once(one for one in of_records if one.pattern in {SUBJECT, "/plans/<uuid:entry_id>/"})
    assert len(set().union(*told(case.worker_of_all, secrets, own).values())) > 40

    # a planted leak is caught: words of a secret on an agency's page, and a wall that is not looked at
    with monkeypatch.context() as planted:
        planted.setattr(locks, "KEPT_BACK", case.seeds[0].words)
        lists = [one for one in every if one.pattern == "/asked-of-us/"]
        assert told(case.nurse, secrets, lists) == {"/asked-of-us/": {case.seeds[0].words}}
        planted.setattr(policy, "_excluded", lambda *_: [])
        assert len(set().union(*told(case.excluded, secrets, own).values())) > 40

    case.shut()
    assert not told(case.worker_of_all, secrets, once(theirs(case.worker_of_all, of_records)))
    lists = [one for one in every if one.rule.kind is Kind.CAPABLE and one.pattern == one.filled[0]]
    assert not told(case.worker_of_all, secrets, lists)

    with pytest.raises(Unfilled, match="nothing to put for thing_id"):
        list(filled(f"{SUBJECT}<uuid:thing_id>/", fills(case, SUBJECT)))
