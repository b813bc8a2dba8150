"""What every entry of early help has in common: its steps, the facts that each states, the rows of a plan."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from goldthread.ledger import procedure
from goldthread.ledger.entries import ProposedEvent, Values
from goldthread.ledger.fields import (
    Carried,
    Choice,
    Date,
    Email,
    Field,
    Group,
    LongText,
    Phone,
    Retention,
    Sensitivity,
    Text,
)
from goldthread.ledger.packfields import POINT, fields_of_step
from goldthread.ledger.stepentries import OfStep

EPISODE, CONCERN, TALK = "early_help_episode", "early_help", "consultation"
"""The steps: a family's early help; what follows a concern about it; the talk that settles a concern."""

HORIZONS = {"soon": "Soon", "later": "In the longer term"}
STATES = {
    "done": "Done",
    "on_track": "Going as agreed",
    "slow": "Slower than agreed",
    "not_started": "Not begun",
    "stopped": "No longer needed",
}
OF_PLAN = ("review_dates_set", "changes_hoped_for")
OF_MEETING = ("parents_present", "chaired_by_team_leader")
"""Facts that only a plan, or only a meeting, states."""
OPEN, NEWLY = "open_to_early_help", "newly_open"
"""Facts that the beginning and the end of early help state, and no page asks."""
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


class OfFamily(OfStep):
    """An entry about a family's early help. `derived`: facts that it states by fields of its own."""

    derived: ClassVar[Collection[str]] = ()
    unasked: ClassVar[Collection[str]] = (OPEN, NEWLY)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Without what its own fields ask in another way."""
        asked, dropped = super().fields_of(values), {*cls.derived, *cls.unasked, "who", "what"}
        return {name: field for name, field in asked.items() if name not in dropped}

    @classmethod
    def more_facts(cls, values: Values) -> dict[str, Any]:
        """The facts that follow from its own fields."""
        return {}

    @classmethod
    def event(cls, step: str, outcome: str, said: Values) -> ProposedEvent:
        """An outcome of a step, with whatever of its facts was stated."""
        stated = {**said, **cls.more_facts(said)}
        names = (name for name in fields_of_step(step) if not name.startswith(POINT))
        return ProposedEvent(step, outcome, {name: stated[name] for name in names if name in stated})


def text(label: str, rows: int = 3, *, per_child: bool = False, hint: str = "") -> LongText:
    """A question that is answered in words."""
    return LongText(label, _P, _R, rows=rows, per_child=per_child, hint=hint)


def objectives() -> Group:
    """What should change, sooner and later (WORC-4.6)."""
    columns: dict[str, Field] = {
        "item": Carried("Number in the plan", _P, _R, max_length=12),
        "change": text("What should change?", 2),
        "horizon": Choice("Soon, or in the longer term?", _P, _R, choices=HORIZONS, listed=True),
        "by_when": Date("By when?", _P, _R),
        "better": text("How will everyone know?", 2),
    }
    return Group(
        "What should change?",
        _P,
        _R,
        hint="In a time that is realistic: some of it soon, some in the longer term.",
        fields=columns,
        one="change",
        max_rows=20,
    )


def actions() -> Group:
    """What is to be done, by whom, by when, and how it goes."""
    columns: dict[str, Field] = {
        "item": Carried("Number in the plan", _P, _R, max_length=12),
        "what": text("What will be done?", 2),
        "who": Text("By whom?", _P, _R),
        "by_when": Date("By when?", _P, _R),
        "state": Choice("How does it go?", _P, _R, choices=STATES, listed=True),
    }
    return Group("Who does what?", _P, _R, fields=columns, one="action", max_rows=40)


def team() -> Group:
    """The people around the family, the family's own among them."""
    columns: dict[str, Field] = {
        "name": Text("Name", _P, _R),
        "role": Text("Role or relationship", _P, _R),
        "agency": Text("Agency", _P, _R),
        "phone": Phone("Telephone", _P, _R),
        "email": Email("Email", _P, _R),
    }
    return Group(
        "Who is in the team around the family?",
        _P,
        _R,
        fields=columns,
        one="person",
        max_rows=30,
        titled_by=("name",),
    )


def has_concerns() -> bool:
    """Whether the procedure says what follows a concern about a family that is open to early help."""
    return CONCERN in procedure.newest().steps
