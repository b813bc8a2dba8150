"""Screening: one page with every question beside what was already said, and the household's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor import presenters
from goldthread.frontdoor.acts import Act, act_called
from goldthread.frontdoor.household import history, in_words, matches
from goldthread.frontdoor.operations import matching
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.frontdoor.views.acting import ActPage, is_revealed, view_of
from goldthread.ledger.fields import Field, Labels, Parsed, Raw
from goldthread.ledger.fields.parsing import Words
from goldthread.ledger.models import Entry
from goldthread.ledger.packfields import WithStep, answerable
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clauses import Why, why


@dataclass(frozen=True)
class Section:
    """Questions that stand together, with what the contact already says of them."""

    title: str
    names: tuple[str, ...]
    said: tuple[str, ...] = ()
    said_of_child: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A section on the page: `quotes` are (asked, said), `whys` are (question, where it comes from)."""

    title: str
    names: tuple[str, ...]
    quotes: list[tuple[str, str]]
    whys: list[tuple[str, Why]]


EACH_CHILD, _BESIDES = "Each child", "What the procedure asks besides"
SCREENING = (
    Section(
        "The worry",
        ("nature_of_concern", "how_arose", "foundations", "abuse_or_neglect"),
        (
            "concern",
            "concern_source",
            "concern_pattern",
            "incident_when",
            "incident_where",
            "alleged_perpetrator",
            "significant_events",
            "previous_concerns",
            "referrer_relationship",
        ),
    ),
    Section(
        EACH_CHILD,
        ("needs", "where_now", "last_seen", "last_seen_by", "significant_harm"),
        ("service_wanted", "positive_aspects", "parental_issues"),
        ("where_now", "condition_now", "last_seen", "special_needs", "communication"),
    ),
    Section(
        "What cannot wait", ("urgent_action", "suspected_crime"), ("immediate_danger", "imminent_reason")
    ),
    Section(
        "What is known of them",
        ("child_known", "children_known", "adults_known", "records_checked"),
        ("child_open", "allocated_worker_name", "household", "extended_family", "parental_responsibility"),
    ),
    Section(
        "The referrer and other agencies",
        ("referrer_discussion", "agencies_involved", "consent", "escalation_judgement"),
        (
            "other_agencies",
            "threats_to_staff",
            "parents_informed",
            "consent_reason",
            "not_informed_ground",
            "pr_holder_agrees",
        ),
    ),
    Section(
        "What is needed",
        ("continuum_of_need", "services_needed", "specialist_assessment", "analysis"),
        (
            "asked_domestic_abuse",
            "asked_mental_illness",
            "asked_substance_misuse",
            "asked_learning_difficulties",
            "asked_details",
            "consultation_advice",
            "families_first_assessment",
        ),
    ),
)


class PointsPage(ActPage):
    """An act whose questions are the points of a step of the pack, in sections."""

    step = ""
    always: frozenset[str] = frozenset()  # questions that are asked whether the pack has them or not
    sections: tuple[Section, ...] = ()
    own_words: frozenset[str] = frozenset()  # questions that keep the words of the entry

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What is always asked, and of the rest what the pack's step asks."""
        step = self.file.table.pack.steps.get(self.step)
        wanted = self.always | ({*step.points, *step.facts} if step else set())
        every = super().fields
        more = every.more if isinstance(every, WithStep) else {}
        kept = {name: field for name, field in every.items() if name in wanted or name in more}
        return {name: field for name, field in kept.items() if answerable(field)}

    @cached_property
    def points(self) -> Mapping[str, Any]:
        """The points of the step, by the name of the field that answers each."""
        step = self.file.table.pack.steps.get(self.step)
        return {name: point for name, point in step.points.items() if name in self.fields} if step else {}

    @property
    def labels(self) -> Labels:  # type: ignore[override]
        """Each question in the pack's own words."""
        return {name: Words(point.asks) for name, point in self.points.items() if name not in self.own_words}

    def shown(self) -> list[Shown]:
        """The sections, each with what was said already and where its questions come from."""
        revealed = is_revealed(self.request, self.contact)
        return [
            Shown(
                section.title,
                names,
                presenters.quotes(self.file, section.said, revealed=revealed)
                + presenters.quotes_of_children(self.file, section.said_of_child),
                [(self.points[name].asks, why(self.points[name])) for name in names if name in self.points],
            )
            for section in (*self.sections, Section(_BESIDES, self._besides(per_child=False)))
            for names in [self._asked_in(section)]
            if names
        ]

    def _asked_in(self, section: Section) -> tuple[str, ...]:
        """The questions of a section; what the pack asks of each child besides stands with the children."""
        more = self._besides(per_child=True) if section.title == EACH_CHILD else ()
        return (*(name for name in section.names if name in self.fields), *more)

    def _besides(self, *, per_child: bool) -> tuple[str, ...]:
        """What the pack asks and no section has."""
        placed = {name for section in self.sections for name in section.names}
        fields = self.fields.items()
        return tuple(name for name, one in fields if name not in placed and one.per_child is per_child)

    def context(self) -> dict[str, Any]:
        """The sections, and who is around the children."""
        user = guard.user_of(self.request)
        return {"sections": self.shown(), "history": history(self.file, user, self.at)}


