"""Plans for children in need: services and who provides them, reviews, and the papers made of them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from goldthread.documents.papers import Table, papers_for
from goldthread.ledger import operations
from goldthread.ledger.entries import Meeting, entry_type
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Entry
from goldthread.ledger.operations import Part
from tests import factories as make
from tests.integration.assessment.family import Family, on, own
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(authority: Callable[..., None]) -> Family:
    """Two children in the area of the Hub."""
    return Family(authority, "hartlepool-stockton", children=2)


def services(*rows: tuple[str, str]) -> dict[str, str]:
    """Services as they are typed."""
    return {
        f"services-{number}-{name}": said
        for number, row in enumerate(rows)
        for name, said in zip(("what", "provider"), row, strict=True)
    }


@requirement("HUB-2.7", "HUB-2.8", "HUB-2.9")
def test_support_needed_leads_to_a_care_plan_of_services_and_providers(hub: Family) -> None:
    with at(on(8), hub.worker, hub.page("assessment-outcome/")) as browser:
        done = own(hub.child("Ada"), outcome="completed") | own(hub.child("Ben"), outcome="completed")
        signed(browser, {**done, "incomplete_why": "The family moves"})
        signed(browser.go(hub.page("steps/support/")), {"outcome": "needed"})
    assert Duty.objects.get(rule="care_plan.produce").met_at is None
    produced = own(hub.child("Ada"), outcome="produced", child_view="My own bed")
    with at(on(9), hub.worker, hub.page("care-plan/")) as browser:
        assert browser.fields()["about"][-1] == str(hub.child("Ada").pk), "for Ben it is not decided yet"
        browser.send(produced)
        assert [where for _, where in browser.errors] == ["#services"], "a care plan lists its services"
        plan = signed(
            browser, {**produced, **services(("Parenting course", "Family Hub"), ("Beds", "Housing"))}
        )
    assert Duty.objects.get(rule="care_plan.produce").met_at == on(9)
    kind = entry_type(plan.kind)
    assert kind.plan(plan.payload, {}) == "Care plan: Parenting course (Family Hub); Beds (Housing)"
    with at(on(20), hub.worker, hub.page("care-plan/")) as browser:
        assert browser.fields()["services-1-provider"] == ["Housing"], "what was agreed is not typed again"
    paper = papers_for(plan)["care_plan"].make(plan, on(20))
    told = {fact.text: fact.about for fact in paper.facts()}
    assert told["My own bed"] == {hub.child("Ada").pk}
    assert told["Family Hub"] == frozenset()
    assert [len(one.rows) for one in paper.sections[0].body if isinstance(one, Table)] == [2]


def conference_without_a_plan(hub: Family) -> Entry:
    """The initial conference on Ada ends without a child protection plan."""
    return operations.sign(
        by=make.author("chair"),
        at=on(15),
        kind="step_record",
        values={"step": "initial_conference", "outcome": "no_plan"},
        parts=[Part(hub.child("Ada"), {"future_help": "A bed of her own"})],
        key=uuid4().hex,
        outside_reason="For the test",
    )


@requirement("HSSCP-11.20", "HSSCP-11.21", "HSSCP-4.4")
def test_a_child_in_need_plan_names_who_and_when_and_its_review(hub: Family) -> None:
    no_plan = conference_without_a_plan(hub)
    worker = make.user("allocated_worker", name="Al Located")
    with at(on(16), worker, hub.page("need-plan/")) as browser:
        assert browser.fields()["aims"] == ["A bed of her own"], "what the conference said is not typed again"
        about: dict[str, Any] = {
            "about": [str(hub.child("Ada").pk)],
            **own(hub.child("Ada"), outcome="drawn_up"),
        }
        row = {"actions-0-what": "Beds", "actions-0-who": "Housing officer"}
        when = {
            "actions-0-by_when-day": "1",
            "actions-0-by_when-month": "7",
            "actions-0-by_when-year": "2026",
        }
        browser.send({**about, **row})
        assert [where for _, where in browser.errors] == ["#actions-0-by_when-day", "#review_on-day"]
        review = {
            "review_on-day": "1",
            "review_on-month": "12",
            "review_on-year": "2026",
            "aims": "Sleep well",
        }
        plan = signed(browser, {**about, **row, **when, **review, **typed_at("happened_at", on(16))})
    assert plan.occurred_at > no_plan.occurred_at
    kind = entry_type(plan.kind)
    assert list(kind.meetings(plan.payload, {})) == [Meeting("child_in_need_plan", date(2026, 12, 1))]
    due = Duty.objects.get(rule="child_in_need_plan.review").due_at
    assert due
    assert london_date(due) == date(2026, 12, 16)
    assert Duty.objects.get(rule="child_in_need_plan.draw_up").met_at == on(16)
    with at(on(25), worker, hub.page("need-plan/")) as browser:
        assert browser.fields()["aims"] == ["Sleep well"]
        over: dict[str, Any] = {
            "about": about["about"],
            **own(hub.child("Ada"), outcome="ended"),
            "why_over": "All done",
        }
        ended = signed(browser, over)
    assert not kind.plan(ended.payload, {})


@requirement("HSSCP-7.3")
def test_the_paper_of_an_assessment_is_the_document_with_each_fact_under_its_own_source(hub: Family) -> None:
    ada, ben = hub.child("Ada"), hub.child("Ben")
    with at(on(3), hub.worker, hub.page("assessment/health/")) as browser:
        signed(
            browser,
            {
                f"child-{ada.pk}-child_facts-0-what": "Asthma",
                f"child-{ada.pk}-child_facts-0-source": "GP",
                f"child-{ben.pk}-child_facts-0-what": "Well",
                f"child-{ben.pk}-child_facts-0-source": "GP",
            },
        )
        browser.go(hub.page("assessment/housing/"))
        label = next(
            one for one in browser.tree.iter("label") if "Comes to school" in "".join(one.itertext())
        )
        box = next(one for one in browser.tree.iter("input") if one.get("id") == label.get("for"))
        section = signed(browser, {"taken": [box.get("value")]})
        assert (
            str(hub.contact.pk) not in browser.go(f"/entries/{section.pk}/").text.split("What was signed")[1]
        )
    paper = papers_for(section)["assessment"].make(section, on(4))
    told = [(fact.text, fact.entry, fact.field, fact.about) for fact in paper.facts()]
    assert ("Asthma", Entry.objects.get(kind="assessment_section", payload__section="health").pk) in [
        one[:2] for one in told
    ]
    hungry = next(one for one in told if one[0].startswith("Comes to school"))
    assert hungry[1:3] == (hub.contact.pk, "concern"), "under the name of where it was first said"
    about = {text: whose for text, _, _, whose in told}
    assert about["Asthma"] == {ada.pk}
    assert about["Well"] == {ben.pk}
