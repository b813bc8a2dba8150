"""Enquiries under section 47: who may carry them out, help from agencies, visits, findings for each child."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Duty, Event
from goldthread.ledger.operations import Part
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.frontdoor.plain import PlainBrowser, words
from tests.integration.protection.strategies import MONDAY, NOOR, ZAIN, Cast, outcome_of
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
FRIDAY = wall(2026, 11, 20, 16, 0)
FOUND = {"findings": "The bruises were made by a belt. The mother did not know.", "enquirer": "Sal Worker"}
WHY = "A child of four is not marked like this in play."


def under_way(cast: Cast, *names: str, crime: bool = False) -> None:
    """A strategy discussion on the Monday started an enquiry for these children."""
    ledger.sign(
        by=make.author("social_worker", cast.worker),
        at=MONDAY,
        kind="strategy_meeting",
        values={
            "step": "strategy_discussion",
            "outcome": "section_47",
            "joint_or_single": "joint",
            "actions": [{"what": "See Noor at nursery", "who": "Sal Worker"}],
        },
        parts=[
            Part(cast.called(name), {"significant_harm": True, "suspected_crime": crime, "why": "Bruises."})
            for name in names or ("Noor",)
        ],
        key=uuid4().hex,
        occurred_at=MONDAY,
    )


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Two children of a family, at the Hub."""
    authority("hartlepool-stockton")
    return Cast(NOOR, ZAIN)


def page(cast: Cast) -> str:
    """The page of the enquiry about Noor."""
    return f"/children/{cast.child.pk}/enquiry/"


@requirement("HUB-5.1", "HUB-5.3", "HSSCP-5.5")
def test_a_social_worker_ends_it_for_each_child_with_reasons(cast: Cast) -> None:
    under_way(cast, "Noor", "Zain")
    with at(FRIDAY, cast.manager, page(cast)) as browser:
        assert browser.status == 403
        assert "only this role may record it: Social worker" in browser.said
    noor, zain = f"child-{cast.child.pk}-", f"child-{cast.called('Zain').pk}-"
    with at(FRIDAY, cast.worker, page(cast)) as browser:
        assert "Strategy discussion of 9 November 2026, Sal Worker" in browser.said
        assert "See Noor at nursery" in browser.said, "what was agreed stands beside it"
        assert browser.fields()[f"{noor}significant_harm"] == ["yes"], "known from the discussion"
        assert browser.fields()["joint_or_single"] == ["joint"]
        decided = {f"{noor}outcome": "conference", f"{zain}outcome": "no_conference"}
        browser.send({**decided, f"{noor}why_significant": WHY})
        assert {href for _, href in browser.errors} == {"#findings", f"#{zain}why_significant"}
        entry = signed(
            browser,
            {**FOUND, f"{zain}why_significant": "Nothing was found.", f"{zain}significant_harm": "no"},
        )
    assert outcome_of(entry, cast.child) == "conference"
    assert outcome_of(entry, cast.called("Zain")) == "no_conference"
    assert Event.objects.filter(step="section_47").count() == 2
    assert not Duty.objects.filter(rule="section_47.enquire", met_at=None).exists()


@requirement("HUB-5.2", "HSSCP-5.4")
def test_the_police_support_it_where_there_may_have_been_a_crime(cast: Cast) -> None:
    under_way(cast, crime=True)
    supporting = Duty.objects.get(rule="section_47.police_support")
    assert supporting.met_at is None
    with at(FRIDAY, cast.worker, page(cast)) as browser:
        assert "Support the enquiry, because there may have been a crime" in browser.said
        joined = typed_at("happened_at", wall(2026, 11, 10, 9, 0))
        signed(
            browser,
            {
                **joined,
                f"child-{cast.child.pk}-outcome": "police_joined",
                "police_named": "Di Constable",
                "protect_now": "The father stays elsewhere.",
                "about": [str(cast.child.pk)],
            },
        )
    supporting.refresh_from_db()
    assert supporting.met_at == wall(2026, 11, 10, 9, 0)
    assert Duty.objects.filter(rule="section_47.enquire", met_at=None).exists(), "the enquiry goes on"


