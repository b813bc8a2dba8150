"""The consultation hub: advice recorded on the child's record; nothing is moved (HERTS-2.10 to 2.24)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor import recognising
from goldthread.frontdoor.calls import People
from goldthread.frontdoor.doors import opens_alone
from goldthread.frontdoor.entries.consultation import CONSULTATION, Consultation
from goldthread.frontdoor.formpages import guidance_at
from goldthread.frontdoor.linking import sent as sent_as
from goldthread.frontdoor.operations import advising
from goldthread.frontdoor.operations.receiving import Known
from goldthread.frontdoor.recognising import Found
from goldthread.frontdoor.views.keptforms import LOOK_UP, Kept, KeptForm, recognised
from goldthread.ledger import procedure
from goldthread.ledger.fields import Field, FieldError, parse_fields, select
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.state import NotRecorded
from goldthread.people.creating import AlreadyThere
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.web import guard, keeping
from goldthread.web.acting import ELSEWHERE
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.lines import Line, line
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_PLACE = "consultation"
_WHO = ("consulted_by", "consulted_agency", "referrer_kind")
_CHILD = ("given_names", "family_name", "born", "age_about", "school", "postcode")
_SAID = ("question", "advice_given", "advice")
_PEOPLE = People("children", "child", [f"children.{column}" for column in _CHILD], [])
_REQUIRED = ("consulted_by", "children", "question", "advice_given")
_RECENT = 20
KEPT = Kept(
    kind=Consultation.kind,
    form=Consultation.kind,
    capability=Capability.ADVISE,
    page="frontdoor:consultation",
    save="frontdoor:consultation_save",
    look_up="frontdoor:consultation_look_up",
    groups=("children",),
)


def _advice() -> list[str]:
    """The questions about the advice: the common ones, and the pack's."""
    return [*_SAID, *CONSULTATION.more]


def _fields() -> Mapping[str, Field]:
    """What the page asks."""
    return select(Consultation.fields, [*_WHO, *_PEOPLE.first, *_advice()])


def _there_is_one() -> None:
    """Answers 404 where the procedure has no advice before a contact."""
    if not opens_alone(procedure.newest(), Consultation.kind):
        raise Http404


@dataclass(frozen=True)
class Recent:
    """One consultation in the list."""

    when: datetime
    about: str
    asked_by: str
    advice: str
    by: str
    href: str


@dataclass(frozen=True)
class _Visit:
    """One request for one consultation's page."""

    request: HttpRequest
    draft: Draft
    at: datetime

    @cached_property
    def found(self) -> dict[str, Found]:
        """Who the children typed so far may be."""
        return KEPT.found(self.request, _fields(), self.draft.raw)

    def show(
        self, *, errors: Sequence[FieldError] = (), sent: Posted | None = None, status: int = 200
    ) -> HttpResponse:
        """The page with what was typed."""
        form = KeptForm(
            _fields(),
            self.draft.raw,
            errors=errors,
            required=_REQUIRED,
            draft=self.draft,
            dense=True,
            save_url=reverse(KEPT.save, args=[self.draft.pk]),
            focus=sent.focus if sent else "",
        )
        context = {
            "form": form,
            "who": _WHO,
            "people": _PEOPLE,
            "advice": _advice(),
            "step": procedure.newest().steps[Consultation.kind],
            "found": recognising.with_errors(self.found, errors),
            "kept": KEPT,
            "draft": self.draft,
            "lines": _advisers(self.at),
            "guidance": [(each, why(each)) for each in guidance_at(procedure.newest(), _PLACE)],
            "recent": _recent(self.request, self.at),
        }
        return render(self.request, "frontdoor/hub.html.jinja", context, status=status)


