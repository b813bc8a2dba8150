"""Plans for a child in need: which services, from whom, and what is to be done until the next review."""

from collections.abc import Mapping, Sequence
from datetime import date

from goldthread.ledger.entries import Meeting, Values
from goldthread.ledger.fields import Date, Field, Group, LongText, Retention, Sensitivity, Text
from goldthread.ledger.packfields import POINT
from goldthread.ledger.stepentries import OfStep

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
CARE, NEED_PLAN = "care_plan", "child_in_need_plan"
_TOLD = frozenset({"what", "opinion"})  # of a step: a plan says it in its own fields
_OVER = frozenset({"ended", "not_needed"})


class CarePlan(OfStep):
    """Each support or service, and who provides it (HUB-2.8, HUB-2.9)."""

    kind = "care_plan"
    title = "Care plan"
    on_child = "assessment:care_plan"

    services = Group(
        "Which support and services, and who provides each?",
        _P,
        _R,
        fields={
            "what": Text("Support or service", _P, _R),
            "provider": Text("Who provides it?", _P, _R, called="who provides it"),
            "how_often": Text("When and how often?", _P, _R),
            "need": LongText("For which need?", _P, _R, rows=2),
        },
        one="service",
        titled_by=("what",),
    )
    child_view = LongText("What does the child want from it?", _P, _R, rows=2, per_child=True)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Every outcome of the step."""
        return (f"{CARE}.*",)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """The rows of services answer the procedure's two questions about them."""
        fields = super().fields_of(values)
        return {name: field for name, field in fields.items() if name not in {f"{POINT}providers", *_TOLD}}

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """What is provided."""
        if {**values, **part}.get("outcome") in _OVER:
            return ""
        return "Care plan: " + "; ".join(
            f"{row.get('what', '')} ({row.get('provider', '')})" for row in _services(values)
        )


def _services(values: Values) -> Sequence[Mapping[str, str]]:
    rows: Sequence[Mapping[str, str]] = values.get("services", ())
    return rows


class NeedPlan(OfStep):
    """A child in need plan: drawn up, reviewed, ended, or not needed (HSSCP-11.19 to 11.21)."""

    kind = "need_plan"
    title = "Child in need plan"
    on_child = "assessment:need_plan"

    aims = LongText("What shall be better for the child, and how will we know?", _P, _R, rows=3)
    progress = LongText("What has changed since the last time?", _P, _R, rows=3)
    actions = Group(
        "What is to be done?",
        _P,
        _R,
        fields={
            "what": LongText("What will be done?", _P, _R, rows=2),
            "who": Text("By whom?", _P, _R, called="who does it"),
            "by_when": Date("By when?", _P, _R, called="by when"),
        },
        one="action",
        max_rows=40,
    )
    child_view = LongText("What does the child say about it?", _P, _R, rows=2, per_child=True)
    review_on = Date("When is it reviewed next?", _P, _R)
    review_time = Text("At what time?", _P, _R, max_length=20)
    why_over = LongText("Why is no plan needed, or no longer?", _P, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Every outcome of the step."""
        return (f"{NEED_PLAN}.*",)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Without what any step asks and a plan says in fields of its own."""
        return {name: field for name, field in super().fields_of(values).items() if name not in _TOLD}

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """Its next review."""
        day = values.get("review_on")
        if not day or {**values, **part}.get("outcome") in _OVER:
            return ()
        return (Meeting(NEED_PLAN, date.fromisoformat(day), str(values.get("review_time", ""))),)

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """What it is for, and how much is to be done."""
        if {**values, **part}.get("outcome") in _OVER:
            return ""
        count = len(values.get("actions", ()))
        actions = "1 action" if count == 1 else f"{count} actions"
        return f"{cls.title}: {' '.join(str(values.get('aims', '')).split())[:140]} ({actions})"