@requirement("HSSCP-5.3")
def test_each_agency_asked_to_help_answers_for_itself(cast: Cast) -> None:
    under_way(cast)
    with at(FRIDAY, cast.worker, page(cast)) as browser:
        browser.go(browser.link("Ask agencies to help"))
        assert browser.fields()["requests-0-agency"] == ["Alderbrook Primary"], "it knows the child"
        assert browser.fields()["requests-0-body"] == ["education"]
        asked = {
            "about": [str(cast.child.pk)],
            "requests-0-asked": "Attendance, and who fetches her.",
            "requests-1-agency": "Moorfield Hospital",
            "requests-1-body": "health",
            "requests-1-asked": "The notes of 3 November.",
        }
        browser.send({**asked})
        assert browser.path == page(cast), browser.errors
        assert browser.said.count("Has to help when asked") == 2
        hospital = next(href for text, href in answer_links(browser) if text.endswith("Moorfield Hospital"))
        browser.go(hospital)
        assert "The notes of 3 November." in browser.said
        signed(browser, {"outcome": "not_helped", "answer": "They have lost the notes."})
        assert "Did not help" in browser.said
    owed = Duty.objects.filter(rule="help_request.help")
    assert [duty.met_at for duty in owed] == [None, None], "the duty to help stays open"
    with at(FRIDAY, cast.worker, hospital) as browser:
        signed(browser, {"outcome": "answered", "answer": "Two visits, both for bruises."})
    asked_of = newest().answers
    assert asked_of
    met = owed.exclude(met_at=None)
    assert [duty.because for duty in met] == [asked_of.events.get().pk], "of the two, the hospital’s"


@requirement("HSSCP-5.3")
def test_an_agency_asked_to_help_answers_on_its_own_page_and_sees_nothing_else(cast: Cast) -> None:
    under_way(cast)
    nurse = make.user("partner_agency", name="Nell Ward", of=make.agency("Moorfield Hospital", "hospital"))
    other = make.user("partner_agency", name="Tess Teacher", of=make.agency("Other School", "school"))
    with at(FRIDAY, cast.worker, f"/children/{cast.child.pk}/help/") as browser:
        row = {"requests-0-agency": "Moorfield Hospital", "requests-0-body": "health"}
        browser.send({**row, "about": [str(cast.child.pk)], "requests-0-asked": "The notes of 3 November."})
    asked = newest("help_asked")
    with at(FRIDAY, other, "/asked-of-us/") as browser:
        assert "Noor" not in browser.said
        assert browser.go(f"/help/{asked.pk}/").status == 404
    with at(FRIDAY, nurse, "/asked-of-us/") as browser:
        assert "Agency asked to help with the enquiry. The notes of 3 November." in browser.said
        browser.go(browser.link("Noor Haddad, born 4 March 2022"))
        assert "bruise" not in browser.said.lower(), "nothing of the record"
        browser.send({"outcome": "answered"})
        assert [where for _, where in browser.errors] == ["#answer"]
        signed(browser, {"outcome": "answered", "answer": "Seen twice, both for bruises."})
        assert "Answered 20 November 2026" in browser.said
    given = newest("help_answer")
    assert (given.author, given.answers) == (nurse, asked)
    assert Duty.objects.get(rule="help_request.help").met_at == FRIDAY
    with at(FRIDAY, cast.worker, page(cast)) as browser:
        assert "Seen twice, both for bruises." in browser.said


def answer_links(browser: PlainBrowser) -> list[tuple[str, str]]:
    """Where the answer of each agency is written down: the link's words and address."""
    return [(words(a), a.get("href")) for a in browser.tree.iter("a") if "/answer/" in a.get("href", "")]


@requirement("HUB-5.3")
def test_visits_stand_beside_it_child_by_child(cast: Cast) -> None:
    under_way(cast, "Noor", "Zain")
    with at(FRIDAY, cast.worker, page(cast)) as browser:
        browser.go(browser.link("Record a visit"))
        said = {"visit_kind": "section_47", "came_of_it": "visited", "observed": "Both at home."}
        when = typed_at("visited_at", wall(2026, 11, 10, 15, 0))
        noor = {"seen": "yes", "seen_alone": "yes", "voice": "I want to stay at nursery."}
        zain = {"seen": "no", "not_seen_why": "At football."}
        children = {
            f"child-{cast.called(name).pk}-{field}": text
            for name, each_said in (("Noor", noor), ("Zain", zain))
            for field, text in each_said.items()
        }
        signed(browser, {**said, **when, **children})
        browser.go(page(cast))
        assert "10 November 2026: seen, alone" in browser.said
        assert "I want to stay at nursery." in browser.said
        assert "10 November 2026: not seen" in browser.said


@requirement("GLOS-3.9")
def test_in_gloucestershire_the_first_team_may_not_carry_it_out(authority: Callable[..., None]) -> None:
    authority("gloucestershire")
    cast = Cast(NOOR)
    with at(FRIDAY, make.user("referral_and_assessment_team"), page(cast)) as browser:
        assert browser.status == 403
        assert "The case passes to the Children and Families Team" in browser.said
    with at(FRIDAY, make.user("children_and_families_team", "social_worker"), page(cast)) as browser:
        assert browser.status == 200
        assert "Ask agencies to help" not in browser.said, "its document has no such step"
        assert browser.go(f"/children/{cast.child.pk}/help/").status == 404
