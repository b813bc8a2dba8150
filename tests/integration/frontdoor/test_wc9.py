"""Worked case WC9 (Worcestershire) whole, through the pages: a concern, a bad night, and a disagreement."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from goldthread.accounts.models import User
from goldthread.ledger.models import Duty, Entry, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed, step
from tests.integration.frontdoor.calling import PAGE
from tests.integration.frontdoor.cast import decision, due, duty, has_duty, page, request_form, typed_at, wall
from tests.integration.frontdoor.test_worcestershire import CONCERN, IN_DANGER, NOT_IMMEDIATE, REFERRAL
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

TOLD, LED, SETTLED = (wall(2026, 4, 30, hour, 0) for hour in (10, 13, 15))
MESSAGE, RANG, FORM = wall(2026, 5, 2, 22, 30), wall(2026, 5, 2, 22, 38), wall(2026, 5, 3, 9, 0)
DECIDED, DISAGREED, MET = wall(2026, 5, 5, 11, 0), wall(2026, 5, 5, 11, 30), wall(2026, 5, 6, 15, 0)
END_OF_6_MAY = wall(2026, 5, 7, 0, 0) - timedelta(microseconds=1)
NOT_YET_LED = {**NOT_IMMEDIATE, "consulted_lead": "no", "consulted_lead_name": ""}


class Cast:
    """The teacher, the family support team, and the line outside office hours."""

    def __init__(self) -> None:
        school = make.agency("Alderbrook Primary", "school")
        self.teacher = make.user("professional_referrer", name="Tess Teacher", of=school)
        self.worker = make.user("family_support_worker", name="Fran Worker")
        self.leader = make.user("early_help_team_leader", name="Lin Leader")
        self.night = make.user("out_of_hours", name="Owen Night")
        self.when = TOLD
        self.door = make.user("family_front_door", name="Fay Door")

    def records(self, who: User, entry: Entry, name: str, answers: dict[str, str]) -> Entry:
        """One step that answers a contact: a referrer's on their own request."""
        address = f"/requests/{entry.pk}/steps/{name}/" if who == self.teacher else step(entry, name)
        with at(self.when, who, address) as browser:
            assert browser.status == 200, browser.said
            return signed(browser, {**answers, **typed_at("happened_at", self.when)})

    def concern(self) -> Entry:
        """Thursday 30 April, 10:00: she is worried, and has told the allocated worker."""
        with at(TOLD, self.teacher, "/requests/new/") as browser:
            concern = request_form(browser, CONCERN, NOT_YET_LED)
        self.records(self.teacher, concern, "consultation", {"outcome": "told_worker"})
        return concern

    def settled(self) -> Entry:
        """The same day: she talks to her lead at 13:00, and at 15:00 with the Team Leader: Level 3."""
        concern = self.concern()
        self.when = LED
        self.records(self.teacher, concern, "contact", {"outcome": "lead_consulted"})
        self.when = SETTLED
        self.talks(concern)
        return concern

    def talks(self, concern: Entry) -> Entry:
        """The Team Leader and she settle the level."""
        with at(SETTLED, self.leader, f"/entries/{concern.pk}/conversation/") as browser:
            assert browser.fields()["with_whom"] == [
                "Tess Teacher, Professional referrer, Alderbrook Primary"
            ]
            said = {"outcome": "level_3", "why": "New, and the plan can answer it"}
            return signed(browser, {**said, **typed_at("happened_at", SETTLED)})

    def meets(self, family: str) -> Entry:
        """The meeting with the parents, in time."""
        with at(MET, self.leader, f"{family}meeting/") as browser:
            there = {"people-0-name": "Mary Elm", "people-0-role": "mother", "people-0-came": "there"}
            said = {
                "impact_on_children": "Afraid at night",
                "level_of_risk": "High",
                "new_concerns": "He hits",
            }
            known = {
                "parents_present": "yes",
                "chaired_by_team_leader": "yes",
                **typed_at("happened_at", MET),
            }
            return signed(browser, {**there, **said, **known, **typed_at("happened_at", MET)})

    def revises(self, family: str) -> Entry:
        """The plan, for the new concerns, with days."""
        plan = {
            "new_concerns": "He stays away from the home",
            "objectives-0-change": "He lives elsewhere",
            "objectives-0-horizon": "soon",
            "objectives-0-by_when": "2026-06-01",
            "actions-0-what": "A bag kept at school",
            "actions-0-who": "Tess Teacher",
            "actions-0-by_when": "2026-05-08",
            "next_review": "2026-06-03",
            "impact_on_children": "Afraid at night",
            "level_of_risk": "High",
        }
        with at(MET, self.worker, f"{family}plan/") as browser:
            return signed(browser, {**plan, **typed_at("happened_at", MET)})

    def called(self, concern: Entry) -> Entry:
        """Saturday 2 May, 22:38: after 999, the line outside office hours writes down her call."""
        said = {"referrer_name": "Tess Teacher", "referrer_email": self.teacher.email, "office_closed": "yes"}
        known = {"children-0-known": str(make.child_of(concern).pk)}
        with at(RANG, self.night, PAGE) as browser:
            call = signed(browser, {**IN_DANGER, **said, **known})
        self.when = RANG
        with at(RANG, self.night, page(call, "police/")) as browser:
            signed(browser, {"told_to": "999", "told": "He is hitting her", **typed_at("told_at", RANG)})
        self.records(self.night, call, "referral", {"outcome": "telephoned"})
        return call


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Everyone, in Worcestershire."""
    authority("worcestershire")
    return Cast()


@requirement("WORC-1.2", "WORC-1.4", "WORC-2.2", "WORC-2.3", "WORC-3.1", "WORC-4.4")
def test_the_talk_with_the_team_leader_counts_and_the_one_with_the_worker_does_not(cast: Cast) -> None:
    concern = cast.concern()
    assert duty(concern, "consultation.talk_to_team_leader").met_at is None, "R: 10:00 does not count"
    with at(TOLD, cast.teacher, f"/requests/{concern.pk}/") as browser:
        assert "Talk to your line manager or safeguarding lead" in browser.said
        assert "01905 768020" not in browser.said, "F: the line for emergencies is not for this"
    with at(TOLD, cast.worker, page(concern)) as browser:
        assert "Use the number outside office hours for a concern that is not an emergency" in browser.said
    cast.when = LED
    cast.records(cast.teacher, concern, "contact", {"outcome": "lead_consulted"})
    assert duty(concern, "contact.consult_lead").met_at == LED
    cast.when = SETTLED
    with at(SETTLED, cast.worker, f"/entries/{concern.pk}/conversation/") as browser:
        assert browser.status == 403, "R: never with the allocated worker"
        assert "Settle the level with the allocated Family Support Worker" in browser.said
    level = cast.talks(concern)
    assert duty(concern, "consultation.talk_to_team_leader").met_at == SETTLED, "R: 15:00 counts"
    assert due(level, "early_help.meet") == date(2026, 5, 6), "D1"
    for who in (cast.leader, cast.worker):  # F: neither refers for her
        with at(SETTLED, who, step(concern, "referral")) as browser:
            assert browser.status == 403
            assert "Make the referral for the professional who has the new information" in browser.said
    assert not Event.objects.filter(step="referral").exists()


@requirement("WORC-1.4", "WORC-1.5", "WORC-1.6", "WORC-3.2", "WORC-3.3", "WORC-4.4")
def test_999_then_the_call_then_the_form_and_the_front_door_decides(cast: Cast) -> None:
    concern = cast.settled()
    with at(MESSAGE, cast.teacher, "/requests/new/") as browser:
        browser.send({"form": REFERRAL})
        browser.through(IN_DANGER, until="Check your answers")
        browser.send()
        assert browser.status == 409, "F: no form before a logged call"
        first, then = browser.said.index("Ring 999. Then ring"), browser.said.index("01905 768020")
        assert first < then, "R: 999, then the line that answers at this hour, then the form"
    call = cast.called(concern)
    assert make.child_of(call) == make.child_of(concern)
    assert duty(call, "police_notification.ring_999").met_at == RANG
    assert duty(call, "referral.ring").met_at == RANG
    rang = Event.objects.get(step="referral")
    owed = {row.rule: row for row in Duty.objects.filter(because=rang.pk)}
    for rule in ("written_confirmation.confirm", "decision.decide", "referral.stay_available"):
        assert owed[rule].due_at is None, f"D: no limit for {rule}"
        assert owed[rule].met_at is None
    with at(FORM, cast.teacher, f"/requests/{call.pk}/") as browser:
        assert "Stay available to the social work team" in browser.said  # R
        browser.send(form="/again/")
        browser.send()
        assert browser.status == 200, browser.errors
    assert Duty.objects.get(pk=owed["written_confirmation.confirm"].pk).met_at == FORM
    for who in (cast.teacher, cast.leader):
        with at(DECIDED, who, page(call, "decide/")) as browser:
            assert browser.status == 403, "R: the Family Front Door decides"
    with at(DECIDED, cast.door, page(call, "decide/")) as browser:
        browser.send(decision(browser, "early_help"))
        assert browser.status == 200, browser.errors
    assert Duty.objects.get(pk=owed["decision.decide"].pk).met_at == DECIDED
    meeting = Duty.objects.get(rule="early_help.meet")
    assert meeting.met_at is None, "F: neither the referral nor its decision takes the meeting away"
    assert meeting.due_at == END_OF_6_MAY, "D1"


@requirement("WORC-4.4", "WORC-4.7", "WORC-5.1", "WORC-5.2")
def test_a_disagreement_holds_nothing_up(cast: Cast) -> None:
    concern = cast.settled()
    call = cast.called(concern)
    with at(DECIDED, cast.door, page(call, "decide/")) as browser:
        browser.send(decision(browser, "early_help"))
    with at(DISAGREED, cast.teacher, f"/requests/{call.pk}/") as browser:
        assert "follow the partnership's escalation procedure" in browser.said
    with at(DISAGREED, cast.teacher, f"/requests/{call.pk}/") as browser:
        browser.go(browser.link("Professional disagreement"))
        said = {"disputed": "Level 3", "why": "He was in the house", "asked": "Fay Door’s manager"}
        raised = signed(browser, {**said, **typed_at("happened_at", DISAGREED)})
        assert "Fay Door’s manager is to answer" in browser.said
        assert "This procedure names no stages" in browser.said
    assert duty(raised, "escalation.follow_procedure").met_at is None  # R
    with at(DISAGREED, cast.worker, page(call)) as browser:
        assert "Hold up the response to any concern for a child or an adult" in browser.said  # F
        browser.go(page(concern))
        assert "Drop or put off the meeting because of a referral or a disagreement" in browser.said  # F
    family = f"/children/{make.child_of(concern).pk}/early-help/"
    with at(MET, cast.teacher, f"{family}meeting/") as browser:
        assert browser.status == 403, "R: the family support team leads it"
    with at(MET, cast.worker, family) as browser:
        assert "Concern of 30 April 2026" in browser.said
        assert "Hold the Early Help multi-agency meeting" in browser.said
        assert "Meeting no longer due" not in browser.said, "only a Team Leader records that"
        browser.go(browser.link("Record a meeting"))
        for said in ("The parents", "must attend", "An Early Help Team Leader", "may attend"):
            assert said in browser.said


@requirement("WORC-4.3", "WORC-4.4", "WORC-4.5", "WORC-4.6", "WORC-4.7")
def test_the_meeting_is_held_with_the_parents_and_the_plan_revised_with_days(cast: Cast) -> None:
    concern = cast.settled()
    family = f"/children/{make.child_of(concern).pk}/early-help/"
    held = cast.meets(family)
    meeting = Duty.objects.get(rule="early_help.meet")
    assert meeting.met_at == MET
    assert meeting.due_at == END_OF_6_MAY, "D1, and kept while they disagreed"
    assert has_duty(held, "early_help.keep_in_sight") is False, "what it means for the children was said"
    cast.revises(family)
    assert not Duty.objects.filter(rule="early_help.revise_plan", met_at=None).exists()
    with at(MET, cast.worker, family) as browser:
        for said in (
            "He lives elsewhere",
            "Soon, by 1 June 2026",
            "Next review3 June 2026",
            "A bag kept",
        ):
            assert said in browser.said, said
