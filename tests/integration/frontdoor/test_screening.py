"""Screening: every point with its source, what is known of the family, and who a child may already be."""

import pytest

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure
from goldthread.ledger.models import Entry, Event
from goldthread.ledger.operations import Part
from goldthread.people.identity import identity
from goldthread.procedures.format.steps import Point
from tests import factories as make
from tests.factories import THURSDAY, later
from tests.integration.frontdoor.cast import Cast, link_to, page, screening
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
FAMILY = {
    "children": [
        {"given_names": "Max", "family_name": "Birch", "born": "2019-02-03", "where_now": "At school"},
        {"given_names": "Ida", "family_name": "Birch", "born": "2015-05-06"},
    ],
    "household": [
        {"given_names": "Ann", "family_name": "Birch", "relationship": "mother", "lives_with_child": "yes"},
        {"given_names": "Bo", "family_name": "Cole", "relationship": "partner_of_parent"},
        {
            "given_names": "Kit",
            "family_name": "Cole",
            "relationship": "half_sibling",
            "lives_with_child": "yes",
        },
    ],
}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


@pytest.fixture
def contact() -> Entry:
    """A contact about two siblings and the people around them."""
    return make.contact(**FAMILY)


@requirement(*(f"HERTS-10.{number}" for number in range(5, 17)), "HERTS-10.2", "HERTS-10.3", "HERTS-6.7")
def test_every_point_is_asked_in_the_packs_words_with_its_source(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=1), cast.worker, page(contact, "screen/")) as browser:
        for point in contact_points():
            assert " ".join(point.asks.split()) in browser.said
            assert all(requirement in browser.said for requirement in point.requirement)
        assert "Comes to school hungry and tired" in browser.said, "what was said stands beside the questions"
        max_ = contact.parts.get(payload__given_names="Max").subject_id
        assert browser.fields()[f"child-{max_}-where_now"] == ["At school"], "nothing is typed again"


def contact_points() -> list[Point]:
    """The points of the screening step."""
    return list(procedure.newest().steps["screening"].points.values())


@requirement("HERTS-10.2")
def test_what_differs_between_siblings_is_asked_of_each(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=1), cast.worker, page(contact, "screen/")) as browser:
        answers = screening(browser, "Neglect")
        ida = contact.parts.get(payload__given_names="Ida").subject_id
        answers[f"child-{ida}-significant_harm"] = "yes"
        answers[f"child-{ida}-needs"] = "Safety at night"
        browser.send(answers)
        assert browser.status == 200, browser.errors
    events = {event.episode.subject_id: event.facts for event in Event.objects.filter(step="screening")}
    assert {child: facts["significant_harm"] for child, facts in events.items()} == {
        child: child == ida for child in events
    }


@requirement("HERTS-10.11", "HERTS-10.12")
def test_siblings_halves_adults_and_those_close_to_them_stand_beside(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=1), cast.worker, page(contact, "screen/")) as browser:
        assert "Kit COLE, half-brother or half-sister" in browser.said
        assert "Ann BIRCH, mother" in browser.said
        assert "Bo COLE" in browser.said
        known = browser.fields()
        assert "Ann BIRCH, mother: nothing on record before this." in known["adults_known"][0]
        assert "Kit COLE" in known["children_known"][0]


@requirement("HERTS-10.10", "HERTS-10.14")
def test_the_past_of_the_child_and_of_the_household_is_on_the_page(cast: Cast) -> None:
    first = make.contact(**FAMILY)
    with cast.at(later(hours=1), cast.manager, page(first, "decide/")) as browser:
        outcomes = [name for name in browser.asks() if name.endswith("-outcome")]
        browser.send({**dict.fromkeys(outcomes, "no_further_action"), "reasons": "The plan goes on"})
        assert browser.status == 200, browser.errors
    plan(first)
    again = make.contact(
        later(days=30), children=[{"given_names": "Max", "family_name": "Birch", "born": "2019-02-03"}]
    )
    with cast.at(later(days=30, hours=1), cast.worker, page(again, "screen/")) as browser:
        assert "Is Max BIRCH already on record?" in browser.said
        browser.go(link_to(browser, "/same/")).send({"how_known": "Same school, same birthday"})
        assert browser.status == 200, browser.errors
        assert browser.heading == "Screen"
        assert "Child protection plan" in browser.said, "a plan of the past"
        assert "Option 1" in browser.said
        assert "Ann BIRCH, mother" in browser.said, "the household known by the earlier record"


