"""The pages of child protection as two other authorities' procedures have them: fewer points, other words."""

from collections.abc import Callable

import pytest
from time_machine import travel

from goldthread.accounts.models import Team
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter
from tests.integration.assessment.family import Family
from tests.integration.assessment.family import on as in_june
from tests.integration.frontdoor.cast import wall
from tests.integration.protection.conferences import Room
from tests.integration.protection.plans import GLOUCESTERSHIRE, record

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = ("referral_and_assessment_team", "children_and_families_team", "key_worker", "social_worker")
TEAM = {"name": "Children and Families East", "service": "children_and_families_team"}


def test_gloucestershires_pages_from_the_discussion_to_the_review(
    authority: Callable[..., None], visitors: Visitors
) -> None:
    authority("gloucestershire")
    here, worker, chair = Room(leads="conference_team"), visitors(), visitors()
    child = f"/children/{here.child().pk}"
    with travel(wall(2026, 11, 9, 9, 0), tick=True):
        person = make.user(*ROLES, name="Wyn Worker", team=Team.objects.create(**TEAM))
        worker.sign_in(person)
        whole(worker, f"{child}/strategy/")
        for step, outcome, when, role in GLOUCESTERSHIRE[:2]:
            record(here.children(), step, outcome, when, role)
    with travel(wall(2026, 11, 21, 9, 0), tick=True):
        worker.sign_in(person)  # anew, for the days between have signed her out
        whole(worker, f"{child}/enquiry/")
        chair.sign_in(here.chair)
        booking = here.book()
        chair.go(f"/conferences/{booking.pk}/")
        chair.tab_to("Go into the room")
        enter(chair.page)
        chair.check()
        chair.go("/")  # the room asks for news; nobody is in it when the clock jumps
        record(here.children(), *GLOUCESTERSHIRE[2])
    with travel(wall(2026, 12, 1, 9, 0), tick=True):
        worker.sign_in(person)
        whole(worker, f"{child}/plan/write/", f"{child}/core-group/meet/")


def test_hertfordshires_pages_as_far_as_its_document_goes(
    authority: Callable[..., None], visit: Visitor
) -> None:
    here = Family(authority, "hertfordshire", children=2)
    with travel(in_june(3), tick=True):
        visit.sign_in(here.worker)
        whole(visit, here.page(), here.page("assessment/need/"), here.page("visits/new/"))


def whole(visit: Visitor, *pages: str) -> None:
    """Pages with a form: each opens, and axe and a narrow window find nothing."""
    for page in pages:
        answer = visit.page.goto(visit.address + page)
        assert answer is not None
        assert answer.ok, page
        assert visit.page.url.endswith(page), visit.page.url
        visit.check()
