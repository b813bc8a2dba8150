"""The plan's pages that are read: both faces, one version, the child's own plan, and what changed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import procedure
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import parse_fields
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Subject
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.languages import language_tag
from goldthread.people.models import Person
from goldthread.procedures.fold import Happened
from goldthread.protection import plandiff, planfile
from goldthread.protection.entries.coregroup import STEP as CORE_GROUP
from goldthread.protection.entries.plan import PlanTranslation, ProtectionPlan
from goldthread.protection.planface import faces
from goldthread.protection.planfields import PLAN, STEP
from goldthread.protection.planfile import Plan, Version
from goldthread.protection.planown import TRANSLATED, own_plan
from goldthread.protection.planreview import for_review, owed
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.posted import posted


def of_child(request: HttpRequest, subject_id: UUID) -> tuple[Subject, frozenset[UUID], Plan]:
    """The child's record, the ids of all records of that child, and the plan."""
    subject = guard.record(request, subject_id)
    people = identity([subject.pk])
    return subject, people, planfile.standing(people, now())


@require_safe
@guard.on_record(Capability.READ_RECORD)
def plan(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The plan as it stands: both faces, how each action goes, its clocks, its versions."""
    subject, people, found = of_child(request, subject_id)
    state = planfile.newest_state(people)
    context = {
        **head_of(subject, found),
        **_shown(found, found.newest),
        "owed": owed(state, now(), STEP, CORE_GROUP) if state else [],
        "may_write": found.in_force and guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
        "asked": asked_of(people, found),
        "why": why(procedure.newest().steps[STEP]) if STEP in procedure.newest().steps else None,
    }
    return render(request, "protection/plan.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def version(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One version, as it was signed and corrected, of the first child of it whom the reader may see."""
    entry = guard.entry(request, entry_id)
    if entry.kind != ProtectionPlan.kind:
        raise Http404
    part = guard.visible_parts(request, entry)[0]
    subject, found = part.subject, planfile.standing(identity([part.subject_id]), now())
    one = planfile.version_of(part)
    newest = found.newest
    old = newest is None or newest.entry.pk != entry.pk
    one = newest if newest is not None and not old else one
    context = {**head_of(subject, found), **_shown(found, one), "old": old}
    return render(request, "protection/plan_version.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def own(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The child's own plan, for the child to read, with its words in other languages."""
    subject, _, found = of_child(request, subject_id)
    if found.newest is None:
        raise Http404
    mine = own_plan(found.newest.values)
    context = {
        **head_of(subject, found),
        "own": mine,
        "said": found.newest.part.get("child_view", ""),
        "translations": [_beside(mine, one) for one in found.translations],
    }
    return render(request, "protection/plan_own.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def review(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What a review conference needs to know of the plan, gathered from what was recorded (HSSCP-14.5)."""
    subject, people, found = of_child(request, subject_id)
    context = {**head_of(subject, found), "review": for_review(people, now())}
    return render(request, "protection/plan_review.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def compare(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What changed between two versions, word by word: the last two unless others are asked for."""
    subject, _, found = of_child(request, subject_id)
    if len(found.versions) < 2:
        raise Http404
    by_number = {str(one.number): one for one in found.versions}
    old = by_number.get(request.GET.get("from", ""), found.versions[-2])
    new = by_number.get(request.GET.get("to", ""), found.versions[-1])
    context = {
        **head_of(subject, found),
        "old": _told(old),
        "new": _told(new),
        "changes": plandiff.compare(old.values, new.values),
        "versions": [_told(one) for one in found.versions],
    }
    return render(request, "protection/plan_compare.html.jinja", context)


@require_POST
@guard.capable(Capability.RECORD_WORK)
def words(request: HttpRequest) -> HttpResponse:
    """How the child's words read that are being typed. Nothing is kept, and no record is read."""
    typed = parse_fields(PLAN, posted(request).raw, required=())
    return render(request, "protection/plan_words.html.jinja", {"own": own_plan(typed.values)})


def head_of(subject: Subject, found: Plan) -> dict[str, Any]:
    """Whose plan it is, and whether there is one now."""
    person = Person.objects.filter(pk=subject.pk).first()
    ended, begun = found.ended, found.begun
    return {
        "subject": subject,
        "name": describe.display_name(person),
        "given": describe.plain_name(person).split(" ")[0],
        "plan": found,
        "newest": _told(found.newest) if found.newest else None,
        "begun": say_date(begun.day) if begun else "",
        "ended": say_date(ended.day) if ended else "",
        "why_ended": _why_ended(ended) if ended else "",
    }


def asked_of(people: Collection[UUID], found: Plan) -> list[tuple[str, str, str]]:
    """What must change in the plan by what was said since: where, when, and the words."""
    said = planfile.asked_since(people, found.newest)
    return [
        (entry_type(entry.kind).title, say_date(london_date(entry.occurred_at)), words)
        for entry, words in said
    ]


def _why_ended(ended: Happened) -> str:
    """The reasons that the conference chose from a list when it ended the plan, in words (GLOS-6.3)."""
    known = procedure.newest().facts
    chosen = ((known[name], said) for name, said in ended.own.items() if name in known and known[name].values)
    lists = (
        (fact, said if isinstance(said, list | tuple | set | frozenset) else [said]) for fact, said in chosen
    )
    return "; ".join(fact.values[one] for fact, several in lists for one in sorted(several))


def _shown(found: Plan, one: Version | None) -> dict[str, Any]:
    """Both faces of one version."""
    if one is None:
        return {"faces": None, "own": None, "part": [], "version": None}
    fields = {name: PLAN[name] for name in ("identity", "child_view")}
    return {
        "faces": faces(found, one.values),
        "own": own_plan(one.values),
        "part": [
            (field.label, field.text(one.part[name])) for name, field in fields.items() if one.part.get(name)
        ],
        "version": _told(one),
        "versions": [_told(each) for each in reversed(found.versions)],
    }


def _told(one: Version) -> dict[str, Any]:
    """A version in a line: its number, day, author, what was new, and its address."""
    return {
        "number": one.number,
        "day": say_date(london_date(one.entry.occurred_at)),
        "by": one.entry.author_name,
        "why": one.values.get("why_new", ""),
        "entry": one.entry,
    }


def _beside(mine: Any, translation: Any) -> dict[str, Any]:
    """A translation, part by part beside the English."""
    said, fields = translation.payload, PlanTranslation.fields
    return {
        "language": said.get("language", ""),
        "lang": language_tag(said.get("language", "")),
        "by": said.get("translated_by", ""),
        "parts": [
            (fields[name].label, mine.under(titles), said[name])
            for name, titles in TRANSLATED.items()
            if said.get(name)
        ],
    }


urlpatterns = [
    path("children/<uuid:subject_id>/plan/", plan, name="plan"),
    path("children/<uuid:subject_id>/plan/own/", own, name="plan_own"),
    path("children/<uuid:subject_id>/plan/review/", review, name="plan_review"),
    path("children/<uuid:subject_id>/plan/compare/", compare, name="plan_compare"),
    path("plans/words/", words, name="plan_words"),
    path("plans/<uuid:entry_id>/", version, name="plan_version"),
]
