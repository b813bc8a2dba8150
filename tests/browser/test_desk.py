"""The desk in a real browser: every page of it, in the states of the demonstration, wide and narrow."""

from datetime import UTC, datetime

import pytest
import time_machine

from goldthread.config.demo import cast, story
from goldthread.ledger.models import Entry
from tests.browser.conftest import Visitors

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 4, 22, 13, 30, tzinfo=UTC)
OF_A_NEW_CALL = ("", "route/", "screen/", "decide/", "enquire/", "protect/", "police/", "information/")
OF_A_PROPOSAL = ("", "decide/", "feedback/", "transfer/")


def about(family: str) -> Entry:
    """The newest contact about a child of that name."""
    contacts = Entry.objects.filter(kind="contact", parts__subject__person__family=family)
    return contacts.filter(parts__episode__isnull=False).latest("recorded_at")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visitors: Visitors) -> None:
    with time_machine.travel(NOW, tick=True):
        people = cast.engage(at=NOW)
        story.play(people, at=NOW)
        call, proposed, unconsulted = about("Sedge"), about("Alder"), about("Pennywort")
        decision = proposed.replies.get(kind="decision")
        manager = visitors()
        manager.sign_in(people["manager"])
        pages = ["/desk/", f"/contacts/{unconsulted.pk}/return/"]
        pages += [f"/contacts/{call.pk}/{act}" for act in OF_A_NEW_CALL]
        pages += [f"/contacts/{proposed.pk}/{act}" for act in OF_A_PROPOSAL]
        pages.append(f"/contacts/{proposed.pk}/authorise/{decision.pk}/")
        for page in pages:
            manager.go(page)
            manager.check()
