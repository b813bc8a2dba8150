"""Writing a family's early help: its meetings, the work between them, who leads it, and how it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Membership, User
from goldthread.accounts.roles import who_may
from goldthread.earlyhelp.entries.meeting import EarlyHelpMeeting, EarlyHelpMeetingOff, EarlyHelpWork
from goldthread.earlyhelp.entries.opening import EarlyHelpEnding, EarlyHelpLead
from goldthread.earlyhelp.pages import WRITE, FamilyPage, Sections
from goldthread.ledger.fields import Choice, Field, FieldError, Group, Parsed, Raw
from goldthread.ledger.london import say_when
from goldthread.web import guard
from goldthread.web.stepping import OUTCOME

LEAD = "lead"
_SIGHT = ("impact_on_children", "level_of_risk")


class MeetingPage(FamilyPage):
    """One request to record that the team around the family met."""

    kind = EarlyHelpMeeting.kind
    outcome, of_concern = "reviewed", "meeting_held"
    hidden = (OUTCOME, "people.person", "progress.item", "progress.action")
    heading = "Record an early help meeting"
    asks = (
        "people",
        "people.name",
        "people.came",
        "tasks.what",
        "tasks.who",
        "tasks.by_when",
        "parents_present",
    )
    sections: ClassVar[Sections] = (
        ("", ("people", "parents_present", "chaired_by", "chaired_by_team_leader")),
        ("The new concerns", ("new_concerns",)),
        ("", ("progress",)),
        ("The children and their parents", ("child_view", "family_view", *_SIGHT)),
        ("", ("tasks",)),
        ("What comes next", ("next_review", "other_professionals", "opinion")),
    )

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """One row for each action of the plan; new concerns only where there are any."""
        fields = dict(super().fields)
        actions, progress = self.family.actions, fields["progress"]
        if isinstance(progress, Group):
            fields["progress"] = replace(progress, max_rows=max(1, len(actions)))
        dropped = [*([] if actions else ["progress"]), *([] if self.answering else ["new_concerns"])]
        return {name: field for name, field in fields.items() if name not in dropped}

    def known(self) -> dict[str, Any]:
        """The team, and every action of the plan."""
        keep = ("name", "role", "agency")
        people = [{key: row[key] for key in keep if row.get(key)} for row in self.family.team]
        rows = [{"item": row.get("item", ""), "action": in_words(row)} for row in self.family.actions]
        return {"people": people, "progress": rows}

    def sources(self) -> list[str]:
        """The team and the actions, by the entries that named them."""
        found = []
        if self.family.team:
            found.append(f"The people are the team around the family. {self.family.lead} leads it.")
        if self.family.plan:
            signed = self.family.plan.entry
            found.append(
                f"The actions are the plan’s, signed by {signed.author_name}, {say_when(signed.occurred_at)}."
            )
        return found


def in_words(row: Mapping[str, Any]) -> str:
    """An action and whose it is."""
    return f"{row.get('what', '')} ({row['who']})" if row.get("who") else str(row.get("what", ""))


class WorkPage(FamilyPage):
    """One request to record what partners did or found out."""

    kind = EarlyHelpWork.kind
    outcome, of_concern = "worked", "work_recorded"
    heading = "Record early help work"
    says = "Further work or enquiries by any partner. Say what it means for the children each time."
    asks = ("asked", "found")
    sections: ClassVar[Sections] = (
        ("What was done", ("asked", "found", "opinion")),
        ("What it means", (*_SIGHT, "child_view")),
        ("What else could help", ("other_professionals", "new_concerns")),
    )


class MeetingOffPage(FamilyPage):
    """One request to say that the meeting which a concern asked for is no longer due."""

    kind = EarlyHelpMeetingOff.kind
    of_concern = "meeting_not_needed"
    heading = "The meeting is no longer due"
    says = "A referral or a disagreement alone does not take the meeting away. Say what does."
    asks = ("why",)
    sections: ClassVar[Sections] = (("", ("why", "new_concerns", "other_professionals", *_SIGHT, "opinion")),)


class LeadPage(FamilyPage):
    """One request to name the lead professional and the team."""

    kind = EarlyHelpLead.kind
    outcome = "lead_changed"
    heading = "Lead professional and team"
    says = (
        "The lead may work for any agency. Whoever signs in here sees this family from then on, and no other."
    )
    asks = ("why", "members.name")
    sections: ClassVar[Sections] = (
        ("Who leads", (LEAD, "lead_outside", "why")),
        ("", ("members",)),
    )

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """With those who may lead to choose from; what the family needs is asked elsewhere."""
        return with_lead(
            super().fields, self.family.led_by.values if self.family.led_by else {}, self.at, _SHORT
        )

    def known(self) -> dict[str, Any]:
        """As it is now."""
        told = self.family.led_by.values if self.family.led_by else {}
        return {LEAD: told.get(LEAD), "lead_outside": told.get("lead_outside"), "members": self.family.team}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Somebody leads, and one only."""
        return [*super().check(parsed), *lead_errors(parsed)]

    def extras(self, parsed: Parsed) -> dict[str, Any]:
        """The lead's name as it is today."""
        return {**super().extras(parsed), **lead_named(parsed)}


