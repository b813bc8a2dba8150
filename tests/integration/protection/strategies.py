"""What the tests of strategy discussions type: a family, who takes part, the answers to an agenda."""

from typing import Any
from uuid import uuid4

from goldthread.accounts.models import Team
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part
from tests import factories as make
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.frontdoor.plain import PlainBrowser

MONDAY = wall(2026, 11, 9, 10, 0)
NOOR = {"given_names": "Noor", "family_name": "Haddad", "born": "2022-03-04"}
ZAIN = {"given_names": "Zain", "family_name": "Haddad", "born": "2019-06-01"}
HUB_POINTS = {  # points without a fact of their own, and those that ours answer
    "point_risk": "School: bruises on two mornings. Health: two missed appointments. The risk is high.",
    "told_to_family": "The social worker tells the mother today that there will be an enquiry.",
    "point_further_information": "The nursery's notes, by Wednesday, kept in the assessment.",
    "joint_or_single": "joint",
    "legal_action_needed": "no",
    "medical_needed": "no",
    "other_children": "None besides.",
    "point_race_and_ethnicity": "The family speaks Arabic at home.",
    "interpreter_needed": "no",
    "actions-0-what": "See Noor at nursery",
    "actions-0-who": "Sal Worker",
    "actions-0-by_when-day": "9",
    "actions-0-by_when-month": "11",
    "actions-0-by_when-year": "2026",
}


class Cast:
    """A team with a worker and its manager, and a family known by one call."""

    def __init__(self, *children: dict[str, str], **said: Any) -> None:
        self.team = Team.objects.create(name="Assessment Team", service="assessment_team")
        self.worker = make.user("social_worker", name="Sal Worker", team=self.team)
        self.manager = make.user("team_manager", name="Tam Teamlead", team=self.team)
        self.contact = make.contact(
            at=wall(2026, 11, 6, 10, 0),
            by=make.author("csc_officer"),
            channel="telephone",
            form="none",
            children=[*(children or (NOOR,))],
            referrer_agency="Alderbrook Primary",
            **said,
        )

    def decided(self, outcome: str) -> None:
        """The response to the contact, the same for every child."""
        ledger.sign(
            by=make.author("social_worker", self.worker),
            at=wall(2026, 11, 6, 12, 0),
            kind="decision",
            values={"reasons": "Harm is suspected."},
            parts=[
                Part(part.subject, {"outcome": outcome})
                for part in self.contact.parts.filter(episode__isnull=False).select_related("subject")
            ],
            key=uuid4().hex,
            links=Links(answers=self.contact),
        )

    @property
    def child(self) -> Subject:
        """The child who was named first."""
        return self.called("Noor")

    def called(self, name: str) -> Subject:
        """The child of that name."""
        part = self.contact.parts.get(subject__person__given=name)
        return part.subject


def address(child: Subject, page: str = "") -> str:
    """A page about strategy discussions on a child."""
    return f"/children/{child.pk}/strategy/{page}"


def there(browser: PlainBrowser, **names: str) -> dict[str, str]:
    """Everyone filled in from the record was there; others by their part, such as police="Di Constable"."""
    fields = browser.fields()
    rows = sorted({name.split("-")[1] for name in fields if name.startswith("people-")})
    said = {}
    for row in rows:
        part = fields[f"people-{row}-part"][0]
        said[f"people-{row}-came"] = "there"
        if part in names:
            said[f"people-{row}-name"] = names[part]
        elif not fields[f"people-{row}-name"][0]:
            said[f"people-{row}-came"] = ""
    return said


def each(browser: PlainBrowser, **said: str) -> dict[str, str]:
    """The same answers for every child on the page."""
    asked = browser.asks()
    return {name: said[name.split("-", 6)[-1]] for name in asked if name.split("-", 6)[-1] in said}


def held(when: Any = MONDAY) -> dict[str, str]:
    """When and how."""
    return {**typed_at("happened_at", when), "how": "telephone"}


def outcome_of(entry: Entry, child: Subject) -> str:
    """What an entry says was decided for a child."""
    return str({**entry.payload, **entry.parts.get(subject=child).payload}.get("outcome", ""))
