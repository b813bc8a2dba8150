"""What an assessment came to, and the check of its quality."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.assessment import presenters
from goldthread.assessment.assessmentfile import AssessmentFile
from goldthread.assessment.dimensions import NEED
from goldthread.assessment.entries.outcome import QUALITY, AssessmentCheck, AssessmentOutcome, marks
from goldthread.assessment.entries.section import STEP
from goldthread.assessment.family import family_cases, in_step
from goldthread.assessment.views.document import file_of
from goldthread.assessment.views.together import ACT, TogetherPage
from goldthread.ledger import procedure
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, child_name
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.stepping import ABOUT, OUTCOME, StepPage

_WHY = "incomplete_why"


class OutcomePage(StepPage):
    """The outcome for each child: what the document says stands there already, what is missing is shown."""

    kind = AssessmentOutcome.kind
    template = "assessment/outcome.html.jinja"

    @cached_property
    def files(self) -> dict[str, AssessmentFile]:
        """The assessment of each child, by id."""
        return {str(case.id): file_of(self.request, case) for case in self.cases}

    def prefill(self) -> Raw:
        """About those whose assessment goes on, with what their documents say of each fact."""
        raw: dict[str, list[str]] = {name: list(texts) for name, texts in super().prefill().items()}
        if len(self.cases) > 1:
            raw[ABOUT] = in_step(STEP, self.cases, self.at) or raw[ABOUT]
        for child, file in self.files.items():
            for name, field in self.fields.items():
                value = file.document.newest(NEED, name)
                value = _plain(file.state.child_facts(self.at).get(name)) if value is None else value
                if field.per_child and name != OUTCOME and value is not None:
                    raw |= field.write(value, child_name(child, name))
        return raw

    def check(self, parsed: Parsed) -> list[FieldError]:
        """An assessment that ends with parts missing says why (design section 1: it is never locked)."""
        errors = super().check(parsed)
        if errors or parsed.values.get(_WHY):
            return errors
        ending = [str(case.id) for case in self.children if self._ends(parsed, str(case.id))]
        if any(self.files[child].lacks for child in ending):
            words = (
                "Parts of the assessment are missing: they are listed on this page. Say why you finish it now"
            )
            return [FieldError(_WHY, words)]
        return []

    def _ends(self, parsed: Parsed, child: str) -> bool:
        outcome = {**parsed.values, **parsed.parts.get(child, {})}.get(OUTCOME, "")
        return outcome in self.written.outcomes and not self.written.outcomes[outcome].keeps_open

    def context(self) -> dict[str, Any]:
        """What each document lacks, what it says of need and harm, and whether somebody must authorise it."""
        return {
            "nobody_decides": not any(one.authorised_by for one in self.written.outcomes.values()),
            "lacks": [
                (case.name, presenters.lacks(file))
                for case, file in zip(self.cases, self.files.values(), strict=True)
                if file.lacks
            ],
            "stands": [
                (case.name, presenters.shown(file.document.sections[NEED], file))
                for case, file in zip(self.cases, self.files.values(), strict=True)
                if file.document.sections[NEED].additions
            ],
        }


class CheckPage(TogetherPage):
    """The marks of a good assessment, each answered; what is lacking goes back to whoever wrote it."""

    kind = AssessmentCheck.kind

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers 404 where the procedure has no such check, 403 to whoever signed the outcome."""
        step = procedure.newest().steps.get(QUALITY)
        if step is None:
            raise Http404
        super().__init__(request, subject_id)
        self.written, self.title, self.says = step, step.title, step.says
        signed = self.outcome
        if signed is not None and signed.author_id == guard.user_of(request).pk:
            raise PermissionDenied("You signed this assessment, so another person checks it.")

    @cached_property
    def outcome(self) -> Entry | None:
        """The entry that says what the child's assessment came to, if there is one."""
        rows = Entry.objects.filter(kind=AssessmentOutcome.kind, parts__subject=self.first.subject)
        return rows.order_by("-recorded_at", "pk").first()

    @cached_property
    def asked(self) -> Mapping[str, Field]:
        """Each mark."""
        return AssessmentCheck.fields_of({})

    @property
    def required(self) -> Collection[str]:
        """Every mark, and what is lacking where one is missing."""
        return (ABOUT, *marks())

    def prefill(self) -> Raw:
        """About those whose outcome it is."""
        signed = self.outcome
        of_it = {str(one) for one in signed.parts.values_list("subject_id", flat=True)} if signed else set()
        theirs = [str(case.id) for case in self.cases if str(case.id) in of_it] or [str(self.first.id)]
        return {ABOUT: theirs} if len(self.cases) > 1 else {}

    def links(self) -> Links:
        """It answers what it checks."""
        return Links(answers=self.outcome)

    def context(self) -> dict[str, Any]:
        """Where the marks come from, and the document to look at."""
        return {
            "why": why(self.written),
            "look": reverse("assessment:document", args=[self.first.id]),
        }

    def next_page(self) -> str:
        """The document."""
        return reverse("assessment:document", args=[self.first.id])


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def outcome(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What the assessment came to."""
    back = reverse("assessment:document", args=[subject_id])
    return OutcomePage(request, STEP, family_cases(request, subject_id, ACT), None, back).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def check(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The quality of the assessment."""
    return CheckPage(request, subject_id).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/assessment-outcome/", outcome, name="outcome"),
    path("children/<uuid:subject_id>/assessment-check/", check, name="check"),
]
