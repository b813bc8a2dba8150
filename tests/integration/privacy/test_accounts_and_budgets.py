"""Leavers are out at once, unused accounts close, and whoever opens many records is shown to the officer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.access import operations
from goldthread.access.models import AccountChange, BudgetAlert, Change
from goldthread.access.operations.budgets import Reviewed
from goldthread.accounts.models import Membership
from goldthread.documents.models import Delivery
from goldthread.ledger import audit
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.models import AuditRow, Subject
from goldthread.privacy.operations import watch_budgets
from tests.factories import THURSDAY, author, later, user
from tests.integration.frontdoor.by_pack import at

pytestmark = pytest.mark.django_db


def test_a_leaver_is_out_at_the_next_request_from_every_browser() -> None:
    worker, officer = user("social_worker"), author("privacy_officer")
    browsers = [Client(), Client()]
    for one in browsers:
        one.force_login(worker)
        assert one.get("/worklist/").status_code == 200
    now = timezone.now()
    Membership.objects.create(user=worker, role="manager", since=now + timedelta(days=1))
    operations.close_account(by=officer, at=now, user=worker, change=Change.LEFT, words="Left on Friday")
    for one in browsers:
        assert one.get("/worklist/").status_code == 302
    worker.refresh_from_db()
    assert not any(one.is_held(now) for one in worker.memberships.all())
    assert AuditRow.objects.filter(act="account.left", detail={"user": str(worker.pk)}).count() == 1
    operations.reopen_account(by=officer, at=now, user=worker, words="Came back")
    assert browsers[0].get("/worklist/").status_code == 302  # what was ended stays ended
    assert not type(worker).objects.get(pk=worker.pk).roles(at=now + timedelta(days=2))


def test_an_account_that_nobody_uses_for_sixty_days_closes_and_opens_again() -> None:
    used, unused, fresh = (user("social_worker") for _ in range(3))
    for who, days in ((used, 59), (unused, 61)):
        who.last_login = THURSDAY - timedelta(days=days)
        who.save()
    Membership.objects.create(user=fresh, role="manager", since=THURSDAY - timedelta(days=3))
    assert operations.close_dormant(by=SYSTEM, at=THURSDAY) == 1
    unused.refresh_from_db()
    assert not unused.is_active
    assert AccountChange.objects.get().change == Change.DORMANT
    officer = user("privacy_officer")
    with at(THURSDAY, officer, "/access/") as browser:
        assert unused.name in browser.said
        operations.reopen_account(by=author("", officer), at=THURSDAY, user=unused, words="Was ill")
        assert unused.name not in browser.go("/access/").said
    assert operations.close_dormant(by=SYSTEM, at=THURSDAY) == 0
    unused.refresh_from_db()
    assert unused.roles(at=THURSDAY) == {"social_worker"}


def test_whoever_opens_more_people_than_usual_is_shown_once_and_stopped_by_nothing() -> None:
    worker, manager = user("social_worker", name="Kit Curious"), user("manager")
    officer = user("privacy_officer")
    people = Subject.objects.bulk_create(Subject(created_at=THURSDAY) for _ in range(65))
    for who in (worker, manager):
        opened = [(one.pk, None) for one in people[:60] * 2]
        audit.record_all(by=author("social_worker", who), at=THURSDAY, act="read.read_record", of=opened)
    assert watch_budgets(by=SYSTEM, at=THURSDAY) == 0  # as many as are usual, each twice
    more = [(one.pk, None) for one in people[60:]]
    for who in (worker, manager):
        audit.record_all(by=author("social_worker", who), at=later(hours=1), act="read.read_record", of=more)
    assert watch_budgets(by=SYSTEM, at=later(hours=2)) == 1
    assert watch_budgets(by=SYSTEM, at=later(hours=3)) == 0
    assert watch_budgets(by=SYSTEM, at=later(days=1)) == 0
    alert = BudgetAlert.objects.get()
    assert (alert.user, alert.opened, alert.budget) == (worker, 65, 60)
    mail = Delivery.objects.get().entry.payload
    assert mail["to_address"] == officer.email
    assert "Curious" not in str(mail)
    with at(later(hours=3), officer, "/access/") as browser:
        assert "Kit Curious" in browser.said
        browser.go(browser.link("Kit Curious, 2 April 2026"))
        assert people[0].reference in browser.said
        browser.send({"words": "She was on the duty desk for two who were ill"})
        assert "looked into" in browser.said
    with pytest.raises(Reviewed):
        operations.review_budget(by=author("privacy_officer"), at=THURSDAY, alert=alert, words="Again")
