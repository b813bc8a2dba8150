"""Worked case WC1 in a real browser: the red form before Easter, as each of its people sees it."""

import pytest
from playwright.sync_api import expect

from goldthread.ledger.models import Entry
from tests.browser.conftest import Visitors
from tests.browser.filling import fill, go_on, through
from tests.browser.playing import Play, acts, answer, choose, said
from tests.browser.visitor import Visitor, follow
from tests.integration.frontdoor.cast import CHECK, page, typed_at, wall
from tests.integration.frontdoor.test_wc1 import CONSULTED, FORM, RED, RESENT, RETURNED, SENT, WORRY
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)
RINGS = wall(2026, 4, 2, 17, 10)
TAKE_FORWARD = "Take this form forward"
RETURN = "Return for consultation"


@pytest.fixture
def play(visitors: Visitors) -> Play:
    """Everyone in the case."""
    return Play(visitors)


def send_red_form(visit: Visitor, answers: dict[str, str]) -> Entry:
    """From the list of requests to the page that says it was sent."""
    answer(visit.page, "New request")
    visit.page.locator(f'[name=form][value="{RED}"]').check()
    go_on(visit.page)
    through(visit.page, answers, until=CHECK, on_each=lambda: None)
    answer(visit.page, "Send")
    return newest("contact")


@requirement("HERTS-4.1", "HERTS-4.3", "HERTS-2.14", "HERTS-2.19", "HERTS-10.24", "HERTS-7.1", "HERTS-4.5")
def test_the_case_as_its_people_play_it(play: Play) -> None:
    with play.at(SENT, play.cast.dsl, "/requests/") as visit:
        first = send_red_form(visit, FORM)
        the_school_has_its_receipt(visit)
    with play.at(RETURNED, play.cast.officer, "/desk/") as visit:
        the_officer_may_not_take_it_forward(visit, first)
        the_officer_returns_it(visit, first)
    with play.at(RINGS, play.cast.dsl, f"/requests/{first.pk}/") as visit:
        the_school_reads_why_and_when_the_hub_opens(visit)
    with play.at(CONSULTED, play.cast.adviser, "/consultations/") as visit:
        the_hub_advises_and_does_no_more(visit, first)
    with play.at(RESENT, play.cast.dsl, f"/requests/{first.pk}/") as visit:
        second = the_school_sends_it_again(visit)
    with play.at(wall(2026, 4, 7, 10, 30), play.cast.officer, page(second)) as visit:
        the_clocks_of_the_second_form(visit)
        the_officer_passes_it_on(visit, second, str(play.cast.mash.pk))
    with play.at(wall(2026, 4, 7, 11, 0), play.cast.worker, "/desk/?part=mine") as visit:
        the_worker_screens_it(visit)
    with play.at(wall(2026, 4, 7, 14, 0), play.cast.decider, page(second)) as visit:
        the_decider_proposes(visit, second)
    with play.at(wall(2026, 4, 7, 15, 0), play.cast.manager, "/desk/") as visit:
        the_manager_authorises(visit)
    with play.at(wall(2026, 4, 7, 16, 0), play.cast.worker, page(second)) as visit:
        the_worker_tells_the_school(visit)
    with play.at(wall(2026, 4, 7, 16, 30), play.cast.dsl, f"/requests/{second.pk}/") as visit:
        assert "You have been told the outcome" in said(visit.page)
        visit.check()


def the_school_has_its_receipt(visit: Visitor) -> None:
    """D1, met at once; D2, the day to ask again; and an acknowledgement that says no more than that."""
    words = said(visit.page)
    assert "Receipt confirmed 2 April 2026 at 4:40pm" in words
    assert "If you hear nothing more by 9 April 2026" in words
    letter = visit.page.locator(".govuk-details__text").text_content() or ""
    assert "only says that we have received it" in letter
    assert "Rowan" not in letter
    assert "in writing" not in words.split("Good to know")[0], "no clock of 3.5: nobody told us aloud"


def the_officer_may_not_take_it_forward(visit: Visitor, form: Entry) -> None:
    """The page says so beforehand, and whoever goes there all the same is refused with the rule."""
    follow(visit.page.get_by_role("link", name="Rowan ALDER"))
    assert "by the end of 7 April 2026" in said(visit.page)
    assert TAKE_FORWARD in said(visit.page)
    assert RETURN in acts(visit.page)
    assert "Pass on" not in acts(visit.page)
    answer(visit.go(page(form, "route/")), "Sign")
    for words in ("The procedure does not allow this", TAKE_FORWARD, "section 2, Consultation Hub"):
        assert words in said(visit.page)
    visit.check()
    assert not Entry.objects.filter(kind="routing").exists()