def plan(contact: Entry) -> None:
    """A child protection plan of the past, as an event of the record."""
    part = contact.parts.filter(episode__isnull=False).order_by("pk")[0]
    Event.objects.create(
        id=contact.pk,
        episode=part.episode,
        entry=contact,
        step="initial_conference",
        outcome="plan",
        occurred_at=THURSDAY,
        recorded_at=THURSDAY,
        role="manager",
    )


@requirement("HERTS-10.10")
def test_confirming_that_two_records_are_one_child_keeps_both_and_reads_them_together(cast: Cast) -> None:
    first, again = make.contact(), make.contact(later(days=30))
    named, known = make.child_of(again), make.child_of(first)
    with cast.at(later(days=30, hours=1), cast.worker, page(again, "screen/")) as browser:
        browser.go(link_to(browser, "/same/"))
        assert browser.said.count("Rowan ALDER") > 1
        browser.send()
        assert browser.status == 422, "it is said how this is known"
        browser.send({"how_known": "The school says so"})
    assert identity([named.pk]) == {named.pk, known.pk}
    with cast.at(later(days=30, hours=1), cast.worker, page(again)) as browser:
        assert "Other contacts about this child" in browser.said


@requirement("HERTS-10.10")
def test_a_restricted_record_that_may_match_is_announced_without_detail(cast: Cast) -> None:
    first, again = make.contact(), make.contact(later(days=30))
    by = make.author("manager", cast.manager)
    protect(by=by, at=THURSDAY, subject=make.child_of(first), level=Level.RESTRICTED, reason="Staff")
    with cast.at(later(days=30, hours=1), cast.worker, page(again, "screen/")) as browser:
        assert "A restricted record may match. Ring the duty manager" in browser.said
        assert "/same/" not in browser.text
        assert make.child_of(first).reference not in browser.text


def test_screening_twice_is_outside_the_procedure_and_asks_why(cast: Cast, contact: Entry) -> None:
    with cast.at(later(hours=1), cast.worker, page(contact, "screen/")) as browser:
        browser.send(screening(browser, "Neglect"))
        browser.go(page(contact, "screen/"))
        browser.send(screening(browser, "More came to light"))
        assert browser.status == 409
        assert "The procedure does not expect this now" in browser.said
        assert "More came to light" in browser.text, "everything typed is kept"
        browser.send({"outside_reason": "The mother rang after the first screening."})
        assert browser.status == 200, browser.errors
        assert "Outside the procedure" in browser.said
    assert contact.replies.filter(kind="screening").count() == 2


def test_a_social_worker_of_the_hub_signs_in_the_role_that_may(cast: Cast, contact: Entry) -> None:
    both = make.user("consultation_hub", "social_worker")
    with cast.at(later(hours=1), both, page(contact, "screen/")) as browser:
        browser.send(screening(browser, "Neglect"))
    assert contact.replies.get(kind="screening").author_role == "social_worker"


def test_a_note_of_the_hub_stands_among_the_other_contacts(cast: Cast, contact: Entry) -> None:
    child = contact.parts.get(payload__given_names="Max").subject
    values = {
        "consulted_by": "Dilys Lead",
        "question": "?",
        "advice_given": "none",
        "advice": "Watch and see",
    }
    ledger.sign(
        by=make.author("consultation_hub", cast.adviser),
        at=later(hours=1),
        kind="consultation",
        values=values,
        parts=[Part(child)],
        key="hub",
    )
    with cast.at(later(hours=2), cast.worker, page(contact)) as browser:
        assert "Other contacts about these children" in browser.said
        assert "Consultation" in browser.said
