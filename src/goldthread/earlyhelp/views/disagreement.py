"""Professional disagreements: raised beside any work, answered, taken further, settled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.earlyhelp.disagreementfile import FURTHER, SETTLED, Disagreed, about, disagreement, of_people
from goldthread.earlyhelp.entries.disagreement import STAGE, STEP, Disagreement, DisagreementStep
from goldthread.earlyhelp.familyfile import newest_episode
from goldthread.earlyhelp.pages import READ, WRITE, Sections
from goldthread.earlyhelp.views.family import named
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, Raw, raw_of
from goldthread.ledger.london import london_date, say_when
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.ledger.procedure import FactValues
from goldthread.ledger.state import states
from goldthread.people.describe import plain_name
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.procedures.fold import CaseState
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.duties import duty_line
from goldthread.web.page import render
from goldthread.web.stepping import ABOUT, OUTCOME, Case, StepPage, cases_in, cases_of

_TO = {"answer": "answered", "further": FURTHER, "settle": SETTLED}
_UNSAID = frozenset({"step", OUTCOME})
_RAISED: Sections = (
    ("The disagreement", ("disputed", "why", "wanted", "about_adult")),
    ("The child meanwhile", ("meanwhile",)),
    ("Who is to answer", (STAGE, "asked", "answer_by")),
)
_SAID: Sections = (
    ("", ("answered_by", "said", "settled_how")),
    ("Who is to answer next", (STAGE, "asked", "answer_by")),
)


class DisagreementPage(StepPage):
    """One request to raise a disagreement, or to say what became of one."""

    template = "earlyhelp/disagree.html.jinja"
    hidden = (OUTCOME,)
    sections: ClassVar[Sections] = _RAISED
    outcome: ClassVar[str] = "raised"
    kind = Disagreement.kind

    def __init__(self, request: HttpRequest, cases: Sequence[Case], answers: Entry | None, back: str) -> None:
        """Answers 404 where the procedure has no such step, and 403 where no role of theirs takes part."""
        super().__init__(request, STEP, cases, answers, back)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """The one that this page records."""
        return {name: title for name, title in super().outcomes.items() if name == self.outcome}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """One outcome for all; without stages where the procedure has none."""
        fields = dict(super().fields)
        fields[OUTCOME] = replace(fields[OUTCOME], per_child=False)
        return fields

    def prefill(self) -> Raw:
        """The stage that comes now."""
        stage = {STAGE: self.stage} if STAGE in self.fields and self.stage else {}
        return {**super().prefill(), **raw_of(self.fields, stage), OUTCOME: [self.outcome]}

    @property
    def stage(self) -> str:
        """The id of the stage that comes now."""
        return next(iter(FactValues(STAGE)), "")

    @property
    def required(self) -> tuple[str, ...]:
        """What it is about, and who is to answer."""
        return (*super().required, self.when, "disputed", "why", "asked", STAGE)

    def frame(self) -> dict[str, Any]:
        """With its questions in sections."""
        shown = [(title, [name for name in names if name in self.fields]) for title, names in self.sections]
        return {
            **super().frame(),
            "first": [name for name in (ABOUT, self.when) if name in self.fields],
            "sections": [(title, names) for title, names in shown if names],
            "heading": "Raise a professional disagreement",
            "about_entry": self._about(),
        }

    def _about(self) -> str:
        if self.answers is None:
            return ""
        kind = entry_type(self.answers.kind)
        return f"{kind.summary(self.answers.payload)}, {say_when(self.answers.occurred_at)}"


class StepOfIt(DisagreementPage):
    """One request to say what became of a disagreement."""

    kind = DisagreementStep.kind
    sections: ClassVar[Sections] = _SAID

    def __init__(
        self, request: HttpRequest, cases: Sequence[Case], it: Disagreed, to: str, back: str
    ) -> None:
        """`to` is a key of the acts on a disagreement; 404 for any other."""
        if to not in _TO:
            raise Http404
        self.it, self.to = it, to
        super().__init__(request, cases, it.entry, back)

    @property
    def outcome(self) -> str:  # type: ignore[override]
        """What became of it."""
        return _TO[self.to]

    @property
    def stage(self) -> str:
        """The next one."""
        return self.it.next_stage

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Who is to answer next only where it goes further."""
        own = super().fields
        dropped = {
            "answer": {STAGE, "asked", "answer_by", "settled_how"},
            "further": {"settled_how", "answered_by"},
            "settle": {STAGE, "asked", "answer_by", "answered_by"},
        }[self.to]
        return {name: field for name, field in own.items() if name not in dropped}

    @property
    def required(self) -> tuple[str, ...]:
        """What was said."""
        return (OUTCOME, self.when, "said", "asked", "settled_how")

    def frame(self) -> dict[str, Any]:
        """With the disagreement itself."""
        return {**super().frame(), "it": self.it, "heading": self.written.outcomes[self.outcome].title}


