"""From the first call to the first review nothing is asked twice (acceptance 3 of issue 5)."""

import os
from collections.abc import Callable

import pytest

from goldthread.accounts.models import Team, User
from goldthread.accounts.roles import roles
from goldthread.ledger.models import Entry
from tests import factories as make
from tests.integration.casefile.reasking import Walk
from tests.integration.frontdoor.by_pack import at
from tests.integration.frontdoor.cast import wall
from tests.newest import newest

pytestmark = pytest.mark.django_db
PREFER = {
    "immediate_danger": "no",
    "asks_for": "service",
    "concern_about_professional": "no",
    "children-0-given_names": "Noor",
    "children-0-family_name": "Haddad",
    "children-0-born": "2022-05-01",
    "children-0-expected": "",
    "children-0-postcode": "ZZ99 3VZ",
    "household-0-postcode": "ZZ99 3VZ",
    "referrer_phone": "01632 960 102",
}


DAYS = {"first_core_group": "2026-12-10", "next_review": "2027-02-20", "by_when": "2026-12-17"}
LONG = "GOLDTHREAD_LONG" in os.environ
SECTIONS = None if LONG else 2  # of the assessment: each dimension asks the same of another matter


@pytest.mark.parametrize("pack", ["hartlepool-stockton", *(["gloucestershire"] if LONG else [])])
def test_nothing_is_asked_twice_between_the_first_contact_and_the_first_review(
    authority: Callable[..., None], pack: str
) -> None:
    authority(pack)
    team = Team.objects.create(name="Assessment Team", service="assessment_team")
    able = [name for name, role in roles().items() if "record_work" in role.may]
    worker = make.user(*able, name="Sal Worker", team=team)
    walk = Walk({**PREFER, "chair": str(worker.pk), "minutes": str(worker.pk), "team": str(team.pk)})
    record = _at_the_front_door(walk, worker, pack)
    _assessed(walk, worker, record)
    _enquired(walk, worker, record)
    _planned(walk, worker, record)
    assert Entry.objects.filter(kind="review_conference").exists()
    assert sorted(set(walk.asked_twice)) == []


def _at_the_front_door(walk: Walk, worker: User, pack: str) -> str:
    """The call, its screening and the decision; the address of the child's record."""
    with at(wall(2026, 11, 6, 10, 0), worker, "/telephone/") as page:
        walk.fill(page, "the telephone page", received_at="2026-11-06T09:30")
    contact = newest("contact")
    suspects = "strategy_discussion" if pack == "gloucestershire" else "assessment"
    with at(wall(2026, 11, 6, 12, 0), worker, f"/contacts/{contact.pk}/screen/") as page:
        if page.status == 200 and "gt-form" in page.text:
            walk.fill(page, "screening")
    with at(wall(2026, 11, 6, 13, 0), worker, f"/contacts/{contact.pk}/decide/") as page:
        walk.fill(page, "the decision", outcome=suspects, significant_harm="yes")
    return f"/children/{contact.parts.filter(episode__isnull=False).get().subject_id}"


def _assessed(walk: Walk, worker: User, record: str) -> None:
    """A visit, the sections of the assessment, and that harm is suspected."""
    with at(wall(2026, 11, 9, 10, 0), worker, f"{record}/visits/new/") as page:
        walk.fill(page, "a visit", visited_at="2026-11-09T09:00")
    document = f"{record}/assessment/"
    with at(wall(2026, 11, 9, 11, 0), worker, document) as page:
        links = dict.fromkeys(a.get("href", "") for a in page.tree.iter("a"))
    sections = [href for href in links if href.startswith(document) and href != document]
    for address in sections[:SECTIONS]:
        with at(wall(2026, 11, 9, 12, 0), worker, address) as page:
            walk.fill(page, address.split("/")[-2])
    with at(wall(2026, 11, 10, 10, 0), worker, f"{record}/assessment-outcome/") as page:
        walk.fill(page, "the assessment’s outcome", outcome="harm_suspected", happened_at="2026-11-10T09:00")


def _enquired(walk: Walk, worker: User, record: str) -> None:
    """The strategy discussion, the enquiry, and the conference to its decision."""
    with at(wall(2026, 11, 11, 10, 0), worker, f"{record}/strategy/") as page:
        walk.fill(page, "the strategy discussion", outcome="section_47", happened_at="2026-11-11T09:00")
    with at(wall(2026, 11, 20, 10, 0), worker, f"{record}/enquiry/") as page:
        walk.fill(page, "the enquiry", outcome="conference", happened_at="2026-11-20T09:00")
    with at(wall(2026, 11, 21, 10, 0), worker, f"{record}/conference/initial/") as page:
        walk.fill(page, "the booking", held_at="2026-11-30T11:00")
    booking = newest("conference_booking")
    with at(wall(2026, 11, 30, 12, 30), worker, f"/conferences/{booking.pk}/") as page:
        page.send(form="/enter/")
        said = {"decision": "plan", "happened_at": "2026-11-30T11:00", **DAYS}
        walk.fill(page, "the conference", offer="members:came", **said)


def _planned(walk: Walk, worker: User, record: str) -> None:
    """The plan, a core group, and the first review."""
    with at(wall(2026, 12, 1, 10, 0), worker, f"{record}/plan/write/") as page:
        walk.fill(page, "the plan", happened_at="2026-12-01T09:00")
    with at(wall(2026, 12, 10, 12, 0), worker, f"{record}/core-group/meet/") as page:
        walk.fill(page, "the core group", happened_at="2026-12-10T10:00", next_core_group="2027-01-08")
    with at(wall(2027, 2, 1, 10, 0), worker, f"{record}/conference/review/") as page:
        walk.fill(page, "the booking of the review", held_at="2027-02-20T11:00")
    review = newest("conference_booking")
    with at(wall(2027, 2, 20, 12, 0), worker, f"/conferences/{review.pk}/") as page:
        page.send(form="/enter/")
        walk.fill(page, "the review", decision="plan_continues", happened_at="2027-02-20T11:00")
