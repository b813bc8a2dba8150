"""A fact about a person ends by an entry: it stays readable, and nobody is found by it any more."""

from datetime import date
from uuid import uuid4

import pytest

from goldthread.accounts.models import User
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part
from goldthread.ledger.rebuild import rebuild
from goldthread.people.matching.held import unpack
from goldthread.people.models import Address, Identifier, LookUp, Relationship
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.by_pack import at, filed
from tests.newest import newest

pytestmark = pytest.mark.django_db
NOW = later(days=3)
THIRD = {"until-day": "3", "until-month": "4", "until-year": "2026"}


@pytest.fixture
def worker() -> User:
    """A social worker."""
    return make.user("social_worker", name="Sal Worker")


@pytest.fixture
def child(worker: User) -> Subject:
    """Rowan; `worker` is there before."""
    assert worker.is_active
    return make.child_of(make.contact())


def stated(child: Subject, worker: User, **values: str) -> Entry:
    """Something said of who Rowan is."""
    by = make.author("social_worker", worker)
    parts, key = [Part(child)], uuid4().hex
    return ledger.sign(by=by, at=later(days=1), kind="identity", values=values, parts=parts, key=key)


def homes(child: Subject) -> list[str]:
    """Where Rowan is looked for as living."""
    return list(LookUp.objects.get(pk=child.pk).shown["homes"])


def test_an_address_ends_on_a_day_and_is_no_home_any_more(worker: User, child: Subject) -> None:
    for _ in range(2):  # said twice: both end
        stated(child, worker, address="4 Quill Row", postcode="TS18 9ZZ")
    assert homes(child)
    fact = Address.objects.filter(subject=child, postcode="TS18 9ZZ").order_by("id")[0]
    with at(NOW, worker, f"/children/{child.pk}/who/") as browser:
        assert "No longer so, or never was: 4 Quill Row" in browser.said
    with at(NOW, worker, f"/children/{child.pk}/facts/{fact.pk}/end/") as browser:
        assert "4 Quill Row" in browser.said
        filed(
            browser,
            {
                "how": "ended",
                "until-day": "3",
                "until-month": "4",
                "until-year": "2026",
                "reason": "The landlord said so",
            },
        )
    assert {one.until for one in Address.objects.filter(subject=child, postcode="TS18 9ZZ")} == {
        date(2026, 4, 3)
    }
    assert homes(child) == []
    with at(NOW, worker, f"/children/{child.pk}/who/") as browser:
        assert "No longer, or not yet" in browser.said
        assert "Until 3 April 2026" in browser.said
        assert "Said by Sal Worker" in browser.said
        browser.go(f"/children/{child.pk}/who/?on-day=3&on-month=4&on-year=2026")
        assert "4 Quill Row" in browser.said
        assert "Until 3 April 2026" not in browser.said, "nobody knew it that day"
    assert rebuild(keep=False) == []


def test_a_number_stated_in_error_is_taken_back_and_leads_to_nobody(worker: User, child: Subject) -> None:
    stated(child, worker, telephone="01632960123")
    fact = Identifier.objects.get(subject=child, kind="telephone")
    with at(NOW, worker, f"/children/{child.pk}/facts/{fact.pk}/end/") as browser:
        filed(browser, {"how": "error", "reason": "It is the neighbour's"})
    fact.refresh_from_db()
    assert fact.superseded_by == newest("fact_ended")
    assert "960123" not in str(unpack(LookUp.objects.get(pk=child.pk).held))
    assert rebuild(keep=False) == []


def test_a_tie_ends_and_what_was_said_stays(worker: User, child: Subject) -> None:
    other = make.child_of(make.contact(children=[{"given_names": "Jo", "family_name": "Fern"}]))
    by = make.author("social_worker", worker)
    values = {"person": str(other.pk), "other": str(child.pk), "relationship": "partner_of_parent"}
    said = ledger.sign(
        by=by,
        at=later(days=1),
        kind="family",
        values=values,
        parts=[Part(child, in_episode=False), Part(other, in_episode=False)],
        key="tie",
    )
    tie = Relationship.objects.get(stated_by=said)
    with at(NOW, worker, f"/children/{child.pk}/who/") as browser:
        assert "partner of a parent of" in browser.said
    with at(NOW, worker, f"/children/{child.pk}/facts/{tie.pk}/end/") as browser:
        filed(
            browser,
            {
                "how": "ended",
                "until-day": "3",
                "until-month": "4",
                "until-year": "2026",
                "reason": "Mum said he has left",
            },
        )
    tie.refresh_from_db()
    assert tie.until == date(2026, 4, 3)
    with at(NOW, worker, f"/children/{child.pk}/who/") as browser:
        assert "partner of a parent of" not in browser.said
    assert rebuild(keep=False) == []
