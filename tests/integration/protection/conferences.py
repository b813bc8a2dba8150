"""What the tests of conferences need: a family after an enquiry, a chair, and the pages filled in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from goldthread.accounts.models import User
from goldthread.ledger import operations
from goldthread.ledger.author import Author
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part
from tests import factories as make
from tests.integration.frontdoor.by_pack import at
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.newest import newest

MEETING = wall(2026, 11, 9, 10, 0)
ENQUIRY = wall(2026, 11, 20, 15, 0)
BOOKED = wall(2026, 11, 21, 9, 0)
HELD = wall(2026, 11, 30, 11, 0)
AFTER = wall(2026, 11, 30, 12, 30)
NOOR = {"given_names": "Noor", "family_name": "Haddad", "born": "2022-03-04"}
SAMI = {"given_names": "Sami", "family_name": "Haddad", "born": "2018-06-01"}
AMAL = {
    "given_names": "Amal",
    "family_name": "Haddad",
    "relationship": "mother",
    "lives_with_child": "yes",
    "has_parental_responsibility": "yes",
}


class Room:
    """A family, the people of its case, and those who lead its conference."""

    def __init__(
        self, *children: dict[str, str], leads: str = "chair", contact: Entry | None = None, **said: Any
    ) -> None:
        self.worker = make.user("social_worker", name="Sal Worker")
        self.chair = make.user(leads, name="Cara Chair")
        self.clerk = make.user("social_worker", name="Nell Minutes")
        school = make.agency("Alderbrook Primary", "school")
        self.contact = contact or make.contact(
            at=wall(2026, 11, 6, 10, 0),
            by=make.author(
                "professional_referrer", make.user("professional_referrer", name="Dilys Lead", of=school)
            ),
            form="none",
            children=[*(children or (NOOR,))],
            household=[AMAL],
            **said,
        )

    def child(self, name: str = "Noor") -> Subject:
        """The child of that name."""
        return self.contact.parts.get(subject__person__given=name).subject

    def children(self) -> list[Subject]:
        """Those with a case."""
        return [part.subject for part in self.contact.parts.filter(episode__isnull=False).order_by("pk")]

    def happens(self, step: str, outcome: str, when: datetime, role: str, **facts: Any) -> Entry:
        """A step recorded for every child."""
        return operations.sign(
            by=Author(role=role, name="Somebody", user=self.worker),
            at=when,
            kind="step_record",
            values={"step": step, "outcome": outcome, **facts},
            parts=[Part(child) for child in self.children()],
            key=uuid4().hex,
        )

    def enquiry(self) -> None:
        """Section 47, and a conference is needed."""
        self.happens("strategy_discussion", "section_47", MEETING, "social_worker")
        self.happens("section_47", "conference", ENQUIRY, "social_worker")

    def book(self, when: datetime = BOOKED, held: datetime = HELD, step: str = "initial_conference") -> Entry:
        """The conference is booked: mother and school are asked."""
        school = {"name": "Dilys Lead", "agency": "Alderbrook Primary", "invite": "invite", "report": True}
        values = {
            "step": step,
            "held_at": held.astimezone(UTC).isoformat(),
            "place": "Civic Centre, room 2",
            "chair": str(self.chair.pk),
            "chair_name": self.chair.name,
            "minutes": str(self.clerk.pk),
            "minutes_name": self.clerk.name,
            "invited": [{"name": "Amal Haddad", "role": "mother", "invite": "invite"}, school],
        }
        return operations.sign(
            by=make.author("social_worker", self.clerk),
            at=when,
            kind="conference_booking",
            values=values,
            parts=[Part(child) for child in self.children()],
            key=uuid4().hex,
        )

    def booking(self, held: datetime, browser: PlainBrowser) -> dict[str, str]:
        """Answers to the booking page: whoever is not decided on is asked, the children too."""
        typed = browser.fields()
        asked = {name: "invite" for name in typed if name.endswith("-invite") and typed[name] == [""]}
        people = {"chair": str(self.chair.pk), "minutes": str(self.clerk.pk)}
        return {**typed_at("held_at", held), "place": "Civic Centre, room 2", **people, **asked}


@contextmanager
def room(booking: Entry, who: User, when: datetime = AFTER) -> Iterator[PlainBrowser]:
    """Somebody goes into the room, by the button on the conference's page."""
    with at(when, who, f"/conferences/{booking.pk}/") as browser:
        yield browser.send(form="/enter/")


def of(child: Subject, **said: Any) -> dict[str, Any]:
    """Answers for one child."""
    return {f"child-{child.pk}-{name}": value for name, value in said.items()}


def plan_for(child: Subject) -> dict[str, Any]:
    """A plan decided for one child."""
    return of(
        child,
        voice="Noor drew her house and said that she likes it when it is quiet.",
        presence="child_not_there",
        at_risk="Bruises twice in a month, and no explanation that holds.",
        decision="plan",
        plan_criterion="harm_shown",
        category=["physical", "neglect"],
        reasons="Harm was shown, and more is likely while nobody else is in the house.",
    )


def no_plan_for(child: Subject) -> dict[str, Any]:
    """No plan for one child."""
    return of(
        child,
        voice="Sami says that home is fine now.",
        presence="child_stays",
        child_wishes_to_stay="yes",
        chairs_reason="Sami asked to stay; nothing was said that could harm him.",
        at_risk="No harm was shown, and none is likely.",
        decision="no_plan",
        future_help="A group for young carers.",
        in_need_plan="yes",
        reasons="He is safe with his aunt.",
    )


PLAN = {
    "members-0-name": "Sal Worker",
    "members-0-role": "lead social worker",
    **{f"first_core_group-{box}": text for box, text in (("day", "10"), ("month", "12"), ("year", "2026"))},
    "contingency": "We meet within a day if Noor is taken from her aunt.",
    "earlier_review_triggers": "Another injury, or Noor is taken from her aunt.",
    "worries-0-worry": "Noor was hurt, and nobody could say how.",
    "worries-0-better": "No bruises, and Noor says that she feels safe.",
    "actions-0-what": "See Noor every week at nursery",
    "actions-0-who": "Sal Worker",
    **{f"actions-0-by_when-{box}": text for box, text in (("day", "7"), ("month", "12"), ("year", "2026"))},
}


def review_on(day: int, month: int, year: int) -> dict[str, str]:
    """The day set for the review."""
    return {"next_review-day": str(day), "next_review-month": str(month), "next_review-year": str(year)}


def held(browser: PlainBrowser, **said: Any) -> Mapping[str, Any]:
    """The conference itself: everyone asked was there, and the school had a view."""
    people = {
        name: "there" for name in browser.asks() if name.startswith("people-") and name.endswith("-came")
    }
    views = {"views-0-agency": "Alderbrook Primary", "views-0-view": "She is frightened on Mondays."}
    parents = {"point_parents_there": "Her mother was there throughout."}
    return {**typed_at("happened_at", HELD), **people, **views, **parents, **said}


def signed_conference() -> Entry:
    """The conference that was signed last."""
    return newest("initial_conference")
