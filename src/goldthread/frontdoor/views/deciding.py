"""Deciding the response to a contact, and authorising what somebody else proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor import presenters
from goldthread.frontdoor.acts import act_called
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.frontdoor.household import history
from goldthread.frontdoor.views.acting import file_of, is_revealed, telling_the_rule, view_of
from goldthread.frontdoor.views.screening import EACH_CHILD, PointsPage, Section
from goldthread.ledger import operations as ledger
from goldthread.ledger import recordable
from goldthread.ledger.author import NotAble
from goldthread.ledger.entries import entry_type
from goldthread.ledger.events import takes_effect
from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    LongText,
    Raw,
    Retention,
    Sensitivity,
    parse_fields,
)
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import AlreadySettled
from goldthread.ledger.state import NotRecorded, RefusedByProcedure
from goldthread.web import guard
from goldthread.web.acting import Standstill, rule_behind
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

LATE = "late_reason"
_SENT_BACK = "decline"
_REASON = {
    "reason": LongText(
        "Your reason, or what must change",
        Sensitivity.PERSONAL,
        Retention.CHILD_RECORD,
        rows=3,
        name="reason",
    )
}


class DecidePage(PointsPage):
    """Decide for each child (HERTS-7.1 to 7.8, 10.17 to 10.20). A manager's has effect at once (R13)."""

    template = "frontdoor/decide.html.jinja"
    step = "decision"
    always = frozenset({"outcome", "reasons", LATE})
    sections = (
        Section(
            EACH_CHILD,
            (
                "immediate_protection",
                "child_in_need",
                "significant_harm",
                "outcome",
                "advice_route",
                "early_help_route",
                "see_child",
            ),
        ),
        Section("What follows", ("services_required", "specialist_assessments", "reasons", LATE)),
    )

    @cached_property
    def children(self) -> Sequence[Child]:
        """Those not decided yet."""
        return [child for child in self.file.children if child.decided(self.at) is None]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """With what each outcome means, and the reason for lateness only where it is late."""
        fields = dict(super().fields)
        outcomes = self.file.table.pack.steps[self.step].outcomes
        choice = fields["outcome"]
        if isinstance(choice, Choice):
            hints = {name: outcome.says for name, outcome in outcomes.items() if outcome.says}
            own = {name: title for name, title in choice.choices.items() if self._is_theirs(name)}
            fields["outcome"] = replace(choice, choices=own, choice_hints=hints)
        if not late(self.children, self.at):
            del fields[LATE]
        return fields

    def _is_theirs(self, outcome: str) -> bool:
        """Whether the procedure lets the reader record such an outcome."""
        roles = guard.user_of(self.request).roles(at=self.at)
        return bool(recordable.role_for(self.file.table, roles, f"decision.{outcome}"))

    @property
    def required(self) -> tuple[str, ...]:
        """Why it is late, too, where it is (HERTS-7.1)."""
        return (*self.act.required, LATE)

    def prefill(self) -> Raw:
        """What was stated so far, and what screening found."""
        screening = next((entry for entry in reversed(self.file.work) if entry.kind == "screening"), None)
        raw = {name: list(texts) for name, texts in self.stated().items()}
        if screening is None:
            return raw
        for mine, theirs in (
            ("services_required", "services_needed"),
            ("specialist_assessments", "specialist_assessment"),
        ):
            if screening.payload.get(theirs):
                raw[mine] = [screening.payload[theirs]]
        for part in screening.parts.all():
            found = part.payload.get("significant_harm")
            if found is not None:
                raw[f"child-{part.subject_id}-significant_harm"] = ["yes" if found else "no"]
        return raw

    def context(self) -> dict[str, Any]:
        """The clocks, and what was found out since the contact."""
        return {
            **super().context(),
            "clocks": clocks(self.file, self.at),
            "work": presenters.timeline(self.file.work),
            "waits": [presenters.signed_by(entry) for entry in self.file.open_proposals(self.at)],
        }

    def done(self, entry: Entry) -> str:
        """Whether it has effect, or for whom it waits."""
        table = self.file.table
        outcomes = table.pack.steps[self.step].outcomes
        waiting = [
            outcomes[event.outcome].authorised_by
            for event in entry.events.all()
            if not takes_effect(table, f"{event.step}.{event.outcome}", event.role)
        ]
        if not waiting:
            return "The decision is recorded and has effect."
        return f"Your decision waits for a {table.title_of(waiting[0]).lower()}."


def late(children: Sequence[Child], at: Any) -> bool:
    """Whether a limit that holds in most cases has passed for one of these children."""
    return any(
        duty.late and not duty.met and duty.rule.written.softened
        for child in children
        for duty in child.duties(at)
    )


