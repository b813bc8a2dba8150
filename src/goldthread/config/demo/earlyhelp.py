"""A family open to early help, led by a health visitor, with a plan and a new concern."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Membership, User
from goldthread.accounts.roles import who_may
from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, recordable
from goldthread.ledger.author import Author, acting
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.events import is_known
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part

_EPISODE, _CONCERN, _TALK = "early_help_episode", "early_help", "consultation"
_LONG = timedelta(days=900)
_CHILDREN = (("Ivy", "2017-03-14", "She wants her own bed"), ("Ash", "2020-09-02", "He likes breakfast club"))
_SIGHT = {
    "impact_on_children": "Both are tired, and Ivy is often late.",
    "level_of_risk": "Some; not rising.",
}
_CALL = {"form": "none", "channel": "telephone", "immediate_danger": False, "consulted_lead": True}
_TEAM = [
    {"name": "Holly Larch", "role": "Mother", "phone": "01632 960 141"},
    {"name": "Priya Larkspur", "role": "Designated safeguarding lead", "agency": "Alderbrook Primary School"},
    {"name": "Jo Fieldfare", "role": "Housing officer", "agency": "Wrenfield Homes"},
]


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """Two months of one family's early help and a new concern, where the pack has such steps."""
    steps = procedure.newest().steps
    lead = people.get("other_health")
    if not {_EPISODE, _CONCERN, _TALK} <= steps.keys() or lead is None:
        return
    for role in who_may(Capability.LEAD_FAMILY):
        Membership.objects.create(user=lead, role=role, since=at - _LONG)
    family = _Family(people, lead, at)
    family.begins()
    family.goes_on()
    family.worries()


