"""Worked case WC12, the Hertfordshire column, in a real browser: a call on a Friday before a bank holiday."""

import pytest
from playwright.sync_api import Page, expect

from goldthread.ledger.models import Entry
from tests.browser.conftest import Visitors
from tests.browser.filling import fill, go_on
from tests.browser.playing import Play, acts, answer, choose, said
from tests.browser.visitor import Visitor, follow
from tests.integration.frontdoor.calling import FRIDAY, MAX, SCHOOL
from tests.integration.frontdoor.cast import page, typed_at, wall
from tests.integration.frontdoor.test_wc12 import ON_THE_FORM, SATURDAY, TUESDAY
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)
SIGN = "Sign and open the contact"
BY_SATURDAY, BY_TUESDAY = "by 5:30pm on 2 May 2026", "by the end of 5 May 2026"


@pytest.fixture
def play(visitors: Visitors) -> Play:
    """Everyone in the case."""
    return Play(visitors)


@requirement("HERTS-3.5", "HERTS-4.2", "HERTS-4.3", "HERTS-7.1", "HERTS-9.2", "HERTS-10.24", "HERTS-2.23")
def test_the_call_as_its_people_play_it(play: Play) -> None:
    cast = play.cast
    with play.at(FRIDAY, cast.officer, "/telephone/") as visit:
        the_officer_hears_it(visit, cast.dsl.email)
        call = Entry.objects.get(kind="contact")
        the_clocks_of_the_call(visit)
    with play.at(wall(2026, 5, 1, 17, 50), cast.officer, page(call)) as visit:
        the_police_are_told(visit)
    with play.at(SATURDAY, cast.dsl, "/requests/") as visit:
        form = the_school_confirms_in_writing(visit, call)
    with play.at(SATURDAY, cast.officer, page(form)) as visit:
        the_form_goes_back_and_the_call_stays(visit, call)
    with play.at(wall(2026, 5, 2, 14, 0), cast.worker, page(call, "screen/")) as visit:
        the_worker_screens_it(visit)
    with play.at(TUESDAY, cast.decider, "/desk/") as visit:
        the_call_alone_waits_and_is_decided(visit, call)
    with play.at(wall(2026, 5, 6, 9, 0), cast.manager, page(call)) as visit:
        late_it_is_authorised_with_its_reason(visit)


def the_officer_hears_it(visit: Visitor, email: str) -> None:
    """R: what the caller must be told stands there while the caller is still on the line."""
    screen = visit.page
    fill(screen, {**SCHOOL, **MAX, "referrer_email": email})
    expect(screen.locator(".gt-call__crime")).to_contain_text("Tell the police")
    expect(screen.get_by_text("Nobody on record is alike")).to_be_visible()
    told = screen.locator("#telling")
    expect(told).to_contain_text(BY_SATURDAY)
    expect(told).to_contain_text("by the end of 7 May 2026")  # H4
    expect(told).to_contain_text("Opens 5 May 2026 at 9am")  # H6
    visit.check()
    answer(screen, SIGN, {"acknowledged_aloud": "yes"})


def the_clocks_of_the_call(visit: Visitor) -> None:
    """H1 to H4; no clock for significant harm that nobody has seen, and none of another authority's."""
    words = said(visit.page)
    clocks = words.split("Clocks")[1].split("Must not be done")[0]
    assert f"{BY_SATURDAY} Confirm in writing what you told us" in clocks
    assert f"{BY_TUESDAY} Decide which response is needed" in clocks
    assert "4 May 2026 (Early May bank holiday)" in clocks, "the day that is not counted"
    assert "done 1 May 2026 at 5:30pm Tell the referrer that the contact was received" in words  # H2
    assert "strategy discussion and section 47" not in clocks
    assert "Ring" not in clocks, "no call back: this procedure sets no limit for one"
    assert "No limit in this procedure" in words or "no limit in this procedure" in words
    assert "Possible crime" in words
    assert {"Record that the police were told", "Pass on"} <= acts(visit.page), "the centre is open to 8pm"
    visit.check()


def the_police_are_told(visit: Visitor) -> None:
    """R: a suspected injury, so the police were told at once, and when."""
    choose(visit.page, "Record that the police were told")
    told = {"told_to": "PC 1234, child protection team", "told": "A bruise.", "before_parents": "yes"}
    answer(visit.page, "Sign", {**told, **typed_at("told_at", wall(2026, 5, 1, 17, 40))})
    assert "Recorded: Police told" in said(visit.page)
    assert "1 May 2026 at 5:40pm" in said(visit.page)


def the_worker_screens_it(visit: Visitor) -> None:
    """H5: harm is indicated, and the 24 hours run from the call."""
    visit.page.locator('[name$="-significant_harm"][value="yes"]').check()
    points = {"nature_of_concern": "A bruise that nobody explains", "suspected_crime": "yes"}
    answer(visit.page, "Sign", {**points, "analysis": "Grave."})
    assert f"{BY_SATURDAY} Decide whether to start a strategy discussion" in said(visit.page)


def the_school_confirms_in_writing(visit: Visitor, call: Entry) -> Entry:
    """In time; the call stands in the school's own list, with what falls to it."""
    follow(visit.page.get_by_role("link", name=call.reference))
    assert "To confirm in writing" in said(visit.page)
    assert BY_SATURDAY in said(visit.page)
    visit.check()
    answer(visit.page, "Confirm in writing")
    assert SCHOOL["concern"] in said(visit.page), "nothing is typed again"
    for question in ("Have you talked to the Consultation Hub?", "Do you know of any of these"):
        follow(visit.page.get_by_role("link").filter(has_text=question))
        fill(visit.page, ON_THE_FORM)
        go_on(visit.page)
    answer(visit.page, "Send")
    return newest("contact")


def the_form_goes_back_and_the_call_stays(visit: Visitor, call: Entry) -> None:
    """H6, and R14: it met the duty to confirm; its return is no decision about the call."""
    choose(visit.page, "Return for consultation")
    assert "next open on 5 May 2026 at 9am" in said(visit.page)
    answer(visit.page, "Return it")
    words = said(visit.go(page(call)))
    assert "done 2 May 2026 at midday Confirm in writing" in words
    assert f"{BY_TUESDAY} Decide which response is needed" in words
    assert "Follows this contact" in words


def the_call_alone_waits_and_is_decided(visit: Visitor, call: Entry) -> None:
    """The form waits for nothing; the call for its decision."""
    assert said(visit.page).count("Max BIRCH") == 1
    follow(visit.page.get_by_role("link", name="Max BIRCH"))
    visit.go(page(call, "decide/"))
    visit.page.locator('[name$="-outcome"][value="no_further_action"]').check()
    answer(visit.page, "Sign", {"reasons": "He fell from a wall; his mother showed us."})
    assert "Your decision waits for a manager." in said(visit.page)


def late_it_is_authorised_with_its_reason(visit: Visitor) -> None:
    """Late is shown and asks why; it stops nothing."""
    assert "overdue" in said(visit.page)
    follow(visit.page.get_by_role("button", name="Read and authorise"))
    _refused(visit.page)
    visit.check()
    answer(visit.page, "Authorise", {"reason": "The family could not be reached."})
    assert "Decision authorised, and has effect now." in said(visit.page)
    assert "done late 6 May 2026 at 9am Decide which response is needed" in said(visit.page)


def _refused(screen: Page) -> None:
    """Without the reason it is not taken, and the page says which answer is missing."""
    answer(screen, "Authorise")
    expect(screen.get_by_role("alert")).to_contain_text("There is a problem")
