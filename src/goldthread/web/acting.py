"""A page on which something is recorded: shown, kept as a draft, signed, or refused by a rule."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.access.withholding import MustNotKnow, check_asked
from goldthread.ledger import drafts, procedure
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import (
    Field,
    FieldError,
    Labels,
    LongText,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    parse_fields,
)
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import InTheFuture, Sending
from goldthread.ledger.state import ReasonNeeded, RefusedByProcedure
from goldthread.procedures.decide import Refused
from goldthread.procedures.tables import Table
from goldthread.web import drafts_views, keeping
from goldthread.web.clauses import Why, why
from goldthread.web.clock import now
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

OUTSIDE = "outside_reason"
_OUTSIDE = LongText(
    "Why do you do it all the same?",
    Sensitivity.PERSONAL,
    Retention.CHILD_RECORD,
    hint="Your reason is kept with the entry.",
    rows=2,
    name=OUTSIDE,
)
ELSEWHERE = FieldError(
    "", "This page was changed in another window. Check what you see here and sign; both versions are kept"
)


@dataclass(frozen=True)
class Standstill:
    """What stands against an act: a rule that forbids it, or that the procedure does not expect it now."""

    title: str
    says: str
    why: Why | None = None


@dataclass(frozen=True)
class KeptHere(EntryForm):
    """A form that keeps what is typed at its own address, which makes the draft when the first word comes."""

    page: str = ""

    @property
    def draft_url(self) -> str:
        """The page itself."""
        return self.page

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Before there is a draft, its version is 0."""
        return [*super().carried, *([] if self.draft else [("_version", "0")])]


class Whom(Protocol):
    """Someone whom what is recorded is about."""

    @property
    def id(self) -> UUID:
        """The subject's id."""

    @property
    def name(self) -> str:
        """As the page calls them."""


