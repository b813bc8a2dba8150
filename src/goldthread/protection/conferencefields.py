"""What a conference is asked beyond the facts and points of a pack's step, and what the pack makes it answer.

A field is named after the point or fact that it answers. Where a pack has no such point, it is asked all the
same, because a chair wants it, but nothing has to be answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from goldthread.ledger import meetings
from goldthread.ledger.entries import EntryType
from goldthread.ledger.fields import (
    Choice,
    Date,
    Field,
    Group,
    LongText,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
)
from goldthread.ledger.packfields import POINT, WithStep
from goldthread.ledger.procedure import OutcomeTitles, newest
from goldthread.procedures.decide import LATE_REASON

_S, _R = Sensitivity, Retention.CHILD_RECORD
INITIAL, REVIEW = "initial_conference", "review_conference"
DECISION, PRESENCE, TOLD = "decision", "presence", "told"
PLAN = ("plan", "plan_continues", "plan_changed")  # the decisions after which there is a plan
NO_PLAN, CHANGED, ENDS = "no_plan", "plan_changed", "plan_ends"
DECISIONS = (*PLAN[:1], NO_PLAN, *PLAN[1:], ENDS)
STAYS, OUT, NOT_THERE = "child_stays", "child_does_not_stay", "child_not_there"
CAME = (STAYS, OUT)
TOLD_HOW = {
    "rejoining": "On coming back into the room",
    "at_end": "By the chair, at the end",
    "not_yet": "Not yet",
}
# Points that fields of ours answer under another name.
ANSWERED = ("who_was_there", "agencies_views")
# Facts of a pack that only matter with a plan, and with its end.
_IF_PLAN, _IF_ENDS, _IF_CAME = ("plan_criterion", "category"), ("why_plan_ends",), ("child_wishes_to_stay",)


class Some(OutcomeTitles):
    """Of a step's outcomes, those named, as far as the procedure has them."""

    def __init__(self, step: str, names: tuple[str, ...]) -> None:
        super().__init__(step)
        self._names = names

    def _all(self) -> dict[str, str]:
        every = super()._all()
        return {name: every[name] for name in self._names if name in every}


def _words(label: str, rows: int = 2, *, hint: str = "") -> LongText:
    return LongText(label, _S.PERSONAL, _R, rows=rows, hint=hint)


def _of_child(label: str, when: tuple[str, str | tuple[str, ...]] | None = None, rows: int = 2) -> LongText:
    return LongText(label, _S.PERSONAL, _R, rows=rows, per_child=True, asked_when=when)


def the_meeting() -> dict[str, Field]:
    """When, where, who led it and who was there."""
    return {
        "happened_at": When(
            "When did it begin?", _S.PERSONAL, _R, called="the time it began", required=True, past=True
        ),
        "place": Text("Where was it held?", _S.PERSONAL, _R),
        "chair": Text("Who chaired it?", _S.PERSONAL, _R),
        "minutes_by": Text("Who took the minutes?", _S.PERSONAL, _R),
        "people": meetings.people("Who was there?"),
        "views": meetings.views(),
    }


def _of_each(
    label: str, choices: Mapping[str, str], when: tuple[str, str] | None = None, *, called: str = ""
) -> Choice:
    """Something picked for every child alone."""
    return Choice(label, _S.PERSONAL, _R, per_child=True, choices=choices, asked_when=when, called=called)


def each_child(step: str) -> dict[str, Field]:
    """What is asked of every child alone: being there, harm, the decision and what follows from it."""
    out, no_plan = (PRESENCE, OUT), (DECISION, NO_PLAN)
    return {
        "voice": _of_child("What does the child think, and how do we know?"),
        PRESENCE: _of_each(
            "Was the child there when the conference decided? This is for the chair alone",
            Some(step, (STAYS, OUT, NOT_THERE)),
            called="whether the child was there when the conference decided",
        ),
        "chairs_reason": _of_child(
            "If the child came: is staying best for the child, and is any bad effect on anyone unlikely?",
            (PRESENCE, CAME),
        ),
        "left_building": YesNo(
            "Had the child left the building?", _S.PERSONAL, _R, per_child=True, asked_when=out
        ),
        TOLD: _of_each("How was the child told what was decided?", TOLD_HOW, out),
        "at_risk": _of_child("Has the child suffered significant harm, or is it likely? What shows it?"),
        DECISION: _of_each("Decision", Some(step, DECISIONS), called="the conference’s decision"),
        "future_help": _of_child("What help may the child and family need in future?", no_plan),
        "in_need_plan": YesNo(
            "Is a child in need plan right for this child?",
            _S.PERSONAL,
            _R,
            per_child=True,
            asked_when=no_plan,
        ),
        "in_need_review": Date(
            "When should that plan be looked at again?", _S.PERSONAL, _R, per_child=True, asked_when=no_plan
        ),
        "reasons": _of_child("Reasons for the decision", rows=3),
    }


