"""The page of one contact: what it shows to whom, and what it keeps back."""

import pytest

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.ledger.models import AuditRow
from tests import factories as make
from tests.factories import THURSDAY, later
from tests.integration.frontdoor.cast import Cast, actions, page
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
NEIGHBOUR = {
    "channel": "telephone",
    "form": "none",
    "referrer_kind": "public",
    "referrer_name": "Hetty Sorrel",
    "referrer_phone": "01632 960 101",
    "withhold_identity": True,
    "concern": "Crying at night.",
}
SIBLINGS = {
    "children": [
        {"given_names": "Max", "family_name": "Birch", "born": "2019-02-03", "where_now": "At school"},
        {"given_names": "Ida", "family_name": "Birch", "born": "2015-05-06"},
    ]
}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


@requirement("HERTS-3.24", "HERTS-3.25")
def test_who_told_us_is_kept_back_until_somebody_chooses_to_look_and_that_is_kept(cast: Cast) -> None:
    contact = make.contact(by=make.author("csc_officer", cast.officer), **NEIGHBOUR)
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert "Hetty" not in browser.text
        assert "01632" not in browser.text
        assert "Kept back" in browser.said
        assert "Tell the family who made the contact" in browser.said
        browser.go(page(contact, "screen/"))
        assert "Hetty" not in browser.text
        browser.go(page(contact)).send(form="/reveal/")
        assert "Hetty Sorrel" in browser.said
    seen = AuditRow.objects.get(act="reveal.referrer")
    assert (seen.actor, seen.entry) == (cast.worker.pk, contact.pk)
    with cast.at(later(hours=2), cast.worker, page(contact)) as browser:
        assert "Hetty" not in browser.text, "looking once is not looking for ever"


def test_siblings_stand_together_eldest_first_and_each_with_their_own(cast: Cast) -> None:
    contact = make.contact(**SIBLINGS)
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert browser.said.index("Ida BIRCH") < browser.said.index("Max BIRCH")
        assert browser.said.count("Why? Decide which response is needed") == 1, "one clock for both"
        assert "At school" in browser.said


def test_a_restricted_sibling_is_announced_and_nothing_more(cast: Cast) -> None:
    contact = make.contact(**SIBLINGS)
    hidden = contact.parts.get(payload__given_names="Ida").subject
    by = make.author("manager", cast.manager)
    protect(by=by, at=THURSDAY, subject=hidden, level=Level.RESTRICTED, reason="Staff")
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert "also about 1 child whose record is closed to you" in browser.said
        assert "Ida" not in browser.said
        browser.go(page(contact, "talk/")).send({"said": "No more to add."})
    talk = contact.replies.get(kind="referrer_talk")
    assert [part.subject_id for part in talk.parts.all()] != [hidden.pk]
    assert talk.parts.count() == 1


@requirement("HERTS-5.1", "HERTS-10.13")
def test_talking_with_the_referrer_is_offered_first_and_recorded(cast: Cast) -> None:
    contact = make.contact()
    with cast.at(later(hours=1), cast.decider, page(contact)) as browser:
        assert "social worker who has delegated authority" in browser.said
        assert "Talk with the referrer" in actions(browser)
        browser.go(page(contact, "talk/")).send()
        assert browser.status == 422
        browser.send({"said": "He has been hungry since Christmas."})
        assert "Talked with the referrer" in browser.said
        assert "Let the referrer talk their worry through" not in browser.said


@requirement("HERTS-4.1", "HERTS-4.4")
def test_a_letter_by_post_is_acknowledged_by_a_person(cast: Cast) -> None:
    contact = make.contact(channel="post", referrer_kind="other_health")
    with cast.at(later(hours=1), cast.officer, page(contact)) as browser:
        assert "Acknowledge the contact in writing" in browser.said
        assert (
            "Put an outcome, or anything about the child or the family, in the acknowledgement"
            in browser.said
        )
        browser.go(page(contact, "acknowledge/")).send({"in_writing": "yes"})
        assert browser.status == 200
        assert "Acknowledge the contact in writing" not in browser.said.split("met")[0]


def test_sending_twice_is_once_and_the_draft_is_gone(cast: Cast) -> None:
    contact = make.contact()
    with cast.at(later(hours=1), cast.worker, page(contact, "talk/")) as browser:
        fields = browser.fields()
        browser.send({"said": "Once."})
        browser.client.post(page(contact, "talk/"), {**fields, "said": "Once."})
    assert contact.replies.filter(kind="referrer_talk").count() == 1


def test_what_is_typed_is_kept_valid_or_not_and_two_windows_never_lose_words(cast: Cast) -> None:
    contact = make.contact()
    address = page(contact, "talk/")
    with cast.at(later(hours=1), cast.worker, address) as browser:
        typed = {**browser.fields(), "said": ["Half a sent"], "talked_at-day": ["31"]}
        kept = browser.client.post(address, typed, headers={"accept": "application/json"})
        assert (kept.status_code, kept.json()["version"]) == (200, 1)
        browser.go(address)
        assert "Half a sent" in browser.text
        assert browser.fields()["talked_at-day"] == ["31"]
        other = {**typed, "said": ["Another window"]}
        clash = browser.client.post(address, other, headers={"accept": "application/json"})
        assert clash.status_code == 409
        assert "both" in clash.json()
    assert not contact.replies.filter(kind="referrer_talk").exists()


@pytest.mark.parametrize("said", ["\x00", "a" * 1_000_000, "\u202eright to left", "\U0001f9d2"])
def test_odd_input_is_kept_or_refused_in_words(cast: Cast, said: str) -> None:
    contact = make.contact()
    with cast.at(later(hours=1), cast.worker, page(contact, "talk/")) as browser:
        browser.send({"said": said})
        assert browser.status in {200, 422}


def test_forged_ids_are_not_found(cast: Cast) -> None:
    contact, other = make.contact(), make.contact()
    with cast.at(later(hours=1), cast.manager, f"/contacts/{make.child_of(contact).pk}/") as browser:
        assert browser.status == 404
        assert browser.go(page(contact, f"authorise/{other.pk}/")).status == 404
        assert browser.go(page(contact, f"transfer/{other.pk}/")).status == 404
        child, known = make.child_of(other).pk, make.child_of(contact).pk
        assert browser.go(page(contact, f"same/{child}/{known}/")).status == 404
