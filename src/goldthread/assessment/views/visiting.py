"""Recording a visit, or an attempt, for all the children of a family on one form."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access import policy
from goldthread.assessment.assessmentfile import RESTRICTED
from goldthread.assessment.entries.visit import KINDS, Visit
from goldthread.assessment.views.together import ACT, TogetherPage
from goldthread.ledger.fields import FieldError, Parsed, Raw, child_name, raw_of
from goldthread.ledger.london import london_date
from goldthread.people.describe import plain_name
from goldthread.people.family import household
from goldthread.web import guard
from goldthread.web.stepping import ABOUT

_TOOK_PLACE = "visited"


class VisitPage(TogetherPage):
    """One home visit to brothers and sisters: 1 form, and what differs asked of each."""

    kind = Visit.kind
    when = "visited_at"
    title = "Visit"

    @property
    def only(self) -> Sequence[str]:
        """All, whom first."""
        return tuple(self.fields)

    @cached_property
    def took_place(self) -> bool:
        """Whether somebody was visited, as far as was said."""
        return self.request.POST.get("came_of_it", _TOOK_PLACE) == _TOOK_PLACE

    @property
    def required(self) -> Sequence[str]:
        """What makes it a record; of an attempt, not whether each child was seen."""
        always = ("visit_kind", "came_of_it", "visited_at", ABOUT)
        return (*always, "seen", "seen_alone", "observed") if self.took_place else (*always, "message")

    def prefill(self) -> Raw:
        """Now, about everyone, as a visit that took place; of the kind that a link asked for."""
        asked = self.request.GET.get("visit_kind", "")
        known: dict[str, Any] = {
            "visit_kind": asked if asked in KINDS else "assessment",
            "came_of_it": _TOOK_PLACE,
            "visited_at": self.at.replace(second=0, microsecond=0).isoformat(),
            **self.everyone(),
        }
        return raw_of(self.fields, known)

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Nobody is seen at a visit that did not take place."""
        seen = [child for child, part in parsed.parts.items() if part.get("seen")]
        if self.took_place or not seen:
            return []
        return [FieldError(child_name(seen[0], "seen"), "You say that the visit did not take place")]

    def values(self, parsed: Parsed) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """Of an attempt it is kept that no child was seen."""
        values, parts = super().values(parsed)
        return values, parts if self.took_place else {
            child: {**part, "seen": False} for child, part in parts.items()
        }

    def context(self) -> dict[str, Any]:
        """Who lives there, for whom one may look."""
        home = household(self.first.id, on=london_date(self.at))
        seen = policy.visible(
            guard.user_of(self.request), [one.subject_id for one in home], at=self.at
        ).subjects
        names = [plain_name(one.person) if one.subject_id in seen else RESTRICTED for one in home]
        return {"lives_with": [f"{name} ({one.how})" for name, one in zip(names, home, strict=True)]}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def visit(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """A visit to a child and, on the same form, to others of the family."""
    return VisitPage(request, subject_id).respond()


urlpatterns = [path("children/<uuid:subject_id>/visits/new/", visit, name="visit")]
