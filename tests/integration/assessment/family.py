"""A family of four whose cases are open, and the people of the council, for the tests of assessment."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from goldthread.ledger import operations
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part
from goldthread.people.models import Person
from tests import factories as make
from tests.integration.frontdoor.cast import wall

MONDAY = wall(2026, 6, 1, 10, 0)
CHILDREN = (("Ada", "2014-02-01"), ("Ben", "2017-05-02"), ("Cal", "2020-08-03"), ("Dot", "2025-11-04"))
MOTHER = {
    "given_names": "Hazel",
    "family_name": "Alder",
    "relationship": "mother",
    "lives_with_child": "yes",
    "has_parental_responsibility": "yes",
}


class Family:
    """Brothers and sisters in one contact, decided to be assessed, with their social worker and manager."""

    def __init__(self, authority: Callable[..., None], name: str, *, children: int = 4) -> None:
        authority(name)
        self.officer = make.user("csc_officer", name="Olu Officer")
        self.worker = make.user("social_worker", name="Sal Worker")
        self.manager = make.user("manager", name="Mo Manager")
        self.contact = make.contact(
            MONDAY,
            make.author("csc_officer", self.officer),
            form="none",
            referrer_name="Nell Ward",
            children=[
                {"given_names": given, "family_name": "Alder", "born": born}
                for given, born in CHILDREN[:children]
            ],
            household=[MOTHER],
        )
        self.decide("assessment")

    def decide(self, outcome: str) -> Entry:
        """The decision for all the children."""
        return operations.sign(
            by=make.author("manager", self.manager),
            at=MONDAY,
            kind="decision",
            values={"reasons": "Hungry for months."},
            parts=[Part(one, {"outcome": outcome, "significant_harm": False}) for one in self.subjects],
            key=uuid4().hex,
            links=Links(answers=self.contact),
            outside_reason="Decided at once.",
        )

    @property
    def subjects(self) -> list[Subject]:
        """The children, the eldest first."""
        return [self.child(given) for given, _ in CHILDREN if self.has(given)]

    def has(self, given: str) -> bool:
        """Whether a child of that name belongs to it."""
        return Person.objects.filter(given=given, family="Alder").exists()

    def child(self, given: str) -> Subject:
        """One child."""
        return Subject.objects.get(pk=Person.objects.get(given=given, family="Alder").pk)

    def page(self, name: str = "assessment/", given: str = "Ada") -> str:
        """An address of one child's."""
        return f"/children/{self.child(given).pk}/{name}"


def own(child: Subject, **said: str) -> dict[str, str]:
    """Answers about one child alone, as the form names them."""
    return {f"child-{child.pk}-{name}": value for name, value in said.items()}


def on(day: int, hour: int = 10) -> datetime:
    """An instant of June 2026."""
    return wall(2026, 6, day, hour, 0)
