"""For whoever reported an allegation: what the LADO advised, what is next, what they record themselves."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.allegations.allegationfile import Allegation, allegation
from goldthread.allegations.entries.report import AllegationReport, SeniorPersonTold
from goldthread.allegations.entries.work import InitialDiscussion, Invitation, SettingAction
from goldthread.allegations.operations import receiving
from goldthread.allegations.views.opening import case_of
from goldthread.allegations.views.reporting import REPORTER, guidance, lado_line
from goldthread.allegations.views.working import told_the_adult
from goldthread.ledger import operations as ledger
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import FieldError, Parsed, Raw, raw_of
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part, Sending
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clock import now
from goldthread.web.duties import duty_line
from goldthread.web.page import render
from goldthread.web.stepping import Case

_MOST = 100
_NOT_FOR_THEM = {"step", "opinion"}


def _own(request: HttpRequest, entry_id: UUID) -> Allegation:
    """The allegation that this person reported. Answers 404 for anybody else's, their colleagues' too."""
    report = guard.own_request(request, entry_id)
    if report.kind != AllegationReport.kind or report.author_id != guard.user_of(request).pk:
        raise Http404
    found = allegation(report.parts.get().subject_id)
    if found is None:
        raise Http404
    return found


@require_safe
@guard.capable(Capability.SEND_REQUEST)
def mine(request: HttpRequest) -> HttpResponse:
    """The allegations that this person reported: by reference and day, without a name."""
    found = Entry.objects.filter(kind=AllegationReport.kind, author=guard.user_of(request))
    policy.open_followed(guard.user_of(request), found, at=now())
    lines = [
        (one.reference, say_when(one.recorded_at), reverse("allegations:own", args=[one.pk]))
        for one in found.order_by("-recorded_at", "pk")[:_MOST]
    ]
    return render(request, "allegations/mine.html.jinja", {"lines": lines})


@require_safe
@guard.capable(Capability.SEND_REQUEST)
def own(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What they reported, what the LADO advised, and what they must and must not do."""
    about, at = _own(request, entry_id), now()
    told = [_told(about, entry) for entry in about.entries if entry.kind in _FOR_THEM]
    owed = [duty_line(one, at) for one in about.duties(at) if one.rule.written.by == REPORTER and not one.met]
    kind = AllegationReport
    context = {
        "about": about,
        "line": lado_line(),
        "guidance": guidance(),
        "must_not": about.must_not(at),
        "owed": owed,
        "told": told,
        "rows": [(field.label, text) for field, text in kind.reads(about.values)],
        "reported": say_when(about.report.recorded_at),
    }
    return render(request, "allegations/own.html.jinja", context)


_FOR_THEM = (InitialDiscussion.kind, Invitation.kind, SettingAction.kind, SeniorPersonTold.kind)


def _told(about: Allegation, entry: Entry) -> tuple[str, str, list[tuple[str, str]]]:
    """An entry as whoever reported it may read it: not what the LADO makes of it."""
    kind = entry_type(entry.kind)
    rows = kind.reads(about.said[entry.pk])
    return (
        kind.title,
        say_when(entry.occurred_at),
        [(field.label, text) for field, text in rows if field.name not in _NOT_FOR_THEM],
    )


class OwnPage(SigningPage):
    """Something that whoever reported it records themselves."""

    template = "allegations/own_write.html.jinja"
    title: ClassVar[str] = ""

    def __init__(self, request: HttpRequest, entry_id: UUID) -> None:
        """Answers 404 for anybody else's."""
        super().__init__(request)
        self.about = _own(request, entry_id)

    @property
    def children(self) -> Sequence[Case]:
        """The adult."""
        return [case_of(self.about)]

    def prefill(self) -> Raw:
        """Now."""
        return raw_of(self.fields, {self.when: self.at.replace(second=0, microsecond=0).isoformat()})

    def frame(self) -> dict[str, Any]:
        """What it is, and the way back."""
        return {"title": self.title, "back": self.next_page(), "line": lado_line()}

    def next_page(self) -> str:
        """Their report."""
        return reverse("allegations:own", args=[self.about.report.pk])

    def done(self, entry: Entry) -> str:
        """Without the name of anybody."""
        return "Recorded."


class OwnTellingPage(OwnPage):
    """Whom they told as the most senior person (GLOS-7.3)."""

    kind, when, title = SeniorPersonTold.kind, "told_at", "The most senior person whom it does not implicate"

    @property
    def required(self) -> Collection[str]:
        """Who, and whether it implicates them."""
        return ("told_name", "senior_person_implicated")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Never the adult."""
        return told_the_adult(self.about.values, parsed)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return receiving.tell(
            by=guard.author(self.request, Capability.SEND_REQUEST),
            at=self.at,
            subject=self.about.subject,
            report=self.about.report,
            values=parsed.values,
            sending=Sending(sending.key, sending.draft, sending.holder, outside_reason=outside_reason),
        )


class ActionPage(OwnPage):
    """What the setting does by itself; refused before the LADO was asked (GLOS-7.5, 7.12)."""

    kind, when, title = SettingAction.kind, "happened_at", "What your setting does about it"

    @property
    def required(self) -> Collection[str]:
        """What."""
        return ("what",)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        happened = parsed.values.get(self.when)
        return ledger.sign(
            by=guard.author(self.request, Capability.SEND_REQUEST),
            at=self.at,
            kind=self.kind,
            values=parsed.values,
            parts=[Part(self.about.subject)],
            key=sending.key,
            occurred_at=datetime.fromisoformat(happened) if happened else None,
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEND_REQUEST)
def own_told(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Whom they told."""
    return OwnTellingPage(request, entry_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEND_REQUEST)
def own_action(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What their setting does."""
    return ActionPage(request, entry_id).respond()


urlpatterns = [
    path("allegations/mine/", mine, name="mine"),
    path("allegations/mine/<uuid:entry_id>/", own, name="own"),
    path("allegations/mine/<uuid:entry_id>/told/", own_told, name="own_told"),
    path("allegations/mine/<uuid:entry_id>/action/", own_action, name="own_action"),
]