class SigningPage:
    """One request for one thing to be recorded.

    Subclasses say what is their own: whom it is about, what is asked, prefilled answers, the frame, signing.
    """

    template: ClassVar[str] = ""
    form: ClassVar[type[KeptHere]] = KeptHere
    labels: ClassVar[Labels] = {}
    hidden: ClassVar[Collection[str]] = ()  # fields that are carried along but not shown
    kind = ""  # of the entry
    when = ""  # the field that says when it happened

    def __init__(self, request: HttpRequest) -> None:
        """`at` is the time of the request."""
        self.request, self.at = request, now()

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The questions."""
        return entry_type(self.kind).fields

    @property
    def only(self) -> Collection[str]:
        """The names of those that are asked."""
        return tuple(self.fields)

    @property
    def required(self) -> Collection[str]:
        """The names of those that must be answered."""
        return ()

    @property
    def children(self) -> Sequence[Whom]:
        """Whom it is about."""
        raise NotImplementedError

    def prefill(self) -> Raw:
        """What is known already, as if it had been typed."""
        return {}

    def earlier(self) -> Mapping[str, str]:
        """What was answered before to what must be answered afresh, by the control's name."""
        return {}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """What else is wrong."""
        return []

    def frame(self) -> dict[str, Any]:
        """What every such page shows around its form."""
        return {}

    def context(self) -> dict[str, Any]:
        """What this page shows besides."""
        return {}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        raise NotImplementedError

    def done(self, entry: Entry) -> str:
        """What the next page says."""
        return f"Recorded: {entry_type(entry.kind).summary(entry.payload)}"

    def next_page(self) -> str:
        """Where the reader goes on."""
        raise NotImplementedError

    def respond(self) -> HttpResponse:
        """The page, or what follows from what was sent."""
        if self.request.method != "POST":
            draft = self._draft()
            return self.show(draft.raw if draft else self.prefill(), draft)
        sent = posted(self.request)
        signed = Entry.objects.filter(idempotency_key=sent.key).first() if sent.key else None
        if signed is not None:
            return self._go_on(signed)
        draft = self._draft() or self._new_draft(sent.raw)
        if self.request.headers.get("Accept") == "application/json":  # the page keeps what is being typed
            return drafts_views.save(self.request, draft.pk)
        return self._take(sent, draft)

    def show(
        self,
        raw: Raw,
        draft: Draft | None,
        *,
        errors: Sequence[FieldError] = (),
        key: str = "",
        standstill: Standstill | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page with what was typed."""
        form = self.form(
            {**self.fields, OUTSIDE: _OUTSIDE},
            raw,
            errors=errors,
            only=self._asked(raw, standstill),
            required=self._needed(raw),
            labels=self.labels,
            children=[ChildOf(str(child.id), child.name) for child in self.children],
            draft=draft,
            key=key,
            dense=True,
            hidden=self.hidden,
            earlier=self.earlier(),
            page=self.request.path,
        )
        context = {
            "form": form,
            "standstill": standstill,
            "outside": OUTSIDE in (form.only or ()),
            "ready": bool(self.children),
            **self.frame(),
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)

    def _asked(self, raw: Raw, standstill: Standstill | None) -> list[str]:
        asks_why = OUTSIDE in raw or (standstill is not None and standstill.why is None)
        return [*self.only, *([OUTSIDE] if asks_why else [])]

    def _needed(self, raw: Raw) -> Collection[str]:
        return {*self.required, *([OUTSIDE] if OUTSIDE in raw else [])}

    def _take(self, sent: Posted, draft: Draft) -> HttpResponse:
        kept = drafts.save(
            by=keeping.holder(self.request), at=self.at, draft=draft.pk, raw=sent.raw, version=sent.version
        )
        draft.refresh_from_db()
        raw = {**draft.raw, **sent.raw}
        if not self.children:
            return self.show(raw, draft, key=sent.key, status=409)
        if isinstance(kept, drafts.Conflict):
            return self.show(raw, draft, errors=[ELSEWHERE], key=sent.key, status=409)
        return self._read(replace(sent, raw=raw), draft)

    def _read(self, sent: Posted, draft: Draft) -> HttpResponse:
        """Do what was asked with all that stands in the draft."""
        raw = sent.raw
        if sent.regrouped is not None:
            return self._regroup(sent, draft)
        parsed = parse_fields(
            {**self.fields, OUTSIDE: _OUTSIDE},
            raw,
            only=self._asked(raw, None),
            required=self._needed(raw),
            labels=self.labels,
            children=[str(child.id) for child in self.children],
            now=self.at,
        )
        errors = [*parsed.errors, *self.check(parsed)]
        if errors:
            return self.show(raw, draft, errors=errors, key=sent.key, status=422)
        return self._sign(sent, parsed, raw, draft)

    def _regroup(self, sent: Posted, draft: Draft) -> HttpResponse:
        """The page again, with a row more or a row fewer."""
        holder = keeping.holder(self.request)
        drafts.save(by=holder, at=self.at, draft=draft.pk, raw=sent.regrouped or {}, version=draft.version)
        return redirect(f"{self.request.get_full_path()}#{sent.focus}")

    def _sign(self, sent: Posted, parsed: Parsed, raw: Raw, draft: Draft) -> HttpResponse:
        reason = str(parsed.values.pop(OUTSIDE, ""))
        sending = Sending(sent.key or f"draft/{draft.pk}", draft.pk, keeping.holder(self.request))
        try:
            with transaction.atomic():
                entry = self.save(parsed, sending, reason)
                check_asked(entry, at=self.at)
        except RefusedByProcedure as refusal:
            stop = Standstill("The procedure does not allow this", str(refusal), rule_behind(refusal))
            return self.show(raw, draft, key=sent.key, standstill=stop, status=409)
        except ReasonNeeded as outside:
            stop = Standstill("The procedure does not expect this now", str(outside))
            return self.show(raw, draft, key=sent.key, standstill=stop, status=409)
        except MustNotKnow as rule:
            errors = [FieldError("", str(rule))]
            return self.show(raw, draft, errors=errors, key=sent.key, status=422)
        except InTheFuture as wrong:
            errors = [FieldError(self.when, str(wrong))]
            return self.show(raw, draft, errors=errors, key=sent.key, status=422)
        return self._go_on(entry)

    def _go_on(self, entry: Entry) -> HttpResponse:
        messages.success(self.request, self.done(entry))
        return redirect(self.next_page())

    def _draft(self) -> Draft | None:
        """What this person began to type on this page and has not signed."""
        held = drafts.held(keeping.holder(self.request))
        return held.filter(kind=self.kind, context__page=self.request.path).first()

    def _new_draft(self, raw: Raw) -> Draft:
        context = {"page": self.request.path}
        holder = keeping.holder(self.request)
        return drafts.start(by=holder, at=self.at, kind=self.kind, raw=raw, context=context)


def rule_behind(refusal: RefusedByProcedure) -> Why:
    """The rule behind a refusal: a must_not, or who may record the outcome."""
    answer = refusal.answer
    pack = procedure.newest()
    step_id, _, name = answer.rule.partition(".") if isinstance(answer, Refused) else ("", "", "")
    step = pack.steps[step_id]
    rule = step.must_not.get(name) or step.outcomes.get(name)
    return why(rule if rule and rule.cite else step)


def forbidden(table: Table, events: Collection[str], roles: Collection[str]) -> str:
    """The sentence of the rule that keeps these roles from such events; empty where none does."""
    for ban in table.bans:
        theirs = ban.written.roles and any(table.may_act(role, ban.written.roles) for role in roles)
        if theirs and not ban.refuses.isdisjoint(events):
            clause = why(ban.written).clauses[0]
            return f"The procedure does not allow this: {ban.written.what}. ({clause.source}, {clause.at})"
    return ""
