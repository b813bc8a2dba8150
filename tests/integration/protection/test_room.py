"""The conference room written by two people at once, without JavaScript and as the script asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from goldthread.accounts.models import Membership
from goldthread.ledger.models import AuditRow, Draft, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.conferences import (
    AFTER,
    BOOKED,
    PLAN,
    Room,
    held,
    plan_for,
    review_on,
    room,
)
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(authority: Callable[..., None]) -> Room:
    """A family at the Hub, for whom a conference is booked."""
    authority("hartlepool-stockton")
    one = Room()
    one.enquiry()
    return one


@requirement("HSSCP-11.4")
def test_two_stale_pages_lose_nothing_and_both_see_both(here: Room) -> None:
    booking = here.book()
    with room(booking, here.chair) as chair, room(booking, here.clerk) as clerk:
        chair.send({"contingency": "The chair's words", "earlier_review_triggers": "An injury"})
        clerk.send({"contingency": "The clerk's words", "chair": "Cara Chair, in person"})
        for page in (chair.go(chair.path), clerk):
            assert "Two texts: What happens if actions are not done" in page.said
            assert "Stands now, by Cara Chair: The chair's words" in page.said
            assert "Also written by Nell Minutes: The clerk's words" in page.said
        assert clerk.fields()["earlier_review_triggers"] == ["An injury"], "what only one wrote is in both"
        chair.send({"worker": str(here.worker.pk)})
        assert chair.status == 409, "nothing is signed while two texts stand in one place"
        press = next(one for one in _buttons(chair) if one.endswith(":both"))
        chair.send(press=press)
        assert chair.fields()["contingency"] == ["The chair's words\nThe clerk's words"]
        assert "Two texts" not in chair.said
    assert AuditRow.objects.filter(act="draft.settle").exists()


def _buttons(page: PlainBrowser) -> list[str]:
    return [one.get("value") or "" for one in page.tree.iter("button")]


@requirement("HSSCP-11.9")
def test_what_the_chair_signs_is_what_the_chair_has_seen(here: Room) -> None:
    booking = here.book()
    whole = {**plan_for(here.child()), **PLAN, **review_on(26, 2, 2027), "worker": str(here.worker.pk)}
    with room(booking, here.chair) as chair:
        chair.send(held(chair, **{**whole, "contingency": ""}))
        assert chair.status == 422
        with room(booking, here.clerk) as clerk:
            clerk.send({"views-0-view": "She is frightened on Mondays and on Fridays."})
            chair.send({"contingency": "We meet within a day."})
            assert chair.status == 409
            late = clerk
        assert "Someone wrote while you were reading" in chair.said
        assert not Event.objects.filter(step="initial_conference").exists()
        assert "on Mondays and on Fridays" in chair.text
        signed(chair, {})
        late.send({"contingency": "Within an hour."})
        assert "Cara Chair has signed this" in late.said
        assert Event.objects.filter(outcome="plan").count() == 1, "it is not signed a second time"
        assert Draft.objects.get(owner=here.clerk, signed_as=None).raw["contingency"] == ["Within an hour."]
    with at(AFTER, here.clerk, f"/conferences/{booking.pk}/room/") as clerk:
        assert "The conference was held" in clerk.said, "the room is closed"
        assert "frightened on Mondays and on Fridays" in clerk.go(clerk.link("Read its record")).said


def test_the_script_is_told_what_the_other_wrote_and_what_is_missing(here: Room) -> None:
    booking = here.book()
    with room(booking, here.chair):
        draft = Draft.objects.get(shared_as__isnull=False)
    address = f"/drafts/{draft.pk}/shared/"
    with time_machine.travel(AFTER, tick=False):
        chair, clerk = Client(), Client()
        chair.force_login(here.chair)
        clerk.force_login(here.clerk)
        done = clerk.post(
            address, {"contingency": "We meet", "_version": draft.version, "_seen": "{}"}
        ).json()
        assert done["taken"] == ["contingency"]
        news = chair.get(f"{address}?since={draft.version}").json()
        part = news["parts"]["contingency"]
        assert (part["controls"], part["by"]) == ({"contingency": ["We meet"]}, "Nell Minutes")
        assert "Still missing" in news["side"]
        late = chair.post(address, {"contingency": "Other", "_version": draft.version, "_seen": "{}"}).json()
        assert late["clashing"] == ["contingency"]
        assert "Also written by Cara Chair" in late["side"]
        stranger = Client()
        stranger.force_login(here.worker)
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 404


def test_looking_by_itself_keeps_nobody_signed_in_and_ends_with_the_right_to_read(here: Room) -> None:
    booking = here.book()
    client = Client()
    with room(booking, here.chair):
        draft = Draft.objects.get(shared_as__isnull=False)
    with time_machine.travel(AFTER, tick=False) as clock:
        client.force_login(here.chair)
        client.get("/worklist/")
        for _ in range(4):
            clock.shift(timedelta(minutes=20))
            answer = client.get(f"/drafts/{draft.pk}/shared/")
        assert answer.status_code == 404, "an hour in which only the page itself asked"
        client.force_login(here.chair)
        assert client.get(f"/drafts/{draft.pk}/shared/").status_code == 200
        Membership.objects.filter(user=here.chair).update(until=AFTER)
        assert client.get(f"/drafts/{draft.pk}/shared/").status_code == 404


def test_another_chair_goes_on_with_what_was_typed_and_a_report_comes_in_meanwhile(here: Room) -> None:
    booking = here.book()
    with room(booking, here.clerk) as clerk:
        clerk.send({"contingency": "We meet within a day."})
    from_school = {"agency": "Alderbrook Primary", "view": "Late on nine days.", "acknowledged": "By email"}
    with at(AFTER, here.clerk, f"/conferences/{booking.pk}/report/") as browser:
        signed(browser, from_school)
    other = make.user("chair", name="Olive Chair")
    with at(BOOKED, here.clerk, f"/conferences/{booking.pk}/change/") as browser:
        changed = signed(browser, {"chair": str(other.pk), "place": "Room 3"})
    with at(AFTER, here.chair, f"/conferences/{booking.pk}/room/") as browser:
        assert browser.status == 403, "whoever the first booking named"
    with room(changed, other) as browser:
        assert browser.fields()["contingency"] == ["We meet within a day."]
        assert "Late on nine days." in browser.text
        browser.send({"people-0-came": "there", "people-1-came": "apologies"}, press="members:came")
        members = [texts for name, texts in browser.fields().items() if name.startswith("members-")]
        assert ["Amal Haddad"] in members
        assert ["Dilys Lead"] not in members
