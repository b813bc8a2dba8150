"""Legal holds: placed on people's records or on a kind of record, and lifted, each by a named person."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.ledger import locks
from goldthread.ledger.beside import in_force
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, MultiChoice, Parsed, Raw, Retention, Sensitivity, raw_of
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import connected
from goldthread.retention.entries import Hold, HoldLifted
from goldthread.retention.views.pages import KeepingPage, name_of, signed
from goldthread.web import guard
from goldthread.web.page import render

_ALSO = "also"


class _HoldPage(KeepingPage):
    """One request to place a hold on one person's record, and those of their family."""

    kind = Hold.kind
    capability = Capability.KEEP_RECORDS
    says = "While it stands nobody can propose or approve that these records are destroyed."
    button = "Place the hold"
    needed = ("reason",)

    @property
    def fields(self) -> Mapping[str, Field]:
        """With the family's records, which the hold may take in."""
        names = {str(one.pk): name_of(one) for one in self._family()}
        also = MultiChoice(
            "Whose records besides?", Sensitivity.PERSONAL, Retention.CHILD_RECORD, choices=names, name=_ALSO
        )
        own = {name: one for name, one in entry_type(self.kind).fields.items() if name != "record"}
        return {**({_ALSO: also} if names else {}), **own}

    def _family(self) -> list[Subject]:
        """Those around the person whose records the reader may open."""
        around = set(connected.around(self.subjects[0].pk, steps=1).steps) - {self.subjects[0].pk}
        seen = policy.visible(guard.user_of(self.request), around, at=self.at).subjects
        return list(Subject.objects.filter(pk__in=seen).order_by("reference"))

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it of everybody who was ticked."""
        ticked = set(parsed.values.pop(_ALSO, ()))
        self.subjects = [*self.subjects, *(one for one in self._family() if str(one.pk) in ticked)]
        return super().save(parsed, sending, outside_reason)

    def next_page(self) -> str:
        """The person's rights and retention."""
        return reverse("retention:of_person", args=[self.subjects[0].pk])


class _KindHoldPage(KeepingPage):
    """One request to place a hold on a whole kind of record."""

    kind = Hold.kind
    capability = Capability.KEEP_RECORDS
    heading = "Hold every record of a kind"
    says = "For an inquiry or an order that nothing of a kind is destroyed, whoever it is about."
    button = "Place the hold"
    needed = ("record", "reason")

    def prefill(self) -> Raw:
        """Every record of a child."""
        return raw_of(self.fields, {"record": "child_record"})

    def next_page(self) -> str:
        """The board."""
        return reverse("retention:board")


class _LiftPage(KeepingPage):
    """One request to lift a hold."""

    kind = HoldLifted.kind
    capability = Capability.KEEP_RECORDS
    heading = "Lift a legal hold"
    button = "Lift the hold"
    needed = ("reason",)

    def next_page(self) -> str:
        """The hold."""
        return reverse("retention:hold", args=[self.answers.pk if self.answers else ""])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.KEEP_RECORDS)
def place(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The form, then the signed hold."""
    return _HoldPage(request, [guard.record(request, subject_id)]).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.KEEP_RECORDS)
def place_on_kind(request: HttpRequest) -> HttpResponse:
    """The same for a kind of record."""
    return _KindHoldPage(request, []).respond()


@require_safe
@guard.on_record(Capability.KEEP_RECORDS)
def hold(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One hold: why, by whom, on whose records, and whether it stands."""
    found = _hold(request, entry_id)
    lifted = found.replies.filter(kind=HoldLifted.kind).first()
    parts = guard.visible_parts(request, found)
    context: dict[str, Any] = {
        "hold": found,
        "rows": [*locks.reads(found), ("Placed by", signed(found))],
        "people": [(part.subject_id, name_of(part.subject)) for part in parts],
        "lifted": [*locks.reads(lifted), ("Lifted by", signed(lifted))] if lifted else [],
    }
    return render(request, "retention/hold.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.KEEP_RECORDS)
def lift(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The form, then the record may be destroyed again once its time is over."""
    found = _hold(request, entry_id)
    if request.method != "POST" and not list(in_force(Entry.objects.filter(pk=found.pk))):
        raise Http404
    subjects = [part.subject for part in found.parts.select_related("subject").order_by("pk")]
    return _LiftPage(request, subjects, found).respond()


def _hold(request: HttpRequest, entry_id: UUID) -> Entry:
    found = guard.entry(request, entry_id)
    if found.kind != Hold.kind:
        raise Http404
    return found


urlpatterns = [
    path("children/<uuid:subject_id>/rights/hold/", place, name="place_hold"),
    path("retention/hold/", place_on_kind, name="hold_kind"),
    path("holds/<uuid:entry_id>/", hold, name="hold"),
    path("holds/<uuid:entry_id>/lift/", lift, name="lift_hold"),
]
