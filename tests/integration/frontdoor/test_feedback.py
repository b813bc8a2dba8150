"""What the referrer is told: read before it goes, never more than the letter may say, or said aloud."""

import pytest

from goldthread.disclosure.consents import shared
from goldthread.documents.models import Delivery
from goldthread.ledger.models import Entry
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.cast import Cast, decision, duty, page
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
SECRET = "The uncle drinks, and the mother is unwell"
NEIGHBOUR = {
    "channel": "online_form",
    "form": "public_report",
    "referrer_kind": "public",
    "referrer_name": "Hetty Sorrel",
    "referrer_email": "hetty@example.org",
    "concern": "Crying at night.",
}
SCHOOL = {"referrer_name": "Dilys Lead", "referrer_email": "dsl@example.org"}
BY_LETTER = {"reached": "yes", "told_how": "email"}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


def decided(cast: Cast, outcome: str, route: str = "", **values: object) -> Entry:
    """A contact on which a manager decided an hour later."""
    contact = make.contact(**values)
    with cast.at(later(hours=1), cast.manager, page(contact, "decide/")) as browser:
        answers = {**decision(browser, outcome), "reasons": SECRET}
        routes = {name: route for name in browser.asks() if route and name.endswith("_route")}
        wanted = "early_help_route" if outcome == "early_help" else "advice_route"
        browser.send({**answers, **{name: text for name, text in routes.items() if name.endswith(wanted)}})
        assert browser.status == 200, browser.errors
    return contact


def letters(contact: Entry) -> list[Entry]:
    """The letters of feedback that went out."""
    return list(contact.replies.filter(kind="message", payload__letter__startswith="feedback"))


@requirement("HERTS-4.5", "HERTS-10.27")
def test_the_public_hear_that_it_was_looked_into_and_nothing_of_the_family(cast: Cast) -> None:
    contact = decided(cast, "assessment", **NEIGHBOUR)
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        assert "Say nothing of the child or the family" in browser.said
        browser.send(BY_LETTER)
        assert "The letter that goes" in browser.said
        assert not letters(contact), "it is read first"
        browser.send(press="send")
        assert browser.status == 200, browser.errors
    (letter,) = letters(contact)
    for word in ("Rowan", "Alder", "assessment", "uncle", "mother"):
        assert word.lower() not in letter.payload["body"].lower()
    assert letter.payload["to_address"] == "hetty@example.org"
    assert Delivery.objects.filter(entry=letter).count() == 1
    assert duty(decision_of(contact), "feedback.tell_outcome").met_at == later(hours=2)


def decision_of(contact: Entry) -> Entry:
    """The decision on a contact."""
    return contact.replies.get(kind="decision")


@requirement("HERTS-4.5", "HERTS-10.25")
def test_a_professional_hears_which_service_it_was_passed_to(cast: Cast) -> None:
    contact = decided(cast, "early_help", "short_breaks", **SCHOOL)
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        assert browser.fields()["signposted_to"] == ["Short Breaks, for children with disabilities"]
        browser.send({**BY_LETTER, "signposted_to": ""})
        assert browser.status == 422, "the letter has a place for it"
        browser.send({"signposted_to": "the Short Breaks team"})
        assert "We have passed it to the Short Breaks team" in browser.said
        browser.send({"signposted_to": "the Short Breaks team in Ware"}, press="send")
        assert browser.status == 200, browser.errors
    (letter,) = letters(contact)
    assert "the Short Breaks team in Ware" in letter.payload["body"]
    assert SECRET not in letter.payload["body"], "nothing that has no placeholder"
    assert duty(decision_of(contact), "feedback.tell_which_service").met_at == later(hours=2)


@requirement("HERTS-10.26")
def test_whoever_passed_on_someone_elses_worry_is_reminded_to_tell_them(cast: Cast) -> None:
    passing = {
        "on_behalf_of_other": True,
        "third_party": "A mother at the gate",
        "told_to_refer_directly": True,
    }
    contact = decided(cast, "no_further_action", "advice", **SCHOOL, **passing)
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        browser.send(BY_LETTER)
        assert "it is for you to tell that person" in browser.said
        browser.send(press="send")
        assert browser.status == 200, browser.errors
    assert duty(decision_of(contact), "feedback.remind_to_feed_back").met_at == later(hours=2)


