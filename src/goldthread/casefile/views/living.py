"""Stating how a child lives now: once for brothers and sisters of whom the same is so."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import operations
from goldthread.casefile.circumstance import FACTS, Circumstances
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, raw_of
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.web import guard
from goldthread.web.siblings import WHOM, SiblingsPage


class _LivingPage(SiblingsPage):
    """One request to state how one child lives, or several of a family."""

    template = "casefile/living.html.jinja"
    kind = Circumstances.kind

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Of several, whom it is about; then what can be stated."""
        return {**self.whom, **Circumstances.fields}

    @property
    def required(self) -> tuple[str, ...]:
        """Whom it is about."""
        return (WHOM,)

    def prefill(self) -> Raw:
        """The child whose page it is."""
        return raw_of(self.fields, {WHOM: [str(self.whose.id)]}) if WHOM in self.fields else {}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be stated, and of each person who it is."""
        wrong = []
        if parsed.ok and not FACTS & parsed.values.keys():
            wrong.append(FieldError("staying", "Enter at least one fact"))
        if any(not row.get("who") for row in parsed.values.get("barred", [])):
            wrong.append(FieldError("barred", "Say of each person who it is"))
        return wrong

    def context(self) -> dict[str, Any]:
        """Whom the page is about."""
        return {"subject": self.whose.subject, "name": self.whose.name, "several": WHOM in self.fields}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return operations.state_circumstances(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subjects=self.subjects(),
            values={name: value for name, value in parsed.values.items() if name != WHOM},
            sending=sending,
        )

    def next_page(self) -> str:
        """The child's page."""
        return reverse("casefile:child", args=[self.whose.id])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def state(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The form, then the signed facts."""
    return _LivingPage(request, guard.record(request, subject_id)).respond()


urlpatterns = [path("children/<uuid:subject_id>/circumstances/", state, name="circumstances")]
