"""A family's early help from its assessment to its end, led by a professional of another agency."""

from collections.abc import Callable

import pytest

from goldthread.ledger.models import Duty, Episode, Event
from tests import factories as make
from tests.integration.earlyhelp.families import APRIL, JUNE, MARCH, MAY, MET, SIGHT, THEN, Cast, opening
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Everyone, in Worcestershire."""
    authority("worcestershire")
    return Cast()


@requirement("HSSCP-1.3", "WORC-1.1", "WORC-4.2", "WORC-4.6")
def test_a_school_nurse_leads_a_family_and_sees_that_family_alone(cast: Cast) -> None:
    lia, other = make.child_of(cast.told()), make.child_of(cast.told("Max"))
    with at(MARCH, cast.worker, f"/children/{lia.pk}/early-help/open/") as browser:
        assert browser.fields()["why"] == ["Late and tired since Christmas."], "nothing is typed again"
        assert "is from the contact of 2 March 2026 at 10am, Tess Teacher" in browser.said
    cast.opens(lia, cast.nurse)
    assert Episode.objects.get(subject=lia).worker == cast.nurse
    family = f"/children/{lia.pk}/early-help/"
    with at(MARCH, cast.nurse, "/early-help/led/") as browser:
        browser.go(browser.link("Lia ELM"))
        assert browser.path == family
        for said in ("Level 3: early help", "Levels of Need guidance", "2025", "Next review1 April 2026"):
            assert said in browser.said, said
        assert "Nell Nurse, Lead professional, Fernhollow Surgery" in browser.said
        for closed in (f"/children/{other.pk}/early-help/", f"/children/{other.pk}/early-help/plan/"):
            assert browser.go(closed).status == 404, "no sign of any other family"
        for closed in (f"/children/{lia.pk}/", f"/children/{lia.pk}/chronology/", "/early-help/"):
            assert browser.go(closed).status == 403, "nor of the council's record"


@requirement("WORC-4.2", "WORC-4.6")
def test_the_lead_plans_and_meets_and_hands_on_the_lead(cast: Cast) -> None:
    lia = make.child_of(cast.told())
    cast.opens(lia, cast.nurse)
    family = f"/children/{lia.pk}/early-help/"
    assert cast.plans(lia, cast.nurse).status == 200
    with at(APRIL, cast.nurse, f"{family}meeting/") as browser:
        assert browser.fields()["people-1-name"] == ["Tess Teacher"], "the team is asked"
        assert "Breakfast club (Tess Teacher)" in browser.said
        signed(
            browser,
            {
                **MET,
                **SIGHT,
                "progress-0-state": "slow",
                "progress-0-note": "Twice",
                "people-1-came": "apologies",
                **typed_at("happened_at", APRIL),
            },
        )
        assert "Slower than agreed: Twice" in browser.said
        assert "Late" in browser.said, "the day of the action has passed"
    with at(APRIL, cast.worker, f"/children/{lia.pk}/") as browser:
        assert "Early help plan: version 1, 1 action; review on 2 April 2026" in browser.said
        assert "Nell Nurse, since 2 March 2026" in browser.said
        browser.go(f"{family}lead/")
        new = {"lead": str(cast.worker.pk), "why": "The nurse moves", **typed_at("happened_at", APRIL)}
        signed(browser, new)
        assert "Fran Worker" in browser.said
    with at(APRIL, cast.nurse, family) as browser:
        assert browser.status == 404, "from then on it is not hers"


@requirement("WORC-4.1", "WORC-4.3", "WORC-4.4", "WORC-4.7")
def test_a_concern_asks_the_lead_for_work_and_the_team_for_the_meeting(cast: Cast) -> None:
    lia = make.child_of(cast.told())
    cast.opens(lia, cast.nurse)
    concern = cast.told(when=APRIL, matches=None)
    child = make.child_of(concern)
    with at(APRIL, cast.leader, f"/entries/{concern.pk}/conversation/") as browser:
        assert browser.status == 200, browser.said
        level = signed(browser, {"outcome": "level_3", "why": "New", **typed_at("happened_at", APRIL)})
    assert Duty.objects.filter(
        rule="early_help.meet", met_at=None, because__in=level.events.values("pk")
    ).exists()
    family = f"/children/{child.pk}/early-help/"
    lead = {"lead": str(cast.nurse.pk), "why": "Knows them", "members-0-name": "Mary Elm"}
    with at(APRIL, cast.worker, f"{family}lead/") as browser:
        signed(browser, {**lead, **typed_at("happened_at", APRIL)})
    done = {"outcome": "ended", "ended_because": "met", "why": "x", "family_told": "yes", **SIGHT}
    with at(APRIL, cast.worker, f"{family}end/") as browser:
        browser.send({**done, **typed_at("happened_at", APRIL)})
        assert "A concern about the family is not settled yet" in browser.errors[0][0]
    with at(APRIL, cast.nurse, f"{family}meeting/") as browser:
        assert browser.status == 403, "the family support team leads this one"
        assert "Early Help Family Support Team" in browser.said
        browser.go(f"{family}partner-work/")
        browser.send({"asked": "GP", "found": "Well", **typed_at("happened_at", APRIL)})
        wrong = [href for _, href in browser.errors]
        assert wrong == ["#impact_on_children", "#level_of_risk"], "what it means stays in sight"
        signed(browser, {**SIGHT, "asked": "GP", "found": "Well", **typed_at("happened_at", APRIL)})
    assert Duty.objects.filter(rule="early_help.enquire", met_at=APRIL).exists()
    with at(APRIL, cast.worker, f"{family}no-meeting/") as browser:
        assert browser.status == 403, "a Team Leader alone says so"
    with at(APRIL, cast.leader, f"{family}no-meeting/") as browser:
        signed(browser, {**SIGHT, "why": "Taken over by social care", **typed_at("happened_at", APRIL)})
    assert Duty.objects.filter(rule="early_help.meet", met_at=APRIL).exists()


@requirement("WORC-1.3", "WORC-1.4", "WORC-1.6")
def test_the_lines_for_emergencies_stand_on_every_familys_page(cast: Cast) -> None:
    lia = make.child_of(cast.told())
    cast.opens(lia, cast.nurse)
    with at(MARCH, cast.nurse, f"/children/{lia.pk}/early-help/") as browser:
        told = browser.said
        first, then, last = (told.index(words) for words in ("Police, 999", "01905 822666", "01905 768020"))
        assert first < then < last
        assert "For emergencies only, when the office is closed" in told


@requirement("WORC-2.3", "WORC-3.3", "HERTS-10.19")
def test_up_to_social_care_and_down_again_with_the_whole_history(cast: Cast) -> None:
    lia = make.child_of(cast.told())
    cast.opens(lia, cast.nurse)
    cast.plans(lia, cast.nurse)
    family = f"/children/{lia.pk}/early-help/"
    with at(APRIL, cast.nurse, f"{family}end/") as browser:
        assert "stepped_up" not in browser.text, "the family support team says so"
    up = {"outcome": "stepped_up", "why": "The front door decided Level 4", "family_told": "yes"}
    with at(APRIL, cast.worker, f"{family}end/") as browser:
        signed(browser, {**SIGHT, **up, **typed_at("happened_at", APRIL)})
        assert "Early help stepped up to children’s social care" in browser.said
        browser.go(f"/children/{lia.pk}/")
        assert "Early help stepped up to children’s social care" in browser.said
    episode = Episode.objects.get(subject=lia)
    assert episode.worker is None
    assert episode.closed_at is None, "social care goes on in the same record"
    with at(MAY, cast.worker, f"{family}open/") as browser:
        assert browser.fields()["strengths"] == ["Her grandmother collects her on Fridays"]
        assert browser.fields()["members-1-name"] == ["Tess Teacher"]
        down = {**opening(cast.nurse), "began": "stepped_down", **typed_at("happened_at", MAY)}
        signed(browser, {name: said for name, said in down.items() if name != "strengths"})
        assert "Version 1" in browser.said, "the plan is there to go on from"
        browser.go(f"{family}plan/")
        assert browser.fields()["objectives-0-change"] == ["Lia is at school by nine"]
    with at(JUNE, cast.nurse, f"{family}end/") as browser:
        done = {"ended_because": "met", "why": "She sleeps", "family_told": "yes"}
        signed(browser, {**SIGHT, **done, **typed_at("happened_at", JUNE)})
    assert Episode.objects.get(subject=lia).closed_at == JUNE
    assert Event.objects.filter(step="early_help_episode", outcome="opened").count() == 2


def test_two_who_write_the_plan_at_once_lose_nothing(cast: Cast) -> None:
    lia = make.child_of(cast.told())
    cast.opens(lia, cast.nurse)
    with at(THEN, cast.worker, f"/children/{lia.pk}/early-help/plan/") as slow:
        cast.plans(lia, cast.nurse)
        slow.send({**PLAN_OF_ANOTHER, **typed_at("happened_at", THEN)})
        assert slow.status == 422
        assert "Somebody signed a newer version while you wrote" in slow.errors[0][0]
        assert slow.fields()["objectives-0-change"] == ["He reads"], "every word is kept"
        slow.send({"replaces": "yes"})
        assert slow.status == 200, slow.errors
        assert "Version 2" in slow.said


PLAN_OF_ANOTHER = {
    **SIGHT,
    "objectives-0-change": "He reads",
    "objectives-0-horizon": "later",
    "objectives-0-by_when": "2026-09-01",
    "actions-0-what": "Library card",
    "actions-0-who": "Fran Worker",
    "actions-0-by_when": "2026-04-01",
    "next_review": "2026-04-08",
}
