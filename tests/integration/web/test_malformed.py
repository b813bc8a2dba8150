"""Whatever is sent to whatever address by whomever is answered, never a fault (R3)."""

import os
from collections import Counter
from collections.abc import Callable

import pytest
from time_machine import travel

from goldthread.accounts.roles import roles
from tests import factories as make
from tests.integration.access.crawl import fills
from tests.integration.access.household import Case
from tests.integration.documents.household import NOW
from tests.malformed import Malformed

pytestmark = pytest.mark.django_db
LONG = "GOLDTHREAD_LONG" in os.environ
NUMBER = int(os.environ.get("GOLDTHREAD_REQUESTS", "200000" if LONG else "120"))
SEED = int(os.environ.get("GOLDTHREAD_SEED", "20261123"))


@pytest.fixture(autouse=True)
def served(authority: Callable[..., None], hurried: None) -> None:  # noqa: ARG001
    """The procedure with most pages."""
    authority("hartlepool-stockton")


@travel(NOW, tick=False)
def test_nothing_that_is_sent_is_a_fault(record_property: Callable[[str, object], None]) -> None:
    case = Case()
    people = {
        "staff with every role": case.worker_of_all,
        "nobody": None,
        "referrer": case.nurse,
        **{role: make.user(role) for role in sorted(roles()) if role != "professional_referrer"},
    }
    sender = Malformed(people, lambda address: fills(case, address), SEED)
    sender.send(NUMBER)
    record_property("malformed requests", NUMBER)
    record_property("addresses", len(sender.addresses))
    record_property("people", len(people))
    record_property("answers of 500 or more", len(sender.faults))
    for status, times in sorted(sender.statuses.items()):
        record_property(f"answers of {status}", times)
    told = Counter(fault.what for fault in sender.faults)
    assert not told, "\n".join(f"{times} x {what}" for what, times in told.most_common()) + "\n".join(
        f"\n{fault.sent!r:.600} -> {fault.what}" for fault in sender.faults[:40]
    )
