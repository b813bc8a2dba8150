"""Asking agencies to contribute: the worker asks and asks again, the agency answers on its own page."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.accounts.capabilities import Capability
from goldthread.assessment import asking
from goldthread.assessment.entries.contribution import Contribution, ContributionChase, ContributionRequest
from goldthread.assessment.views.together import ACT, TogetherPage
from goldthread.ledger import operations as ledger
from goldthread.ledger.fields import FieldError, Parsed, Raw, raw_of
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part
from goldthread.web import guard
from goldthread.web.asked import AnsweringPage
from goldthread.web.clock import now
from goldthread.web.stepping import ABOUT

_NOTHING = "There is nothing to send yet. Write at least one answer"


class AskPage(TogetherPage):
    """An agency is asked for what it knows of these children (HSSCP-7.11)."""

    kind = ContributionRequest.kind
    title = "Ask an agency to contribute"
    says = "They see what you write here, the children’s names and dates of birth, and nothing else."

    @property
    def required(self) -> Collection[str]:
        """Whom, and what."""
        return (ABOUT, "agency", "asked", "permitted", "necessary_why")

    def prefill(self) -> Raw:
        """About everyone; permitted, where the family said so before (HUB-2.4)."""
        said = asking.permitted(self.first.state, self.at)
        return raw_of(self.fields, {**self.everyone(), **({"permitted": "yes"} if said else {})})

    def values(self, parsed: Parsed) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """Asking may be the first that is done for the assessment."""
        values, parts = super().values(parsed)
        return {**values, **({"starts": True} if self.starts() else {})}, parts

    def next_page(self) -> str:
        """The document."""
        return reverse("assessment:document", args=[self.first.id])


class ReceivedPage(TogetherPage):
    """A contribution that came by telephone, by post or in a meeting, written down by the worker."""

    kind = Contribution.kind
    title = "Write down a contribution"

    def __init__(self, request: HttpRequest, subject_id: UUID, asked: UUID) -> None:
        """Answers 404 for a request about somebody else."""
        super().__init__(request, subject_id)
        found = Entry.objects.filter(
            pk=asked, kind=ContributionRequest.kind, parts__subject=subject_id
        ).first()
        if found is None:
            raise Http404
        self.request_entry = found
        about = set(found.parts.values_list("subject_id", flat=True))
        self.cases = [case for case in self.cases if case.id in about]
        self.says = (
            f"From {found.payload.get('agency', '')}, which was asked: {found.payload.get('asked', '')}"
        )

    @property
    def required(self) -> Collection[str]:
        """Who gave it."""
        return (ABOUT, "received_how")

    def prefill(self) -> Raw:
        """About everyone."""
        return raw_of(self.fields, self.everyone())

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be said."""
        return [] if set(parsed.values) - {ABOUT, "received_how"} else [FieldError("", _NOTHING)]

    def links(self) -> Links:
        """It answers the request."""
        return Links(answers=self.request_entry)

    def next_page(self) -> str:
        """The document."""
        return reverse("assessment:document", args=[self.first.id])


class ContributePage(AnsweringPage):
    """What an agency knows, on its own page."""

    says = "Write what you know, and say what is fact and what is opinion. Leave out what you do not know."

    @property
    def only(self) -> Collection[str]:
        """What an agency says; how it reached us is plain."""
        return tuple(name for name in self.fields if name != "received_how")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be said."""
        return [] if parsed.values else [FieldError("", _NOTHING)]

    def done(self, entry: Entry) -> str:
        """It arrived."""
        return "Thank you. Your contribution has reached the social worker."


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def ask(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Ask an agency to contribute."""
    return AskPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def received(request: HttpRequest, subject_id: UUID, entry_id: UUID) -> HttpResponse:
    """Write down what an agency contributed by word of mouth or on paper."""
    return ReceivedPage(request, subject_id, entry_id).respond()


@require_POST
@guard.on_record(ACT)
def chase(request: HttpRequest, subject_id: UUID, entry_id: UUID) -> HttpResponse:
    """Record that an agency was asked again."""
    subject = guard.record(request, subject_id)
    asked = Entry.objects.filter(pk=entry_id, kind=ContributionRequest.kind, parts__subject=subject).first()
    if asked is None:
        raise Http404
    ledger.sign(
        by=guard.author(request, ACT),
        at=now(),
        kind=ContributionChase.kind,
        values={},
        parts=[Part(one.subject) for one in asked.parts.select_related("subject").order_by("pk")],
        key=request.POST.get("_key") or uuid4().hex,
        links=Links(answers=asked),
    )
    messages.success(request, f"Noted: {asked.payload.get('agency', 'the agency')} was asked again.")
    return redirect("assessment:document", subject_id)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEND_REQUEST)
def contribute(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Contribute what one knows."""
    asked = guard.own_request(request, entry_id)
    if asked.kind != ContributionRequest.kind:
        raise Http404
    return ContributePage(request, asked).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/contributions/ask/", ask, name="ask"),
    path("children/<uuid:subject_id>/contributions/<uuid:entry_id>/received/", received, name="received"),
    path("children/<uuid:subject_id>/contributions/<uuid:entry_id>/again/", chase, name="chase"),
    path("contributions/<uuid:entry_id>/", contribute, name="contribute"),
]
