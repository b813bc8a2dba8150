"""The telephone contact: one dense page for an officer with the caller still talking (HERTS-1.1, 10.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor import before_signing, recognising
from goldthread.frontdoor.calls import FORM, GROUPS, Call, blank
from goldthread.frontdoor.doors import TELEPHONE, form_for
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.linking import sent as sent_as
from goldthread.frontdoor.operations import taking
from goldthread.frontdoor.operations.receiving import Known
from goldthread.frontdoor.recognising import Found
from goldthread.frontdoor.views.acting import telling_the_rule
from goldthread.frontdoor.views.keptforms import LOOK_UP, Kept, KeptForm, recognised
from goldthread.ledger import drafts, procedure
from goldthread.ledger.fields import FieldError, Parsed
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import InTheFuture
from goldthread.ledger.state import NotRecorded
from goldthread.people.creating import AlreadyThere, Newcomer
from goldthread.procedures.register import NoProcedure
from goldthread.web import guard, keeping
from goldthread.web.acting import ELSEWHERE
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_MAKES = ("contact.received",)
_NOT_ASKED = "Whether it is someone on record was not asked: a child was in immediate danger."
KEPT = Kept(
    kind="contact",
    form=FORM,
    capability=Capability.TAKE_CONTACT,
    page="frontdoor:call",
    save="frontdoor:call_save",
    look_up="frontdoor:call_look_up",
    groups=GROUPS,
)


@dataclass(frozen=True)
class _Visit:
    """One request for one call's page."""

    request: HttpRequest
    draft: Draft
    at: datetime

    @cached_property
    def call(self) -> Call:
        """The form with what was typed."""
        return Call(self.draft.raw)

    @property
    def role(self) -> str:
        """In which they take the contact."""
        return guard.author(self.request, Capability.TAKE_CONTACT).role

    @cached_property
    def found(self) -> dict[str, Found]:
        """Who the people typed so far may be."""
        return KEPT.found(self.request, self.call.fields, self.call.raw)

    @cached_property
    def known(self) -> Known:
        """The people whom the officer recognised."""
        fields, raw = self.call.fields, self.call.raw
        children, household = (recognised(fields, raw, group, self.found) for group in GROUPS)
        return Known(children, household)

    @property
    def newcomers(self) -> dict[str, dict[int, Newcomer]]:
        """Everybody looked for, by group and place."""
        rows = {group: recognising.rows_of(self.call.fields, self.call.raw, [group]) for group in GROUPS}
        return {group: recognising.newcomers(each, self.found) for group, each in rows.items()}

    def show(
        self, *, errors: Sequence[FieldError] = (), sent: Posted | None = None, status: int = 200
    ) -> HttpResponse:
        """The page with what was typed."""
        call = self.call
        form = KeptForm(
            call.fields,
            call.raw,
            errors=errors,
            only=call.asks,
            required=call.required,
            draft=self.draft,
            dense=True,
            save_url=reverse(KEPT.save, args=[self.draft.pk]),
            focus=sent.focus if sent else "",
        )
        context = {
            "form": form,
            "sections": call.sections([error.name for error in errors]),
            "groups": GROUPS,
            "found": recognising.with_errors(self.found, errors),
            "kept": KEPT,
            "draft": self.draft,
            "telling": before_signing.telling(call, self.known.children, self.role, self.at),
            "tell": reverse("frontdoor:call_tell", args=[self.draft.pk]),
            "danger": before_signing.if_in_danger(call, self.at),
            "crime": before_signing.if_a_crime(self.role, self.at),
            "unsigned": self._unsigned(),
        }
        return render(self.request, "frontdoor/call.html.jinja", context, status=status)

    def _unsigned(self) -> list[Draft]:
        """This officer's other calls that are not signed yet."""
        held = drafts.held(keeping.holder(self.request)).filter(kind=KEPT.kind, context__form=FORM)
        return list(held.exclude(pk=self.draft.pk)[:5])


