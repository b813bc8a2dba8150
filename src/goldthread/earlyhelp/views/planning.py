"""Beginning a family's early help, and writing its plan."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.earlyhelp.entries.opening import EarlyHelpOpening
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan
from goldthread.earlyhelp.familyfile import Written, newest_episode
from goldthread.earlyhelp.pages import WRITE, FamilyPage, Sections
from goldthread.earlyhelp.views.writing import LEAD, lead_errors, lead_named, with_lead
from goldthread.ledger import procedure
from goldthread.ledger.fields import Field, FieldError, MultiChoice, Number, Parsed, Raw
from goldthread.ledger.london import london_date, say_when
from goldthread.ledger.models import Entry, EntrySubject, Subject
from goldthread.ledger.operations import Sending
from goldthread.ledger.state import states
from goldthread.people import describe, family
from goldthread.people.models import Person
from goldthread.procedures.fold import fold
from goldthread.web import guard
from goldthread.web.stepping import OUTCOME, Case

_SIGHT = ("impact_on_children", "level_of_risk")
_LEVEL = ("level_of_need", "threshold_document", "threshold_version")
_CHILDREN = (family.Group.SIBLING, family.Group.CHILD_IN_HOUSEHOLD)
_BASED_ON, _REPLACES = "based_on", "replaces"
_ROWS = {"objectives": "o", "actions": "a"}


class OpeningPage(FamilyPage):
    """One request to begin early help for a child, and for brothers and sisters with them."""

    kind = EarlyHelpOpening.kind
    outcome = "opened"
    heading = "Early help assessment"
    says = "Early help begins when this is signed. The plan comes next."
    asks = ("began", "why", "agreed_by", "next_review", "members.name", *_LEVEL)
    sections: ClassVar[Sections] = (
        ("How it begins", ("began", "why", "agreed_by")),
        ("The family", ("strengths", "needs", "child_view", "family_view", *_SIGHT, "opinion")),
        ("Level of need", _LEVEL),
        ("Who leads, and who is around the family", (LEAD, "lead_outside", "members")),
        ("Review", ("next_review",)),
    )

    def whom(self, request: HttpRequest) -> list[Case]:
        """The child, and children of the household or of the same contact whom the reader may see."""
        on = london_date(self._at)
        circle = [one for one in family.circle(self.subject.pk, on=on) if one.group in _CHILDREN]
        young = {one.subject_id for one in circle if describe.is_child(one.person, on) is not False}
        told = Entry.objects.filter(kind="contact", parts__subject__in=self.family.people)
        told_of = EntrySubject.objects.filter(entry__in=told, episode__isnull=False)
        young |= set(told_of.values_list("subject_id", flat=True)) - self.family.people
        seen = policy.visible(guard.user_of(request), young, at=self._at).subjects
        others = Subject.objects.filter(pk__in=[one for one in young if one in seen]).order_by("pk")
        return [_case(one) for one in (self.subject, *others)]

    @property
    def _at(self) -> Any:
        return self.family.at

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """With those who may lead to choose from."""
        return with_lead(super().fields, {}, self.at)

    def prefill(self) -> Raw:
        """About this child alone, until others are ticked."""
        raw = dict(super().prefill())
        if len(self.cases) > 1:
            raw["about"] = [str(self.subject.pk)]
        return raw

    def known(self) -> dict[str, Any]:
        """From an earlier early help of the family, and from what the last contact said of why."""
        before = self.family.newest(EarlyHelpOpening.kind)
        told = {
            name: before.values[name]
            for name in ("strengths", "family_view")
            if before and name in before.values
        }
        contact = self._contact
        why = contact.payload.get("concern") if contact else None
        return {**told, "members": self.family.team, "why": why, "began": self._began}

    @property
    def _began(self) -> str:
        return "contact" if self._contact else "new"

    @cached_property
    def _contact(self) -> Entry | None:
        """The newest contact about the child, whose words need not be typed again."""
        found = Entry.objects.filter(kind="contact", parts__subject__in=self.family.people)
        return found.order_by("-occurred_at", "-recorded_at", "pk").first()

    def sources(self) -> list[str]:
        """Whose words stand in the page already."""
        found, contact = [], self._contact
        if contact is not None:
            by = contact.payload.get("referrer_name") or contact.author_name or "somebody who gave no name"
            found.append(
                f"“Why is help needed now?” is from the contact of {say_when(contact.occurred_at)}, {by}."
            )
        if before := self.family.newest(EarlyHelpOpening.kind):
            found.append(
                f"What goes well, and the team, are from early help of {say_when(before.entry.occurred_at)}."
            )
        return found

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Somebody leads, and one only."""
        return [*super().check(parsed), *lead_errors(parsed)]

    def extras(self, parsed: Parsed) -> dict[str, Any]:
        """The lead's name as it is today, and whether the family was not open to early help until now."""
        return {**super().extras(parsed), **lead_named(parsed), "newly": not self.family.is_open}