class ScreenPage(PointsPage):
    """Screen a contact (HERTS-10.2, 10.5 to 10.16)."""

    template = "frontdoor/screen.html.jinja"
    step = "screening"
    own_words = frozenset({"significant_harm"})  # the point asks which of two; this is yes or no
    always = frozenset({"nature_of_concern", "records_checked", "analysis"})
    sections = SCREENING

    def prefill(self) -> Raw:
        """Where each child is, as the referrer said, and what the record knows: to confirm, not to type."""
        known = history(self.file, guard.user_of(self.request), self.at)
        told = {name: [text] for name, text in in_words(known).items()}
        worry = {"nature_of_concern": [self.file.said["concern"]]} if self.file.said.get("concern") else {}
        return {**self.stated(), **told, **worry} | {
            f"child-{child.id}-where_now": [child.said["where_now"]]
            for child in self.children
            if child.said.get("where_now")
        }

    def context(self) -> dict[str, Any]:
        """With those on record whom the children may be."""
        return {**super().context(), "matches": matches(self.file, guard.user_of(self.request), self.at)}


class SamePage(ActPage):
    """Say that a child of the contact is a person already on record."""

    template = "frontdoor/same.html.jinja"

    def __init__(self, request: HttpRequest, entry_id: UUID, subject_id: UUID, known_id: UUID) -> None:
        """Answers 404 for a child of another contact, and as the guard does for the other record."""
        super().__init__(request, entry_id, SAME)
        self.known = guard.record(request, known_id)
        children = [child for child in self.file.children if child.id == subject_id]
        if not children or known_id == subject_id:
            raise Http404
        self.child = children[0]

    def context(self) -> dict[str, Any]:
        """Both records, side by side."""
        known = Person.objects.filter(pk=self.known.pk).first()
        return {
            "named": presenters.child_line(self.child, self.at),
            "known": presenters.known_line(known, self.known.pk, self.at),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Confirm it."""
        return matching.confirm_same(
            by=guard.author(self.request, self.act.capability),
            at=self.at,
            contact=self.contact,
            named=self.child.part.subject,
            known=self.known,
            values=parsed.values,
            sending=sending,
        )

    def next_page(self) -> str:
        """Back to the screening that was begun."""
        return reverse("frontdoor:screen", args=[self.contact.pk])


SAME = Act("same_person", "same_person", "Same person", Capability.SCREEN, (), required=("how_known",))


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.SCREEN)
def same_person(request: HttpRequest, entry_id: UUID, subject_id: UUID, known_id: UUID) -> HttpResponse:
    """Confirm who a child is."""
    return SamePage(request, entry_id, subject_id, known_id).respond()


urlpatterns = [
    path("contacts/<uuid:entry_id>/screen/", view_of(act_called("screen"), ScreenPage), name="screen"),
    path("contacts/<uuid:entry_id>/same/<uuid:subject_id>/<uuid:known_id>/", same_person, name="same_person"),
]
