"""Worked case WC5 as it begins: a midwife telephones about an unborn baby, and writes it down later."""

from collections.abc import Mapping
from datetime import datetime

from goldthread.accounts.models import User
from goldthread.ledger.models import Entry
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.calling import PAGE

CALL = {
    "immediate_danger": "no",
    "urgent": "no",
    "referrer_kind": "other_health",
    "referrer_name": "Mina Midwife",
    "referrer_agency": "Maternity service",
    "referrer_phone": "01632 960 114",
    "concern": "Two earlier children were removed; the flat has no heating.",
    "children-0-family_name": "Rush",
    "children-0-expected-day": "2",
    "children-0-expected-month": "3",
    "children-0-expected-year": "2027",
}
ON_THE_FORM = {
    "immediate_danger": "no",
    "urgent": "no",
    "referrer_phone": "01632 960 114",
    "consulted_lead": "yes",
    "parents_informed": "not_informed",
    "not_informed_ground": "further_risk",
}


class Cast:
    """A maternity service, the helpdesk and a social worker."""

    def __init__(self) -> None:
        self.midwife = make.user(
            "professional_referrer", name="Mina Midwife", of=make.agency("Maternity service", "other_health")
        )
        self.officer = make.user("csc_officer", name="Olu Officer")
        self.worker = make.user("social_worker", name="Sal Worker")

    def call(self, when: datetime, said: Mapping[str, str]) -> Entry:
        """The helpdesk takes the midwife's call."""
        with at(when, self.officer, PAGE) as browser:
            return signed(browser, {**said, "referrer_email": self.midwife.email})

    def confirm(self, when: datetime, who: User, contact: Entry) -> None:
        """The midwife puts in writing, on a MARF, what she told the helpdesk."""
        with at(when, who, f"/requests/{contact.pk}/") as browser:
            check = browser.send(form="/again/").path
            for name in ("your_lead", "parents"):
                browser.go(f"{check}{name}/").answer(ON_THE_FORM)
            browser.go(check).send()
            assert browser.status == 200, browser.errors
