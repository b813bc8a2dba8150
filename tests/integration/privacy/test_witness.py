"""A witness who must be protected is named on no page and in no paper."""

import pytest

from goldthread.access.recipients import Recipient
from goldthread.access.withholding import against
from goldthread.ledger import locks
from goldthread.ledger.operations import Part, sign
from tests.factories import THURSDAY, author, child_of, contact, user
from tests.integration.frontdoor.by_pack import at

pytestmark = pytest.mark.django_db


def test_a_protected_witness_is_named_on_no_page_and_in_no_paper() -> None:
    child, worker = child_of(contact()), user("social_worker")
    notes = [
        sign(
            by=author("social_worker", worker),
            at=THURSDAY,
            kind="note",
            values={"about": "visit", "facts": "He shouted.", "witness": name, "protect_witness": protect},
            parts=[Part(child, in_episode=False)],
            key=name,
        )
        for name, protect in (("Yorick Quillon", True), ("Odile Trask", False))
    ]
    shown = [dict(locks.reads(one))["Who else was there?"] for one in notes]
    assert shown == [locks.KEPT_BACK, "Odile Trask"]
    with at(THURSDAY, worker, f"/entries/{notes[0].pk}/") as browser:
        assert browser.status == 200
        assert "Quillon" not in browser.text
        assert "Quillon" not in browser.go(f"/children/{child.pk}/chronology/").text
    kept = against(Recipient("Dean Alder"), [child.pk], at=THURSDAY)
    assert kept.told_by("It was Yorick Quillon who rang")
    assert not kept.told_by("It was Odile Trask who rang")
