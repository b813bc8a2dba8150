"""An assessment grows by signed additions: facts with their sources, nothing typed twice or overwritten."""

from collections.abc import Callable

import pytest

from goldthread.ledger.models import Entry, Episode, Event
from goldthread.people.models import Characteristic
from tests.integration.assessment.family import Family, on, own
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

# The twenty dimensions, by the last part of the address of each.
DIMENSIONS = {
    *("health", "education", "emotional", "identity", "relationships", "presentation", "self_care"),
    *("basic", "safety", "warmth", "stimulation", "boundaries", "stability"),
    *("history", "wider_family", "housing", "employment", "income", "integration", "community"),
}
FULL = {"checked": "checked", "with_child": "not_right", "with_parents": "yes"}


@pytest.fixture
def family(authority: Callable[..., None]) -> Family:
    """Two children in the area of the Hub."""
    return Family(authority, "hartlepool-stockton", children=2)


def fact(prefix: str, what: str, source: str, **said: str) -> dict[str, str]:
    """One row of facts as it is typed."""
    return {f"{prefix}-0-{name}": text for name, text in {"what": what, "source": source, **said}.items()}


def known(browser: PlainBrowser, part: str) -> str:
    """The value of the tick box of something known already."""
    for label in browser.tree.iter("label"):
        if part in "".join(label.itertext()):
            box = next(one for one in browser.tree.iter("input") if one.get("id") == label.get("for"))
            return str(box.get("value"))
    raise AssertionError(f"{part!r} is not offered")


@requirement("HSSCP-7.1", "HSSCP-7.3", "HSSCP-7.4", "HSSCP-7.5", "HSSCP-7.7", "HSSCP-8.16", "HUB-2.2")
def test_a_section_takes_over_what_is_known_and_later_additions_stand_beside_it(family: Family) -> None:
    with at(on(3), family.worker, family.page("assessment/housing/")) as browser:
        assert "Signing this starts the assessment." in browser.said
        hungry = known(browser, "Comes to school hungry")
        signed(
            browser,
            {
                "taken": [hungry],
                **fact("facts", "Mould in both bedrooms", "Seen on the visit of 2 June", **FULL),
                "views-0-who": "Hazel Alder",
                "views-0-view": "The landlord will not come",
                "views-1-who": "Landlord",
                "views-1-view": "They do not open windows",
                **own(family.child("Ada"), impact="Coughs at night"),
                **own(family.child("Ben"), impact="Shares the worst room"),
            },
        )
        assert browser.heading.startswith("Assessment of")
        for words in ("Mould in both bedrooms", "Seen on the visit of 2 June", "Coughs at night"):
            assert words in browser.said
        assert "Comes to school hungry" in browser.said, "taken over, not typed"
        assert (
            "Contact of 1 June 2026, Nell Ward" in browser.said
            or "Contact of 1 June 2026, Olu" in browser.said
        )
        assert "Shares the worst room" not in browser.said, "that is Ben's"
        assert "The landlord will not come" in browser.said
        assert "They do not open windows" in browser.said
    assert Event.objects.filter(step="child_and_family_assessment", outcome="started").count() == 2
    with at(on(20), family.worker, family.page("assessment/housing/", "Ben")) as browser:
        assert "Mould in both bedrooms" in browser.said, "what stands there is beside the form"
        with pytest.raises(AssertionError, match="not offered"):
            known(browser, "Comes to school hungry")
        signed(
            browser, fact("facts", "Mould treated on 18 June", "Letter of the council's housing team", **FULL)
        )
        assert "Mould in both bedrooms" in browser.said, "the earlier one still stands"
        assert browser.said.index("Mould treated") < browser.said.index("Mould in both"), "the newest first"
        assert "Shares the worst room" in browser.said
    assert Entry.objects.filter(kind="assessment_section").count() == 2


