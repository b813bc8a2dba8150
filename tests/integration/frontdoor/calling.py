"""An officer at the telephone page: what the caller says, and how the page is filled in and signed."""

from collections.abc import Mapping

from goldthread.ledger.models import Entry
from tests.integration.frontdoor.cast import wall
from tests.integration.frontdoor.plain import PlainBrowser

PAGE = "/telephone/"
FRIDAY = wall(2026, 5, 1, 17, 30)  # worked case WC12; the Monday after is a bank holiday
MAX = {
    "children-0-given_names": "Max",
    "children-0-family_name": "Birch",
    "children-0-born-day": "3",
    "children-0-born-month": "2",
    "children-0-born-year": "2019",
}
ROWAN = {
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "15",
    "children-0-born-month": "1",
    "children-0-born-year": "2018",
}
SCHOOL = {
    "immediate_danger": "no",
    "suspected_crime": "yes",
    "referrer_kind": "school",
    "referrer_name": "Dilys Lead",
    "referrer_agency": "Alderbrook Primary",
    "referrer_phone": "01632 960 102",
    "concern": "An old bruise on his arm, and a poor explanation for it.",
    "parents_informed": "agreed",
}


def sign(browser: PlainBrowser, answers: Mapping[str, str]) -> Entry:
    """Fill in the page that stands there, sign it, and be on the contact's page."""
    browser.send(answers)
    assert browser.status == 200, browser.errors
    assert browser.path.startswith("/contacts/"), browser.errors
    return Entry.objects.get(pk=browser.path.split("/")[2])


def look(browser: PlainBrowser, answers: Mapping[str, str]) -> PlainBrowser:
    """Fill in the page and have it brought up to date, as a page without JavaScript does."""
    return browser.send(answers, press="look-up")
