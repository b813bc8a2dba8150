"""Writing the next version of a plan, and its words in another language."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import procedure, recordable
from goldthread.ledger.author import Author
from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    MultiChoice,
    Number,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    parse_fields,
    raw_of,
)
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import Sending
from goldthread.people.models import Characteristic
from goldthread.people.statements import CHARACTERISTICS
from goldthread.procedures.format.steps import Step
from goldthread.protection import planfields, plantwins
from goldthread.protection.entries.plan import PlanTranslation, ProtectionPlan
from goldthread.protection.operations import planning
from goldthread.protection.plancases import cases
from goldthread.protection.planfields import PLAN, STEP
from goldthread.protection.planown import own_plan
from goldthread.protection.views.plan import asked_of, of_child
from goldthread.web import guard
from goldthread.web.acting import SigningPage, forbidden
from goldthread.web.clauses import why
from goldthread.web.posted import Posted
from goldthread.web.stepping import ABOUT, OUTCOME, Case

_S, _R = Sensitivity.OPEN, Retention.CHILD_RECORD
_LOOK = "look-again"
_BASED_ON, _REPLACES = "based_on", "replaces"
_IDENTITY = ("ethnicity", "religion", "first_language", "disability", "special_needs", "communication")


class PlanPage(SigningPage):
    """One request to write the next version, for one child or for several with one plan."""

    template = "protection/plan_write.html.jinja"
    kind = ProtectionPlan.kind
    when = "happened_at"
    hidden = (*planfields.HIDDEN, _BASED_ON)

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers 404 where no case is open, and 403 where the plan is not theirs to write."""
        super().__init__(request)
        self.raw: Raw = {}
        self.subject, self.people, self.plan = of_child(request, subject_id)
        self.cases = cases(request, self.people, self.plan)
        if not self.cases:
            raise Http404
        if self.step and not self.outcomes:
            every = [f"{STEP}.{outcome}" for outcome in self.step.outcomes]
            table = procedure.procedure().on(london_date(self.at))
            raise PermissionDenied(forbidden(table, every, self.roles) or "The plan is not yours to write.")

    @property
    def step(self) -> Step | None:
        """The procedure's step for the plan, where it has one."""
        return procedure.newest().steps.get(STEP)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Those that the reader holds."""
        return guard.user_of(self.request).roles(at=self.at)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """What it can be for the procedure: an outline by the conference, or the plan developed."""
        if self.step is None:
            return {}
        table = procedure.procedure().on(london_date(self.at))
        theirs = recordable.theirs(table, STEP, self.roles, self.kind)
        return {name: self.step.outcomes[name].title for name in theirs}

    @property
    def children(self) -> Sequence[Case]:
        """Whom it is about: all, or those who were ticked."""
        ticked = self.request.POST.getlist(ABOUT)
        return [case for case in self.cases if not ticked or str(case.id) in ticked]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Whose plan it is, what was done, when; then the plan."""
        fields: dict[str, Field] = {}
        if len(self.cases) > 1:
            names = {str(case.id): case.name for case in self.cases}
            fields[ABOUT] = MultiChoice("Whose plan is it?", _S, _R, choices=names, name=ABOUT)
        if len(self.outcomes) > 1:
            fields[OUTCOME] = Choice("What was done?", _S, _R, choices=self.outcomes, name=OUTCOME)
        if self.plan.newest is not None:
            words = f"I have read version {self.plan.newest.number}. Mine takes its place"
            replaces = MultiChoice(
                "A newer version was signed", _S, _R, choices={"yes": words}, name=_REPLACES
            )
            fields[_REPLACES] = replaces
        base = Number("Based on version", _S, _R, name=_BASED_ON)
        return {_BASED_ON: base, **fields, self.when: ProtectionPlan.fields[self.when], **PLAN}

    @property
    def only(self) -> list[str]:
        """The question about a newer version only where there is one."""
        return [name for name in self.fields if name != _REPLACES or self._overtaken(self.raw)]

    @property
    def required(self) -> Collection[str]:
        """What the procedure asks of a plan, and whose it is."""
        return {*planfields.required(), ABOUT, OUTCOME, self.when, _REPLACES}

    def prefill(self) -> Raw:
        """The version that stands, to go on from; what is new in this one is for its writer to say."""
        known: dict[str, Any] = {self.when: self.at.replace(second=0, microsecond=0).isoformat()}
        newest, parts = self.plan.newest, {}
        if newest is not None:
            known |= {
                name: said for name, said in newest.values.items() if name in PLAN and name != "why_new"
            }
            known[_BASED_ON] = newest.number
            said = {name: text for name, text in newest.part.items() if name in PLAN}
            parts = {str(self.cases[0].id): said}
        if len(self.cases) > 1:
            known[ABOUT] = [str(case.id) for case in self.cases]
        if "developed" in self.outcomes and len(self.outcomes) > 1:
            known[OUTCOME] = "developed" if newest else "outlined"
        return _unchecked(raw_of(self.fields, known, parts))

    def show(self, raw: Raw, draft: Any, **how: Any) -> HttpResponse:
        """The page with what was typed, and how the child's words in it read."""
        self.raw = raw
        return super().show(raw, draft, **how)

    def _read(self, sent: Posted, draft: Draft) -> HttpResponse:
        """Without JavaScript a button shows how the words read so far; they are kept already."""
        if sent.action == _LOOK:
            return redirect(f"{self.request.path}#plan-words")
        return super()._read(sent, draft)

    def _overtaken(self, raw: Raw) -> bool:
        """Whether somebody signed a version since this one was begun."""
        newest, base = self.plan.newest, next(iter(raw.get(_BASED_ON, ())), "")
        return newest is not None and base.isdecimal() and int(base) < newest.number

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Nobody's version is lost unseen."""
        overtaken = parsed.values.get(_BASED_ON, 0) < (self.plan.newest.number if self.plan.newest else 0)
        if _BASED_ON not in parsed.values or not overtaken or self.request.POST.get(_REPLACES):
            return []
        by = self.plan.newest.entry.author_name if self.plan.newest else ""
        said = f"{by} signed a newer version while you wrote. Read it, then say that yours takes its place"
        return [FieldError(_REPLACES, said)]

    def frame(self) -> dict[str, Any]:
        """Whose plan it is, and what the procedure asks of it."""
        step = self.step
        return {
            "subject": self.subject,
            "names": [case.name for case in self.cases],
            "step": step,
            "plan": self.plan,
            "points": [(point.asks, why(point)) for point in step.points.values()] if step else [],
            "why": why(step) if step else None,
            "known": known_of(self.people, self.at),
            "asked": asked_of(self.people, self.plan),
        }

    def context(self) -> dict[str, Any]:
        """How the child's words read, and which of them do not keep step."""
        typed = parse_fields(PLAN, self.raw, required=()).values
        before = [one.values for one in self.plan.versions]
        steps = plantwins.steps([*before, typed]) if before else {}
        apart = [
            _apart(place, typed, plantwins.SAID[step]) for place, step in steps.items() if step != "in_step"
        ]
        whom = {
            "about": [ABOUT] if ABOUT in self.fields else [],
            "outcome": [OUTCOME] if OUTCOME in self.fields else [],
        }
        return {"own": own_plan(typed), "apart": apart, "overtaken": self._overtaken(self.raw), **whom}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, in the role that may."""
        values = {name: said for name, said in parsed.values.items() if name in PLAN or name == self.when}
        outcome = str(parsed.values.get(OUTCOME) or next(iter(self.outcomes), ""))
        happened = values.get(self.when)
        return planning.record(
            by=self._author(outcome),
            at=self.at,
            children=[(case.subject, parsed.parts.get(str(case.id), {})) for case in self.children],
            values=values,
            outcome=outcome,
            sending=Sending(sending.key, sending.draft, sending.holder, outside_reason=outside_reason),
            occurred_at=datetime.fromisoformat(happened) if happened else None,
        )

    def _author(self, outcome: str) -> Author:
        if not outcome:
            return guard.author(self.request, Capability.RECORD_WORK)
        table = procedure.procedure().on(london_date(self.at))
        return guard.author_as(self.request, recordable.role_for(table, self.roles, f"{STEP}.{outcome}"))

    def next_page(self) -> str:
        """The plan as it now stands."""
        return reverse("protection:plan", args=[self.subject.pk])


def _unchecked(raw: Raw) -> Raw:
    """That both texts were read side by side is said anew each time."""
    return {name: texts for name, texts in raw.items() if not name.endswith("-checked")}


def _apart(place: plantwins.Place, values: Mapping[str, Any], says: str) -> str:
    """Which words are out of step: "Action 2: our words changed"."""
    item, _ = place
    for name, word in (("worries", "Worry"), ("actions", "Action")):
        for number, row in enumerate(values.get(name, ())):
            if plantwins.item_of(row, number) == item:
                return f"{word} {number + 1}: {says}"
    return says


def known_of(people: Collection[UUID], at: datetime) -> list[tuple[str, str, str]]:
    """What the record says of identity, culture and disability, and who said so (HSSCP-12.2)."""
    found = Characteristic.objects.on(london_date(at)).filter(subject__in=people, kind__in=_IDENTITY)
    rows = sorted(found, key=lambda one: (_IDENTITY.index(one.kind), str(one.pk)))
    return [(CHARACTERISTICS[one.kind].capitalize(), one.words, one.said_by) for one in rows if one.value]


class TranslationPage(SigningPage):
    """One request to keep the child's own plan in another language."""

    template = "protection/plan_translate.html.jinja"
    kind = PlanTranslation.kind

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers 404 where there is no version to translate."""
        super().__init__(request)
        self.subject, self.people, self.plan = of_child(request, subject_id)
        self.cases = cases(request, self.people, self.plan)
        if self.plan.newest is None or not self.cases:
            raise Http404
        self.version = self.plan.newest

    @property
    def children(self) -> Sequence[Case]:
        """Every child of the version."""
        return self.cases

    @property
    def required(self) -> Collection[str]:
        """The language, and whose words they are."""
        return ("language", "translated_by")

    def prefill(self) -> Raw:
        """The child's language, as the record says; the newest words in it, to go on from."""
        spoken = [text for label, text, _ in known_of(self.people, self.at) if label == "First language"]
        return {"language": spoken[:1]} if spoken else {}

    def frame(self) -> dict[str, Any]:
        """The English beside it."""
        return {
            "subject": self.subject,
            "names": [case.name for case in self.cases],
            "own": own_plan(self.version.values),
            "version": self.version.number,
            "day": say_date(london_date(self.version.entry.occurred_at)),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it. No rule stands against a translation."""
        return planning.translate(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            version=self.version.entry,
            children=[case.subject for case in self.cases],
            values=parsed.values,
            sending=sending,
        )

    def next_page(self) -> str:
        """The child's own plan."""
        return reverse("protection:plan_own", args=[self.subject.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def write(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The next version of a plan."""
    return PlanPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def translate(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The child's own plan in another language."""
    return TranslationPage(request, subject_id).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/plan/write/", write, name="plan_write"),
    path("children/<uuid:subject_id>/plan/translate/", translate, name="plan_translate"),
]
