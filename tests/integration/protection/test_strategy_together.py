"""A strategy discussion that two people write at once, as they would in the room of a conference."""

import json
import random
from collections.abc import Callable

import pytest

from goldthread.ledger import sharing
from goldthread.ledger.models import Draft, Entry
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.strategies import MONDAY, NOOR, ZAIN, Cast, address, each
from tests.integration.protection.test_strategy import whole
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
PLACES = ("told_to_family", "point_risk", "point_further_information", "other_children", "actions-0-what")


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Two children of a family at the Hub."""
    authority("hartlepool-stockton")
    return Cast(NOOR, ZAIN)


def let_in(cast: Cast, browser: PlainBrowser) -> str:
    """The worker lets the manager in; where they write together."""
    said = {"told_to_family": "The aunt knows already.", "_with": str(cast.manager.pk)}
    browser.send(said, press="together")
    assert browser.status == 200, browser.errors
    return browser.path


def write(writer: PlainBrowser, draft: Draft, place: str, word: str) -> None:
    """Write a word more, as the page does by itself: with the mark of what stood there."""
    draft.refresh_from_db()
    text = f"{draft.raw.get(place, [''])[0]} {word}"
    sent = {place: text, "_version": draft.version, "_seen": json.dumps(sharing.marks(draft.raw))}
    assert writer.client.post(f"/drafts/{draft.pk}/shared/", sent).json()["taken"] == [place]


@requirement("HSSCP-10.1", "HSSCP-10.12")
def test_worker_and_manager_write_one_discussion_and_lose_nothing(cast: Cast) -> None:
    chance = random.Random(25)
    with at(MONDAY, cast.worker, address(cast.child)) as sal:
        room = let_in(cast, sal)
        draft = Draft.objects.get(shared_as__isnull=False)
        assert draft.raw["told_to_family"] == ["The aunt knows already."], "what stood there goes along"
        with at(MONDAY, cast.manager, address(cast.child)) as tam:
            assert room == tam.link("Go on with what you write with Sal Worker")
            for number in range(10):
                write(chance.choice((sal, tam)), draft, chance.choice(PLACES), f"word{number}")
            stale = sal.fields()
            told = " ".join(tam.go(room).fields()[place][0] for place in PLACES)
            assert all(f"word{number}" in told.split() for number in range(10)), told
            sal.send({**stale, "point_risk": "High."})
            assert "Two texts" in sal.said
            assert all(words in sal.text for words in told.split())


@requirement("HSSCP-10.12")
def test_one_of_them_signs_for_both_and_whoever_comes_later_keeps_what_they_sent(cast: Cast) -> None:
    with at(MONDAY, cast.worker, address(cast.child)) as sal:
        room, late = let_in(cast, sal), sal.fields()
        with at(MONDAY, cast.manager, room) as tam:
            entry = signed(tam, whole(tam, "section_47") | each(tam, outcome="section_47"))
        sal.send({**late, "point_risk": "Low."})
        assert "Tam Teamlead has signed this" in sal.said
    assert (entry.author, entry.parts.count()) == (cast.manager, 2)
    assert Draft.objects.get(owner=cast.worker, signed_as=None).raw["point_risk"] == ["Low."]
    assert Entry.objects.filter(kind=entry.kind).count() == 1
    with at(MONDAY, make.user("social_worker", name="Stan Stranger"), room) as nobody:
        assert nobody.status == 404, "it is theirs who were let in"
        nobody.go(address(cast.child)).send({"_with": ""}, press="together")
        assert "Choose who writes with you" in nobody.said
