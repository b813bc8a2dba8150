"""A restricted record is opened in an emergency: two clicks, a reason, three hours, an alert and a review."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from goldthread.access import operations, policy
from goldthread.access.models import BreakGlass, BreakGlassReview, Found, Level
from goldthread.access.operations import NoGlass
from goldthread.access.policy import Outcome
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Team, User
from goldthread.documents.models import Delivery
from goldthread.ledger.models import AuditRow, Subject
from tests.factories import THURSDAY, author, child_of, contact, later, user
from tests.integration.frontdoor.by_pack import at
from tests.proving import prove

pytestmark = pytest.mark.django_db
READ = Capability.READ_RECORD
WHY = "Police hold the father; nobody whom the record names picks up"


@pytest.fixture
def child() -> Subject:
    """A child whose record opens to named people."""
    found = child_of(contact())
    protect(found, Level.RESTRICTED)
    return found


def protect(subject: Subject, level: Level, opens_to: Capability | None = None) -> None:
    operations.protect(
        by=author("manager"), at=THURSDAY, subject=subject, level=level, reason="Press", opens_to=opens_to
    )


def broken(child: Subject, worker: User, when: datetime = THURSDAY) -> BreakGlass:
    by = author("social_worker", worker)
    return operations.break_glass(by=by, at=when, subject=child, reason=WHY)


def test_it_opens_for_three_hours_and_closes_by_itself(child: Subject) -> None:
    worker, other = user("social_worker"), user("social_worker")
    made = broken(child, worker)
    assert policy.decide(worker, READ, child.pk, at=later(hours=2, minutes=59)).under == made.pk
    assert policy.decide(worker, READ, child.pk, at=later(hours=3)) == policy.RESTRICTED
    assert policy.decide(other, READ, child.pk, at=THURSDAY) == policy.RESTRICTED
    assert not BreakGlass.objects.in_force(later(minutes=-1)).exists()
    assert policy.visible(worker, [child.pk], at=THURSDAY).subjects == {child.pk}
    with pytest.raises(DatabaseError), transaction.atomic():
        BreakGlass.objects.create(
            subject=child,
            user=worker,
            role="social_worker",
            reason=WHY,
            began_at=THURSDAY,
            until=later(hours=3, seconds=1),
        )


def test_it_ends_early_and_is_written_once(child: Subject) -> None:
    worker = user("social_worker")
    made = broken(child, worker)
    operations.end_glass(by=author("social_worker", worker), at=later(minutes=5), glass=made)
    assert policy.decide(worker, READ, child.pk, at=later(minutes=5)) == policy.RESTRICTED
    assert policy.decide(worker, READ, child.pk, at=later(minutes=4)).allowed
    with pytest.raises(NoGlass):
        operations.end_glass(by=author("social_worker", worker), at=later(minutes=6), glass=made)
    with pytest.raises(DatabaseError, match=r"permission denied|append-only"), transaction.atomic():
        BreakGlass.objects.filter(pk=made.pk).update(reason="none")


def test_no_sealed_record_and_nobody_who_is_kept_out(child: Subject) -> None:
    worker, uncle, nurse = user("social_worker"), user("social_worker"), user("professional_referrer")
    operations.exclude(by=author("manager"), at=THURSDAY, subject=child, user=uncle, reason="Uncle")
    for who in (uncle, nurse):
        with pytest.raises(NoGlass):
            broken(child, who)
    made = broken(child, worker)
    for level in (Level.SEALED, Level.SENSITIVE, Level.OPEN):
        protect(child, level)
        with pytest.raises(NoGlass):
            broken(child, worker)
    protect(child, Level.SEALED)
    assert policy.decide(worker, READ, child.pk, at=THURSDAY).outcome is Outcome.HIDDEN
    protect(child, Level.RESTRICTED)
    operations.exclude(by=author("manager"), at=THURSDAY, subject=child, user=worker, reason="Aunt")
    assert policy.decide(worker, READ, child.pk, at=THURSDAY).outcome is Outcome.HIDDEN
    assert made.until == later(hours=3)


def test_whoever_opened_it_so_does_not_change_who_may_open_it(child: Subject) -> None:
    manager = user("manager")
    operations.break_glass(by=author("manager", manager), at=THURSDAY, subject=child, reason=WHY)
    assert policy.decide(manager, READ, child.pk, at=THURSDAY).allowed
    assert policy.decide(manager, Capability.PROTECT_RECORDS, child.pk, at=THURSDAY) == policy.RESTRICTED


def test_two_clicks_and_a_reason_then_an_alert_and_a_review(child: Subject) -> None:
    team = Team.objects.create(name="Assessment", service="assessment_team")
    worker = user("social_worker", name="Leila Hawthorn", team=team)
    manager, officer = user("manager", team=team), user("privacy_officer")
    stranger, aunt = user("manager"), user("manager", team=team)
    operations.exclude(by=author("manager"), at=THURSDAY, subject=child, user=aunt, reason="Aunt")
    page = f"/children/{child.pk}/"
    with at(THURSDAY, worker, page) as browser:
        assert browser.status == 403
        assert "Rowan" not in browser.text
        prove(browser.client)
        browser.go(browser.link("Open it in an emergency"))  # the first click
        assert "Rowan" not in browser.text
        assert browser.send({"reason": " "}).errors
        browser.send({"reason": WHY})  # the second
        assert (browser.status, browser.path) == (200, page)
        assert "You opened this restricted record in an emergency" in browser.said
    made = BreakGlass.objects.get()
    read = AuditRow.objects.get(actor=worker.pk, act="read.read_record", subject=child.pk)
    assert read.detail["break_glass"] == str(made.pk)
    told = {one.entry.payload["to_address"]: one.entry.payload for one in Delivery.objects.all()}
    assert set(told) >= {manager.email, officer.email}
    assert not set(told) & {stranger.email, aunt.email, worker.email}
    for said in (told[manager.email], told[officer.email]):
        assert not [word for word in ("Rowan", "Alder", "Leila", child.reference) if word in str(said)]

    with at(later(hours=1), manager, "/emergencies/") as browser:
        assert "Leila Hawthorn" in browser.said
        assert WHY in browser.said
    for other in (stranger, aunt):
        with at(later(hours=1), other, "/emergencies/") as browser:
            assert "Leila" not in browser.said
    with at(later(hours=1), officer, "/access/") as browser:
        assert "review due in" in browser.said
        browser.go(f"/access/opened/{made.pk}/")
        assert "casefile:child" in browser.said
        assert "Rowan" not in browser.text
        browser.send({"found": "improper", "words": "Her manager was in the next room"})
        assert "It should not have been opened" in browser.said
    assert BreakGlassReview.objects.get().by == officer


def test_it_is_closed_from_any_page_of_the_record_and_by_nobody_else(child: Subject) -> None:
    worker, other = user("social_worker"), user("social_worker")
    made = broken(child, worker)
    with at(THURSDAY, other, "/") as browser:
        assert browser.client.post(f"/emergencies/{made.pk}/end/").status_code == 404
    with at(later(minutes=1), worker, f"/children/{child.pk}/") as browser:
        browser.send(form=f"/emergencies/{made.pk}/end/")
        assert "closed to you again" in browser.said
        assert browser.go(f"/children/{child.pk}/").status == 403


def test_an_overdue_review_says_so_and_nobody_looks_into_their_own(child: Subject) -> None:
    worker = user("social_worker", "privacy_officer")
    made = broken(child, worker)
    with at(THURSDAY + timedelta(days=14), worker, "/access/") as browser:
        assert "review 3 working days overdue" in browser.said
        browser.go(f"/access/opened/{made.pk}/")
        assert "another privacy officer" in browser.said
    with pytest.raises(NoGlass):
        operations.review_glass(
            by=author("privacy_officer", worker), at=THURSDAY, glass=made, found=Found.PROPER, words="Fine"
        )


def test_a_sealed_record_has_no_page_to_open_it_at(child: Subject) -> None:
    worker = user("social_worker")
    address = f"/records/{child.pk}/emergency/"
    protect(child, Level.SEALED)
    with at(THURSDAY, worker, "/") as browser:
        prove(browser.client)
        answers = []
        for page in (address, "/records/00000000-0000-0000-0000-000000000000/emergency/"):
            browser.go(page)
            answers.append((browser.said.partition("give them the number")[0], browser.status))
        assert answers[0] == answers[1] == (answers[0][0], 404)