def _state(subject: UUID) -> CaseState | None:
    episode = newest_episode(identity([subject]))
    return next(iter(states([episode]).values()), None) if episode else None


def _cases_of_child(subject: UUID) -> list[Case]:
    episode = newest_episode(identity([subject]))
    return cases_of({episode.subject: episode}) if episode else []


@require_safe
@guard.on_record(*READ)
def of_child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Every disagreement about one child: what stands where, who must answer by when."""
    subject, at = guard.record(request, subject_id), now()
    if STEP not in procedure.newest().steps:
        raise Http404
    step = procedure.newest().steps[STEP]
    found = of_people(identity([subject.pk]), _state(subject.pk), at)
    context = {
        **named(subject),
        "found": found,
        "open": [one for one in found if not one.settled],
        "over": [one for one in found if one.settled],
        "may": any(guard.may(request, act, subject.pk).allowed for act in WRITE),
        "why": why(step),
        "says": step.says,
        "today": london_date(at),
    }
    return render(request, "earlyhelp/disagreements.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def raise_one(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Raise one about a child."""
    subject = guard.record(request, subject_id)
    back = reverse("earlyhelp:disagreements", args=[subject.pk])
    return DisagreementPage(request, _cases_of_child(subject.pk), None, back).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def raise_about(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Raise one about an entry: a decision, a meeting, a plan."""
    entry = guard.entry(request, entry_id)
    parts = [part for part in _theirs(request, entry, WRITE) if part.episode is not None]
    if not parts:
        raise Http404
    back = reverse("earlyhelp:disagreements", args=[parts[0].subject_id])
    return DisagreementPage(request, cases_in(parts), entry, back).respond()


@require_safe
@guard.on_record(*READ)
def one(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One disagreement: the stage, who is to answer by when, and every word so far."""
    entry, parts = _disagreement(request, entry_id, READ)
    subject = parts[0].subject
    it = disagreement(entry, _state(subject.pk), now())
    may = any(guard.may(request, act, subject.pk).allowed for act in WRITE)
    acts = _acts(request, it) if may else []
    context = {
        **named(subject),
        **_shown(it),
        "acts": [(words, reverse("earlyhelp:disagreement_step", args=[entry.pk, to])) for to, words in acts],
        "back": reverse("earlyhelp:disagreements", args=[subject.pk]),
    }
    return render(request, "earlyhelp/disagreement.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def step_of(request: HttpRequest, entry_id: UUID, to: str) -> HttpResponse:
    """Record an answer, the next stage, or that it is settled."""
    entry, parts = _disagreement(request, entry_id, WRITE)
    it = disagreement(entry, _state(parts[0].subject_id), now())
    back = reverse("earlyhelp:disagreement", args=[entry.pk])
    return StepOfIt(request, cases_in(parts), it, to, back).respond()


def _disagreement(
    request: HttpRequest, entry_id: UUID, acts: Sequence[Capability]
) -> tuple[Entry, list[EntrySubject]]:
    entry = guard.entry(request, entry_id)
    parts = _theirs(request, entry, acts)
    if entry.kind != Disagreement.kind or not parts:
        raise Http404
    return entry, parts


def _theirs(request: HttpRequest, entry: Entry, acts: Sequence[Capability]) -> list[EntrySubject]:
    """The parts about those of whom this reader may do that."""
    parts = guard.visible_parts(request, entry)
    return [part for part in parts if any(guard.may(request, act, part.subject_id).allowed for act in acts)]


def _acts(request: HttpRequest, it: Disagreed) -> list[tuple[str, str]]:
    """What this reader may record of it now: key and words."""
    if it.settled or STEP not in procedure.newest().steps:
        return []
    roles, table = guard.user_of(request).roles(at=now()), procedure.procedure().on(london_date(now()))
    theirs = recordable.theirs(table, STEP, roles, DisagreementStep.kind)
    words = {
        "answer": "Record an answer",
        "further": "Take it further",
        "settle": "Record that it is settled",
    }
    return [(to, words[to]) for to, outcome in _TO.items() if outcome in theirs]


def _shown(it: Disagreed) -> dict[str, Any]:
    step = procedure.newest().steps.get(STEP)
    return {
        "it": it,
        "rows": [(f.label, words) for f, words in Disagreement.reads(it.values) if f.name not in _UNSAID],
        "duties": [duty_line(duty, now()) for duty in it.duties],
        "stages": list(FactValues(STAGE).items()),
        "why": why(step) if step else None,
        "says": step.says if step else "",
        "today": london_date(now()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEND_REQUEST)
def own(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """A referrer’s disagreement about their own request: raised or, once it was, as it stands."""
    sent = guard.own_request(request, entry_id)
    back = reverse("earlyhelp:own_disagreement", args=[sent.pk])
    raised = [each for each in about(sent) if each.author_agency_id == guard.user_of(request).agency_id]
    if not raised:
        return DisagreementPage(request, _own_cases(sent), sent, back).respond()
    it = disagreement(raised[-1], _state_of(sent), now())
    acts = [(words, reverse("earlyhelp:own_step", args=[sent.pk, to])) for to, words in _acts(request, it)]
    context = {**_shown(it), "acts": acts, "name": "", "back": reverse("frontdoor:request", args=[sent.pk])}
    return render(request, "earlyhelp/disagreement.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEND_REQUEST)
def own_step(request: HttpRequest, entry_id: UUID, to: str) -> HttpResponse:
    """What a referrer records of it."""
    sent = guard.own_request(request, entry_id)
    raised = [each for each in about(sent) if each.author_agency_id == guard.user_of(request).agency_id]
    if not raised:
        raise Http404
    it = disagreement(raised[-1], _state_of(sent), now())
    back = reverse("earlyhelp:own_disagreement", args=[sent.pk])
    return StepOfIt(request, _own_cases(sent), it, to, back).respond()


def _own_cases(sent: Entry) -> list[Case]:
    """The children of the request by the names that the referrer gave, and nothing else of them."""
    parts = list(sent.parts.filter(episode__isnull=False).select_related("subject", "episode").order_by("pk"))
    named_so = {part.subject_id: part.payload for part in parts}
    cases = cases_in(parts)
    return [Case(one.subject, _called(named_so[one.id], one), one.state) for one in cases]


def _called(said: Mapping[str, Any], case: Case) -> str:
    given = " ".join(str(said[name]) for name in ("given_names", "family_name") if said.get(name))
    return given or plain_name(Person(subject=case.subject))


def _state_of(sent: Entry) -> CaseState | None:
    part = sent.parts.filter(episode__isnull=False).order_by("pk").first()
    return _state(part.subject_id) if part else None


urlpatterns = [
    path("children/<uuid:subject_id>/disagreements/", of_child, name="disagreements"),
    path("children/<uuid:subject_id>/disagree/", raise_one, name="disagree"),
    path("entries/<uuid:entry_id>/disagree/", raise_about, name="disagree_about"),
    path("disagreements/<uuid:entry_id>/", one, name="disagreement"),
    path("disagreements/<uuid:entry_id>/<slug:to>/", step_of, name="disagreement_step"),
    path("requests/<uuid:entry_id>/disagreement/", own, name="own_disagreement"),
    path("requests/<uuid:entry_id>/disagreement/<slug:to>/", own_step, name="own_step"),
]