@dataclass
class _Family:
    """The family's story; `at` is now, and everything is told in days before it."""

    people: Mapping[str, User]
    lead: User
    at: datetime
    children: list[Subject] = field(default_factory=list)

    def begins(self) -> None:
        """A call, the assessment and the plan."""
        call = self._call(62, "Late for school, tired, and the flat is damp.", open_to_early_help=False)
        self.children = [one.subject for one in call.parts.filter(episode__isnull=False).order_by("pk")]
        self._sign("early_help_opening", 60, f"{_EPISODE}.opened", self._assessed(), own="needs")
        self._sign("early_help_plan", 58, f"{_EPISODE}.planned", self._planned(), own="child_view")

    def _assessed(self) -> dict[str, Any]:
        named = f"{self.lead.name}, {self.lead.designation}, {self.lead.agency.name}"
        return {
            **_SIGHT,
            "began": "contact",
            "why": "Late for school, tired, and the flat is damp.",
            "strengths": "A grandmother nearby, and a mother who asks for help.",
            "family_view": "Holly Larch wants help with the damp and with mornings.",
            "agreed_by": "Holly Larch, their mother",
            "level_of_need": "level_3",
            "threshold_document": "Levels of Need (demonstration)",
            "threshold_version": "2025",
            "lead": str(self.lead.pk),
            "lead_name": named,
            "members": _TEAM,
            "next_review": self._day(30),
            "newly": True,
        }

    def _planned(self) -> dict[str, Any]:
        return {
            **_SIGHT,
            "version": 1,
            "objectives": [
                _row(
                    "o1",
                    change="Ivy is at school by nine",
                    horizon="soon",
                    by_when=self._day(20),
                    better="Her register",
                ),
                _row(
                    "o2",
                    change="The flat is dry",
                    horizon="later",
                    by_when=self._day(-60),
                    better="No cough at night",
                ),
            ],
            "actions": [
                _row("a1", what="Breakfast club, every day", who="Priya Larkspur", by_when=self._day(40)),
                _row(
                    "a2",
                    what="Damp survey, and a date for the works",
                    who="Jo Fieldfare",
                    by_when=self._day(10),
                ),
            ],
            "if_not": "We meet sooner, and the landlord is told in writing.",
            "family_view": "Holly Larch thinks that it is fair.",
            "agreed_by": "Holly Larch, their mother",
            "next_review": self._day(30),
            "later_reviews": "Every six weeks",
        }

    def goes_on(self) -> None:
        """A review with the mother, and a visit by the lead."""
        met = {
            **_SIGHT,
            "people": [
                {**row, "came": "there"}
                for row in ({k: v for k, v in one.items() if k != "phone"} for one in _TEAM)
            ],
            "parents_present": True,
            "progress": [
                _row(
                    "a1",
                    action="Breakfast club, every day (Priya Larkspur)",
                    state="on_track",
                    note="Four days in five",
                ),
                _row(
                    "a2",
                    action="Damp survey, and a date for the works (Jo Fieldfare)",
                    state="slow",
                    note="Surveyed",
                ),
            ],
            "family_view": "Mornings are easier.",
            "next_review": self._day(-12),
        }
        self._sign("early_help_meeting", 30, f"{_EPISODE}.reviewed", met, own="child_view")
        work = {
            **_SIGHT,
            "asked": "Home visit by the lead professional",
            "found": "Warm, tidy, and damp by one window.",
        }
        self._sign("early_help_work", 18, f"{_EPISODE}.worked", work, own="child_view")

    def worries(self) -> None:
        """A concern, what the Team Leader settled, and somebody who disagrees."""
        told = "Ivy says that Mum's new friend shouts at night and sleeps on the sofa."
        concern = self._call(3, told, open_to_early_help=True)
        talk = {
            "with_whom": "Priya Larkspur",
            "way": "telephone",
            "why": "New, and the team can find out more first.",
        }
        self._sign("early_help_conversation", 2, f"{_TALK}.level_3", talk, answers=concern)
        disputed = {
            "disputed": "That it stays at Level 3",
            "why": "Nobody knows who he is.",
            "wanted": "A referral today.",
            "meanwhile": "The lead professional visits tomorrow.",
            "asked": "The Early Help manager",
            "answer_by": self._day(-1),
        }
        self._sign("disagreement", 1, "escalation.raised", disputed, answers=concern)

    def _call(self, days: float, words: str, **said: Any) -> Entry:
        taker = next(one for one in self.people.values() if one.may(Capability.TAKE_CONTACT, at=self.at))
        rows = [{"given_names": given, "family_name": "Larch", "born": born} for given, born, _ in _CHILDREN]
        asked = {name: value for name, value in said.items() if name in procedure.newest().facts}
        values = {
            **_CALL,
            **asked,
            "referrer_kind": "school",
            "referrer_name": "Priya Larkspur",
            "referrer_agency": "Alderbrook Primary School",
            "concern": words,
            "children": rows,
        }
        when = self._when(days)
        known = Known(children={row: one.pk for row, one in enumerate(self.children)})
        return receive(
            by=acting(taker, Capability.TAKE_CONTACT, at=when),
            at=when,
            values=values,
            sending=Sending(key=f"demonstration/early-help/{days}"),
            known=known,
        )

    def _sign(
        self,
        kind: str,
        days: float,
        event: str,
        values: Values,
        *,
        own: str = "",
        answers: Entry | None = None,
    ) -> Entry:
        step, _, outcome = event.partition(".")
        said = {**values, "step": step, "outcome": outcome}
        events = [f"{one.step}.{one.outcome}" for one in entry_type(kind).events(said, {}) if is_known(one)]
        asked = {name for name in entry_type(kind).fields_of(said) if name in said} | {
            "version",
            "lead",
            "newly",
        }
        parts = [
            Part(child, {own: words} if own else {})
            for child, (_, _, words) in zip(self.children, _CHILDREN, strict=True)
        ]
        return ledger.sign(
            by=self._who(events),
            at=self._when(days),
            kind=kind,
            values={name: value for name, value in said.items() if name in asked},
            parts=parts,
            key=f"demonstration/early-help/{kind}/{days}",
            links=Links(answers=answers),
        )

    def _who(self, events: list[str]) -> Author:
        """The lead where it is theirs, or whoever else may; the council begins it."""
        table = procedure.procedure().latest
        begins = f"{_EPISODE}.opened" in events
        council = [one for one in self.people.values() if not one.agency.is_outside]
        for person in council if begins else (self.lead, *council):
            role = recordable.role_for(table, person.roles(at=self.at), *events)
            if role:
                return Author(role, person.name, person.designation, person, person.agency)
        raise LookupError(events)

    def _when(self, days: float) -> datetime:
        return self.at - timedelta(days=days)

    def _day(self, days: float) -> str:
        return self._when(days).date().isoformat()


def _row(item: str, **said: str) -> dict[str, str]:
    return {"item": item, **said}
