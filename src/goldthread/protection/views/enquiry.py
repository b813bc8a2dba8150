"""The pages of an enquiry under section 47, and of help that agencies are asked for (HUB-5, HSSCP-5.3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access.withholding import check_asked
from goldthread.accounts.capabilities import Capability
from goldthread.ledger import operations as ledger
from goldthread.ledger import recordable
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.fields import Choice, Field, FieldError, Parsed, Raw, child_name, raw_of
from goldthread.ledger.fields.parsing import Words
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part, Sending
from goldthread.people.identity import identity
from goldthread.procedures.decide import LATE_REASON
from goldthread.protection import enquiryfile, strategyfile
from goldthread.protection.entries import help as asking
from goldthread.protection.entries.enquiry import JOINED, STEP, Section47Enquiry
from goldthread.protection.entries.help import HelpAnswer, HelpAsked
from goldthread.protection.strategycases import FamilyPage
from goldthread.web import guard
from goldthread.web.asked import AnsweringPage
from goldthread.web.stepping import ABOUT, OUTCOME

_VISIT = "child_seen"  # the kind of entry that tells of a visit, on a page of its own
_SAID_BEFORE = ("joint_or_single", "why_significant")
_METHODS = ["GET", "HEAD", "POST"]


class EnquiryPage(FamilyPage):
    """The enquiry: what it goes by, and what it finds for each child."""

    template = "protection/enquiry.html.jinja"
    kind = Section47Enquiry.kind
    of = STEP
    labels = {"happened_at": Words("When was this found, or when did the police join?")}  # noqa: RUF012
    required = (ABOUT, OUTCOME, "happened_at", "enquirer", LATE_REASON)

    def prefill(self) -> Raw:
        """With whoever writes as the one who enquires, and what the discussion or an assessment said."""
        raw = {**super().prefill(), "enquirer": [guard.user_of(self.request).name]}
        for case in self.children:
            for name, (value, _) in self.before[case.id].items():
                control = child_name(str(case.id), name) if self.fields[name].per_child else name
                raw |= self.fields[name].write(value, control)
        return raw

    @cached_property
    def before(self) -> dict[UUID, dict[str, tuple[Any, Entry]]]:
        """What is asked here and was answered already, of each child."""
        names = [name for name in _SAID_BEFORE if name in self.fields]
        return {case.id: enquiryfile.said_before(case.id, names) for case in self.children}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """An enquiry that ends says what it found, and for each child why (HSSCP-5.5)."""
        errors = super().check(parsed)
        for case in self.children:
            part = parsed.parts.get(str(case.id), {})
            if {**parsed.values, **part}.get(OUTCOME) in {None, JOINED}:
                continue
            if "findings" not in parsed.values and "findings" not in {one.name for one in errors}:
                errors.append(FieldError("findings", "Say what the enquiry found"))
            if "why_significant" not in part:
                name = f"child-{case.id}-why_significant"
                errors.append(FieldError(name, "Say why the harm is significant, or why not"))
        return errors

    def context(self) -> dict[str, Any]:
        """The discussion before it, help asked for, visits to each child."""
        everyone = identity([case.id for case in self.children])
        visit = entry_type(_VISIT).on_child
        started = self.cases[0].state.by_name.get("strategy_discussion.section_47")
        since = started[-1].at if started else None
        each = [name for name, field in self.fields.items() if field.per_child and name != OUTCOME]
        first = {ABOUT, OUTCOME, "happened_at", "enquirer", "police_named"}
        return {
            "several": ABOUT in self.fields,
            "begin": [name for name in ("happened_at", "enquirer", "police_named") if name in self.fields],
            "besides": [name for name in self.fields if name not in {*first, *each}],
            "each": [OUTCOME, *each],
            "before": enquiryfile.discussion(everyone),
            "requests": enquiryfile.requests(everyone),
            "help": self.address("protection:help") if self._may_ask() else "",
            "answer": self._may_ask(),
            "filled": sorted(
                {strategyfile.source_of(entry) for said in self.before.values() for _, entry in said.values()}
            ),
            "seen": [(case.name, enquiryfile.seen(case.id, since)) for case in self.children],
            "visit": f"{self.address(visit)}?visit_kind={STEP}",
            "subject": self.subject,
        }

    def _may_ask(self) -> bool:
        asked = f"{asking.STEP}.asked"
        return asked in self.table.outcomes and bool(recordable.role_for(self.table, self.roles, asked))


class HelpPage(FamilyPage):
    """Agencies are asked to help, several at once; each answers for itself (HSSCP-5.3)."""

    template = "protection/help.html.jinja"
    kind = HelpAsked.kind
    of = asking.STEP
    required = (ABOUT, "happened_at", "requests", *(f"requests.{name}" for name in asking.NEEDED))

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Whom it is about, when, and a row for each agency."""
        own = super().fields
        kept = {name: own[name] for name in (ABOUT, "happened_at") if name in own}
        return {**kept, "requests": asking.REQUESTS}

    def prefill(self) -> Raw:
        """The agencies that know the child, and were not asked yet."""
        people = identity([self.subject.pk])
        asked = {one.agency.casefold() for one in enquiryfile.requests(people)}
        known = strategyfile.agencies(self.episode, self.at)
        rows = [
            {"agency": one.name, "asked_of": one.person, **_body(one.kind)}
            for one in known
            if one.name.casefold() not in asked
        ]
        return {**self.begin(), **raw_of(self.fields, {"requests": rows})}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """It is the only outcome."""
        return []

    def made(self, parsed: Parsed) -> frozenset[str]:
        """Asked."""
        return frozenset({f"{asking.STEP}.asked"})

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign one request for each agency, so that each is answered by itself."""
        by = guard.author_as(self.request, recordable.role_for(self.table, self.roles, *self.made(parsed)))
        when, rows = parsed.values["happened_at"], parsed.values["requests"]
        signed = [
            ledger.sign(
                by=by,
                at=self.at,
                kind=self.kind,
                values={"happened_at": when, **row},
                parts=[Part(case.subject) for case in self.children],
                key=sending.key if number == 0 else f"{sending.key[:50]}/{number}",
                occurred_at=datetime.fromisoformat(when),
                outside_reason=outside_reason,
                draft=sending.draft if number == 0 else None,
                holder=sending.holder if number == 0 else None,
            )
            for number, row in enumerate(rows)
        ]
        for one in signed:
            check_asked(one, at=self.at)
        return signed[0]

    def context(self) -> dict[str, Any]:
        """Those asked already."""
        people = identity([case.id for case in self.children])
        return {
            "several": ABOUT in self.fields,
            "requests": enquiryfile.requests(people),
            "subject": self.subject,
        }

    def next_page(self) -> str:
        """The enquiry."""
        return self.address("protection:enquiry")


class AnswerPage(FamilyPage):
    """What one agency answered, written down by whoever heard it."""

    template = "protection/help_answer.html.jinja"
    kind = HelpAnswer.kind
    of = asking.STEP
    required = ("happened_at", OUTCOME, "answer")

    def __init__(self, request: HttpRequest, asked: Entry) -> None:
        """`asked` is the request; it is about the same children."""
        self.asked = asked
        parts = guard.visible_parts(request, asked)
        self.about = {part.subject_id for part in parts}
        super().__init__(request, parts[0].subject, answers=asked)

    @property
    def children(self) -> Any:
        """Those about whom it was asked."""
        return [case for case in self.cases if case.id in self.about]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """One outcome for everyone."""
        fields = {name: field for name, field in super().fields.items() if name != ABOUT}
        return {**fields, OUTCOME: replace(fields[OUTCOME], per_child=False)}

    def prefill(self) -> Raw:
        """Who was asked."""
        known = {"answered_by": self.asked.payload.get("asked_of", "")}
        return {**self.begin(), **raw_of(self.fields, {k: v for k, v in known.items() if v})}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """One outcome needs no comparing."""
        return []

    def context(self) -> dict[str, Any]:
        """What was asked."""
        return {"asked": entry_type(self.asked.kind).reads(self.asked.payload)}

    def next_page(self) -> str:
        """The enquiry."""
        return self.address("protection:enquiry")


class HelpGivenPage(AnsweringPage):
    """An agency that was asked to help answers on its own page (HSSCP-5.3)."""

    title = "Help with an enquiry"
    says = "Say what you know or will do. If you cannot help, say why: the social worker sees it at once."
    required = (OUTCOME, "answer")

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Whether it helps, and how; when and by whom is plain."""
        own = HelpAnswer.fields
        helps = Choice(
            "Can you help?",
            own[OUTCOME].sensitivity,
            own[OUTCOME].retention,
            choices={"answered": "Yes", "not_helped": "No"},
            name=OUTCOME,
        )
        told = replace(own["answer"], label="What can you tell us, or do? If you cannot help: why not?")
        return {OUTCOME: helps, "answer": told}

    def values(self, said: Values) -> Values:
        """With who answers, and when."""
        return {**said, "happened_at": self.at.isoformat(), "answered_by": guard.user_of(self.request).name}


