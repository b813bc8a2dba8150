"""The conference room: what chair and minute taker write together while a child's safety is decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import operations as ledger
from goldthread.ledger import recordable, sharing
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    child_name,
    parse_fields,
    raw_of,
)
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.meetings import came
from goldthread.ledger.models import Draft, Entry, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.ledger.packfields import POINT
from goldthread.procedures.decide import LATE_REASON
from goldthread.protection import conferencefields as ask
from goldthread.protection import conferencefile, conferencepeople
from goldthread.protection.conferencefields import DECISION, INITIAL, PLAN, REVIEW, Some
from goldthread.protection.entries.conference import BOOKING, LEAD, OUTLINE, WORKER
from goldthread.protection.operations import planning
from goldthread.protection.views.conference import booking_of, one_is_closed
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clauses import why
from goldthread.web.posted import Posted, posted
from goldthread.web.sharing import SharedPage
from goldthread.web.stepping import Case, StepPage

_S, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
HARM = "significant_harm"
MEMBERS = "members:came"  # the button that takes over those who came
_COLUMNS = {
    "worries": ("item", "worry", "change", "better"),
    "actions": ("item", "what", "who", "by_when", "know"),
}


class Section(NamedTuple):
    """A part of the page: its anchor, its title and the questions in it. Rows bring their own heading."""

    id: str
    title: str
    names: Sequence[str]
    headed: bool = True


class RoomPage(SharedPage, StepPage):
    """One request to the room of one conference."""

    template = "protection/room.html.jinja"
    hidden: ClassVar[Collection[str]] = ("people.person", "worries.item", "actions.item")

    def __init__(self, request: HttpRequest, booking: Entry, cases: Sequence[Case]) -> None:
        """Answers 403 for those who neither lead the conference nor take its minutes."""
        SigningPage.__init__(self, request)
        self.booking, self.cases, self.answers = booking, cases, booking
        self.said, _ = values_of(booking)
        self.kind = self.step = self.said["step"]
        self.back = reverse("protection:conference", args=[booking.pk])
        if guard.user_of(request) not in self.holders:
            raise PermissionDenied(
                f"{self.said['chair_name']} and {self.said['minutes_name']} write in this room. "
                "To let someone else in, change the booking."
            )

    @property
    def shared_as(self) -> str:
        """The first booking of this conference: a changed one goes on with what was typed."""
        return conferencefile.room_of(self.booking)

    @property
    def page(self) -> str:
        """The room of this booking."""
        return reverse("protection:conference_room", args=[self.booking.pk])

    @cached_property
    def holders(self) -> Collection[User]:
        """Chair and minute taker, as booked."""
        ids = {self.said[name] for name in ("chair", "minutes")}
        return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name", "pk"))

    @property
    def children(self) -> Sequence[Case]:
        """All of the conference."""
        return self.cases

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """What may be decided for a child."""
        return dict(Some(self.step, ask.DECISIONS))

    @cached_property
    def workers(self) -> dict[str, str]:
        """Those who may hold a case."""
        return conferencefile.people_who_may(Capability.HOLD_CASE, self.at)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The conference's own, the outline of a plan, and the workers of today to choose from."""
        kind = entry_type(self.kind)
        fields = dict(kind.draft_fields() if self.step == INITIAL else kind.fields)
        lead = Choice(
            "Who is the lead social worker?", _S, _R, choices=self.workers, name=WORKER, listed=True
        )
        fields[WORKER] = lead
        fields[LEAD] = replace(fields[LEAD], label="If not on the list: their name")
        if not self.late:
            del fields[LATE_REASON]
        return fields

    @property
    def only(self) -> Collection[str]:
        """Of the plan, what a conference can outline; the child's own words are written afterwards."""
        columns = [f"{name}.{key}" for name in OUTLINE if name in self.fields for key in _COLUMNS[name]]
        return [*(name for name in self.fields if name not in OUTLINE), *columns]

    @property
    def required(self) -> tuple[str, ...]:
        """Nothing by itself: what is missing depends on what is decided, and is said all the time."""
        return ()

    @property
    def late(self) -> bool:
        """Whether a limit has passed, on the day for which it is booked."""
        limit = conferencefile.limit_of([case.state for case in self.cases], self.step, self.at)
        begins = datetime.fromisoformat(self.said["held_at"])
        return limit is not None and max(london_date(begins), london_date(self.at)) > limit.day

    def prefill(self) -> Raw:
        """What was booked, who was asked, and what the reports say."""
        known: dict[str, Any] = {
            "happened_at": self.said["held_at"],
            "place": self.said.get("place"),
            "chair": self.said["chair_name"],
            "minutes_by": self.said["minutes_name"],
            "people": conferencepeople.for_room(self.said.get("invited", ())),
            "views": [conferencefile.view_of(each.payload) for each in conferencefile.reports(self.booking)],
        }
        known |= self._said_before()
        late = {LATE_REASON: [self.said.get(LATE_REASON, "")]} if self.late else {}
        return {**raw_of(self.fields, {name: said for name, said in known.items() if said}), **late}

    def _said_before(self) -> Values:
        """What an earlier meeting said that is asked here, too; at a review what the last conference said."""
        children = [case.id for case in self.cases]
        said = conferencefile.said_before(children, ("legal_action_needed",))
        if self.step == REVIEW:
            names = (WORKER, LEAD, "members", "contingency", "earlier_review_triggers")
            said = {**said, **conferencefile.said_before(children, names, (INITIAL, REVIEW))}
        if said.get(WORKER) in self.workers:
            said = {name: value for name, value in said.items() if name != LEAD}
        else:
            said = {name: value for name, value in said.items() if name != WORKER}
        return {name: value for name, value in said.items() if name in self.fields}

    def earlier(self) -> Mapping[str, str]:
        """Of harm, which each conference decides anew: the last word on each child, and whose."""
        field = self.fields.get(HARM)
        if field is None:
            return {}
        said = {case.id: conferencefile.earlier(case.id, field) for case in self.cases}
        own = {child: child_name(str(child), HARM) if field.per_child else HARM for child in said}
        return {own[child]: words for child, words in said.items() if words}

    @property
    def is_open(self) -> bool:
        """Whether somebody has opened it, and nobody signed."""
        return self._draft() is not None

    @cached_property
    def may_sign(self) -> bool:
        """Whether a role of the reader's may record such a decision."""
        event = f"{self.step}.{next(iter(self.outcomes), '')}"
        return bool(recordable.role_for(self.table, self.roles, event))

    def _read(self, sent: Posted, draft: Draft) -> HttpResponse:
        """Whoever takes the minutes keeps what they wrote; whoever leads the conference signs."""
        if sent.action == MEMBERS:
            return self._take_over(draft)
        if sent.regrouped is None and not self.may_sign:
            return redirect(self.request.path)
        return super()._read(sent, draft)

    def _take_over(self, draft: Draft) -> HttpResponse:
        """Put those who came among the members of the core group, each once."""
        said = parse_fields(self.fields, draft.raw, only=("people", "members"), required=()).values
        there = {row.get("name") for row in said.get("members", ())}
        by = guard.author(self.request, Capability.RECORD_WORK)
        for row in came(said.get("people", ())):
            if row.get("name") not in there:
                texts = {key: [str(row[key])] for key in ("name", "role", "agency") if row.get(key)}
                sharing.add_row(by=by, at=self.at, draft=draft, group="members", texts=texts)
        return redirect(f"{self.request.path}#section-lead")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """What is missing, and a review set for too late a day."""
        draft = self._draft()
        raw = draft.raw if draft else {}
        found = entry_type(self.kind).lacks(raw, [str(case.id) for case in self.cases], self.at)
        known = {error.name for error in parsed.errors}
        return [*(error for error in found if error.name not in known), *self._too_late(parsed)]

    def _too_late(self, parsed: Parsed) -> list[FieldError]:
        said, at = parsed.values.get("next_review"), parsed.values.get("happened_at")
        decisions = sorted({own.get(DECISION, "") for own in parsed.parts.values()} & set(PLAN))
        if not said or not at or not decisions:
            return []
        event, begun = f"{self.step}.{decisions[0]}", datetime.fromisoformat(at)
        limit = conferencefile.limit_after(event, begun, REVIEW)
        if limit is None or limit.forbids is None or date.fromisoformat(said) <= limit.day:
            return []
        clause = why(limit.forbids).clauses[0]
        words = f"{limit.forbids.what}: {say_date(limit.day)} is the last day ({clause.source}, {clause.at})"
        return [FieldError("next_review", f"The procedure does not allow this. {words}")]

    def made(self, parsed: Parsed) -> frozenset[str]:
        """The events that the answers make."""
        kind, table = entry_type(self.kind), self.table
        found = (event for own in parsed.parts.values() for event in kind.events(parsed.values, own))
        return frozenset(f"{one.step}.{one.outcome}" for one in found) & table.outcomes.keys()

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign what was decided, and with a plan its outline, as one act of whoever leads the conference."""
        role = recordable.role_for(self.table, self.roles, *self.made(parsed))
        if not role:
            raise PermissionDenied(self._whose())
        by, said = guard.author_as(self.request, role), dict(parsed.values)
        outline = {name: said.pop(name) for name in OUTLINE if name in said}
        if worker := said.get(WORKER):
            said[LEAD] = self.workers[worker].partition(",")[0]
        happened = datetime.fromisoformat(said["happened_at"])
        entry = ledger.sign(
            by=by,
            at=self.at,
            kind=self.kind,
            values={**said, BOOKING: str(self.booking.pk)},
            parts=[Part(case.subject, parsed.parts.get(str(case.id), {})) for case in self.cases],
            key=sending.key,
            occurred_at=happened,
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )
        planned: list[tuple[Subject, Values]] = [
            (case.subject, {})
            for case in self.cases
            if parsed.parts.get(str(case.id), {}).get(DECISION) == PLAN[0]
        ]
        if outline and planned:
            if contingency := said.get("contingency"):
                outline["not_working"] = contingency
            planning.record(
                by=by,
                at=self.at,
                children=planned,
                values=outline,
                outcome="outlined",
                sending=Sending(f"{sending.key[:58]}/plan", answers=entry, outside_reason=outside_reason),
                occurred_at=happened,
            )
        return entry

    def _whose(self) -> str:
        roles = " or ".join(self.table.title_of(role) for role in self.written.by)
        return f"What a conference decides is signed by this role: {roles}. What you typed is kept."

    def done(self, entry: Entry) -> str:
        """What was decided for each."""
        kind = entry_type(entry.kind)
        decided = {part.subject_id: part.payload.get(DECISION, "") for part in entry.parts.all()}
        words = (f"{case.name}: {self.outcomes.get(decided.get(case.id, ''), '')}" for case in self.cases)
        return f"Signed: {kind.title}. {'; '.join(words)}."

    def context(self) -> dict[str, Any]:
        """The sections of the page, and who signs."""
        limits = [
            conferencefile.limit_after(f"{self.step}.{name}", self.at, REVIEW)
            for name in self.outcomes
            if name in PLAN
        ]
        days = [limit.day for limit in limits if limit is not None]
        return {
            "sections": self.sections(),
            "may_sign": self.may_sign,
            "chair": self.said["chair_name"],
            "review_by": say_date(min(days)) if days else "",
            "adults": conferencefile.adults_by([case.id for case in self.cases], min(days)) if days else [],
            "review": self.step == REVIEW,
            "cases": self.cases,
            "closed": one_is_closed(self.request, self.booking),
            "apart": self.said.get("apart", ""),
            "support": self.said.get("support", ""),
        }

    def sections(self) -> list[Section]:
        """The questions in the order of a conference."""
        own = {name for name, field in self.fields.items() if field.per_child}
        each = [name for name in ask.ORDER if name in own] + sorted(own - set(ask.ORDER))
        points = [name for name in self.fields if name.startswith(POINT)]
        lead = (WORKER, LEAD, "members", "first_core_group")
        plan = (*OUTLINE, "contingency", "changes", "legal_action_needed")
        meeting = ("happened_at", "place", "chair", "minutes_by", LATE_REASON)
        sections = [
            Section("meeting", "The conference", meeting),
            Section("there", "Who was there", ("people", *points), headed=False),
            Section("agencies", "Views", ("views",), headed=False),
            Section("children", "Each child", each),
            Section("dissent", "Disagreement", ("dissent",), headed=False),
            Section("lead", "If there is a plan: who leads it", lead),
            Section("plan", "Outline of the plan", plan),
            Section("review", "The next review", ("next_review", "earlier_review_triggers")),
        ]
        placed = {name for section in sections for name in section.names}
        rest = [name for name in self.fields if name not in placed]
        every = [*sections, Section("besides", "Besides", rest)]
        here = [section._replace(names=self._there(section.names)) for section in every]
        return [section for section in here if section.names]

    def _there(self, names: Sequence[str]) -> list[str]:
        """Those that are asked, of a plan's rows the columns that are."""
        found: list[str] = []
        for name in names:
            if name in OUTLINE:
                found += [one for one in self.only if one.startswith(f"{name}.")]
            elif name in self.fields:
                found.append(name)
        return found


def _page(request: HttpRequest, entry_id: UUID) -> RoomPage:
    """The room as it is booked now: whoever an earlier booking named does not come in by it."""
    booking, cases = booking_of(request, guard.entry(request, entry_id))
    later = conferencefile.newer(booking)
    if later is not None:
        booking, cases = booking_of(request, guard.entry(request, later.pk))
    return RoomPage(request, booking, cases)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def room(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The room of a conference, once it was opened; the page of the booking before, and when it is over."""
    page = _page(request, entry_id)
    if request.method != "POST" and not page.is_open:
        return redirect(page.back)
    done, sent = conferencefile.held(page.booking), posted(request)
    if request.method == "POST" and done is not None and done.idempotency_key != sent.key:
        return page.too_late(done, sent)
    return page.respond()


@require_POST
@guard.on_record(Capability.RECORD_WORK)
def enter(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Open the room, filled in with what is known, or go into it."""
    page = _page(request, entry_id)
    if conferencefile.held(page.booking) is None:
        page.opened()
    return redirect(page.page)


urlpatterns = [
    path("conferences/<uuid:entry_id>/room/", room, name="conference_room"),
    path("conferences/<uuid:entry_id>/enter/", enter, name="conference_enter"),
]