@telling_the_rule(_MAKES)
@guard.capable(Capability.TAKE_CONTACT)
@require_safe
def start(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A new call, on a page of its own: nothing is kept before the first word is typed."""
    _there_is_a_form()
    return redirect(KEPT.page, uuid4())


@telling_the_rule(_MAKES)
@guard.capable(Capability.TAKE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The page of one call, until it is signed; from then on the contact that it became."""
    _there_is_a_form()
    if became := _became(request, draft_id):
        return became
    at = now()
    if request.method == "POST":
        return _taken_once(request, draft_id, at)
    return _Visit(request, KEPT.draft(request, draft_id, blank(at)), at).show()


def _taken_once(request: HttpRequest, draft_id: UUID, at: datetime) -> HttpResponse:
    """What came of it. What it is refused for may be itself, sent before and recorded meanwhile."""
    try:
        answer = _take(request, draft_id, at)
    except Http404:
        if first := _became(request, draft_id):
            return first
        raise
    first = _became(request, draft_id) if answer.status_code in {409, 422} else None
    return first or answer


def _became(request: HttpRequest, draft_id: UUID) -> HttpResponse | None:
    """To the contact that the call became, once it is signed."""
    try:
        return redirect("frontdoor:contact", sent_as(keeping.holder(request), draft_id).pk)
    except Entry.DoesNotExist:
        return None


@guard.public
@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what is being typed."""
    return KEPT.save_view(request, draft_id, blank(now()))


@telling_the_rule(_MAKES)
@guard.capable(Capability.TAKE_CONTACT)
@require_POST
def look_up(request: HttpRequest, draft_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Who on record the person of one row may be, while the row is typed."""
    return KEPT.look_up_view(request, lambda _: Contact.fields)  # the pack's words for them are not needed


@telling_the_rule(_MAKES)
@guard.capable(Capability.TAKE_CONTACT)
@require_POST
def tell(request: HttpRequest, draft_id: UUID) -> HttpResponse:  # noqa: ARG001
    """What to tell the caller, and where the contact goes, by the answers so far."""
    form = Call(posted(request).raw)
    known = KEPT.picks(request, form.fields, form.raw, "children")
    role = guard.author(request, Capability.TAKE_CONTACT).role
    told = before_signing.telling(form, known, role, now())
    return render(request, "frontdoor/telling.html.jinja", {"telling": told})


def _there_is_a_form() -> None:
    """Answers 404 where the pack has no form for calls."""
    if not form_for(procedure.newest(), TELEPHONE):
        raise Http404


def _take(request: HttpRequest, draft_id: UUID, at: datetime) -> HttpResponse:
    """Whatever the button, what was typed is kept first, valid or not."""
    sent = posted(request)
    held = KEPT.keep(request, draft_id, blank(at), sent)
    visit = _Visit(request, held.draft, at)
    if held.elsewhere:
        return visit.show(errors=[ELSEWHERE], status=409)
    if held.go_to:
        return redirect(held.go_to)
    return visit.show(sent=sent) if sent.action == LOOK_UP else _sign(visit)


def _sign(visit: _Visit) -> HttpResponse:
    """The contact, or the page again with what is wrong on it."""
    parsed = visit.call.read(visit.at)
    errors = [*parsed.errors, *_wrong_time(parsed, visit.at), *recognising.unsettled(visit.found.values())]
    if not _in_danger(parsed):
        errors += recognising.passed_over(visit.found.values())
    if errors:
        return visit.show(errors=errors, status=422)
    try:
        with transaction.atomic():
            entry = _signed(visit, parsed)
    except AlreadyThere as refusal:
        again = _Visit(visit.request, visit.draft, visit.at)
        passed_over = recognising.passed_over(again.found.values())
        return again.show(errors=[FieldError("", str(refusal)), *passed_over], status=409)
    except (InTheFuture, NotRecorded) as refusal:
        return visit.show(errors=[FieldError("", str(refusal))], status=422)
    messages.success(visit.request, f"Signed. The reference is {entry.reference}.")
    return redirect("frontdoor:contact", entry.pk)


def _in_danger(parsed: Parsed) -> bool:
    """Whether a child is in danger now: then who it is waits until the child is safe."""
    return bool(parsed.values.get("immediate_danger"))


def _signed(visit: _Visit, parsed: Parsed) -> Entry:
    values: dict[str, Any] = {"form": "none", "channel": "telephone", **parsed.values}
    for group, people in zip(GROUPS, (visit.known.children, visit.known.household), strict=True):
        if group in values:
            values[group] = recognising.as_recognised(values[group], people)
    known, why = visit.known, recognising.whys(visit.found.values())
    if not _in_danger(parsed):
        known = replace(known, newcomers=visit.newcomers)
    elif recognising.passed_over(visit.found.values()):
        why = f"{why}\n{_NOT_ASKED}".strip()
    if why:
        values["someone_else"] = why
    return taking.take(
        by=guard.author(visit.request, Capability.TAKE_CONTACT),
        at=visit.at,
        draft=visit.draft.pk,
        holder=keeping.holder(visit.request),
        values=values,
        known=known,
        received_at=datetime.fromisoformat(values["received_at"]) if "received_at" in values else visit.at,
    )


def _wrong_time(parsed: Parsed, at: datetime) -> list[FieldError]:
    """A contact cannot have come later than now, nor before the procedure that it is held against."""
    said = parsed.values.get("received_at")
    if not said:
        return []
    received = datetime.fromisoformat(said)
    if received > at:
        return [FieldError("received_at", "It cannot have come later than now. Check the date and the time")]
    try:
        procedure.pack(received)
    except NoProcedure:
        return [FieldError("received_at", "No procedure here was in force then. Check the year", ("year",))]
    return []


urlpatterns = [
    path("telephone/", start, name="telephone"),
    path("telephone/<uuid:draft_id>/", call, name="call"),
    path("telephone/<uuid:draft_id>/save/", save, name="call_save"),
    path("telephone/<uuid:draft_id>/look-up/", look_up, name="call_look_up"),
    path("telephone/<uuid:draft_id>/tell/", tell, name="call_tell"),
]