def clocks(file: ContactFile, at: Any) -> list[Any]:
    """The duties with a limit that are not met."""
    return [
        line for line in presenters.duty_lines(file, at, {}) if presenters.is_timed(line) and not line.met
    ]


class _Settling:
    """One request to authorise an entry or send it back."""

    def __init__(self, request: HttpRequest, entry_id: UUID, work_id: UUID) -> None:
        """Answers 404 for an entry that does not belong to this contact."""
        self.request, self.at = request, now()
        self.file = file_of(request, entry_id)
        found = [entry for entry in self.file.work if entry.pk == work_id]
        if not found:
            raise Http404
        self.entry = found[0]
        self.kind = entry_type(self.entry.kind)

    @cached_property
    def role(self) -> str:
        """The reader's role that may authorise all of this entry; empty where none may."""
        return recordable.may_settle(self.entry, guard.user_of(self.request).roles(at=self.at))

    @property
    def must_say_why(self) -> bool:
        """Whether it comes late and nobody has said why."""
        unsaid = self.entry.kind == "decision" and not self.entry.payload.get(LATE)
        return unsaid and late(self.file.children, self.at)

    def respond(self) -> HttpResponse:
        """The page, or what follows from what was sent."""
        if self.request.method != "POST":
            return self.show({})
        sent = posted(self.request)
        back = sent.action == _SENT_BACK
        needed = ["reason"] if back or self.must_say_why else []
        parsed = parse_fields(_REASON, sent.raw, required=needed)
        if not parsed.ok:
            return self.show(sent.raw, parsed.errors, key=sent.key, status=422)
        return self._settle(sent, back=back, reason=parsed.values.get("reason", ""))

    def _settle(self, sent: Posted, *, back: bool, reason: str) -> HttpResponse:
        act = ledger.decline if back else ledger.authorise
        author = guard.author_as(self.request, self.role)
        try:
            act(
                by=author,
                at=self.at,
                entry=self.entry,
                reason=reason,
                key=sent.key or f"settle/{self.entry.pk}",
            )
        except (NotAble, AlreadySettled) as refusal:
            stop = Standstill("This cannot be done", str(refusal))
            return self.show(sent.raw, key=sent.key, standstill=stop, status=409)
        except NotRecorded as refusal:
            behind = rule_behind(refusal) if isinstance(refusal, RefusedByProcedure) else None
            stop = Standstill("The procedure does not allow this", str(refusal), behind)
            return self.show(sent.raw, key=sent.key, standstill=stop, status=409)
        words = "sent back" if back else "authorised, and has effect now"
        messages.success(self.request, f"{presenters.title_of(self.entry)} {words}.")
        return redirect("frontdoor:contact", self.file.contact.pk)

    def show(
        self,
        raw: Raw,
        errors: Sequence[FieldError] = (),
        *,
        key: str = "",
        standstill: Standstill | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Everything that whoever authorises must know: reasoning, history, clocks."""
        names = {child.id: child.name for child in self.file.children}
        user = guard.user_of(self.request)
        waits = self.entry.pk in {entry.pk for entry in self.file.open_proposals(self.at)}
        context = {
            "form": EntryForm(
                _REASON,
                raw,
                errors=errors,
                required=["reason"] if self.must_say_why else [],
                key=key,
                dense=True,
            ),
            "head": presenters.head(self.file, self.at),
            "title": presenters.title_of(self.entry),
            "by": presenters.signed_by(self.entry),
            "rows": presenters.whole(self.entry),
            "parts": presenters.parts_of(self.entry, names),
            "clocks": clocks(self.file, self.at),
            "history": history(self.file, user, self.at),
            "said": presenters.said(self.file, revealed=is_revealed(self.request, self.file.contact)),
            "work": presenters.timeline(entry for entry in self.file.work if entry.pk != self.entry.pk),
            "own": self.entry.author_id == user.pk,
            "able": bool(self.role),
            "waits": waits,
            "late": self.must_say_why,
            "standstill": standstill,
            "guidance": presenters.guidance("decision" if self.entry.kind == "decision" else ""),
            "back": reverse("frontdoor:contact", args=[self.file.contact.pk]),
        }
        return render(self.request, "frontdoor/authorise.html.jinja", context, status=status)


@telling_the_rule(act_called("decide").makes)
@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.AUTHORISE_DECISION)
def authorise(request: HttpRequest, entry_id: UUID, work_id: UUID) -> HttpResponse:
    """Authorise what somebody proposed, or send it back with the reason (HERTS-6.8, 9.1, 10.17)."""
    return _Settling(request, entry_id, work_id).respond()


urlpatterns = [
    path("contacts/<uuid:entry_id>/decide/", view_of(act_called("decide"), DecidePage), name="decide"),
    path("contacts/<uuid:entry_id>/authorise/<uuid:work_id>/", authorise, name="authorise"),
]
