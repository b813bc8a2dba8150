"""Stating who somebody is: each fact beside those stated before, none of which it overwrites."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import operations
from goldthread.casefile.identity import FACTS, NO_DISABILITY, Identity
from goldthread.ledger.fields import FieldError, Parsed
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.siblings import Whose


class _StatingPage(SigningPage):
    """One request to state facts about one person."""

    template = "casefile/stating.html.jinja"
    kind = Identity.kind

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        """`subject` is the person, whose record the reader may open."""
        super().__init__(request)
        self.whose = Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))

    @property
    def children(self) -> Sequence[Whose]:
        """The one person."""
        return [self.whose]

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be stated, and nobody has a disability and none."""
        values, wrong = parsed.values, []
        if parsed.ok and not FACTS & values.keys():
            wrong.append(FieldError("given_names", "Enter at least one fact"))
        if NO_DISABILITY in values.get("disability", ()) and len(values["disability"]) > 1:
            wrong.append(FieldError("disability", "Choose “No disability” alone, or the disabilities"))
        if "nhs_status" in values and "nhs_number" not in values:
            wrong.append(FieldError("nhs_number", "Enter the NHS number that is verified so far"))
        if "upn" in values and "no_upn" in values:
            wrong.append(FieldError("no_upn", "Leave this empty: you entered a unique pupil number"))
        return wrong

    def context(self) -> dict[str, Any]:
        """Whom the page is about."""
        return {"subject": self.whose.subject, "name": self.whose.name}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return operations.state_identity(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subject=self.whose.subject,
            values=parsed.values,
            sending=sending,
        )

    def next_page(self) -> str:
        """Everything that is stated of the person."""
        return reverse("casefile:who", args=[self.whose.id])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def state(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The form, then the signed facts."""
    return _StatingPage(request, guard.record(request, subject_id)).respond()
