"""Worcestershire through the same pages: a concern, its level, and no referral form before a call."""

from collections.abc import Callable
from datetime import date

import pytest

from goldthread.accounts.models import User
from goldthread.ledger.models import Draft, Duty, Entry, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed, step
from tests.integration.frontdoor.calling import PAGE
from tests.integration.frontdoor.cast import CHECK, due, duty, has_duty, page, request_form, typed_at, wall
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

CONCERN, REFERRAL = "early_help_concern", "social_care_referral"
LIA = {
    "children-0-given_names": "Lia",
    "children-0-family_name": "Elm",
    "children-0-born-day": "1",
    "children-0-born-month": "7",
    "children-0-born-year": "2014",
}
NOT_IMMEDIATE = {
    **LIA,
    "immediate_danger": "no",
    "police_needed": "no",
    "office_closed": "no",
    "open_to_early_help": "yes",
    "about_adult": "no",
    "referrer_kind": "school",
    "consulted_lead": "yes",
    "consulted_lead_name": "Dilys Lead",
    "concern": "A new partner in the home.",
}
IN_DANGER = {
    **LIA,
    "immediate_danger": "yes",
    "imminent_reason": "He is coming upstairs.",
    "police_needed": "yes",
    "referrer_kind": "school",
    "concern": "He hits her mother now, and is coming upstairs.",
}


@pytest.fixture(autouse=True)
def worcestershire(authority: Callable[..., None]) -> None:
    """This service is Worcestershire's."""
    authority("worcestershire")


@pytest.fixture
def teacher() -> User:
    """The professional with the concern."""
    return make.user(
        "professional_referrer", name="Tess Teacher", of=make.agency("Alderbrook Primary", "school")
    )


@pytest.fixture
def concern(teacher: User) -> Entry:
    """Thursday 30 April 2026, 14:00: she writes down her concern about a family open to early help."""
    with at(wall(2026, 4, 30, 14, 0), teacher, "/requests/new/") as browser:
        return request_form(browser, CONCERN, NOT_IMMEDIATE)


@requirement("WORC-1.1", "WORC-1.2", "WORC-2.1", "WORC-2.2", "WORC-2.3", "WORC-4.4")
def test_the_level_is_settled_with_the_team_leader_and_the_meeting_is_due_in_three_working_days(
    concern: Entry, teacher: User
) -> None:
    assert not has_duty(concern, "contact.consult_lead"), "she has talked to her lead"
    with at(wall(2026, 4, 30, 14, 5), teacher, f"/requests/{concern.pk}/") as browser:
        assert "Talk to the Early Help Team Leader who manages the case" in browser.said
        assert "0190" not in browser.said.replace("01905 822666", ""), "no line for emergencies: it is none"
    talked = wall(2026, 4, 30, 15, 0)
    conversation = f"/entries/{concern.pk}/conversation/"
    with at(talked, make.user("family_support_worker"), conversation) as browser:
        assert browser.status == 403, "not with the allocated worker"
    with at(talked, make.user("early_help_team_leader"), conversation) as browser:
        level = signed(browser, {"outcome": "level_3", "why": "So", **typed_at("happened_at", talked)})
    assert duty(concern, "consultation.talk_to_team_leader").met_at == talked
    assert due(level, "early_help.meet") == date(2026, 5, 6), "Monday is a bank holiday"


@requirement("WORC-1.5")
def test_the_online_form_is_refused_before_a_call_and_kept(teacher: User) -> None:
    night = wall(2026, 5, 2, 22, 32)
    with at(night, teacher, "/requests/new/") as browser:
        browser.send({"form": REFERRAL})
        browser.through(IN_DANGER, until=CHECK)
        browser.send()
        assert browser.status == 409
        assert "send the online form before there was any call to the Family Front Door" in browser.said
        assert "there must be a call first" in browser.said
        assert "999" in browser.said
    assert not Event.objects.exists()
    assert Draft.objects.filter(owner=teacher, signed_as=None).exists(), "it waits for the call"


@requirement("WORC-1.3", "WORC-1.5", "WORC-3.3")
def test_the_form_follows_the_call_that_the_front_door_has_logged(teacher: User) -> None:
    called, sent = wall(2026, 5, 2, 22, 38), wall(2026, 5, 3, 9, 0)
    door = make.user("family_front_door", name="Fay Door")
    with at(called, door, PAGE) as browser:
        call = signed(
            browser, {**IN_DANGER, "referrer_name": "Tess Teacher", "referrer_email": teacher.email}
        )
        assert "Ring 999" in browser.said
    with at(called, door, step(call, "referral")) as browser:
        signed(browser, {"outcome": "telephoned", **typed_at("happened_at", called)})
    assert duty(call, "referral.ring").met_at == called
    with at(sent, teacher, f"/requests/{call.pk}/") as browser:
        browser.send(form="/again/")
        browser.send()
        assert browser.status == 200, browser.errors
    confirm = Duty.objects.get(rule="written_confirmation.confirm")
    assert confirm.met_at == sent
    with at(sent, door, page(call)) as browser:
        assert "Decide the level of need and the next steps" in browser.said


@requirement("WORC-2.3", "WORC-4.4")
def test_wc12_a_call_on_friday_evening_is_settled_with_the_team_leader(teacher: User) -> None:
    talked = wall(2026, 5, 1, 17, 45)
    with at(wall(2026, 5, 1, 17, 30), teacher, "/requests/new/") as browser:
        concern = request_form(browser, CONCERN, NOT_IMMEDIATE)
    assert not Duty.objects.filter(due_at__isnull=False).exists(), "no call back, no writing, no receipt"
    leader = make.user("early_help_team_leader")
    with at(talked, leader, page(concern)) as browser:
        browser.go(browser.link("Conversation with the Early Help Team Leader"))
        level = signed(browser, {"outcome": "level_3", "why": "So", **typed_at("happened_at", talked)})
    assert due(level, "early_help.meet") == date(2026, 5, 7)  # W1


@requirement("WORC-1.1")
def test_wc12_a_family_that_is_not_open_to_early_help_has_no_rule(teacher: User) -> None:
    with at(wall(2026, 5, 1, 17, 30), teacher, "/requests/new/") as browser:
        browser.send({"form": CONCERN})
        browser.through({**NOT_IMMEDIATE, "open_to_early_help": "no"}, until=CHECK)
        assert "No rule in this procedure says where such a worry goes" in browser.said
        browser.send()
    with at(wall(2026, 5, 1, 17, 35), make.user("family_front_door"), page(Entry.objects.get())) as browser:
        assert "No rule in this procedure" in browser.said
