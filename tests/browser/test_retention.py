"""Retention and rights in a browser: the board, a person's rights, a hold, a proposal, one fact ended."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import reverse
from time_machine import travel

from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Subject
from goldthread.ledger.operations import Part
from goldthread.people.models import Name
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import follow
from tests.factories import later
from tests.newest import newest

WHO = {"system": "Card index", "line": 1, "source_id": "1"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(later(hours=2), tick=True):
        yield


@pytest.fixture
def subject() -> Subject:
    """Alma, who was looked after long ago."""
    by = make.author("records_manager")
    found = ledger.new_subject(by=by, at=later(hours=1))
    said = {"given_names": "Alma", "family_name": "Quince", "born": "1940-03-01"}
    past = {"person": "1", "what": "looked_after", "from_date": "1948-01-01"}
    for kind, values in (("imported_person", said), ("past_involvement", past)):
        ledger.sign(
            by=by,
            at=later(hours=1),
            kind=kind,
            values={**WHO, **values},
            parts=[Part(found, in_episode=False)],
            key=uuid4().hex,
        )
    return found


def test_the_pages_of_retention(visitors: Visitors, subject: Subject) -> None:
    visit = visitors()
    visit.sign_in(make.user("records_manager", name="Rae Keeper"))
    page = visit.go(reverse("retention:board"))
    visit.check()
    follow(page.get_by_role("link", name="Alma QUINCE"))
    visit.check()
    page = visit.go(reverse("retention:propose", args=[subject.pk]))
    visit.check()
    page.get_by_label("What did you look at?").fill("All of it")
    follow(page.get_by_role("button", name="Propose it"))
    page = visit.go(reverse("retention:place_hold", args=[subject.pk]))
    visit.check()
    page.get_by_label("Why must nothing be destroyed?").fill("An inquiry")
    follow(page.get_by_role("button", name="Place the hold"))
    visit.check()
    fact = Name.objects.filter(subject=subject).order_by("pk")[0]
    for address in (
        reverse("retention:hold", args=[newest("legal_hold").pk]),
        reverse("retention:ask", args=[subject.pk]),
        reverse("casefile:end_fact", args=[subject.pk, fact.pk]),
    ):
        visit.go(address)
        visit.check()
