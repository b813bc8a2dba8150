"""Core groups: who belongs, both clocks, each meeting, what it found, and its minutes."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import procedure
from goldthread.ledger.fields import Field, FieldError, Group, Parsed, Raw, raw_of
from goldthread.ledger.models import Draft, Entry
from goldthread.people.identity import identity
from goldthread.protection import coregroupfile, planfile
from goldthread.protection.entries.coregroup import STEP, CoreGroupMeeting, CoreGroupMinutes
from goldthread.protection.plancases import cases
from goldthread.protection.planface import actions_of
from goldthread.protection.planreview import owed
from goldthread.protection.plantwins import item_of
from goldthread.protection.views.plan import head_of, of_child
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.stepping import ABOUT, OUTCOME, StepPage, cases_in

_HELD = "held"


@require_safe
@guard.on_record(Capability.READ_RECORD)
def group(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The core group of a child: members, clocks by each source, meetings and their minutes."""
    subject, people, plan = of_child(request, subject_id)
    state, step = planfile.newest_state(people), procedure.newest().steps.get(STEP)
    context = {
        **head_of(subject, plan),
        "members": coregroupfile.membership(people),
        "meetings": coregroupfile.met(people),
        "owed": owed(state, now(), STEP) if state else [],
        "step": step,
        "attends": [(one, why(one)) for one in step.attends.values()] if step else [],
        "why": why(step) if step else None,
        "may_write": plan.in_force and guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
    }
    return render(request, "protection/core_group.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def meeting(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One meeting, and what became of its minutes."""
    entry = _meeting(request, entry_id)
    part = guard.visible_parts(request, entry)[0]
    people = identity([part.subject_id])
    minutes, step = coregroupfile.minutes_of(entry), procedure.newest().steps.get(STEP)
    asked = step is not None and any(f"{STEP}.{name}" in CoreGroupMinutes.makes() for name in step.outcomes)
    context = {
        **head_of(part.subject, planfile.standing(people, now())),
        "met": coregroupfile.one_of(part, minutes),
        "receivers": coregroupfile.receivers(entry, coregroupfile.membership(people)),
        "minutes": [CoreGroupMinutes.summary(one.payload) for one in minutes],
        "may_write": guard.may(request, Capability.RECORD_WORK, part.subject_id).allowed,
        "asks_minutes": asked,
    }
    return render(request, "protection/core_group_meeting.html.jinja", context)


def _meeting(request: HttpRequest, entry_id: UUID) -> Entry:
    entry = guard.entry(request, entry_id)
    if entry.kind != CoreGroupMeeting.kind:
        raise Http404
    return entry


class MeetingPage(StepPage):
    """One request to record a meeting of the group, for every child whose plan it follows."""

    template = "protection/core_group_meet.html.jinja"
    kind = CoreGroupMeeting.kind
    hidden = ("people.person", "progress.item", "progress.action", OUTCOME)

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers as a page of any step; 404 where no case is open."""
        self._unfolded = False
        self.subject, self.people, self.plan = of_child(request, subject_id)
        self.group = coregroupfile.membership(self.people)
        back = reverse("protection:core_group", args=[subject_id])
        super().__init__(request, STEP, cases(request, self.people, self.plan), None, back)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """That it met; what else came of it is in the answers."""
        return {name: title for name, title in super().outcomes.items() if name == _HELD}

    @cached_property
    def actions(self) -> list[dict[str, Any]]:
        """Every action of the plan, to say how it goes."""
        values = self.plan.newest.values if self.plan.newest else {}
        return [
            {"item": item_of(row, place), "action": _in_words(row)}
            for place, row in enumerate(actions_of(values))
        ]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """One outcome for all; one row for each action of the plan."""
        fields = dict(super().fields)
        fields[OUTCOME] = replace(fields[OUTCOME], per_child=False)
        progress = fields["progress"]
        if isinstance(progress, Group):
            fields["progress"] = replace(progress, max_rows=max(1, len(self.actions)))
        dropped = {"who", "what", "opinion", *(() if self.actions else ("progress",))}
        return {name: field for name, field in fields.items() if name not in dropped}

    def prefill(self) -> Raw:
        """The members as the conference or the last meeting named them, and the actions of the plan."""
        invited = [
            {key: row[key] for key in ("name", "role", "agency") if key in row} for row in self.group.rows
        ]
        known: dict[str, Any] = {"people": invited, "members": list(self.group.rows)}
        if self.actions:
            known["progress"] = self.actions
        known = {name: rows for name, rows in known.items() if rows}
        return {**super().prefill(), **raw_of(self.fields, known), OUTCOME: [_HELD]}

    def show(self, raw: Raw, draft: Draft | None, **how: Any) -> HttpResponse:
        """The page, with who belongs unfolded once it was touched or is at fault."""
        at_fault = any(error.name.startswith("member") for error in how.get("errors", ()))
        self._unfolded = at_fault or _members_in(raw) != _members_in(self.prefill())
        return super().show(raw, draft, **how)

    def frame(self) -> dict[str, Any]:
        """With the plan, and who belongs to the group."""
        return {
            **super().frame(),
            "subject": self.subject,
            "group": self.group,
            "newest": self.plan.newest,
            "about": [ABOUT] if ABOUT in self.fields else [],
            "joins": self._unfolded,
            "besides": [name for name in self.fields if name not in _PLACED and name not in self.hidden],
        }

    @property
    def required(self) -> Collection[str]:  # type: ignore[override]
        """With who was there, and of each task what, who and when."""
        tasks = ("tasks.what", "tasks.who", "tasks.by_when")
        return (*super().required, "people", "people.name", "people.came", "members.name", *tasks, self.when)


_PLACED = frozenset(
    {
        ABOUT,
        "happened_at",
        "people",
        "progress",
        "child_view",
        "tasks",
        "what_must_change",
        "membership",
        "members",
        "recommend_earlier",
        "recommend_why",
        "next_core_group",
        "next_time",
    }
)


def _members_in(raw: Raw) -> dict[str, str]:
    """What stands in the controls about who belongs to the group, as far as anything does."""
    typed = {name: " ".join(texts) for name, texts in raw.items() if name.startswith("member")}
    return {name: text for name, text in typed.items() if text}


def _in_words(row: Mapping[str, Any]) -> str:
    """An action and whose it is."""
    return f"{row.get('what', '')} ({row['who']})" if row.get("who") else str(row.get("what", ""))


class MinutesPage(StepPage):
    """One request to say that the minutes of a meeting were written, or went to every member."""

    template = "protection/core_group_minutes.html.jinja"
    kind = CoreGroupMinutes.kind

    def __init__(self, request: HttpRequest, entry_id: UUID) -> None:
        """Answers 404 for anything but a meeting of a core group."""
        entry = _meeting(request, entry_id)
        parts = guard.visible_parts(request, entry)
        self.met = coregroupfile.one_of(parts[0], coregroupfile.minutes_of(entry))
        group = coregroupfile.membership(identity([parts[0].subject_id]))
        self.receivers = coregroupfile.receivers(entry, group)
        back = reverse("protection:core_group_meeting", args=[entry_id])
        super().__init__(request, STEP, cases_in(parts), entry, back)

    @property
    def missing(self) -> list[str]:
        """The members to whom nothing was sent."""
        return [one.name for one in self.receivers if not one.sent]

    def prefill(self) -> Raw:
        """Circulated, once every member has them; written before that."""
        done = "minutes_written" if self.missing else "minutes_circulated"
        known = {**super().prefill()}
        return {**known, OUTCOME: [done]} if done in self.outcomes and len(self.cases) == 1 else known

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Of whoever has not had them it is said why (HSSCP-13.9)."""
        said = [parsed.values, *parsed.parts.values()]
        circulated = any(one.get(OUTCOME) == "minutes_circulated" for one in said)
        if not circulated or not self.missing or parsed.values.get("left_out"):
            return super().check(parsed)
        names = ", ".join(self.missing)
        return [
            *super().check(parsed),
            FieldError("left_out", f"No copy was sent to {names}. Send it, or say why"),
        ]

    def frame(self) -> dict[str, Any]:
        """With the meeting, and everyone whom the minutes go to."""
        return {**super().frame(), "met": self.met, "receivers": self.receivers}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def meet(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Record a meeting of the group."""
    return MeetingPage(request, subject_id).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def minutes(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Record the minutes of a meeting."""
    return MinutesPage(request, entry_id).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/core-group/", group, name="core_group"),
    path("children/<uuid:subject_id>/core-group/meet/", meet, name="core_group_meet"),
    path("core-groups/<uuid:entry_id>/", meeting, name="core_group_meeting"),
    path("core-groups/<uuid:entry_id>/minutes/", minutes, name="core_group_minutes"),
]
