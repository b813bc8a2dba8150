"""What an assessment came to, the check of its quality, and what agencies contribute."""

from collections.abc import Callable

import pytest

from goldthread.ledger.models import Duty, Entry, Event
from tests import factories as make
from tests.integration.assessment.family import Family, on, own
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(authority: Callable[..., None]) -> Family:
    """One child in the area of the Hub."""
    return Family(authority, "hartlepool-stockton", children=1)


def marks(browser: PlainBrowser, **no: str) -> dict[str, str]:
    """Every mark answered with yes but those named, with what they lack."""
    asked = {name for name in browser.asks() if name.startswith("mark_")}
    assert len(asked) == 13
    answers = dict.fromkeys(asked, "yes")
    for name, lacks in no.items():
        answers |= {f"mark_{name}": "no", f"lacks_{name}": lacks}
    return answers


@requirement("HSSCP-7.2", "HSSCP-7.9", "HSSCP-4.2", "HUB-2.7")
def test_an_outcome_says_no_fact_twice_and_waits_for_the_thirteen_marks(hub: Family) -> None:
    ada = hub.child("Ada")
    with at(on(3), hub.worker, hub.page("assessment/need/")) as browser:
        need = {
            "need_limb": ["health_or_development"],
            "significant_harm": "no",
            "why_significant": "Not more",
        }
        signed(browser, {f"child-{ada.pk}-{name}": said for name, said in need.items()})
    with at(on(10), hub.worker, hub.page("assessment-outcome/")) as browser:
        assert "what is missing" in browser.said
        assert "No decider named in this procedure" in browser.said, "no source says who authorises it"
        sent = browser.fields()
        assert sent[f"child-{ada.pk}-need_limb"][-1] == "health_or_development", "it stands in the document"
        assert sent[f"child-{ada.pk}-significant_harm"] == ["no"]
        assert not {name for name in browser.asks() if "health" in name and "limb" not in name}, (
            "no dimension again"
        )
        browser.send({"outcome": "completed"})
        assert [where for _, where in browser.errors] == ["#incomplete_why"]
        outcome = signed(browser, {"outcome": "completed", "incomplete_why": "The family moves on Friday"})
    assert outcome.kind == "assessment_outcome"
    facts = Event.objects.get(entry=outcome).facts
    assert (facts["need_limb"], facts["significant_harm"]) == (["health_or_development"], False)
    assert Duty.objects.get(rule="child_and_family_assessment.assess").met_at == on(10)
    check = Duty.objects.get(rule="assessment_quality.check")
    with at(on(11), hub.worker, hub.page("assessment-check/")) as browser:
        assert browser.status == 403, "whoever signed it does not check it"
    with at(on(11), hub.manager, hub.page("assessment-check/")) as browser:
        browser.send(dict.fromkeys(marks(browser), ""))
        assert len(browser.errors) == 13, "each mark is answered"
        signed(browser, {**marks(browser, voice="Nobody asked Ada"), "to_do": "See her at school"})
        assert "Sent back" in browser.said
        assert "Nobody asked Ada" in browser.said
    check.refresh_from_db()
    assert check.met_at is None
    with at(on(12), hub.manager, hub.page("assessment-check/")) as browser:
        signed(browser, marks(browser))
        assert "Sent back" not in browser.said
    assert Duty.objects.get(rule="assessment_quality.check").met_at == on(12)


@pytest.mark.parametrize(
    ("area", "outcome"), [("hartlepool-stockton", "completed"), ("gloucestershire", "section_17")]
)
def test_a_manager_authorises_an_outcome_where_no_procedure_says_who_does(
    authority: Callable[..., None], area: str, outcome: str
) -> None:
    here = Family(authority, area, children=1)
    with at(on(10), here.worker, here.page("assessment-outcome/")) as browser:
        said = signed(browser, {"outcome": outcome, "incomplete_why": "The family moves on Friday"})
    entry, settle, agreed = f"/entries/{said.pk}/", f"/entries/{said.pk}/settle/", {"reason": "I agree."}
    with at(on(11), here.worker, entry) as browser:
        assert "Waits for a manager to authorise it" in browser.said
        assert settle not in browser.text
        assert browser.client.post(settle, agreed).status_code == 403, "nobody authorises what they wrote"
    with at(on(11), here.manager, "/worklist/") as browser:
        assert "Waits for you to authorise it" in browser.said
        assert settle in browser.go(entry).text
        browser.client.post(settle, agreed)
        assert "Waits for" not in browser.go(entry).said
        assert "Waits for you to authorise it" not in browser.go("/worklist/").said
    settling = Entry.objects.get(authorises=said)
    assert (settling.author, settling.author_role) == (here.manager, "manager")
    assert not settling.events.exists(), "the outcome has counted since it was signed"


