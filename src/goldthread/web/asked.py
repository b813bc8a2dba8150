"""What agencies are asked, as they see it, and their own page to answer: contributions, help with an enquiry.

A kind of entry that asks says so by `asks_of`, `answer_kind` and `answer_page`; it keeps the agency, the
person's address, what is asked and by when as `agency`, `email`, `asked` and `by_when`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.access.recipients import Recipient
from goldthread.access.withholding import against
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import locks, procedure, recordable
from goldthread.ledger import operations as ledger
from goldthread.ledger.entries import Values, entry_type, kinds_with
from goldthread.ledger.fields import Parsed
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.stepping import Case, cases_in

_MOST = 100


@dataclass(frozen=True)
class Asked:
    """One request as the agency sees it: `title` says for what it is asked."""

    title: str
    about: list[str]
    what: str
    by: str
    by_when: str
    answered: str
    href: str
    people: Collection[UUID]


def line(asked: Entry, user: User, at: datetime) -> Asked:
    """One request, with the names and dates of birth of those about whom it asks, and nothing else.

    What this reader must not know is left out, though a worker wrote it.
    """
    kind = entry_type(asked.kind)
    ids = list(asked.parts.order_by("pk").values_list("subject_id", flat=True))
    people = Person.objects.in_bulk(ids)
    reply = asked.replies.filter(kind=kind.answer_kind).order_by("recorded_at", "pk").first()
    by_when, what = asked.payload.get("by_when"), str(asked.payload.get("asked", ""))
    stands = against(Recipient(user.name, user=user.pk), ids, at=at)
    return Asked(
        title=kind.title,
        about=[f"{describe.plain_name(people.get(one))}, {describe.born(people.get(one))}" for one in ids],
        what=locks.KEPT_BACK if stands.told_by(what) else what,
        by=f"{asked.author_name}, {asked.author_designation}, {say_when(asked.recorded_at)}",
        by_when=say_date(date.fromisoformat(by_when)) if by_when else "",
        answered=say_when(reply.recorded_at) if reply else "",
        href=reverse(kind.answer_page, args=[asked.pk]),
        people=ids,
    )


def asked_of(user: User, at: datetime) -> list[Asked]:
    """The requests to this person or their agency: those not answered first, the newest first."""
    named: dict[str, Any] = {"payload__email__iexact": user.email}
    agency: dict[str, Any] = {"payload__agency__iexact": user.agency.name}
    kinds = [kind for kind in kinds_with("asks_of") if entry_type(kind).answer_page]
    rows = Entry.objects.filter(Q(**named) | Q(**agency), kind__in=kinds)
    policy.open_followed(user, rows, at=at)
    found = rows.order_by("-recorded_at", "pk")[:_MOST]
    lines = [line(one, user, at) for one in found if policy.follows(user, one, at=at).allowed]
    return sorted(lines, key=lambda one: bool(one.answered))


def sent(asked: Entry, user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """What this person or their agency sent in answer, as signed."""
    own = Q(author=user) | Q(author_agency=user.agency)
    rows = asked.replies.filter(own, kind=entry_type(asked.kind).answer_kind).order_by("recorded_at", "pk")
    return [(f"{one.author_name}, {say_when(one.recorded_at)}", locks.reads(one)) for one in rows]


class AnsweringPage(SigningPage):
    """The agency's own page: what it is asked, about whom, and its answer. Nothing else of the record."""

    template = "web/answer_asked.html.jinja"
    title: ClassVar[str] = "Tell us what you know"
    says: ClassVar[str] = ""  # how to answer

    def __init__(self, request: HttpRequest, asked: Entry) -> None:
        """`asked` is a request that this person or their agency may answer."""
        super().__init__(request)
        self.asked = asked
        self.kind = entry_type(asked.kind).answer_kind

    @cached_property
    def children(self) -> Sequence[Case]:
        """Those about whom they were asked."""
        parts = self.asked.parts.select_related("subject", "episode").order_by("pk")
        return cases_in([part for part in parts if part.episode is not None])

    def values(self, said: Values) -> Values:
        """The answer as it is signed."""
        return said

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it as the agency's: where the procedure says which role answers, in that role."""
        values = self.values(parsed.values)
        events = {f"{one.step}.{one.outcome}" for one in entry_type(self.kind).events(values, {})}
        role = _role(guard.user_of(self.request).roles(at=self.at), events, self.at)
        return ledger.sign(
            by=guard.author_as(self.request, role)
            if role
            else guard.author(self.request, Capability.SEND_REQUEST),
            at=self.at,
            kind=self.kind,
            values=values,
            parts=[Part(case.subject) for case in self.children],
            key=sending.key,
            links=Links(answers=self.asked),
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )

    def context(self) -> dict[str, Any]:
        """What was asked, by whom, and what was sent before."""
        user = guard.user_of(self.request)
        return {
            "title": self.title,
            "says": self.says,
            "asked": line(self.asked, user, self.at),
            "sent": sent(self.asked, user),
        }

    def done(self, entry: Entry) -> str:
        """It arrived."""
        return "Thank you. Your answer has reached the social worker."

    def next_page(self) -> str:
        """What else is asked of them."""
        return reverse("web:asked_of_us")


def _role(roles: Collection[str], events: Collection[str], at: datetime) -> str:
    """The role in which somebody answers; empty where the procedure knows no such events."""
    table = procedure.procedure().on(london_date(at))
    known = [event for event in events if event in table.outcomes]
    return recordable.role_for(table, roles, *known) if known else ""


@require_safe
@guard.capable(Capability.SEND_REQUEST)
def asked_of_us(request: HttpRequest) -> HttpResponse:
    """What my agency and I are asked."""
    lines = asked_of(guard.user_of(request), now())
    guard.shown(request, (one for line in lines for one in line.people))
    return render(request, "web/asked_of_us.html.jinja", {"lines": lines})
