"""A record is closed, opened to named people and to nobody, and opened again: each with a reason, at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from goldthread.access import policy
from goldthread.access.models import Level, ProtectionChange
from goldthread.access.operations import protect
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.models import AuditRow, Episode, Subject
from tests.factories import THURSDAY, author, child_of, contact, user
from tests.integration.frontdoor.by_pack import at
from tests.integration.frontdoor.plain import PlainBrowser
from tests.proving import prove

pytestmark = pytest.mark.django_db
READ = Capability.READ_RECORD


@pytest.fixture
def child() -> Subject:
    return child_of(contact())


def opens(child: Subject, who: User) -> bool:
    return policy.decide(who, READ, child.pk, at=THURSDAY).allowed


@contextmanager
def proved(who: User, page: str) -> Iterator[PlainBrowser]:
    """The browser of somebody who has just proved who they are, at that page."""
    with at(THURSDAY, who, "/version") as browser:
        prove(browser.client)
        yield browser.go(page)


def change(browser: PlainBrowser, reason: str = "A relative works here", **what: str) -> PlainBrowser:
    return browser.send({**what, "reason": reason})


def test_a_manager_closes_a_record_names_somebody_and_keeps_somebody_out(child: Subject) -> None:
    manager, holder, other, uncle = (user(role) for role in ("manager", *["social_worker"] * 3))
    Episode.objects.filter(subject=child).update(worker=holder)
    with proved(manager, f"/children/{child.pk}/who-may-open/") as browser:
        assert change(browser, act="level", level="restricted").status == 200
        assert [opens(child, who) for who in (manager, holder, other)] == [True, True, False]
        change(browser, act="name", email=other.email.upper())
        assert opens(child, other)
        change(browser, act="exclude", email=uncle.email)
        assert policy.decide(uncle, READ, child.pk, at=THURSDAY) == policy.UNKNOWN
        change(browser, act="unname", email=other.email, reason="He moved on")
        assert policy.decide(other, READ, child.pk, at=THURSDAY) == policy.RESTRICTED
        change(browser, act="include", email=uncle.email)
        change(browser, act="level", level="open", reason="The press lost interest")
        assert opens(child, uncle)
        assert "The press lost interest" in browser.said
        assert change(browser, act="name", email="nobody@example.org").errors
        assert change(browser, act="level", level="sealed", reason=" ").errors
    kept = ProtectionChange.objects.filter(subject=child, by=manager)
    assert sorted(kept.values_list("act", flat=True)) == sorted(
        ["level", "name", "exclude", "unname", "include", "level"]
    )
    acts = set(AuditRow.objects.filter(subject=child.pk, actor=manager.pk).values_list("act", flat=True))
    assert acts >= {"protect", "grant", "grant.end", "exclude", "exclude.end"}


def test_a_sealed_record_is_opened_again_by_another_who_looks_after_privacy(child: Subject) -> None:
    manager, officer, second = user("manager"), user("manager", "privacy_officer"), user("privacy_officer")
    with proved(manager, f"/children/{child.pk}/who-may-open/") as browser:
        change(browser, act="level", level="sealed")
        assert change(browser, act="level", level="open").errors  # named in it, but no privacy officer
        change(browser, act="name", email=officer.email)
    address = f"/access/records/{child.pk}/"
    with proved(officer, address) as browser:
        assert change(browser, act="level", level="restricted").errors == []
        change(browser, act="level", level="sealed", reason="After all")
        assert "You sealed it" in change(browser, act="level", level="open").text
    with proved(second, "/access/records/") as browser:
        browser.send({"reference": child.reference.lower()})
        assert browser.path == address
        assert "Rowan" not in browser.text
        assert change(browser, act="level", level="open").errors == []
    assert opens(child, user("social_worker"))


def test_a_sealed_domain_and_ones_own_record_are_not_for_these_pages(child: Subject) -> None:
    officer, manager = user("privacy_officer"), user("manager")
    with proved(manager, f"/children/{child.pk}/who-may-open/") as browser:
        change(browser, act="exclude", email=officer.email)
    with proved(officer, f"/access/records/{child.pk}/") as browser:
        assert browser.status == 404
    other = child_of(contact())
    act = Capability.HANDLE_ALLEGATIONS
    protect(by=author("manager"), at=THURSDAY, subject=other, level=Level.SEALED, reason="x", opens_to=act)
    with proved(officer, f"/access/records/{other.pk}/") as browser:
        assert browser.status == 404
        assert browser.go("/access/records/").send({"reference": other.reference}).errors
    with proved(manager, f"/children/{other.pk}/who-may-open/") as browser:
        assert browser.status == 404
