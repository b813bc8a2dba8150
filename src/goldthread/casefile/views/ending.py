"""Saying that something stated of a person ended, or never was so: by an entry; what was said stays."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import tiesfile, whofile
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, FieldError, Parsed
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe, operations
from goldthread.people.entries import FactEnded
from goldthread.people.identity import identity
from goldthread.people.models import Address, Fact, Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clock import now
from goldthread.web.siblings import Whose


class _EndingPage(SigningPage):
    """One request to end what is said of a person."""

    template = "casefile/ending.html.jinja"
    kind = FactEnded.kind

    def __init__(self, request: HttpRequest, subject: Subject, what: str, facts: Sequence[Fact]) -> None:
        """`facts` say `what`, of the person whose record the reader may open."""
        super().__init__(request)
        self.whose = Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))
        self.what, self.facts = what, facts

    @property
    def fields(self) -> Mapping[str, Field]:
        """What is asked; what was said is known."""
        return {
            name: one for name, one in entry_type(self.kind).fields.items() if name not in {"what", "where"}
        }

    @property
    def children(self) -> Sequence[Whose]:
        """The one person."""
        return [self.whose]

    @property
    def required(self) -> Collection[str]:
        """Which of the two, and how it is known."""
        return ("how", "until", "reason")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Nothing ends before it began."""
        until = parsed.values.get("until", "")
        begun = max((one.since.isoformat() for one in self.facts if one.since), default="")
        late = until and begun and until < begun
        return [FieldError("until", "It cannot end before it began: see what was said")] if late else []

    def context(self) -> dict[str, Any]:
        """Whom it is about, and what was said by whom."""
        said = dict.fromkeys(one.said_by for one in self.facts)
        return {"subject": self.whose.subject, "name": self.whose.name, "what": self.what, "said": said}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        key = "where" if isinstance(self.facts[0], Address) else "what"
        return operations.end_facts(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            facts=self.facts,
            values={key: self.what, **parsed.values},
            sending=sending,
        )

    def next_page(self) -> str:
        """Everything that is stated of the person."""
        return reverse("casefile:who", args=[self.whose.id])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def end_fact(request: HttpRequest, subject_id: UUID, fact_id: UUID) -> HttpResponse:
    """The form, then the signed end of the fact, and of each that says the same."""
    subject = guard.record(request, subject_id)
    people = identity([subject.pk])
    what, facts = whofile.alike(people, fact_id)
    if not facts:
        what, facts = tiesfile.tie(people, fact_id, guard.user_of(request), now())
    if not facts:
        raise Http404
    return _EndingPage(request, subject, what, facts).respond()


urlpatterns = [path("children/<uuid:subject_id>/facts/<uuid:fact_id>/end/", end_fact, name="end_fact")]
