"""No form loses what one of two people wrote at the same instant, and nothing is decided twice (R10)."""

import os
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from time_machine import travel

from goldthread.ledger.models import Entry
from tests import factories as make
from tests.integration.access.household import Case
from tests.integration.documents.household import NOW
from tests.integration.durability.racing import Found, forms, race

# Every thread has a connection of its own, and sees what the others have committed.
pytestmark = pytest.mark.django_db(transaction=True)
LONG = "GOLDTHREAD_LONG" in os.environ
RACES = 1000 if LONG else 1
# The forms that an ordinary run tries: one of each way in which a form is kept and signed.
SHORT = (
    "/circumstances/",
    "/correct/",
    "/note/",
    "/telephone/",
    "/conferences/<uuid:entry_id>/",
    "/access/many/<int:alert_id>/",
)
SECONDS = float(os.environ.get("GOLDTHREAD_RACE_SECONDS", "5400"))


@pytest.fixture(autouse=True)
def served(authority: Callable[..., None], hurried: None) -> None:  # noqa: ARG001
    """The procedure with most pages."""
    authority("hartlepool-stockton")


@travel(NOW)
def test_two_people_at_one_form_lose_nothing(record_property: Callable[[str, object], None]) -> None:
    case, found, until = Case(), Found(), time.monotonic() + SECONDS
    two = case.worker_of_all, case.staff()
    there = list(forms(two[0], case, () if LONG else SHORT))
    assert len(there) >= (40 if LONG else 4), there
    for number in range(RACES):
        for place, path in enumerate(there):
            windows = (two[0], two[0]) if (number + place) % 4 == 3 else two
            if time.monotonic() < until:
                race(found, path, windows, saving=(number + place) % 3 == 2)
    record_property("forms", len(there))
    record_property("races", sum(found.races.values()))
    record_property("races at the form with fewest", min(found.races.values(), default=0))
    record_property("words lost", len(found.lost))
    record_property("settled twice", len(found.twice))
    record_property("answers of 500 or more", len(found.broken))
    assert not found.wrong, "\n".join(found.wrong[:20])
    assert found.settled > len(there) // 2, "hardly anything was kept: these are not races"


def test_the_database_itself_takes_one_authorisation_of_an_entry() -> None:
    entry, manager = make.contact(), make.author("manager")
    said = {
        "occurred_at": NOW,
        "recorded_at": NOW,
        "payload": {},
        "author": manager.user,
        "author_role": "manager",
    }
    Entry.objects.create(kind="authorisation", authorises=entry, idempotency_key="one", **said)
    with pytest.raises(IntegrityError, match="authorised_once"), transaction.atomic():
        Entry.objects.create(kind="authorisation", authorises=entry, idempotency_key="two", **said)
