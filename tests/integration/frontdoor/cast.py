"""The people of the worked cases, each with a browser of their own, and the clock they live by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import time_machine
from django.test import Client

from goldthread.accounts.models import Team, User
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Entry
from tests import factories as make
from tests.integration.frontdoor.plain import PlainBrowser
from tests.newest import newest

LONDON = ZoneInfo("Europe/London")
CHECK = "Check your answers"


def wall(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """A time as clocks in London show it."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


class Cast:
    """A school, a ward, and the people at the desk."""

    def __init__(self) -> None:
        self.mash = Team.objects.create(name="MASH", service="mash")
        self.assessment = Team.objects.create(name="Assessment Team North", service="assessment_team")
        self.desk = Team.objects.create(name="Customer Service Centre", service="customer_service_centre")
        school = make.agency("Alderbrook Primary", "school")
        ward = make.agency("Moorfield Hospital", "hospital")
        self.dsl = make.user("professional_referrer", name="Dilys Lead", of=school)
        self.nurse = make.user("professional_referrer", name="Nell Ward", of=ward)
        self.officer = make.user("csc_officer", name="Olu Officer", team=self.desk)
        self.adviser = make.user("consultation_hub", name="Hal Hub")
        self.worker = make.user("social_worker", name="Sal Screener", team=self.mash)
        self.decider = make.user("delegated_social_worker", name="Dee Decider", team=self.mash)
        self.manager = make.user("manager", name="Mo Manager", team=self.mash)
        self.team_manager = make.user("team_manager", name="Tam Teamlead", team=self.assessment)

    @contextmanager
    def at(self, when: datetime, who: User, page: str) -> Iterator[PlainBrowser]:
        """That person's browser, signed in at that time, at that page."""
        with time_machine.travel(when, tick=False):
            client = Client()
            client.force_login(who)
            yield PlainBrowser(client).go(page)


def request_form(browser: PlainBrowser, form: str, answers: dict[str, str]) -> Entry:
    """A professional fills in a request form page by page and sends it."""
    browser.go("/requests/new/").send({"form": form})
    browser.through(answers, until=CHECK)
    browser.send()
    assert browser.status == 200
    return newest("contact")


def due(contact: Entry, rule: str) -> date | None:
    """The day on which a duty that this contact started is due."""
    row = duty(contact, rule)
    return london_date(row.due_at) if row.due_at else None


def due_at(contact: Entry, rule: str) -> datetime | None:
    """The instant at which a duty that this contact started is due."""
    return duty(contact, rule).due_at


def duty(contact: Entry, rule: str) -> Duty:
    """The duty that this contact started."""
    return Duty.objects.get(rule=rule, because__in=[event.pk for event in contact.events.all()])


def has_duty(contact: Entry, rule: str) -> bool:
    """Whether this contact started such a duty."""
    return Duty.objects.filter(rule=rule, because__in=[event.pk for event in contact.events.all()]).exists()


def page(entry: Entry, name: str = "") -> str:
    """The address of a contact's page, or of an act on it."""
    return f"/contacts/{entry.pk}/{name}"


def typed_at(name: str, when: datetime) -> dict[str, str]:
    """A moment as it is typed into a form."""
    when = when.astimezone(LONDON)
    boxes = {"day": when.day, "month": when.month, "year": when.year, "time": f"{when:%H:%M}"}
    return {f"{name}-{box}": str(text) for box, text in boxes.items()}


def actions(browser: PlainBrowser) -> set[str]:
    """The words of the buttons that stand under What to do."""
    lists = [ul for ul in browser.tree.iter("ul") if ul.get("class") == "gt-acts"]
    return {"".join(a.itertext()).strip() for ul in lists for a in ul.iter("a")}


def screening(browser: PlainBrowser, worry: str, *, harm: str = "no", crime: str = "no") -> dict[str, str]:
    """Answers to the screening page, for every child on it."""
    answers = {"nature_of_concern": worry, "suspected_crime": crime, "analysis": "Neglect, not yet severe."}
    return answers | {name: harm for name in browser.asks() if name.endswith("-significant_harm")}


def decision(browser: PlainBrowser, outcome: str) -> dict[str, str]:
    """Answers to the decision page: the same outcome for every child on it."""
    answers = {"reasons": "Neglect needs an assessment"}
    return answers | {name: outcome for name in browser.asks() if name.endswith("-outcome")}


def link_to(browser: PlainBrowser, part: str) -> str:
    """The first address on the page with this in it."""
    found = [a.get("href", "") for a in browser.tree.iter("a") if part in a.get("href", "")]
    assert found, f"no link to {part} on {browser.path}"
    return str(found[0])
