"""Two families in child protection, from the first call to core groups, for any pack that goes so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Membership, Team, User
from goldthread.casefile import operations as casefile
from goldthread.config.demo import words
from goldthread.frontdoor.operations.receiving import Sending, receive
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, recordable
from goldthread.ledger.author import Author, acting
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part
from goldthread.procedures.pack import Pack
from goldthread.protection.operations import planning

_CONFERENCE = "initial_conference"


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """One family with a plan and a core group behind it, one for whom a conference must be booked."""
    pack = procedure.newest()
    if _CONFERENCE not in pack.steps:
        return
    team = _team(pack, people, at)
    for family in (words.HADDAD, words.OKORO):
        case = _Case(people, team, family, at)
        case.until_the_enquiry()
        if family is words.HADDAD:
            case.conference()
            case.afterwards()


def _team(pack: Pack, people: Mapping[str, User], at: datetime) -> Team:
    """The team of the first service that the public does not ring, with whoever holds cases or authorises."""
    service = next(name for name, one in pack.services.items() if not one.telephone)
    team = Team.objects.get(service=service)
    for role, person in people.items():
        if person.may(Capability.HOLD_CASE, at=at) or person.may(Capability.OVERSEE_RECORDS, at=at):
            since = at - timedelta(days=900)
            Membership.objects.get_or_create(user=person, role=role, team=team, defaults={"since": since})
    return team


@dataclass
class _Case:
    """One family's case. `at` is now; what happened is told in days before it."""

    people: Mapping[str, User]
    team: Team
    family: words.Family
    at: datetime
    children: list[Subject] = field(default_factory=list)
    contact: Entry | None = None
    number: int = 0

    def until_the_enquiry(self) -> None:
        """The call, the decision, who takes it on, a visit, the strategy discussion and the enquiry."""
        self._call()
        decision, steps = self._decision(), procedure.newest().steps
        self._sign("decision", 59, {"reasons": words.REASONS}, {"outcome": decision}, f"decision.{decision}")
        worker = self._who("hold_case")
        routed = {
            "service": self.team.service,
            "team": str(self.team.pk),
            "team_name": self.team.name,
            "worker": str(worker.pk),
            "worker_name": worker.name,
        }
        self._sign("routing", 58.9, routed, {}, "routing.routed")
        self._live()
        self._visit(52, "section_47", alone=True)
        passes = "transfer" in steps
        met = {"step": "strategy_discussion", "outcome": "section_47", **words.STRATEGY}
        met |= {"team": str(self.team.pk), "team_name": self.team.name} if passes else {}
        if "continued_risk" in steps["strategy_discussion"].outcomes:
            met["continued_risk"] = True
        self._sign("strategy_meeting", 50, met, {"why": words.WHY}, "strategy_discussion.section_47")
        found = {"step": "section_47", "outcome": "conference", **words.ENQUIRY}
        self._sign("section_47_enquiry", 44, found, {"why_significant": words.WHY}, "section_47.conference")

    def conference(self) -> None:
        """Booked, held, and a plan for each child."""
        leads, worker = self._who_records(f"{_CONFERENCE}.plan"), self._who("hold_case")
        booked = {
            **words.BOOKING,
            "step": _CONFERENCE,
            "held_at": self._when(33).isoformat(),
            "chair": str(leads.pk),
            "chair_name": leads.name,
            "minutes": str(worker.pk),
            "minutes_name": worker.name,
            "invites": _invites(),
            "asks": True,
        }
        booking = self._sign("conference_booking", 42, booked, {}, f"{_CONFERENCE}.invited")
        self._sign("conference_report", 35, words.report(self._day(35)), {}, "", answers=booking)
        held = {
            **words.CONFERENCE,
            "happened_at": self._when(33).isoformat(),
            "chair": leads.name,
            "worker": str(worker.pk),
            "lead_worker_name": worker.name,
            "first_core_group": self._day(21),
            "next_review": self._day(-40),
        }
        entry = self._sign(
            _CONFERENCE, 32.9, held, words.DECIDED, f"{_CONFERENCE}.plan", answers=booking, happened=33
        )
        planning.record(
            by=self._by(leads, f"{_CONFERENCE}.plan"),
            at=self._when(32.9),
            children=[(child, {}) for child in self.children],
            values=words.plan(worker.name, self._day(-10)),
            outcome="outlined",
            sending=Sending(self._key(), answers=entry),
            occurred_at=self._when(33),
        )

    def afterwards(self) -> None:
        """A core group, two visits, and what a worker makes of it all in the chronology."""
        worker = self._who("hold_case")
        met = {**words.CORE_GROUP, "step": "core_group", "members": words.members(worker.name)}
        met |= {"next_core_group": self._day(-9), "outcome": "held"}
        self._sign("core_group_meeting", 20.9, met, words.VIEW, "core_group.held", happened=21)
        self._visit(12, "protection_plan", alone=True)
        visit = self._visit(2, "protection_plan", alone=False)
        for child in self.children:
            casefile.curate(
                by=self._by(worker),
                at=self._when(1),
                subject=child,
                entry=visit,
                values={"importance": "significant", "impact": words.IMPACT},
                sending=Sending(self._key()),
            )

    def _call(self) -> None:
        taker = next(one for one in self.people.values() if one.may(Capability.TAKE_CONTACT, at=self.at))
        by, when = acting(taker, Capability.TAKE_CONTACT, at=self.at), self._when(60)
        values = {**words.CALL, "children": self.family.children, "household": self.family.household}
        if "consent" not in procedure.newest().facts:
            values["parents_informed"] = "informed_only"
        self.contact = receive(by=by, at=when, values=values, sending=Sending(key=self._key()))
        parts = self.contact.parts.filter(episode__isnull=False).order_by("pk")
        self.children = [part.subject for part in parts.select_related("subject")]

    def _decision(self) -> str:
        """The outcome that leads on to a strategy discussion."""
        outcomes = procedure.newest().steps["decision"].outcomes
        return "strategy_discussion" if "strategy_discussion" in outcomes else "assessment"

    def _live(self) -> None:
        """Where the children are, who must not see them, and their GP."""
        worker = self._who("hold_case")
        casefile.state_circumstances(
            by=self._by(worker),
            at=self._when(55),
            subjects=self.children,
            values=self.family.circumstances,
            sending=Sending(self._key()),
        )

    def _visit(self, days: float, kind: str, *, alone: bool) -> Entry:
        values = {**words.VISIT, "visit_kind": kind, "visited_at": self._when(days).isoformat()}
        part = {"seen": True, "seen_alone": alone, "voice": words.VOICE}
        return self._sign("child_seen", days, values, part, "")

    def _sign(
        self,
        kind: str,
        days: float,
        values: Mapping[str, Any],
        part: Mapping[str, Any],
        event: str,
        *,
        answers: Entry | None = None,
        happened: float | None = None,
    ) -> Entry:
        """One entry about every child, by whoever may record the event."""
        person = self._who_records(event) if event else self._who("hold_case")
        return ledger.sign(
            by=self._by(person, event),
            at=self._when(days),
            kind=kind,
            values=values,
            parts=[Part(child, dict(part)) for child in self.children],
            key=self._key(),
            occurred_at=self._when(happened) if happened is not None else None,
            links=Links(answers=answers or self.contact),
        )

    def _by(self, person: User, event: str = "") -> Author:
        held = person.roles(at=self.at)
        role = recordable.role_for(procedure.procedure().latest, held, event) if _known(event) else ""
        role = role or acting(person, Capability.RECORD_WORK, at=self.at).role
        return Author(role, person.name, person.designation, person, person.agency)

    def _who(self, capability: str) -> User:
        able = Capability(capability)
        return next(one for one in self.people.values() if one.may(able, at=self.at))

    def _who_records(self, event: str) -> User:
        """The first who may record it so that it takes effect; for an event that is not known, a worker."""
        if not _known(event):
            return self._who("hold_case")
        table = procedure.procedure().latest
        able = (
            one for one in self.people.values() if recordable.role_for(table, one.roles(at=self.at), event)
        )
        return next(able)

    def _when(self, days: float) -> datetime:
        return (self.at - timedelta(days=days - self.family.later)).replace(microsecond=0)

    def _day(self, days: float) -> str:
        day: date = self._when(days).date()
        return day.isoformat()

    def _key(self) -> str:
        self.number += 1
        return f"demonstration/protection/{self.family.name}/{self.number}"


def _known(event: str) -> bool:
    step, _, outcome = event.partition(".")
    known = procedure.newest().steps.get(step)
    return known is not None and outcome in known.outcomes


def _invites() -> bool:
    """Whether the procedure has an invitation as an outcome."""
    return _known(f"{_CONFERENCE}.invited")