def _body(kind: str) -> dict[str, str]:
    """What the law calls an agency of that kind, where it is plain."""
    if "health" in kind or kind == "hospital":
        return {"body": "health"}
    return {"body": "education"} if kind in {"school", "nursery", "college"} else {}


@require_http_methods(_METHODS)
@guard.on_record(Capability.RECORD_WORK)
def enquiry(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The enquiry about a child and whoever of the family is ticked."""
    return EnquiryPage(request, guard.record(request, subject_id)).respond()


@require_http_methods(_METHODS)
@guard.on_record(Capability.RECORD_WORK)
def ask_help(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Agencies are asked to help with it."""
    return HelpPage(request, guard.record(request, subject_id)).respond()


@require_http_methods(_METHODS)
@guard.on_record(Capability.RECORD_WORK)
def answer_help(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One of them answered."""
    asked = guard.entry(request, entry_id)
    if asked.kind != HelpAsked.kind:
        raise Http404
    return AnswerPage(request, asked).respond()


@require_http_methods(_METHODS)
@guard.capable(Capability.SEND_REQUEST)
def help_given(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """An agency answers what it was asked."""
    asked = guard.own_request(request, entry_id)
    if asked.kind != HelpAsked.kind:
        raise Http404
    return HelpGivenPage(request, asked).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/enquiry/", enquiry, name="enquiry"),
    path("children/<uuid:subject_id>/help/", ask_help, name="help"),
    path("help/<uuid:entry_id>/answer/", answer_help, name="help_answer"),
    path("help/<uuid:entry_id>/", help_given, name="help_given"),
]
