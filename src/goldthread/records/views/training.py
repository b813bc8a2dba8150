"""The register of training: everyone signs their own line; whoever leads a team reads it (HSSCP-2.1)."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.ledger import procedure
from goldthread.ledger.fields import FieldError, Parsed, Raw, raw_of
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.procedures.walltime import LONDON
from goldthread.records import operations
from goldthread.records.entries import Training
from goldthread.records.views.pages import Nobody
from goldthread.web import guard
from goldthread.web.acting import SigningPage, Whom
from goldthread.web.clock import now
from goldthread.web.page import render


@require_safe
@guard.signed_in
def register(request: HttpRequest) -> HttpResponse:
    """Every line, for whoever sees a team's work; one's own for everybody else."""
    user = guard.user_of(request)
    sees_all = user.may(Capability.SEE_TEAM_WORK, at=now())
    found = Entry.objects.filter(kind=Training.kind).select_related("author_agency")
    if not sees_all:
        found = found.filter(author=user)
    rows = [_row(one) for one in found.order_by("-occurred_at", "author_name", "pk")[:500]]
    return render(request, "records/training.html.jinja", {"rows": rows, "sees_all": sees_all})


def _row(entry: Entry) -> list[str]:
    agency = entry.author_agency.name if entry.author_agency else ""
    said = entry.payload
    return [
        entry.author_name,
        ", ".join(filter(None, (entry.author_designation, agency))),
        str(said.get("course", "")),
        say_date(london_date(entry.occurred_at)),
        f"{said.get('reading', '')}, read: signed {say_when(entry.recorded_at)}",
    ]


class _TrainingPage(SigningPage):
    """One request to sign one's own line."""

    template = "records/training_sign.html.jinja"
    kind = Training.kind

    @property
    def children(self) -> Sequence[Whom]:
        """It is about nobody on record."""
        return [Nobody()]

    @property
    def required(self) -> tuple[str, ...]:
        """All of it."""
        return tuple(self.fields)

    def prefill(self) -> Raw:
        """Today, and the procedure's own reading."""
        shelf = [one for one in procedure.newest().sources.values() if one.shelf == "procedures" and one.file]
        reading = next((f"{one.title} ({one.dated or 'no date'})" for one in shelf), "")
        return raw_of(self.fields, {"on": london_date(self.at).isoformat(), "reading": reading[:200]})

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Both are confirmed, or there is nothing to sign."""
        whole = set(parsed.values.get("confirmed", ())) >= {"read", "there"}
        return [] if whole else [FieldError("confirmed", "Confirm both, or do not sign the sheet yet")]

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it as of the day of the training."""
        roles = sorted(guard.user_of(self.request).roles(at=self.at))
        if not roles:
            raise PermissionDenied(policy.NO_ROLE.why)
        day = datetime.combine(datetime.fromisoformat(parsed.values["on"]).date(), time(), LONDON)
        return operations.keep_apart(
            by=guard.author_as(self.request, roles[0]),
            at=self.at,
            kind=self.kind,
            values=parsed.values,
            occurred_at=day,
            sending=sending,
        )

    def next_page(self) -> str:
        """The register."""
        return reverse("records:training")

    def context(self) -> dict[str, Any]:
        """Who signs."""
        user = guard.user_of(self.request)
        return {"signs": ", ".join(filter(None, (user.name, user.designation)))}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.signed_in
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the attendance sheet."""
    return _TrainingPage(request).respond()


urlpatterns = [
    path("training/", register, name="training"),
    path("training/sign/", sign, name="training_sign"),
]
