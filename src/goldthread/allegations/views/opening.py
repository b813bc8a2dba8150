"""How the LADO's pages open an allegation, and what every page on which one records something has."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from goldthread.accounts.capabilities import Capability
from goldthread.allegations.allegationfile import Allegation, allegation
from goldthread.ledger import operations as ledger
from goldthread.ledger.fields import Parsed, Raw, raw_of
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part, Sending
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.stepping import Case, StepPage

ACT = Capability.HANDLE_ALLEGATIONS


def opened(request: HttpRequest, subject_id: UUID) -> Allegation:
    """The allegation, if this reader may. Answers 404 for any other record, and for whom it walls off."""
    guard.record(request, subject_id)
    found = allegation(subject_id)
    if found is None:
        raise Http404
    return found


def case_of(about: Allegation) -> Case:
    """It as the pages of steps see a case."""
    return Case(about.subject, about.name, about.state)


class OutcomePage(StepPage):
    """A step of the procedure recorded of one allegation."""

    step_id: ClassVar[str] = ""

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers as `opened`, and 403 where no outcome is theirs to record."""
        self.about = opened(request, subject_id)
        super().__init__(request, self.step_id, [case_of(self.about)], None, page_of(subject_id))


class WritePage(SigningPage):
    """Anything else recorded of one allegation, by the LADO."""

    template = "allegations/write.html.jinja"
    title: ClassVar[str] = ""
    says: ClassVar[str] = ""

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers as `opened`."""
        super().__init__(request)
        self.about = opened(request, subject_id)

    @property
    def children(self) -> Sequence[Case]:
        """The adult."""
        return [case_of(self.about)]

    def prefill(self) -> Raw:
        """Now, where it asks when."""
        now = self.at.replace(second=0, microsecond=0).isoformat()
        return raw_of(self.fields, {self.when: now}) if self.when else {}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        happened = parsed.values.get(self.when)
        return ledger.sign(
            by=guard.author(self.request, ACT),
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

    def frame(self) -> dict[str, Any]:
        """Whom it is about, and the way back."""
        return {"title": self.title, "says": self.says, "name": self.about.name, "back": self.next_page()}

    def next_page(self) -> str:
        """The allegation."""
        return page_of(self.about.subject.pk)


def page_of(subject_id: UUID) -> str:
    """The address of an allegation."""
    return reverse("allegations:allegation", args=[subject_id])
