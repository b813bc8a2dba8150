"""Making and reviewing plans for children in need."""

from collections.abc import Collection
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.assessment.assessmentfile import AssessmentFile
from goldthread.assessment.entries.plans import CARE, NEED_PLAN, CarePlan, NeedPlan
from goldthread.assessment.family import family_cases, in_step
from goldthread.assessment.views.together import ACT
from goldthread.ledger import procedure
from goldthread.ledger.corrected import values_of
from goldthread.ledger.fields import FieldError, Parsed, Raw, raw_of
from goldthread.ledger.models import Entry, Event
from goldthread.people.identity import identity
from goldthread.web import guard
from goldthread.web.stepping import ABOUT, OUTCOME, StepPage

HELP = "future_help"  # what a conference that makes no protection plan says of a child (HSSCP-11.19)


class PlanPage(StepPage):
    """A plan as it stands, to be made, reviewed or ended: what was agreed before is not typed again."""

    template = "assessment/plan.html.jinja"
    rows: ClassVar[str] = ""  # the group that a plan cannot be without
    kept: ClassVar[tuple[str, ...]] = ()  # what the next version begins with
    over: ClassVar[Collection[str]] = ("ended", "not_needed")

    def prefill(self) -> Raw:
        """As it stands; where there is none yet, with what was agreed where it was asked for."""
        raw: dict[str, list[str]] = {name: list(texts) for name, texts in super().prefill().items()}
        if len(self.cases) > 1:
            raw[ABOUT] = in_step(self.step, self.cases, self.at) or raw[ABOUT]
        source = self.source()
        if source is not None:
            values, parts = values_of(source)
            wanted = parts.get(self.cases[0].id, {}).get(HELP)
            if wanted and source.kind != self.kind:
                values = {"aims": wanted, **values}
            known = {name: values[name] for name in self.kept if values.get(name) and name in self.fields}
            raw |= raw_of(
                self.fields, {name: _fitting(self.fields[name], value) for name, value in known.items()}
            )
        return raw

    def source(self) -> Entry | None:
        """The plan as it stands, or else the entry that asked for one."""
        people = identity([self.cases[0].id])
        own = Entry.objects.filter(kind=self.kind, parts__subject__in=people)
        found = own.order_by("-occurred_at", "-recorded_at", "pk").first()
        return found or self._asked_for(people)

    def _asked_for(self, people: Collection[UUID]) -> Entry | None:
        opens = procedure.newest().steps[self.step].opens_when
        names = [] if isinstance(opens, str) else [name.split(".", 1) for name in opens]
        for step, outcome in names:
            events = Event.objects.filter(step=step, outcome=outcome, episode__subject__in=people)
            event = events.order_by("-occurred_at", "-recorded_at", "pk").select_related("entry").first()
            if event is not None:
                return event.entry
        return None

    def check(self, parsed: Parsed) -> list[FieldError]:
        """A plan says what is done, and by whom; one that ends says why."""
        errors = super().check(parsed)
        outcomes = {str(said[OUTCOME]) for said in (parsed.values, *parsed.parts.values()) if OUTCOME in said}
        if outcomes - set(self.over) and not parsed.values.get(self.rows):
            errors.append(FieldError(self.rows, self.fields[self.rows].missing))
        return errors

    @property
    def required(self) -> tuple[str, ...]:
        """Of each row, what and who."""
        return (*super().required, *(f"{self.rows}.{name}" for name in self.columns))

    columns: ClassVar[tuple[str, ...]] = ()

    def context(self) -> dict[str, Any]:
        """Where what stands in the form comes from, and the assessment."""
        source = self.source()
        file = AssessmentFile(self.cases[0], self.at)
        return {
            "from_entry": reverse("casefile:entry", args=[source.pk]) if source else "",
            "from_words": f"{source.author_name}" if source else "",
            "from_at": source.recorded_at if source else None,
            "look": reverse("assessment:document", args=[self.cases[0].id]) if file.document.begun else "",
        }


class CarePlanPage(PlanPage):
    """Which services, and who provides each (HUB-2.9)."""

    kind = CarePlan.kind
    rows = "services"
    kept = ("services",)
    columns = ("what", "provider")


class NeedPlanPage(PlanPage):
    """What is to be done, by whom and by when, until the next review."""

    kind = NeedPlan.kind
    rows = "actions"
    kept = ("aims", "actions")
    columns = ("what", "who", "by_when")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Without a date for its review a plan is not made (HSSCP-11.21); without a plan it says why."""
        errors = super().check(parsed)
        outcomes = {str(said[OUTCOME]) for said in (parsed.values, *parsed.parts.values()) if OUTCOME in said}
        if outcomes - set(self.over) and not parsed.values.get("review_on"):
            errors.append(
                FieldError("review_on", "Enter when the plan is reviewed next", ("day", "month", "year"))
            )
        if outcomes & set(self.over) and not parsed.values.get("why_over"):
            errors.append(FieldError("why_over", "Say why no plan is needed, or no longer"))
        return errors


def _fitting(field: Any, value: Any) -> Any:
    """The rows with the columns that the form has."""
    columns = getattr(field, "fields", None)
    return [{key: row[key] for key in columns if key in row} for row in value] if columns else value


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def care_plan(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The care plan."""
    back = reverse("casefile:child", args=[subject_id])
    return CarePlanPage(request, CARE, family_cases(request, subject_id, ACT), None, back).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def need_plan(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The child in need plan."""
    back = reverse("casefile:child", args=[subject_id])
    return NeedPlanPage(request, NEED_PLAN, family_cases(request, subject_id, ACT), None, back).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/care-plan/", care_plan, name="care_plan"),
    path("children/<uuid:subject_id>/need-plan/", need_plan, name="need_plan"),
]