def the_officer_returns_it(visit: Visitor, form: Entry) -> None:
    """R: returned with the request to consult. F: it is no decision, and the form is not deleted."""
    choose(visit.go(page(form)), RETURN)
    assert "next open on 2 April 2026 until 5pm, then on 7 April 2026 at 9am" in said(visit.page)
    answer(visit.page, "Return it")
    words = said(visit.page)
    assert "Recorded: Returned for consultation" in words
    assert "Treat the return of this form as no further action" in words
    assert "Delete the form, or lose it once it is returned" in words
    assert WORRY in words
    assert RETURN not in acts(visit.page)
    assert visit.page.locator("main :is(a, button)", has_text="Delete").count() == 0
    visit.check()
    assert "Rowan" not in said(visit.go("/desk/"))


def the_school_reads_why_and_when_the_hub_opens(visit: Visitor) -> None:
    """H1: at ten past five on the Thursday before Easter the hub is next open on Tuesday at nine."""
    words = said(visit.page)
    assert "Sent back for consultation" in words
    assert "Closed now. Opens 7 April 2026 at 9am." in words
    assert "This is not a decision about the child." in words
    visit.check()


def the_hub_advises_and_does_no_more(visit: Visitor, form: Entry) -> None:
    """R: advice on Rowan's record. F: hub staff neither make a referral nor take one forward."""
    for name in ("given_names", "family_name"):
        visit.page.locator(f"#children-0-{name}").press_sequentially(FORM[f"children-0-{name}"])
    expect(visit.page.get_by_text("same first name; same surname")).to_be_visible()
    visit.page.get_by_role("radio", name="Rowan ALDER").check()
    asked = {"consulted_by": "Dilys Lead", "consulted_agency": "Alderbrook Primary", "question": WORRY}
    fill(visit.page, {**asked, "advice_given": RED})
    visit.check()
    answer(visit.page, "Sign")
    follow(visit.page.get_by_role("table").get_by_role("link", name="Rowan ALDER"))
    assert "Consultation" in said(visit.page)
    for path in (page(form, "route/"), page(form, "decide/")):
        assert "Take a referral forward as hub staff" in said(visit.go(path))
        assert "section 2, Consultation Hub" in said(visit.page)
    visit.check()
    for path in ("/telephone/", "/requests/new/"):
        visit.go(path)
        assert visit.page.locator("h1").inner_text() == "You cannot open this"


def the_school_sends_it_again(visit: Visitor) -> Entry:
    """With what it wrote the first time, and what the hub advised."""
    answer(visit.page, "Send again")
    told = {"consulted_hub": "yes", "consultation_advice": RED, **typed_at("consulted_at", CONSULTED)}
    fill(visit.page, told)
    go_on(visit.page)
    through(visit.page, FORM, until=CHECK, on_each=lambda: None)
    assert WORRY in said(visit.page)
    answer(visit.page, "Send")
    assert "Receipt confirmed 7 April 2026 at 10:15am" in said(visit.page)
    assert "If you hear nothing more by 10 April 2026" in said(visit.page)  # D5
    return newest("contact")


def the_clocks_of_the_second_form(visit: Visitor) -> None:
    """D3 was met at once, D4 stands, and the first form is beside it."""
    words = said(visit.page)
    assert "due tomorrow by the end of 8 April 2026 Decide which response is needed" in words
    assert "done 7 April 2026 at 10:15am Acknowledge" in words
    assert "talk their worry through with a social worker who has delegated authority" in words
    assert "This contact follows it" in words
    assert "strategy discussion and section 47" not in words.split("Clocks")[1].split("Must not")[0]


def the_officer_passes_it_on(visit: Visitor, form: Entry, team: str) -> None:
    """R: faster, because the hub was consulted."""
    assert "Pass this form quickly to the right team, because the hub was consulted" in said(visit.page)
    answer(visit.go(page(form, "route/")), "Sign", {"where": team, "why": "As the hub advised"})
    assert "Passed to MASH" in said(visit.page)


