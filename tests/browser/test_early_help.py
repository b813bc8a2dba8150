"""Every page of early help and of disagreements, on the demonstration's family; WC12's column."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from goldthread.config.demo import anywhere, earlyhelp
from goldthread.ledger.models import Duty, Entry, Subject
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.filling import fill, go_on
from tests.browser.playing import said
from tests.browser.test_every_protection_page import opened, reverse_of
from tests.browser.visitor import follow
from tests.integration.frontdoor.cast import typed_at, wall
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)
NOW = wall(2026, 5, 1, 17, 45)


class Cases:
    """The Larches: Ivy and Ash, led by a health visitor, with a concern of three days ago."""

    def __init__(self) -> None:
        people = anywhere.engage(at=NOW)
        earlyhelp.play(people, at=NOW)
        self.lead, self.leader = people["other_health"], people["early_help_team_leader"]
        self.worker = people["family_support_worker"]
        self.ivy = Subject.objects.get(person__given="Ivy")
        self.concern = Entry.objects.filter(kind="contact").order_by("occurred_at").last()
        self.raised = newest("disagreement")

    def read(self) -> list[str]:
        """Addresses of pages that are only read."""
        ivy = reverse_of(self.ivy)
        return [
            reverse("earlyhelp:families"),
            ivy("earlyhelp:family"),
            reverse("earlyhelp:written", args=[newest("early_help_plan").pk]),
            reverse("earlyhelp:disagreement", args=[self.raised.pk]),
            ivy("earlyhelp:disagreements"),
        ]

    def written(self) -> list[str]:
        """Addresses of pages with a form."""
        ivy = reverse_of(self.ivy)
        assert self.concern is not None
        return [
            ivy("earlyhelp:open"),
            ivy("earlyhelp:plan_write"),
            ivy("earlyhelp:meeting"),
            ivy("earlyhelp:work"),
            ivy("earlyhelp:meeting_off"),
            ivy("earlyhelp:lead"),
            ivy("earlyhelp:end"),
            reverse("earlyhelp:conversation", args=[self.concern.pk]),
            ivy("earlyhelp:disagree"),
            reverse("earlyhelp:disagree_about", args=[self.concern.pk]),
            *(
                reverse("earlyhelp:disagreement_step", args=[self.raised.pk, to])
                for to in ("further", "settle")
            ),
        ]


@pytest.fixture
def cases(authority: Callable[..., None], visitors: Visitors) -> Iterator[Cases]:  # noqa: ARG001 (the database)
    """On the Friday evening before a bank holiday."""
    authority("worcestershire")
    with travel(NOW, tick=True):
        yield Cases()


@requirement("WORC-4.4", "WORC-2.3")
def test_every_page_is_whole_and_the_meeting_is_due_on_thursday(cases: Cases, visitors: Visitors) -> None:
    visit, partner = visitors(), visitors()
    visit.sign_in(cases.leader)
    for address in (*cases.read(), *cases.written()):
        opened(visit, address)
        visit.check()
        visit.walk()
    visit.go(reverse("earlyhelp:conversation", args=[_told(cases).pk]))
    visit.tab_to("Sign")
    fill(visit.page, {"outcome": "level_3", "why": "New", **typed_at("happened_at", NOW)})
    go_on(visit.page)
    due = Duty.objects.get(
        rule="early_help.meet", because__in=newest("early_help_conversation").events.values("pk")
    )
    assert f"{due.due_at:%-d %B}" == "7 May", "W1"
    assert "by the end of 7 May 2026" in said(visit.page)
    partner.sign_in(cases.lead)
    opened(partner, reverse("earlyhelp:led"))
    partner.check()
    follow(partner.page.get_by_role("link", name="Ivy LARCH"))
    partner.check()
    expect(partner.page.get_by_role("link", name="Revise the plan")).to_be_visible()
    expect(partner.page.get_by_role("link", name="Record a meeting")).to_have_count(0)


def test_a_referrer_disagrees_and_is_answered(cases: Cases, visitors: Visitors) -> None:
    partner, door = visitors(), visitors()
    concern = _told(cases, referrer_email=cases.lead.email)
    partner.sign_in(cases.lead)
    page = opened(partner, reverse("earlyhelp:own_disagreement", args=[concern.pk]))
    partner.check()
    said = {"disputed": "Level 3", "why": "He is in the house", "asked": "Fay Door’s manager"}
    fill(page, {**said, **typed_at("happened_at", NOW)})
    go_on(page)
    partner.check()
    for to in ("further", "settle"):
        opened(partner, reverse("earlyhelp:own_step", args=[concern.pk, to]))
        partner.check()
    door.sign_in(make.user("family_front_door", name="Kit Door"))
    opened(door, reverse("earlyhelp:disagreement_step", args=[newest("disagreement").pk, "answer"]))
    door.check()


def _told(cases: Cases, **more: str) -> Entry:
    """A second concern, about the same child."""
    by = make.author("family_front_door", make.user("family_front_door", name="Fay Door"))
    row = {"given_names": "Ivy", "family_name": "Larch", "born": "2017-03-14"}
    said = {
        "form": "none",
        "channel": "telephone",
        "referrer_kind": "school",
        "concern": "Worse.",
        "children": [row],
        **more,
    }
    told = make.contact(NOW, by=by, open_to_early_help=True, **said)
    assert cases.ivy.pk
    return told
