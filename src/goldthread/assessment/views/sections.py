"""Adding to one section of an assessment, for one child or several of a family."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.assessment import presenters
from goldthread.assessment.assessmentfile import AssessmentFile
from goldthread.assessment.completeness import matters
from goldthread.assessment.dimensions import ASIDE, DIMENSIONS, NEED, SECTIONS, titles
from goldthread.assessment.entries.section import STEP, AssessmentSection
from goldthread.assessment.views.document import file_of
from goldthread.assessment.views.together import ACT, TogetherPage
from goldthread.ledger import procedure, recordable
from goldthread.ledger.fields import (
    Field,
    FieldError,
    Group,
    LongText,
    MultiChoice,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    child_name,
    raw_of,
)
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.stepping import ABOUT

_TAKEN = "taken"
_FACT_COLUMNS = ("what", "source", "bears", "checked", "with_child", "with_parents")


class SectionPage(TogetherPage):
    """One section: what it says already, what is known elsewhere, and what is added now."""

    kind = AssessmentSection.kind
    template = "assessment/section.html.jinja"

    def __init__(self, request: HttpRequest, subject_id: UUID, section: str) -> None:
        """Answers 404 for no section of an assessment."""
        if section not in titles():
            raise Http404
        super().__init__(request, subject_id)
        self.section = section
        self.title = f"Assessment: {titles()[section]}"
        self.says = self._asks()

    def _asks(self) -> str:
        """The question of the procedure where it has its own, or else ours."""
        step = procedure.newest().steps.get(STEP)
        point = step.points.get(self.section) if step else None
        return point.asks if point else SECTIONS[self.section].asks if self.section in SECTIONS else ""

    @cached_property
    def files(self) -> dict[str, AssessmentFile]:
        """The assessment of each child, by id."""
        return {str(case.id): file_of(self.request, case) for case in self.cases}

    @property
    def file(self) -> AssessmentFile:
        """That of the child whose page it is."""
        return self.files[str(self.first.id)]

    @cached_property
    def asked(self) -> Mapping[str, Field]:
        """What the section asks; before the facts, which of the known ones belong to it."""
        fields = {
            name: field
            for name, field in AssessmentSection.fields_of({"section": self.section}).items()
            if name != "section" and not self._settled(name)
        }
        offered = {one.key: f"{_short(one.text)} — {one.source}" for one in self.offered}
        if self.section not in DIMENSIONS or not offered:
            return fields
        taken = MultiChoice(
            "Which of this belongs here?",
            Sensitivity.PERSONAL,
            Retention.CHILD_RECORD,
            choices=offered,
            hint="What you tick is taken over as a fact with its source. Nobody types it again.",
            name=_TAKEN,
        )
        return {_TAKEN: taken, **fields}

    def _settled(self, name: str) -> bool:
        """Whether a fact of the procedure is known of the child from elsewhere, so that nobody asks again."""
        is_fact = self.section == NEED and name not in AssessmentSection.fields
        mine = self.file.document.newest(NEED, name) if is_fact else None
        elsewhere = is_fact and mine is None and self.file.state.child_facts(self.at).get(name)
        return bool(elsewhere) and name not in {"significant_harm", "need_limb"}

    @cached_property
    def offered(self) -> list[presenters.Offered]:
        """What others wrote of these children, each thing once, without what the documents hold already."""
        return presenters.offered(self.files.values())

    @property
    def only(self) -> Collection[str]:
        """Every column of a group but the one that the page fills in."""
        names: list[str] = []
        for name, field in self.fields.items():
            columns = field.fields if isinstance(field, Group) else {}
            names += [f"{name}.{key}" for key in columns if key != "origin"] if columns else [name]
        return names

    @property
    def required(self) -> Collection[str]:
        """Of each fact, what it is and who says so; of each view, whose; whom it is about."""
        facts = [f"{name}.{key}" for name in ("facts", "child_facts") for key in ("what", "source")]
        return (
            ABOUT,
            "aside",
            "aside_why",
            *facts,
            "views.who",
            "views.view",
            "child_views.who",
            "child_views.view",
        )

    def prefill(self) -> Raw:
        """About everyone; what was answered before where a later answer takes its place."""
        raw: dict[str, list[str]] = dict(raw_of(self.fields, self.everyone()))
        if self.section == ASIDE:
            return raw
        for child, file in self.files.items():
            known = file.state.child_facts(self.at)
            for name, field in self.asked.items():
                value = file.document.newest(self.section, name)
                if value is None and name in known and name not in AssessmentSection.fields:
                    value = _plain(known[name])
                if value is not None and field.per_child and not isinstance(field, Group | LongText):
                    raw |= field.write(value, child_name(child, name))
        return raw

    def check(self, parsed: Parsed) -> list[FieldError]:
        """There must be something to sign."""
        values, parts = self.values(parsed)
        said = [
            *(set(values) - {"section", "starts", "again"}),
            *(name for part in parts.values() for name in part),
        ]
        return [] if said else [FieldError("", "There is nothing to sign yet. Write or tick something")]

    def values(self, parsed: Parsed) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """With its section, the facts that were ticked, and whether it begins or renews the assessment."""
        values, parts = super().values(parsed)
        ticked = values.pop(_TAKEN, ())
        taken = [one for one in self.offered if one.key in ticked]
        each = self.section in DIMENSIONS and DIMENSIONS[self.section].of_each_child
        for child, part in parts.items():
            rows = [one.row for one in taken if each and one.whose in (None, child)]
            if rows:
                part["child_facts"] = [*rows, *part.get("child_facts", [])]
        rows = [] if each else [one.row for one in taken]
        if rows:
            values["facts"] = [*rows, *values.get("facts", [])]
        return {"section": self.section, **values, **self._marks()}, parts

    def _marks(self) -> dict[str, bool]:
        """What an addition says of the assessment itself, where the reader's role may say so."""
        files = [self.files[str(case.id)] for case in self.children]
        renews = f"{STEP}.updated"
        able = renews in self.table.outcomes and recordable.role_for(self.table, self.roles, renews)
        again = self.section == NEED and any(one.document.sections[NEED].additions for one in files)
        marks = {
            "starts": self.starts(),
            "again": bool(able) and (again or any(one.outcome for one in files)),
        }
        return {name: True for name, is_so in marks.items() if is_so}

    def context(self) -> dict[str, Any]:
        """The section as it stands, why it is asked, and where to go from here."""
        step = procedure.newest().steps.get(STEP)
        point = step.points.get(self.section) if step else None
        return {
            "why": why(point) if point and point.cite else None,
            "stands": [
                (case.name, presenters.shown(file.document.sections[self.section], file))
                for case, file in zip(self.cases, self.files.values(), strict=True)
                if self.section in SECTIONS and file.document.sections[self.section].additions
            ],
            "holders": self.file.holders() if self.section == "parents" else [],
            "nav": presenters.navigation(self.file, self.section),
            "suggested": self._suggested(),
            "starts": "starts" in self._marks(),
        }

    def _suggested(self) -> list[str]:
        """When dimensions are set aside: those that do not matter yet at the child's age."""
        if self.section != ASIDE:
            return []
        return [one.title for one in DIMENSIONS.values() if not matters(one.id, self.file.age)]

    def done(self, entry: Any) -> str:
        """What was added."""
        return f"Added to the assessment: {titles()[self.section]}."

    def next_page(self) -> str:
        """The document."""
        return reverse("assessment:document", args=[self.first.id])


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 240 else f"{words[:240]}…"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def section(request: HttpRequest, subject_id: UUID, section: str) -> HttpResponse:
    """One section of the assessment."""
    return SectionPage(request, subject_id, section).respond()


urlpatterns = [path("children/<uuid:subject_id>/assessment/<slug:section>/", section, name="section")]