def dissent() -> Group:
    """Who does not agree, with what, and why."""
    columns: dict[str, Field] = {
        "name": Text("Who does not agree?", _S.PERSONAL, _R),
        "agency": Text("Agency, or who they are", _S.PERSONAL, _R),
        "about": Text("With what, and for which child?", _S.PERSONAL, _R, max_length=400),
        "reason": _words("Why?"),
    }
    return Group(
        "Does anyone disagree?",
        _S.PERSONAL,
        _R,
        hint="Leave it empty where everyone agrees.",
        fields=columns,
        one="disagreement",
        titled_by=("name",),
    )


def the_plan() -> dict[str, Field]:
    """What a plan needs from the conference (HSSCP-11.13 to 11.17), the outline itself apart."""
    return {
        "lead_worker_name": Text("Who is the lead social worker?", _S.PERSONAL, _R),
        "members": meetings.members(),
        "first_core_group": Date("When does the core group first meet?", _S.PERSONAL, _R),
        "contingency": _words(
            "What happens if actions are not done, or if things change?",
            3,
            hint="Such as a parent taking the child from a safe place.",
        ),
        "next_review": Date("When is the next review conference?", _S.PERSONAL, _R),
        "earlier_review_triggers": _words("What would call for an earlier one?"),
        "changes": _words("What changes in the plan?"),
        "legal_action_needed": YesNo("Does the evidence call for legal action?", _S.PERSONAL, _R),
    }


def asked(step: str) -> dict[str, Field]:
    """Everything that a conference asks by itself, in the order of the page."""
    of_each = each_child(step)
    if step == REVIEW:
        del of_each["at_risk"]
        progress = _of_child("How has the child developed, against what the plan set out to reach?", rows=3)
        of_each = {"progress": progress, **of_each}
    late = {LATE_REASON: _words("Why is it held after the limit?")}
    plan = the_plan()
    if step == REVIEW:
        del plan["first_core_group"]
    fields = {**the_meeting(), **of_each, "dissent": dissent(), **plan, **late}
    for name, field in fields.items():
        field.__set_name__(EntryType, name)
    return fields


# Of each child, in the order in which a conference comes to it.
ORDER = (
    "voice",
    PRESENCE,
    "child_wishes_to_stay",
    "chairs_reason",
    "left_building",
    TOLD,
    "progress",
    "at_risk",
    "significant_harm",
    DECISION,
    "plan_criterion",
    "category",
    "why_plan_ends",
    "future_help",
    "in_need_plan",
    "in_need_review",
    "reasons",
)


class OfConference(WithStep):
    """A conference's own fields, and beyond them what the pack's step asks, each where it matters."""

    @property
    def more(self) -> dict[str, Field]:
        """What the pack adds: of a plan only with one, of its end only then."""
        return {name: _asked_where(name, field) for name, field in super().more.items()}

    @property
    def _here(self) -> dict[str, Field]:
        """Without what only makes sense where the procedure has such outcomes."""
        return {
            name: one
            for name, one in {**self.own, **self.more}.items()
            if _makes_sense(one, self.own) and not (name == "changes" and not _can_change(self.own))
        }

    def __getitem__(self, name: str) -> Field:
        return self._here[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._here)

    def __len__(self) -> int:
        return len(self._here)


def _makes_sense(one: Field, fields: Mapping[str, Field]) -> bool:
    """Whether there is something to choose, here and in what decides on asking."""
    if isinstance(one, Choice) and not one.choices:
        return False
    return one.asked_when is None or _makes_sense(fields[one.asked_when[0]], fields)


def _can_change(fields: Mapping[str, Field]) -> bool:
    decision = fields[DECISION]
    return isinstance(decision, Choice) and CHANGED in decision.choices


def _asked_where(name: str, field: Field) -> Field:
    if name in _IF_PLAN:
        return replace(field, asked_when=(DECISION, PLAN[0]), per_child=True)
    if name in _IF_ENDS:
        return replace(field, asked_when=(DECISION, ENDS), per_child=True)
    if name in _IF_CAME:
        label = f"If the child came: {field.label[:1].lower()}{field.label[1:]}"
        called = "whether the child wishes to stay"
        return replace(field, asked_when=(PRESENCE, CAME), label=label, called=called)
    return field


def needed(step: str) -> Iterator[str]:
    """What has to be answered whatever is decided, where it is asked: to be a record, and by the pack."""
    written = newest().steps[step]
    yield from ("happened_at", "chair", "people", "people.came", DECISION, "reasons", LATE_REASON)
    if any(name in written.outcomes for name in (STAYS, OUT, NOT_THERE)):
        yield from (PRESENCE, TOLD)
    for name, point in written.points.items():
        yield "views" if name == ANSWERED[1] else point.fact or POINT + name
        yield name


def needed_with_plan(step: str) -> Mapping[str, str]:
    """What a plan cannot be signed without, each with the outcome of the pack that asks for it."""
    outcomes = newest().steps[step].outcomes
    wanted = {
        "lead_worker_name": "lead_allocated",
        "members": "core_group_named",
        "first_core_group": "core_group_named",
        "contingency": "contingency_agreed",
        "next_review": "next_date_set" if step == REVIEW else "review_date_set",
        "earlier_review_triggers": "review_date_set",
    }
    return {name: outcome for name, outcome in wanted.items() if outcome in outcomes}
