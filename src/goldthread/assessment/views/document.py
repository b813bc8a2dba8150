"""The assessment as one page: what it says now, where each thing comes from, how it grew, what is missing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.assessment import presenters
from goldthread.assessment.assessmentfile import AssessmentFile
from goldthread.assessment.dimensions import ANALYSIS, SECTIONS
from goldthread.assessment.family import family_cases
from goldthread.ledger.london import london_date
from goldthread.people import responsibility
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.stepping import Case


@require_safe
@guard.on_record(Capability.READ_RECORD)
def document(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """One child's assessment."""
    cases = family_cases(request, subject_id, Capability.READ_RECORD)
    file = file_of(request, cases[0])
    may_write = guard.may(request, Capability.RECORD_WORK, cases[0].id).allowed
    context: dict[str, Any] = {
        "case": cases[0],
        "others": [(one.name, reverse("assessment:document", args=[one.id])) for one in cases[1:]],
        "file": file,
        "may_write": may_write,
        "parts": [
            (title, [presenters.shown(one, file) for one in sections])
            for title, sections in file.document.parts()
        ],
        "analysis": [
            presenters.shown(file.document.sections[one.id], file)
            for one in SECTIONS.values()
            if one.part == ANALYSIS
        ],
        "lacks": presenters.lacks(file),
        "acts": presenters.acts(file, guard.user_of(request).roles(at=now())) if may_write else [],
        "grown": presenters.grown(file),
        "back": presenters.sent_back(file),
        "contributions": presenters.contributions(file),
    }
    return render(request, "assessment/document.html.jinja", context)


def file_of(request: HttpRequest, case: Case) -> AssessmentFile:
    """The assessment of a child, with what the reader may see of those around."""
    around = [
        one.subject_id for one in responsibility.answers(case.id, on=london_date(now())) if one.subject_id
    ]
    seen = policy.visible(guard.user_of(request), around, at=now()).subjects
    return AssessmentFile(case, now(), seen)


urlpatterns = [path("children/<uuid:subject_id>/assessment/", document, name="document")]
