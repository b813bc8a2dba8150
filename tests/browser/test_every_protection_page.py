"""Every page of child protection that no other browser test looks at, on the cases of the demonstration."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from time_machine import travel

from goldthread.config.demo import anywhere, protection, words
from goldthread.ledger import operations
from goldthread.ledger.models import Entry, Episode, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.protection.operations import planning
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter
from tests.integration.frontdoor.cast import wall
from tests.newest import newest

pytestmark = pytest.mark.django_db(transaction=True)
NOW, EARLIER = wall(2026, 12, 10, 12, 0), wall(2026, 12, 10, 11, 0)


class Cases:
    """Two families of the Hub: Sami and Noor have a plan, a conference must be booked for Ada."""

    def __init__(self) -> None:
        people = anywhere.engage(at=NOW)
        protection.play(people, at=NOW)
        self.teacher = people["school"]
        own = Episode.objects.get(subject__person__given="Ada")
        self.worker = make.user("lead_social_worker", "chair", "manager", name="Sal Worker", team=own.team)
        self.sami, self.noor, self.ada = (self.child(name) for name in ("Sami", "Noor", "Ada"))
        self.asked = self.ask()
        self.help = self.sign("help_asked", self.ada, agency="Fernhollow Surgery", asked="Is he registered?")
        self.review = self.book()
        self.plan = newest("protection_plan")
        self.write_again()
        self.kept = self.keep()

    @staticmethod
    def child(given: str) -> Subject:
        """The child of that name."""
        return Subject.objects.get(person__given=given, episodes__closed_at=None)

    def sign(self, kind: str, *children: Subject, **values: Any) -> Entry:
        """An entry of an hour ago."""
        by, parts = make.author("social_worker", self.worker), [Part(child) for child in children]
        return operations.sign(by=by, at=EARLIER, kind=kind, values=values, parts=parts, key=f"{kind}/here")

    def ask(self) -> Entry:
        """The school is asked for its part of an assessment."""
        return self.sign(
            "contribution_request",
            self.ada,
            agency=self.teacher.agency.name,
            asked="How is he?",
            permitted="yes",
        )

    def book(self) -> Entry:
        """The review conference, led by the worker."""
        me = str(self.worker.pk)
        return self.sign(
            "conference_booking",
            self.sami,
            self.noor,
            **words.BOOKING,
            step="review_conference",
            held_at=NOW.isoformat(),
            chair=me,
            chair_name=self.worker.name,
            minutes=me,
            minutes_name=self.worker.name,
        )

    def write_again(self) -> None:
        """The second version of the plan, by which the first is an old one."""
        planning.record(
            by=make.author("lead_social_worker", self.worker),
            at=EARLIER,
            children=[(child, {}) for child in (self.sami, self.noor)],
            values=words.plan(self.worker.name, "2027-01-08"),
            outcome="developed",
            sending=Sending("second"),
        )

    def keep(self) -> Entry:
        """Something of the record is kept from the father."""
        father = Subject.objects.get(person__given="Karim")
        return self.sign(
            "kept_from",
            self.sami,
            what="words",
            thing="Some words, wherever they stand",
            words="Wrenfield Refuge",
            scope="these",
            keys=[f"person:{father.pk}"],
            named="Karim Haddad, father",
            reason="He has threatened their mother.",
        )

    def read(self) -> list[str]:
        """Addresses of pages that are only read."""
        of, conference = reverse_of(self.sami), newest("initial_conference")
        return [
            of("protection:plan_review"),
            of("casefile:child"),
            of("casefile:chronology"),
            of("casefile:chronology_print"),
            reverse("protection:plan_version", args=[self.plan.pk]),
            reverse("protection:conference", args=[self.review.pk]),
            reverse("casefile:entry", args=[conference.pk]),
            reverse("casefile:conferences"),
        ]

    def written(self) -> list[str]:
        """Addresses of pages with a form that no other test of a browser looks at."""
        sami, ada = reverse_of(self.sami), reverse_of(self.ada)
        group = newest("core_group_meeting")
        return [
            sami("protection:plan_translate"),
            reverse("protection:core_group_minutes", args=[group.pk]),
            ada("protection:initial_conference"),
            reverse("protection:conference_change", args=[self.review.pk]),
            reverse("protection:conference_report", args=[self.review.pk]),
            ada("protection:strategy_convene"),
            ada("protection:strategy_after"),
            reverse("protection:help_answer", args=[self.help.pk]),
            ada("assessment:check"),
            ada("assessment:care_plan"),
            ada("assessment:need_plan"),
            ada("assessment:ask"),
            reverse("assessment:received", args=[self.ada.pk, self.asked.pk]),
            sami("casefile:kept"),
            reverse("casefile:lift", args=[self.kept.pk]),
            reverse("casefile:curate", args=[self.sami.pk, newest("initial_conference").pk]),
        ]

    def by_keyboard(self) -> dict[str, str]:
        """Addresses of short forms that somebody goes through with the Tab key, and their buttons."""
        return {
            reverse("protection:help_answer", args=[self.help.pk]): "Sign",
            reverse("protection:conference_report", args=[self.review.pk]): "Sign",
            reverse("casefile:lift", args=[self.kept.pk]): "Lift it",
        }


def reverse_of(child: Subject) -> Callable[[str], str]:
    """Addresses of one child's pages."""
    return lambda name: reverse(name, args=[child.pk])


@pytest.fixture
def cases(authority: Callable[..., None], visitors: Visitors) -> Iterator[Cases]:  # noqa: ARG001 (the database)
    """On a morning in December."""
    authority("hartlepool-stockton")
    with travel(NOW, tick=True):
        yield Cases()


def test_every_page_is_whole(cases: Cases, visitors: Visitors) -> None:
    visit, teacher = visitors(), visitors()
    visit.sign_in(cases.worker)
    for address in (*cases.read(), *cases.written()):
        opened(visit, address)
        visit.check()
        if button := cases.by_keyboard().get(address):
            visit.tab_to(button)
    visit.go(reverse("protection:conference", args=[cases.review.pk]))
    visit.tab_to("Go into the room")
    enter(visit.page)
    visit.check()
    teacher.sign_in(cases.teacher)
    opened(teacher, reverse("web:asked_of_us"))
    teacher.check()
    opened(teacher, reverse("assessment:contribute", args=[cases.asked.pk]))
    teacher.check()
    teacher.tab_to("Sign and send")


def opened(visit: Visitor, address: str) -> Page:
    """The page there, which is no error."""
    answer = visit.page.goto(visit.address + address)
    assert answer is not None
    assert answer.ok, address
    return visit.page
