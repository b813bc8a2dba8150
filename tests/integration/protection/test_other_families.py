"""Families that the worked cases do not show: who holds responsibility, three children, a closed record."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from goldthread.access import operations as access
from goldthread.access.models import Level
from goldthread.ledger.models import Duty, Event
from goldthread.people import statements as say
from goldthread.protection import conferencepeople
from goldthread.protection.entries.conference import invited_people
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.people.record import someone, tell
from tests.integration.protection.conferences import (
    BOOKED,
    NOOR,
    PLAN,
    SAMI,
    Room,
    held,
    no_plan_for,
    of,
    plan_for,
    review_on,
    room,
    signed_conference,
)
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
ZAIN = {"given_names": "Zain", "family_name": "Haddad", "born": "2020-06-01"}
GROWN = date(1990, 1, 1)


@pytest.fixture
def hub(authority: Callable[..., None]) -> Callable[..., Room]:
    """A family at the Hub, with an enquiry behind it."""

    def begin(*children: dict[str, str]) -> Room:
        authority("hartlepool-stockton")
        here = Room(*children)
        here.enquiry()
        return here

    return begin


@requirement("HSSCP-3.6", "HSSCP-3.10", "HSSCP-11.8", "GLOS-4.3")
def test_parents_are_asked_with_what_is_known_of_their_responsibility(hub: Callable[..., Room]) -> None:
    here = hub()
    child, mother = str(here.child().pk), here.contact.parts.get(subject__person__given="Amal").subject
    ben, dean, lodger = (someone(name, "Moss", GROWN) for name in ("Ben", "Dean", "Lou"))
    tell(
        say.RelatedTo(about=ben, other=child, kind="father"),
        say.HoldsResponsibility(about=ben, other=child, holds=False),
        say.RelatedTo(about=dean, other=str(mother.pk), kind="spouse"),
        say.RelatedTo(about=dean, other=child, kind="step_parent"),
        say.HoldsResponsibility(about=dean, other=child, ground="step_agreement", since=date(2026, 1, 5)),
        say.RelatedTo(about=lodger, other=child, kind="unrelated_adult"),
    )
    with at(BOOKED, here.worker, f"/children/{child}/conference/initial/") as browser:
        typed = browser.fields()
        rows = {
            typed[name][0]: typed[name.replace("-name", "-role")][0]
            for name in typed
            if name.endswith("-name")
        }
        assert rows["Amal Haddad"] == "mother, parental responsibility"
        assert rows["Dean Moss"] == "step-parent, parental responsibility"
        assert rows["Ben Moss"] == "father, no parental responsibility", "a parent all the same"
        assert "Lou Moss" not in rows
        browser.go(reverse("casefile:parental", args=[child]))
        assert "step-parent's parental responsibility agreement" in browser.said
        assert "Does not hold it" in browser.said


@requirement("HSSCP-11.19", "HSSCP-11.20", "HSSCP-11.21", "HSSCP-14.6")
def test_three_children_leave_one_conference_by_three_ways(hub: Callable[..., Room]) -> None:
    here = hub(NOOR, SAMI, ZAIN)
    noor, sami, zain = (here.child(name) for name in ("Noor", "Sami", "Zain"))
    nothing = {**no_plan_for(zain), **of(zain, in_need_plan="no", future_help="None: the aunt copes.")}
    with room(here.book(), here.chair) as browser:
        answers = {**plan_for(noor), **no_plan_for(sami), **nothing, **PLAN, **review_on(26, 2, 2027)}
        signed(browser, {**held(browser, **answers), "worker": str(here.worker.pk)})
    conference = signed_conference()
    decided = {
        part.subject_id: (part.payload["decision"], part.payload.get("in_need_plan"))
        for part in conference.parts.all()
    }
    assert decided == {noor.pk: ("plan", None), sami.pk: ("no_plan", True), zain.pk: ("no_plan", False)}
    reviewed = Duty.objects.filter(rule="review_conference.first")
    assert [one.episode.subject_id for one in reviewed] == [noor.pk], "nobody else has a plan to review"
    assert not Event.objects.filter(outcome="lead_allocated").exclude(episode__subject=noor).exists()
    for child in (sami, zain):
        with at(BOOKED.replace(month=12, day=2), here.worker, f"/children/{child.pk}/") as browser:
            assert "Child protection plan since" not in browser.said


@requirement("HUB-2.3", "HSSCP-11.3")
def test_the_chair_is_told_of_a_child_whose_record_is_closed_and_of_nothing_else(
    hub: Callable[..., Room],
) -> None:
    here = hub(NOOR, SAMI)
    booking, by = here.book(), make.author("manager")
    access.protect(by=by, at=BOOKED, subject=here.child("Sami"), level=Level.RESTRICTED, reason="Threats")
    with room(booking, here.chair) as browser:
        assert "also about a child whose record is not open to you" in browser.said
        assert "Sami" not in browser.text
        browser.go(f"/conferences/{booking.pk}/")
        assert "also about a child whose record is not open to you" in browser.said
        assert "Sami" not in browser.text
    access.exclude(by=by, at=BOOKED, subject=here.child("Sami"), user=here.chair, reason="A relative")
    with room(booking, here.chair) as browser:
        assert "not open to you" not in browser.said, "whoever is excluded gets no sign"


def test_an_agency_stands_once_and_a_row_without_a_name_goes_by_its_agency() -> None:
    found = conferencepeople._List()
    found.add({"name": "", "agency": "Moorfield Hospital", "report": True}, "wrote to us")
    found.add({"name": "Nell Ward", "role": "nurse", "agency": "Moorfield Hospital"}, "was there")
    found.add({"name": "", "agency": "moorfield hospital"})
    assert found.rows == [
        {"name": "Nell Ward", "agency": "Moorfield Hospital", "report": True, "role": "nurse"}
    ]
    rows = {"invited-0-agency": ["Moorfield Hospital"], "invited-1-name": ["Nell Ward"]}
    titles = [invited_people().title(rows, "invited", row, row + 1) for row in range(3)]
    assert titles == ["Moorfield Hospital", "Nell Ward", "Person 3"]
