"""The queue: what waits, in which order, for whom; and that it stays quick."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.frontdoor import queries
from goldthread.ledger.models import Duty, Entry, EntrySubject, Episode, Event, Subject
from tests import factories as make
from tests.factories import THURSDAY, later
from tests.integration.frontdoor.cast import Cast, page
from tests.integration.frontdoor.plain import PlainBrowser, words
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


def child(name: str) -> dict[str, object]:
    """A contact about a child of that name."""
    return {"children": [{"given_names": name, "family_name": "Alder"}]}


def order(browser: PlainBrowser) -> list[str]:
    """The names in the queue, from the top."""
    rows = [row for row in browser.tree.iter("th") if row.get("scope") == "row"]
    return [words(next(row.iter("span"))) for row in rows]


@requirement("HERTS-7.1", "HERTS-10.24", "HERTS-3.3")
def test_the_gravest_comes_first_then_whatever_is_due_first(cast: Cast) -> None:
    make.contact(THURSDAY, **child("Old"))
    make.contact(later(days=4), **child("New"))
    make.contact(later(days=4), **child("Crime"), suspected_crime=True)
    make.contact(later(days=4), **child("Harm"), significant_harm=True)
    make.contact(later(days=4, minutes=5), **child("Danger"), immediate_danger=True)
    with cast.at(later(days=4, hours=1), cast.officer, "/desk/") as browser:
        assert order(browser) == [f"{name} ALDER" for name in ("Danger", "Harm", "Crime", "Old", "New")]
        assert "Immediate danger" in browser.said
        assert "overdue" not in browser.said
        assert "due tomorrow" in browser.said
        assert "by 4:40pm on 7 April 2026" in browser.said, "24 hours, for significant harm"


@requirement("HERTS-10.17")
def test_each_part_of_the_queue_has_its_own(cast: Cast) -> None:
    first, second = make.contact(**child("One")), make.contact(later(minutes=1), **child("Two"))
    with cast.at(later(hours=1), cast.officer, page(first, "route/")) as browser:
        browser.send({"where": str(cast.mash.pk), "why": "It fits"})
    with cast.at(later(hours=2), cast.worker, "/desk/?part=mine") as browser:
        assert order(browser) == ["One ALDER"]
        assert order(browser.go("/desk/?part=new")) == ["Two ALDER"]
        assert order(browser.go(f"/desk/?part={cast.mash.pk}")) == ["One ALDER"]
        assert order(browser.go("/desk/?part=nonsense")) == ["One ALDER", "Two ALDER"]
    assert second.pk


def test_a_decided_contact_no_longer_waits(cast: Cast) -> None:
    contact = make.contact(**child("One"))
    assert [row.contact for row in queries.waiting()] == [contact.pk]
    with cast.at(later(hours=1), cast.manager, page(contact, "decide/")) as browser:
        outcome = next(name for name in browser.asks() if name.endswith("-outcome"))
        browser.send({outcome: "no_further_action", "reasons": "Nothing is needed"})
    assert queries.waiting() == []


def test_a_restricted_record_is_announced_without_detail(cast: Cast) -> None:
    contact = make.contact(**child("Hidden"))
    by = make.author("manager", cast.manager)
    protect(by=by, at=THURSDAY, subject=make.child_of(contact), level=Level.RESTRICTED, reason="Staff")
    with cast.at(later(hours=1), cast.officer, "/desk/") as browser:
        assert order(browser) == ["Restricted"]
        assert "Ring the duty manager" in browser.said
        assert "Hidden" not in browser.said
        assert str(contact.pk) not in browser.text


def test_advisers_of_the_hub_have_no_queue(cast: Cast) -> None:
    with cast.at(later(hours=1), cast.adviser, "/desk/") as browser:
        assert browser.status == 403


def fill(number: int) -> None:
    """So many contacts that wait, as rows."""
    subjects = Subject.objects.bulk_create(Subject(created_at=THURSDAY) for _ in range(number))
    episodes = Episode.objects.bulk_create(
        Episode(subject=one, authority="hertfordshire", opened_at=THURSDAY) for one in subjects
    )
    values = {"concern": "Hungry and tired", "referrer_kind": "school"}
    entries = Entry.objects.bulk_create(_entry(values, THURSDAY) for _ in range(number))
    EntrySubject.objects.bulk_create(
        EntrySubject(entry=entry, subject=one, episode=episode)
        for entry, one, episode in zip(entries, subjects, episodes, strict=True)
    )
    events = Event.objects.bulk_create(
        Event(
            id=uuid4(),
            episode=episode,
            entry=entry,
            step="contact",
            outcome="received",
            occurred_at=THURSDAY,
            recorded_at=THURSDAY,
            role="professional_referrer",
        )
        for entry, episode in zip(entries, episodes, strict=True)
    )
    Duty.objects.bulk_create(
        Duty(
            id=uuid4(),
            episode=event.episode,
            rule="decision.decide",
            because=event.pk,
            role="delegated_social_worker",
            opened_at=THURSDAY,
            due_at=THURSDAY + timedelta(days=5, minutes=number),
        )
        for number, event in enumerate(events)
    )


def _entry(values: dict[str, str], at: datetime) -> Entry:
    return Entry(
        kind="contact",
        occurred_at=at,
        recorded_at=at,
        author_role="professional_referrer",
        payload=values,
        idempotency_key=uuid4().hex,
    )


def asked(cast: Cast) -> int:
    """How many questions one page of the queue puts to the database."""
    with (
        cast.at(later(hours=1), cast.manager, "/desk/") as browser,
        CaptureQueriesContext(connection) as seen,
    ):
        browser.go("/desk/")
    assert browser.status == 200
    return len(seen)


def test_a_thousand_contacts_ask_no_more_of_the_database_than_ten(cast: Cast) -> None:
    fill(10)
    few = asked(cast)
    fill(990)
    assert asked(cast) == few
    assert len(queries.waiting()) == 1000
