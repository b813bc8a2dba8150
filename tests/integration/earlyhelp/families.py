"""A family in Worcestershire that is open to early help, and the people who help it."""

from datetime import datetime

from goldthread.accounts.models import User
from goldthread.ledger.models import Entry, Subject
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.frontdoor.plain import PlainBrowser

MARCH, APRIL, MAY, JUNE = (wall(2026, month, 2, 10, 0) for month in (3, 4, 5, 6))
THEN = wall(2026, 3, 2, 12, 0)  # after the assessment
SIGHT = {"impact_on_children": "Tired at school", "level_of_risk": "Some"}
PLAN = {
    **SIGHT,
    "objectives-0-change": "Lia is at school by nine",
    "objectives-0-horizon": "soon",
    "objectives-0-by_when": "2026-05-01",
    "objectives-0-better": "Her register",
    "actions-0-what": "Breakfast club",
    "actions-0-who": "Tess Teacher",
    "actions-0-by_when": "2026-03-20",
    "next_review": "2026-04-02",
}
MET = {
    "people-0-name": "Mary Elm",
    "people-0-role": "mother",
    "people-0-came": "there",
    "parents_present": "yes",
}


class Cast:
    """The family support team, and a school nurse who leads a family's early help."""

    def __init__(self) -> None:
        self.worker = make.user("family_support_worker", name="Fran Worker")
        self.leader = make.user("early_help_team_leader", name="Lin Leader")
        self.door = make.user("family_front_door", name="Fay Door")
        surgery = make.agency("Fernhollow Surgery", "other_health")
        self.nurse = make.user("lead_professional", name="Nell Nurse", of=surgery)
        self.teacher = make.user(
            "professional_referrer", name="Tess Teacher", of=make.agency("Alderbrook Primary", "school")
        )

    def told(self, given: str = "Lia", when: datetime = MARCH, **said: object) -> Entry:
        """A contact about a child, written down by the front door."""
        child = {"given_names": given, "family_name": "Elm", "born": "2014-07-01"}
        values = {
            "form": "none",
            "channel": "telephone",
            "referrer_name": "Tess Teacher",
            "immediate_danger": False,
            "concern": "Late and tired since Christmas.",
            "children": [child],
            "consulted_hub": None,
        }
        by = make.author("family_front_door", self.door)
        known = {name: value for name, value in {**values, **said}.items() if value is not None}
        return make.contact(when, by=by, **known)

    def opens(self, child: Subject, lead: User, when: datetime = MARCH) -> Entry:
        """Early help begins, led by somebody."""
        with at(when, self.worker, f"/children/{child.pk}/early-help/") as browser:
            browser.go(browser.link("Begin early help"))
            return signed(browser, {**opening(lead), **typed_at("happened_at", when)})

    def plans(self, child: Subject, by: User, when: datetime = THEN, **said: str) -> PlainBrowser:
        """A version of the plan is written."""
        with at(when, by, f"/children/{child.pk}/early-help/plan/") as browser:
            assert browser.status == 200, browser.said
            return browser.send({**PLAN, **said, **typed_at("happened_at", when)})


def opening(lead: User) -> dict[str, str]:
    """Answers to the assessment."""
    return {
        **SIGHT,
        "began": "new",
        "agreed_by": "Mary Elm, 1 March",
        "strengths": "Her grandmother collects her on Fridays",
        "needs": "To sleep",
        "level_of_need": "level_3",
        "threshold_document": "Levels of Need guidance",
        "threshold_version": "2025",
        "lead": str(lead.pk),
        "members-0-name": "Mary Elm",
        "members-0-role": "mother",
        "members-1-name": "Tess Teacher",
        "members-1-agency": "Alderbrook Primary",
        "next_review": "2026-04-01",
    }
