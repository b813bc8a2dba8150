"""Professionals who fill in a request form, and what their pages and requests say."""

from django.test import Client

from goldthread.accounts.models import User
from goldthread.ledger.models import Draft, Entry, Event
from tests import factories
from tests.integration.frontdoor.plain import PlainBrowser, words
from tests.newest import newest

CHECK = "Check your answers"
RED, GREEN = "child_protection_request", "service_request"
DIFFICULTIES = {
    "asked_domestic_abuse": "not_known",
    "asked_mental_illness": "no",
    "asked_substance_misuse": "no",
    "asked_learning_difficulties": "yes",
    "asked_details": "He finds reading very hard.",
}
ROWAN = {
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "15",
    "children-0-born-month": "1",
    "children-0-born-year": "2018",
}
ANSWERS = {
    "immediate_danger": "no",
    "concern": "Comes to school hungry and tired, worse since January.",
    "consulted_hub": "no",
    **ROWAN,
    **DIFFICULTIES,
}
CONSULTED = {
    "consulted_hub": "yes",
    "consulted_at-day": "7",
    "consulted_at-month": "4",
    "consulted_at-year": "2026",
    "consulted_at-time": "09:30",
    "consultation_advice": RED,
}
SERVICE = {
    "service_wanted": "Help with reading and with mornings",
    "support_only": "yes",
    "several_needs": "no",
}
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def school(name: str = "Alderbrook Primary", kind: str = "school") -> User:
    """A safeguarding lead of an agency of that kind."""
    return factories.user("professional_referrer", name="Priya Larkspur", of=factories.agency(name, kind))


def browser_of(user: User) -> PlainBrowser:
    """That person's browser, signed in."""
    client = Client()
    client.force_login(user)
    return PlainBrowser(client)


def begin(user: User, form: str = RED) -> PlainBrowser:
    """At the first page of a new request."""
    return browser_of(user).go("/requests/new/").send({"form": form})


def filled(user: User, form: str = RED, **answers: str) -> PlainBrowser:
    """At the answers to check of a request whose pages were filled in with these."""
    browser = begin(user, form)
    draft = Draft.objects.get(pk=browser.path.split("/")[3])  # /requests/draft/ID/page/
    draft.raw |= {name: [text] for name, text in {**ANSWERS, **answers}.items()}
    draft.save()
    return browser.go(f"/requests/draft/{draft.pk}/")


def at_page(user: User, page: str, form: str = RED, **answers: str) -> PlainBrowser:
    """At one page of such a request."""
    browser = filled(user, form, **answers)
    return browser.go(f"{browser.path}{page}/")


def send(user: User, form: str = RED, **answers: str) -> Entry:
    """A request filled in and sent; the contact that was received."""
    browser = filled(user, form, **answers)
    browser.send()
    assert browser.status == 200, browser.errors
    return newest("contact")


def to_do(browser: PlainBrowser) -> str:
    """What the page says is still to do, without the reasons."""
    items = [item for item in browser.tree.iter("li") if item.find("strong") is not None]
    return "; ".join(words(item.find("strong")) for item in items)


def facts(entry: Entry) -> dict[str, object]:
    """What the procedure was told."""
    found: dict[str, object] = Event.objects.get(entry=entry, step="contact").facts
    return found
