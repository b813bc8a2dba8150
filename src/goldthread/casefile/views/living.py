"""Stating how a child lives now: once for brothers and sisters of whom the same is so."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import operations
from goldthread.casefile.circumstance import FACTS, Circumstances
from goldthread.casefile.views.stating import Whose
from goldthread.ledger.fields import (
    Field,
    FieldError,
    MultiChoice,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    raw_of,
)
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe, family
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage

_ABOUT = "about"


class _LivingPage(SigningPage):
    """One request to state how one child lives, or several of a family."""

    template = "casefile/living.html.jinja"
    kind = Circumstances.kind

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        """`subject` is the child whose record the reader has open."""
        super().__init__(request)
        self.whose = Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))

    @cached_property
    def everyone(self) -> Sequence[Whose]:
        """The child, and the brothers and sisters whose records are open to the reader."""
        circle = family.circle(self.whose.id, on=london_date(self.at))
        siblings = [one.subject_id for one in circle if one.group is family.Group.SIBLING]
        able = [one for one in siblings if guard.may(self.request, Capability.RECORD_WORK, one).allowed]
        people, subjects = Person.objects.in_bulk(able), Subject.objects.in_bulk(able)
        others = [Whose(subjects[one], describe.display_name(people.get(one))) for one in able]
        return [self.whose, *others]

    @property
    def children(self) -> Sequence[Whose]:
        """Those who were ticked."""
        ticked = self.request.POST.getlist(_ABOUT)
        return [one for one in self.everyone if not ticked or str(one.id) in ticked]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Of several, whom it is about; then what can be stated."""
        names = {str(one.id): one.name for one in self.everyone}
        whom = MultiChoice(
            "Whom is it about?", Sensitivity.OPEN, Retention.CHILD_RECORD, choices=names, name=_ABOUT
        )
        return {**({_ABOUT: whom} if len(names) > 1 else {}), **Circumstances.fields}

    @property
    def required(self) -> tuple[str, ...]:
        """Whom it is about."""
        return (_ABOUT,)

    def prefill(self) -> Raw:
        """The child whose page it is."""
        return raw_of(self.fields, {_ABOUT: [str(self.whose.id)]}) if _ABOUT in self.fields else {}

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
        return {"subject": self.whose.subject, "name": self.whose.name, "several": _ABOUT in self.fields}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return operations.state_circumstances(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subjects=[guard.record(self.request, one.id) for one in self.children],
            values={name: value for name, value in parsed.values.items() if name != _ABOUT},
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
