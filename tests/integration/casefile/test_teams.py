"""A manager's page and the conferences that are owed: what waits, who holds what, what must be booked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.accounts.models import Team, User
from goldthread.ledger import operations
from goldthread.ledger.entries import EntryType, Meeting, Values
from goldthread.ledger.models import Entry, Episode
from goldthread.ledger.operations import Links, Part
from tests.factories import author, child_of, contact, later, user
from tests.integration.casefile.cases import decided, family
from tests.integration.frontdoor.plain import PlainBrowser

pytestmark = pytest.mark.django_db


class Booking(EntryType):
    """Fixes the day of a conference."""

    kind = "test.booking"
    title = "A conference booked"

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        return [Meeting("initial_conference", date.fromisoformat(values["on"]), "10:00", "The town hall")]


class Report(EntryType):
    """Gets a conference ready."""

    kind = "test.report"
    title = "A report"
    prepares = "Reports in"


def browser(person: User) -> PlainBrowser:
    client = Client()
    client.force_login(person)
    return PlainBrowser(client)


def signs(kind: str, about: Entry, role: str, values: Mapping[str, object], **how: float) -> Entry:
    parts = [Part(part.subject) for part in about.parts.filter(episode__isnull=False)]
    return operations.sign(
        by=author(role), at=later(**how), kind=kind, values=values, parts=parts, key=uuid4().hex
    )


@travel(later(days=30), tick=False)
def test_a_manager_sees_what_waits_and_who_holds_what() -> None:
    team = Team.objects.create(name="Assessment Team North", service="assessment_team")
    elsewhere = Team.objects.create(name="Assessment Team South", service="assessment_team")
    worker = user("social_worker", name="Sal Worker", team=team)
    for place, entry in ((team, family()), (elsewhere, contact())):
        decided(entry)
        holder = worker if place is team else None
        Episode.objects.filter(subject=child_of(entry)).update(team=place, worker=holder)
    page = browser(user("manager", team=team)).go(reverse("casefile:team"))
    assert page.heading == "My teams"
    assert "Waits for you to authorise it" in page.said
    assert "Sal Worker" in page.said
    assert "Assessment Team North" in page.said
    assert "Assessment Team South" not in page.said
    table = next(page.tree.iter("table"))
    row = next(row for row in table.iter("tr") if "Sal Worker" in "".join(row.itertext()))
    assert next(cell.text for cell in row.iter("span") if cell.get("class") == "gt-table__value") == "1"
    assert browser(worker).go(reverse("casefile:team")).status == 403


def enquiry(children: Sequence[Mapping[str, str]]) -> Entry:
    """A section 47 enquiry about these children in Hartlepool or Stockton, decided by a strategy meeting."""
    entry = contact(form="none", channel="telephone", children=children)
    values = {"step": "strategy_discussion", "outcome": "section_47"}
    parts = [Part(part.subject) for part in entry.parts.filter(episode__isnull=False)]
    operations.sign(
        by=author("social_worker"),
        at=later(hours=1),
        kind="step_record",
        values=values,
        parts=parts,
        key=uuid4().hex,
        links=Links(answers=entry),
        outside_reason="At once",
    )
    return entry


@travel(later(days=2), tick=False)
def test_the_conferences_that_are_owed_stand_until_a_day_is_fixed(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    children = [
        {"given_names": name, "family_name": "Alder", "born": "2018-01-15"} for name in ("Rowan", "Ash")
    ]
    entry = enquiry(children)
    page = browser(user("chair")).go(reverse("casefile:conferences"))
    assert "No day is fixed yet (1)" in page.said  # one conference for two children
    assert "Rowan ALDER" in page.said
    assert "Ash ALDER" in page.said
    signs("test.report", entry, "social_worker", {}, hours=3)
    signs("test.booking", entry, "social_worker", {"on": "2026-04-20"}, hours=4)
    signs("test.booking", entry, "social_worker", {"on": "2026-04-21"}, hours=5)  # moved
    page.go(reverse("casefile:conferences"))
    assert "No day is fixed yet (0)" in page.said
    assert "Booked: 21 April 2026 at 10:00, The town hall" in page.said
    assert "20 April 2026" not in page.said
    assert "Reports in: 1" in page.said
    page.go(reverse("casefile:child", args=[child_of(entry).pk]))
    assert "21 April 2026 at 10:00, The town hall" in page.said
    others = user("social_worker", team=Team.objects.create(name="Elsewhere", service="assessment"))
    assert "No day is fixed yet (0)" in browser(others).go(reverse("casefile:conferences")).said
    assert "Booked (0)" in browser(others).go(reverse("casefile:conferences")).said