@requirement("HSSCP-7.10", "HSSCP-8.1", "HSSCP-8.8", "HSSCP-8.14", "HSSCP-7.6", "HSSCP-5.5", "HSSCP-4.1")
def test_what_is_missing_is_said_until_it_is_written_or_set_aside(family: Family) -> None:
    ada = family.child("Ada")
    with at(on(3), family.worker, family.page()) as browser:
        for words in ("Health", "Basic care", "Family history", "Whether the child is disabled"):
            assert words in browser.said
        assert "neither written nor set aside: Health, Education" in browser.said
        assert "The child has not been seen" in browser.said
        assert "Why harm is significant, or not" in browser.said
        assert "In what way the child is in need" in browser.said
        assert "Hazel ALDER: Holds it" in browser.said or "Hazel ALDER" in browser.said
        browser.go(family.page("assessment/health/"))
        answers = fact(f"child-{ada.pk}-child_facts", "Two teeth out", "Dentist, by telephone")
        browser.send({**answers, "about": [str(ada.pk)], f"child-{ada.pk}-child_facts-0-source": ""})
        assert browser.status == 422, "a fact without a source is not signed"
        signed(browser, {**answers, "about": [str(ada.pk)]})
        assert "neither written nor set aside: Education" in browser.said
        assert (
            "1 fact without a word whether checked, discussed with the child, with the parents"
            in browser.said
        )
        browser.go(family.page("assessment/aside/"))
        signed(
            browser, {"aside": ["education", "income"], "aside_why": "Not raised by anybody, and in order"}
        )
        assert "neither written nor set aside: Feelings" in browser.said
        assert "Does not matter here: Not raised by anybody" in browser.said
    with at(on(4), family.worker, family.page("assessment/disabled_or_carer/")) as browser:
        said = own(ada, disabled="yes", young_carer="no", flag_needs="A ramp at the door")
        signed(browser, {**said, "about": [str(ada.pk)]})
        assert "Whether the child is disabled" not in browser.said
        assert Characteristic.objects.get(kind="disability").subject == ada, "and it stands on her own page"
        browser.go(family.page("assessment/need/"))
        harm = own(
            ada, need_limb="disabled", significant_harm="no", why_significant="Less than other children bear"
        )
        signed(browser, {**harm, "about": [str(ada.pk)]})
        assert "Why harm is significant, or not" not in browser.said
    with at(on(5), family.worker, family.page(given="Ben")) as browser:
        assert "Two teeth out" not in browser.said, "what is said of Ada alone stays in her record"
        assert "Health" in browser.said.split("neither written nor set aside: ")[1][:40]


@requirement("HSSCP-3.2", "HSSCP-3.3", "HSSCP-3.12")
def test_child_and_parents_taking_part_is_recorded_beside_who_holds_responsibility(family: Family) -> None:
    with at(on(3), family.worker, family.page("assessment/parents/")) as browser:
        assert "Hazel ALDER" in browser.said
        signed(browser, {"parents_told": "At home, with a leaflet", "parents_say": "Glad of help"})
        browser.go(family.page("assessment/voice/"))
        ada, ben = family.child("Ada"), family.child("Ben")
        signed(
            browser,
            {**own(ada, voice="I want my own bed", child_told="On a walk"), **own(ben, voice="Dinosaur!")},
        )
        assert "I want my own bed" in browser.said
    events = Event.objects.filter(step="child_and_family_assessment")
    assert events.filter(outcome="parents_involved").count() == 2
    assert [one.episode.subject for one in events.filter(outcome="child_involved")] == [ada]


@requirement("HSSCP-7.3")
def test_facts_of_an_earlier_assessment_are_offered_with_their_sources(family: Family) -> None:
    ada = family.child("Ada")
    with at(on(3), family.worker, family.page("assessment/health/")) as browser:
        signed(browser, {**fact(f"child-{ada.pk}-child_facts", "Asthma", "GP"), "about": [str(ada.pk)]})
        Episode.objects.filter(subject=ada).update(opened_at=on(4))  # as if the case had been opened anew
        browser.go(family.page("assessment/health/"))
        taken = signed(
            browser, {"taken": [known(browser, "Asthma — Assessment of 3 June 2026, Sal Worker (GP)")]}
        )
    (part,) = taken.parts.filter(subject=ada)
    assert [row["what"] for row in part.payload["child_facts"]] == ["Asthma"]


@requirement("HSSCP-8.1", "HSSCP-8.2", "HSSCP-8.3", "HSSCP-8.4", "HSSCP-8.5", "HSSCP-8.6", "HSSCP-8.7")
@requirement("HSSCP-8.8", "HSSCP-8.9", "HSSCP-8.10", "HSSCP-8.11", "HSSCP-8.12", "HSSCP-8.13")
@requirement("HSSCP-8.14", "HSSCP-8.15", "HSSCP-8.16", "HSSCP-8.17", "HSSCP-8.18", "HSSCP-8.19", "HSSCP-8.20")
@requirement("HSSCP-7.10", "HSSCP-7.8")
def test_the_document_leads_to_each_of_the_twenty_dimensions_and_to_where_interests_conflict(
    family: Family,
) -> None:
    document = family.page("assessment/")
    with at(on(3), family.worker, document) as browser:
        led = {link.get("href", "") for link in browser.tree.iter("a")}
        assert {name for name in DIMENSIONS if f"{document}{name}/" in led} == DIMENSIONS
        browser.go(f"{document}domains/")
        signed(browser, {"conflict": "The flat suits the father; the child sleeps at her aunt’s."})
        assert "The flat suits the father; the child sleeps at her aunt’s." in browser.said