def _case(subject: Subject) -> Case:
    """The open case of somebody, or the empty one that will be opened."""
    episode = newest_episode([subject.pk])
    if episode is not None and episode.closed_at is None:
        state = next(iter(states([episode]).values()))
    else:
        state = fold(procedure.procedure(), ())
    return Case(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()), state)


class PlanPage(FamilyPage):
    """One request to write the next version of the plan, for all who are helped together."""

    kind = EarlyHelpPlan.kind
    outcome, of_concern = "planned", "reviewed"
    hidden = (OUTCOME, "objectives.item", "actions.item", _BASED_ON)
    heading = "Early help plan"
    asks = (
        *("objectives", "objectives.change", "objectives.by_when", "objectives.horizon", "next_review"),
        *("actions", "actions.what", "actions.who", "actions.by_when"),
    )
    sections: ClassVar[Sections] = (
        ("", (_REPLACES, "why_new", "new_concerns")),
        ("", ("objectives", "actions", "if_not")),
        ("What it means for the children", (*_SIGHT, "child_view", "family_view", "agreed_by")),
        ("Review", ("next_review", "later_reviews")),
    )

    @property
    def standing(self) -> Written | None:
        """The version that stands."""
        return self.family.plan

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """New concerns only where there are any; what is new only after the first."""
        own = super().fields
        one = own["version"]
        dropped = {"version", *_LEVEL} | (set() if self.answering else {"new_concerns"})
        dropped |= set() if self.standing else {"why_new"}
        fields = {name: field for name, field in own.items() if name not in dropped}
        fields[_BASED_ON] = Number("Based on version", one.sensitivity, one.retention, name=_BASED_ON)
        if self._overtaken:
            words = "I have read the newer version. Mine takes its place"
            fields[_REPLACES] = MultiChoice(
                "A newer version was signed",
                one.sensitivity,
                one.retention,
                choices={"yes": words},
                name=_REPLACES,
            )
        return fields

    @property
    def _overtaken(self) -> bool:
        """Whether somebody signed a version since this one was begun."""
        draft = self._draft()
        told = (
            self.request.POST.get(_BASED_ON) or next(iter(draft.raw.get(_BASED_ON, ())), "") if draft else ""
        )
        told = self.request.POST.get(_BASED_ON, told)
        return told.isdecimal() and int(told) < self._number

    @property
    def _number(self) -> int:
        return int(self.standing.values.get("version", 1)) if self.standing else 0

    def known(self) -> dict[str, Any]:
        """The version that stands, each action as the last meeting found it."""
        before = dict(self.standing.values) if self.standing else {}
        carried = {name: before.get(name) for name in ("objectives", "if_not", "later_reviews", *_SIGHT)}
        rows = [{name: said for name, said in row.items() if name != "note"} for row in self.family.actions]
        return {**carried, "actions": rows}

    def prefill(self) -> Raw:
        """With the version that it goes on from."""
        return {**super().prefill(), _BASED_ON: [str(self._number)]}

    def sources(self) -> list[str]:
        """Whose plan it goes on from, and what meetings asked of it since."""
        if self.standing is None:
            return []
        signed = self.standing.entry
        when = say_when(signed.occurred_at)
        return [f"What stands here is version {self._number}, signed by {signed.author_name}, {when}."]

    def extras(self, parsed: Parsed) -> dict[str, Any]:
        """Which version it is, and each row with its number in the plan."""
        numbered = {name: _numbered(parsed.values.get(name, ()), mark) for name, mark in _ROWS.items()}
        rows = {name: found for name, found in numbered.items() if found}
        return {**super().extras(parsed), **rows, "version": self._number + 1}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Nobody's version is lost unseen."""
        if self._overtaken and not parsed.values.get(_REPLACES):
            return [FieldError(_REPLACES, "Somebody signed a newer version while you wrote. Read it first")]
        return super().check(parsed)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, after any other version of the same plan that is being signed now."""
        people = [case.id for case in self.children]
        list(Subject.objects.select_for_update().filter(pk__in=people).order_by("pk"))
        for name in (_BASED_ON, _REPLACES):
            parsed.values.pop(name, None)
        return super().save(parsed, sending, outside_reason)


def _numbered(rows: Collection[Mapping[str, Any]], mark: str) -> list[dict[str, Any]]:
    """The rows, each new one with a number that no other has: o1, o2; a1, a2."""
    found = [dict(row) for row in rows]
    last = max((int(row["item"][1:]) for row in found if str(row.get("item", ""))[1:].isdecimal()), default=0)
    for row in found:
        if not str(row.get("item", ""))[1:].isdecimal():
            last += 1
            row["item"] = f"{mark}{last}"
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def begin(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Begin early help."""
    return OpeningPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def write(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Write the next version of the plan."""
    return PlanPage(request, subject_id).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/early-help/open/", begin, name="open"),
    path("children/<uuid:subject_id>/early-help/plan/", write, name="plan_write"),
]