@guard.capable(Capability.ADVISE)
@require_safe
def start(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A new consultation, on a page of its own, above the recent ones."""
    _there_is_one()
    return redirect(KEPT.page, uuid4())


@guard.capable(Capability.ADVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The page of one consultation, until it is signed."""
    _there_is_one()
    try:
        sent_as(keeping.holder(request), draft_id)
    except Entry.DoesNotExist:
        at = now()
    else:
        return redirect("frontdoor:hub")
    if request.method == "POST":
        return _take(request, draft_id, at)
    return _Visit(request, KEPT.draft(request, draft_id, {}), at).show()


@guard.public
@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what is being typed."""
    return KEPT.save_view(request, draft_id, {})


@guard.capable(Capability.ADVISE)
@require_POST
def look_up(request: HttpRequest, draft_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Who on record the child of one row may be, while the row is typed."""
    return KEPT.look_up_view(request, lambda _: _fields())


def _take(request: HttpRequest, draft_id: UUID, at: datetime) -> HttpResponse:
    """Whatever the button, what was typed is kept first, valid or not."""
    sent = posted(request)
    held = KEPT.keep(request, draft_id, {}, sent)
    visit = _Visit(request, held.draft, at)
    if held.elsewhere:
        return visit.show(errors=[ELSEWHERE], status=409)
    if held.go_to:
        return redirect(held.go_to)
    return visit.show(sent=sent) if sent.action == LOOK_UP else _sign(visit)


def _sign(visit: _Visit) -> HttpResponse:
    """On the children's record, or the page again with what is wrong on it."""
    raw, found = visit.draft.raw, visit.found.values()
    parsed = parse_fields(_fields(), raw, required=_REQUIRED, now=visit.at)
    errors = [*parsed.errors, *recognising.unsettled(found), *recognising.passed_over(found)]
    if errors:
        return visit.show(errors=errors, status=422)
    known = recognised(_fields(), raw, "children", visit.found)
    children = recognising.as_recognised(parsed.values.pop("children"), known)
    if why_not := recognising.whys(found):
        parsed.values["someone_else"] = why_not
    rows = recognising.rows_of(_fields(), raw, ["children"])
    newcomers = {"children": recognising.newcomers(rows, visit.found)}
    try:
        with transaction.atomic():
            entry = advising.advise(
                by=guard.author(visit.request, Capability.ADVISE),
                at=visit.at,
                draft=visit.draft.pk,
                holder=keeping.holder(visit.request),
                values=parsed.values,
                children=children,
                known=Known(known, newcomers=newcomers),
            )
    except AlreadyThere as refusal:
        again = _Visit(visit.request, visit.draft, visit.at)
        passed_over = recognising.passed_over(again.found.values())
        return again.show(errors=[FieldError("", str(refusal)), *passed_over], status=409)
    except NotRecorded as refusal:
        return visit.show(errors=[FieldError("", str(refusal))], status=422)
    messages.success(visit.request, f"Recorded. The reference is {entry.reference}.")
    return redirect("frontdoor:hub")


def _advisers(at: datetime) -> list[Line]:
    """The services that advise some referrers alone, with the hours that they keep (HERTS-2.22, 2.23)."""
    pack = procedure.newest()
    return [
        line(pack, name, at) for name, service in pack.services.items() if service.serves and service.hours
    ]


def _recent(request: HttpRequest, at: datetime) -> list[Recent]:
    """The consultations recorded last, without the names of children whose record is closed to the reader."""
    entries = Entry.objects.filter(kind=Consultation.kind).order_by("-recorded_at").prefetch_related("parts")
    shown = list(entries[:_RECENT])
    if not shown:
        return []
    about = {part.subject_id for entry in shown for part in entry.parts.all()}
    people = Person.objects.in_bulk(policy.visible(guard.user_of(request), about, at=at).subjects)
    guard.shown(request, people, act="read.consultations")
    return [_line(entry, people) for entry in shown]


def _line(entry: Entry, people: Mapping[UUID, Person]) -> Recent:
    names = [display_name(people[part.subject_id]) for part in entry.parts.all() if part.subject_id in people]
    asked_by = (entry.payload.get("consulted_by"), entry.payload.get("consulted_agency"))
    return Recent(
        when=entry.occurred_at,
        about=", ".join(names),
        asked_by=", ".join(part for part in asked_by if part),
        advice=Consultation.summary(entry.payload).removeprefix(f"{Consultation.title}: "),
        by=entry.author_name,
        href=reverse("casefile:entry", args=[entry.pk]) if names else "",
    )


urlpatterns = [
    path("consultations/", start, name="hub"),
    path("consultations/<uuid:draft_id>/", consultation, name="consultation"),
    path("consultations/<uuid:draft_id>/save/", save, name="consultation_save"),
    path("consultations/<uuid:draft_id>/look-up/", look_up, name="consultation_look_up"),
]