def the_worker_screens_it(visit: Visitor) -> None:
    """D6: significant harm is indicated, so a decision is due 24 hours after the form came."""
    follow(visit.page.get_by_role("link", name="Rowan ALDER"))
    assert "Decide" not in acts(visit.page), "a social worker without delegated authority decides nothing"
    visit.go(visit.page.url.removeprefix(visit.address) + "screen/")
    assert visit.page.locator(".gt-people__name", has_text="Ann ALDER").count() == 1
    visit.page.locator('[name$="-significant_harm"][value="yes"]').check()
    points = {"nature_of_concern": "Neglect builds up", "suspected_crime": "no", "analysis": "Grave."}
    answer(visit.page, "Sign", points)
    assert "by 10:15am on 8 April 2026 Decide whether to start a strategy discussion" in said(visit.page)
    visit.check()


def the_decider_proposes(visit: Visitor, form: Entry) -> None:
    """A decision has no effect before a manager authorises it."""
    visit.go(page(form, "decide/"))
    visit.page.locator('[name$="-outcome"][value="strategy_discussion"]').check()
    answer(visit.page, "Sign", {"reasons": "Neglect may be significant harm"})
    assert "Your decision waits for a manager." in said(visit.page)
    assert "Option 3: towards a strategy discussion and section 47 enquiries. Neglect" in said(visit.page)
    assert "by the end of 8 April 2026 Decide which response is needed" in said(visit.page)
    visit.check()


def the_manager_authorises(visit: Visitor) -> None:
    """Now it has effect, and its clock is met."""
    visit.check()
    follow(visit.page.get_by_role("link", name="Decision: Rowan ALDER"))
    assert "Neglect may be significant harm" in said(visit.page)
    answer(visit.page, "Authorise", {"reason": "Agreed"})
    assert "Decision authorised, and has effect now." in said(visit.page)
    assert "due tomorrow by the end of 8 April" not in said(visit.page)


def the_worker_tells_the_school(visit: Visitor) -> None:
    """R: after the outcome the school hears again, by a letter that is read before it goes."""
    choose(visit.page, "Tell the referrer")
    answer(visit.page, "Continue")
    assert "The letter that goes" in said(visit.page)
    visit.check()
    answer(visit.page, "Send this letter")
    assert "Referrer told" in said(visit.page)


@requirement("HERTS-2.15", "HERTS-3.3")
def test_variant_1b_an_imminent_risk_is_accepted_and_fast_tracked(play: Play) -> None:
    says = "He is in the office now and says his father will batter him tonight."
    answers = {**FORM, "immediate_danger": "yes", "imminent_reason": says, "concern": says}
    with play.at(SENT, play.cast.dsl, "/requests/") as visit:
        form = send_red_form(visit, answers)
    with play.at(RETURNED, play.cast.officer, "/desk/") as visit:
        assert "Immediate danger" in said(visit.page)
        follow(visit.page.get_by_role("link", name="Rowan ALDER"))
        assert RETURN not in acts(visit.page)
        assert TAKE_FORWARD not in said(visit.page)
        visit.check()
        visit.go(page(form, "route/"))
        assert visit.page.locator('[name=fast_track][value="yes"]').is_checked()
        visit.check()
        answer(visit.page, "Sign", {"spoken_to": "Tam Teamlead"})
        assert "Fast-tracked to Assessment Team North" in said(visit.page)


@requirement("HERTS-3.14", "HERTS-2.14")
def test_variant_1c_a_ward_is_not_sent_back_but_owes_the_nhs_number(play: Play) -> None:
    answers = {**FORM, "referrer_kind": "hospital", "referrer_name": "Nell Ward"}
    with play.at(SENT, play.cast.nurse, "/requests/") as visit:
        form = send_red_form(visit, answers)
        assert "NHS number" in said(visit.page), "it is hers to give"
        visit.check()
    with play.at(RETURNED, play.cast.officer, page(form)) as visit:
        assert RETURN not in acts(visit.page)
        assert TAKE_FORWARD not in said(visit.page)
        assert "NHS number" in said(visit.page)
        assert "Pass on" in acts(visit.page), "it is acted on all the same"
        choose(visit.page, "Add what has come in")
        visit.page.locator('[name$="-nhs_number"]').fill("999 000 0018")
        visit.check()
        answer(visit.page, "Sign", {"information": "The ward rang."})
        assert "NHS number" not in said(visit.page).split("What we were told")[0].split("Recorded since")[0]
