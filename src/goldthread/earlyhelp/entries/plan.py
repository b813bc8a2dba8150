"""The family's early help plan: each entry is one whole version of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.earlyhelp.entries import common
from goldthread.earlyhelp.entries.common import CONCERN, EPISODE, HORIZONS, OfFamily
from goldthread.earlyhelp.entries.opening import reviews
from goldthread.ledger.entries import Meeting, ProposedEvent, Values
from goldthread.ledger.fields import Date, Number, Retention, Sensitivity, Text
from goldthread.people import circumstances as life

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


class EarlyHelpPlan(OfFamily):
    """One version: what should change and by when, who does what, and when it is reviewed (WORC-4.5, 4.6)."""

    kind = "early_help_plan"
    title = "Early help plan"
    page = "earlyhelp:written"
    on_child = "earlyhelp:plan_write"
    derived = (*common.OF_PLAN, *common.OF_MEETING, "opinion", "point_other_professionals")

    version = Number("Version", Sensitivity.OPEN, _R)
    why_new = common.text("What is new in this version, and why?", 2)
    new_concerns = common.text("How does the plan answer the new concerns?")
    objectives = common.objectives()
    actions = common.actions()
    if_not = common.text("What if it does not work, or things get worse?", 2)
    next_review = Date("When is the plan reviewed?", _P, _R, called="the day of the review")
    later_reviews = Text("And after that?", _P, _R, hint="Such as: every six weeks until the summer.")
    family_view = common.text("What do the parents say about the plan?", 2)
    child_view = common.text("What does the child say about the plan?", 2, per_child=True)
    agreed_by = Text("Who in the family agreed to it, and on which day?", _P, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{EPISODE}.planned", f"{CONCERN}.agreed", f"{CONCERN}.reviewed")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which version it is, how much it holds, and when it is reviewed."""
        after = values.get("next_review")
        told = f"; review on {cls.next_review.text(after)}" if after else ""
        return f"{cls.title}: version {values.get('version', 1)}, {_counted(values)}{told}"

    @classmethod
    def more_facts(cls, values: Values) -> dict[str, Any]:
        """Whether it has a day for its review, and what should change by when."""
        hoped = "; ".join(changes(values))
        known: dict[str, Any] = {"review_dates_set": True} if values.get("next_review") else {}
        return {**known, "changes_hoped_for": hoped} if hoped else known

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """A plan; and, where a concern asked for it, one revised for that concern."""
        said = {**values, **part}
        revised = [cls.event(CONCERN, "reviewed", said)] if values.get("concern") else []
        return [*revised, cls.event(EPISODE, "planned", said)]

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The next review."""
        return reviews(values)

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """The plan in a line."""
        return cls.summary(values)

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """What it means for each child, where that was asked."""
        words = str(values.get("impact_on_children", ""))
        return [life.Worried(about=child, words=words) for child in parts if words]


def changes(values: Values) -> list[str]:
    """What should change, and by when: "He sleeps through (soon, by 1 June 2026)"."""
    return [_change(row) for row in values.get("objectives", ()) if row.get("change")]


def _change(row: Mapping[str, Any]) -> str:
    day = Date("", _P, _R).text(row["by_when"]) if row.get("by_when") else ""
    when = ", ".join(
        filter(None, (HORIZONS.get(row.get("horizon", ""), "").lower(), f"by {day}" if day else ""))
    )
    return f"{row['change']} ({when})" if when else str(row["change"])


def _counted(values: Values) -> str:
    actions = len(values.get("actions", ()))
    return f"{actions} action{'' if actions == 1 else 's'}"