@requirement("HSSCP-4.2", "HSSCP-5.1", "HSSCP-5.2", "HSSCP-7.2", "HSSCP-4.3")
def test_a_social_worker_alone_finds_harm_at_any_time_and_a_strategy_meeting_follows(hub: Family) -> None:
    with at(on(4), hub.manager, hub.page("assessment-outcome/")) as browser:
        assert browser.status == 403
        assert "only this role may record it: Social worker" in browser.said
    with at(on(4), hub.worker, hub.page("assessment-outcome/")) as browser:
        ada = own(hub.child("Ada"), significant_harm="yes", section_17_reasons="disability")
        signed(browser, {"outcome": "harm_suspected", **ada})
        assert "What is missing" in browser.said, "the assessment goes on"
    assert Duty.objects.filter(rule__startswith="strategy_discussion.", met_at=None).exists()


@requirement("GLOS-3.3", "GLOS-3.4", "GLOS-3.7", "GLOS-3.12")
def test_in_gloucestershire_the_assessment_finds_harm_or_services_and_refuses_both(
    authority: Callable[..., None],
) -> None:
    family = Family(authority, "gloucestershire", children=1)
    ada = family.child("Ada")
    said = own(ada, significant_harm="yes")
    why = {"incomplete_why": "Harm comes first"}
    with at(on(2), family.worker, family.page("assessment-outcome/")) as browser:
        assert "Quality of the assessment" not in browser.said
        signed(browser, {"outcome": "harm_suspected", **said})
        browser.go(family.page("assessment-outcome/"))
        browser.send({"outcome": "section_17", **said, **why})
        assert browser.status == 409
        assert "significant harm or its likelihood is suspected" in browser.said
        browser.go(family.page("assessment-outcome/"))
        signed(browser, {"outcome": "section_17", **own(ada, significant_harm="no"), **why})
        assert browser.go(family.page("assessment-check/")).status == 404, (
            "only the Hub has the thirteen marks"
        )
    names = Event.objects.filter(step="child_and_family_assessment").order_by("recorded_at", "outcome")
    assert {one.outcome for one in names} >= {"harm_suspected", "section_17"}
    assert Duty.objects.get(rule="child_and_family_assessment.determine").met_at == on(2)


@requirement("HSSCP-7.11", "HUB-2.2", "HUB-2.3", "HUB-2.4", "HUB-2.5")
def test_an_agency_contributes_on_its_own_page_and_sees_nothing_else(hub: Family) -> None:
    school = make.agency("Alderbrook Primary", "school")
    teacher = make.user("partner_agency", name="Tess Teacher", of=school)
    other = make.user("partner_agency", name="Nosy Nurse", of=make.agency("Moorfield Hospital", "hospital"))
    with at(on(3), hub.worker, hub.page("assessment/housing/")) as browser:
        signed(browser, {"facts-0-what": "Mould everywhere", "facts-0-source": "Visit"})
        browser.go(hub.page("contributions/ask/"))
        said = {"agency": "Alderbrook Primary", "asked": "How does Ada come to school?"}
        browser.send({**said, "permitted": "no"})
        assert [where for _, where in browser.errors] == ["#necessary_why"]
        asked = signed(
            browser, {**said, "permitted": "no", "necessary_why": "Father threatened to move them"}
        )
        assert "Not answered yet: Alderbrook Primary" in browser.said
        browser.send(form=f"/contributions/{asked.pk}/again/")
        assert ", again 3 June 2026" in browser.said
    duty = Duty.objects.get(rule="contribution.contribute")
    assert duty.met_at is None
    with at(on(4), other, f"/contributions/{asked.pk}/") as browser:
        assert browser.status == 404
        assert "Ada" not in browser.go("/asked-of-us/").said
    with at(on(4), teacher, "/asked-of-us/") as browser:
        browser.go(browser.link("Ada Alder, born 1 February 2014"))
        assert "How does Ada come to school?" in browser.said
        assert "Mould" not in browser.said
        browser.send({"voice": "I like maths", "child_needs": "Top of her class, always tired."})
        assert browser.status == 200, browser.errors
    given = Entry.objects.get(kind="contribution")
    assert (given.author, given.author_agency, given.answers) == (teacher, school, asked)
    assert Duty.objects.get(rule="contribution.contribute").met_at == on(4)
    with at(on(5), hub.worker, hub.page("assessment/education/")) as browser:
        assert "Not answered yet" not in browser.go(hub.page()).said
        browser.go(hub.page("assessment/education/"))
        assert "Top of her class, always tired. — Contribution of 4 June 2026, Tess Teacher" in browser.said