_SHORT = ("level_of_need", "threshold_document", "threshold_version", *_SIGHT, "opinion")


def with_lead(
    fields: Mapping[str, Field], told: Mapping[str, Any], at: Any, dropped: Sequence[str] = ()
) -> dict[str, Field]:
    """The fields with a list of those who may lead, in the place of the lead's name."""
    named = fields["lead_name"]
    chosen = Choice(
        named.label,
        named.sensitivity,
        named.retention,
        choices=leads(at, str(told.get(LEAD, ""))),
        name=LEAD,
        listed=True,
    )
    found: dict[str, Field] = {}
    for name, field in fields.items():
        if name == "lead_name":
            found[LEAD] = chosen
        elif name not in dropped:
            found[name] = field
    return found


def leads(at: Any, *always: str) -> dict[str, str]:
    """Those who may lead a family's early help, by id: who they are, and where they work."""
    roles = who_may(Capability.LEAD_FAMILY) | who_may(Capability.HOLD_CASE)
    holding = Membership.objects.held(at).filter(role__in=roles, user__is_active=True).values("user")
    found = User.objects.filter(pk__in=holding) | User.objects.filter(pk__in=[one for one in always if one])
    people = found.select_related("agency").order_by("name", "pk").distinct()
    return {str(one.pk): f"{one.name}, {one.designation}, {one.agency.name}" for one in people}


def lead_errors(parsed: Parsed) -> list[FieldError]:
    """Somebody leads, and one only."""
    chosen, outside = parsed.values.get(LEAD), parsed.values.get("lead_outside")
    if chosen and outside:
        return [FieldError("lead_outside", "Choose somebody from the list, or write somebody else: not both")]
    return [] if chosen or outside else [FieldError(LEAD, "Say who the lead professional is")]


def lead_named(parsed: Parsed) -> dict[str, str]:
    """The name of the lead who was chosen, to stand in the entry as it is today."""
    chosen = parsed.values.get(LEAD)
    user = User.objects.select_related("agency").filter(pk=chosen).first() if chosen else None
    return {"lead_name": f"{user.name}, {user.designation}, {user.agency.name}"} if user else {}


class EndPage(FamilyPage):
    """One request to end a family's early help, or to step it up."""

    kind = EarlyHelpEnding.kind
    hidden = ()
    heading = "End early help, or step up"
    says = (
        "The whole record stays, and goes on to whoever works with the family next. Nothing is typed again."
    )
    asks = ("why", "ended_because", "family_told")
    sections: ClassVar[Sections] = (
        ("How it ends", (OUTCOME, "why", "left")),
        ("The family", ("family_told", "family_view", "child_view", *_SIGHT)),
    )

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """Both, as far as they are the reader's."""
        ends = {event.partition(".")[2] for event in EarlyHelpEnding.makes()}
        return {name: title for name, title in super(FamilyPage, self).outcomes.items() if name in ends}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """The case does not end over a concern that nobody has settled."""
        first = next((title for one in self.family.concerns for title in one.awaits), "")
        if first and parsed.values.get(OUTCOME) == "ended":
            return [
                FieldError(OUTCOME, f"A concern about the family is not settled yet. Still to do: {first}")
            ]
        return super().check(parsed)

    def prefill(self) -> Raw:
        """Which of the two is for the writer to say, where both are theirs."""
        return {
            name: said
            for name, said in super().prefill().items()
            if name != OUTCOME or len(self.outcomes) == 1
        }


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def meeting(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Record a meeting."""
    return MeetingPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def work(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Record work between meetings."""
    return WorkPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def meeting_off(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Say that a meeting is no longer due."""
    return MeetingOffPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def lead(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Name the lead professional and the team."""
    return LeadPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(*WRITE)
def end(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """End it, or step it up."""
    return EndPage(request, subject_id).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/early-help/meeting/", meeting, name="meeting"),
    path("children/<uuid:subject_id>/early-help/partner-work/", work, name="work"),
    path("children/<uuid:subject_id>/early-help/no-meeting/", meeting_off, name="meeting_off"),
    path("children/<uuid:subject_id>/early-help/lead/", lead, name="lead"),
    path("children/<uuid:subject_id>/early-help/end/", end, name="end"),
]
