"""Correcting an entry of an allegation: the form as it was signed, and why. The entry stays as it was."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.allegations.operations import receiving
from goldthread.allegations.presenters import NOT_CORRECTED
from goldthread.allegations.views.opening import ACT, WritePage
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import (
    Field,
    FieldError,
    LongText,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    raw_of,
)
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.web import guard

_WHY = "correction_reason"
_REASON = LongText("Why is it corrected?", Sensitivity.PERSONAL, Retention.ALLEGATION, rows=2, name=_WHY)
_FIXED = frozenset({"step", "channel"})


class CorrectPage(WritePage):
    """One request to correct one entry."""

    kind = "amendment"
    says = "Change what is wrong and say why. What was signed stays readable."

    def __init__(self, request: HttpRequest, subject_id: UUID, entry_id: UUID) -> None:
        """Answers 404 for an entry that is not this allegation's, or is not corrected."""
        super().__init__(request, subject_id)
        found = next((one for one in self.about.entries if one.pk == entry_id), None)
        own = found is not None and found.kind.startswith("allegation") and found.kind not in NOT_CORRECTED
        if found is None or not own:
            raise Http404
        self.found = found

    @property
    def title(self) -> str:  # type: ignore[override]
        """Which entry."""
        return f"Correct: {entry_type(self.found.kind).title}"

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The questions of the entry, after why."""
        own = entry_type(self.found.kind).fields_of(self._said)
        return {_WHY: _REASON, **{name: field for name, field in own.items() if name not in _FIXED}}

    @property
    def _said(self) -> Mapping[str, Any]:
        return self.about.said[self.found.pk]

    @property
    def required(self) -> Collection[str]:
        """Why."""
        return (_WHY,)

    def prefill(self) -> Raw:
        """As it reads by now."""
        return raw_of(self.fields, {name: said for name, said in self._said.items() if name in self.fields})

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be changed."""
        return (
            []
            if self._changes(parsed)
            else [FieldError("", "Nothing has been changed. Change what is wrong")]
        )

    def _changes(self, parsed: Parsed) -> dict[str, Any]:
        before = {name: said for name, said in self._said.items() if name in self.fields}
        after = {name: said for name, said in parsed.values.items() if name != _WHY}
        return {
            name: after.get(name) for name in sorted({*before, *after}) if before.get(name) != after.get(name)
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign what now reads otherwise."""
        return receiving.correct(
            by=guard.author(self.request, ACT),
            at=self.at,
            subject=self.about.subject,
            entry=self.found,
            values=self._changes(parsed),
            reason=str(parsed.values[_WHY]),
            key=sending.key,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def correct(request: HttpRequest, subject_id: UUID, entry_id: UUID) -> HttpResponse:
    """The form, then the signed correction."""
    return CorrectPage(request, subject_id, entry_id).respond()


urlpatterns = [path("allegations/<uuid:subject_id>/correct/<uuid:entry_id>/", correct, name="correct")]