@requirement("HERTS-10.26")
def test_told_aloud_the_reminder_counts_only_if_it_was_given(cast: Cast) -> None:
    contact = decided(cast, "no_further_action", "advice", **SCHOOL, on_behalf_of_other=True)
    spoken = {"reached": "yes", "told_how": "telephone", "told": "We looked into it."}
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        browser.send({**spoken, "reminded": "no"})
        assert browser.status == 200, browser.errors
    assert duty(decision_of(contact), "feedback.remind_to_feed_back").met_at is None
    with cast.at(later(hours=3), cast.worker, page(contact, "feedback/")) as browser:
        browser.send({**spoken, "reminded": "yes"})
        assert browser.status == 200, browser.errors
    assert duty(decision_of(contact), "feedback.remind_to_feed_back").met_at == later(hours=3)
    assert not letters(contact)


@requirement("HERTS-4.5")
def test_spoken_feedback_is_written_down(cast: Cast) -> None:
    contact = decided(cast, "no_further_action", "no_action")
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        assert "email" not in str(browser.fields().get("told_how")), "there is no address to write to"
        browser.send({"reached": "yes", "told_how": "telephone"})
        assert browser.errors == [("Write down what they were told", "#told")]
        browser.send({"told": "That we looked into it, and to ring again."})
        assert browser.status == 200, browser.errors
    assert duty(decision_of(contact), "feedback.tell_outcome").met_at == later(hours=2)
    (told,) = shared([make.child_of(contact).pk])
    assert (told.disclosure.to, told.disclosure.how) == ("Whoever told us of a worry", "Telephone")
    assert "ring again" in told.disclosure.what


@requirement("HERTS-4.5", "HERTS-3.23")
def test_a_nameless_caller_cannot_be_told_and_that_is_recorded(cast: Cast) -> None:
    nameless = {"channel": "telephone", "form": "none", "referrer_kind": "public", "anonymous": True}
    contact = decided(cast, "assessment", **nameless)
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        assert "They gave no name" in browser.said
        assert browser.fields()["reached"] == ["no"]
        browser.send({"not_reached": "No name and no number."})
        assert browser.status == 200, browser.errors
        assert "Referrer could not be told" in browser.said
    assert not contact.replies.get(kind="feedback").events.exists()


@requirement("HERTS-10.17")
def test_nobody_is_told_before_the_decision_has_effect(cast: Cast) -> None:
    contact = make.contact(**SCHOOL)
    with cast.at(later(hours=1), cast.decider, page(contact, "decide/")) as browser:
        browser.send(decision(browser, "assessment"))
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        assert "No decision has effect yet" in browser.said
        browser.client.post(page(contact, "feedback/"), {**BY_LETTER, "_action": "send", "_key": "k"})
    assert not contact.replies.filter(kind="feedback").exists()
    assert not letters(contact)


@requirement("HERTS-3.25")
def test_whoever_stays_unnamed_is_not_named_in_the_letter_shown(cast: Cast) -> None:
    contact = decided(cast, "assessment", **NEIGHBOUR, withhold_identity=True)
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        assert "Hetty" not in browser.text
        browser.send(BY_LETTER)
        assert "hetty@example.org" not in browser.text
        browser.send(press="send")
        assert browser.status == 200, browser.errors
    assert letters(contact)[0].payload["to_name"] == "Hetty Sorrel", "the letter itself goes to its reader"


def test_siblings_with_different_outcomes_each_have_their_letter(cast: Cast) -> None:
    names = [{"given_names": "Ida", "family_name": "Birch"}, {"given_names": "Max", "family_name": "Birch"}]
    contact = make.contact(**SCHOOL, children=names)
    ida, max_ = (contact.parts.get(payload__given_names=name).subject_id for name in ("Ida", "Max"))
    with cast.at(later(hours=1), cast.manager, page(contact, "decide/")) as browser:
        outcomes = {f"child-{ida}-outcome": "no_further_action", f"child-{max_}-outcome": "assessment"}
        browser.send({**outcomes, "reasons": "Different needs"})
    with cast.at(later(hours=2), cast.worker, page(contact, "feedback/")) as browser:
        browser.send(BY_LETTER)
        browser.send(press="send")
        assert browser.status == 200, browser.errors
    about = {letter.payload["letter"]: letter.parts.get().subject_id for letter in letters(contact)}
    assert about == {
        "feedback_no_further_action_professional": ida,
        "feedback_assessment_professional": max_,
    }
