"""The child protection plan as it is asked: what professionals say, and beside each the child's own words."""

from collections.abc import Collection, Mapping

from goldthread.ledger import procedure
from goldthread.ledger.entries import EntryType
from goldthread.ledger.fields import (
    Carried,
    Date,
    Field,
    Group,
    LongText,
    MultiChoice,
    Retention,
    Sensitivity,
    Text,
)

STEP = "child_protection_plan"
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_CHECKED = {"yes": "I have read both: they still say the same"}


def _words(label: str, rows: int = 2) -> LongText:
    return LongText(label, _P, _R, rows=rows)


def _item() -> dict[str, Field]:
    """What tells a row in every version of the plan."""
    return {"item": Carried("Number in the plan", _P, _R, max_length=12)}


def _checked() -> dict[str, Field]:
    return {"checked": MultiChoice("Our words and the child’s", _P, _R, choices=_CHECKED)}


ACTIONS = Group(
    "What will be done to keep the child safe?",
    _P,
    _R,
    hint="Each with one person who does it, a day, and how we will know that it was done.",
    fields={
        **_item(),
        "what": _words("What will be done?"),
        "own": _words("For the child: who will do what, and when?"),
        "who": Text("Who is responsible?", _P, _R),
        "who_role": Text("In which role?", _P, _R),
        "by_when": Date("Done or reviewed by", _P, _R),
        "know": Text("How will we know that it was done?", _P, _R, max_length=400),
        **_checked(),
    },
    one="action",
    max_rows=40,
)


class PlanFields(EntryType):
    """What every version of a plan says (HSSCP-12.1 to 12.9). Names that end in `own` are for the child."""

    worries = Group(
        "What are we worried about?",
        _P,
        _R,
        hint="One at a time: the worry, what must change, and how we will know that life is better.",
        fields={
            **_item(),
            "worry": _words("What are we worried about?"),
            "worry_own": _words("For the child: what is the worry?"),
            "change": _words("What must change, by how much, and by when?"),
            "change_own": _words("For the child: what needs to change?"),
            "better": _words("How will we know that things are better?"),
            "better_own": _words("For the child: how will you know that it is better?"),
            **_checked(),
        },
        one="worry",
        max_rows=20,
    )
    actions = ACTIONS
    not_working = _words("What follows if the plan does not work?", 3)
    not_working_own = _words("For the child: what if it does not work?", 3)
    visits = _words("Who visits the child, and how often?")
    visits_own = _words("For the child: who comes to see you, and when?")
    talk_own = _words("For the child: whom can you talk to, and how?")
    identity = LongText(
        "How does the plan respect ethnicity, identity, culture and any disability?",
        Sensitivity.SPECIAL_CATEGORY,
        _R,
        rows=2,
        per_child=True,
    )
    child_view = LongText("What does the child say about the plan?", _P, _R, rows=2, per_child=True)
    why_new = _words("What is new in this version, and why?")


PLAN: Mapping[str, Field] = PlanFields.fields
HIDDEN = ("worries.item", "actions.item")
# Which answers each point of the procedure asks for; what a pack does not ask is not made to be answered.
_ASKED_BY_POINT: Mapping[str, Collection[str]] = {
    "worried_about": ("worries", "worries.worry"),
    "actions": ("actions", "actions.what"),
    "who": ("actions.who",),
    "when": ("actions.by_when",),
    "better": ("worries.better",),
    "not_working": ("not_working",),
    "smart": ("actions.know",),
    "identity": ("identity",),
    "understood_at_eight": ("worries.worry_own", "actions.own", "not_working_own"),
}
_ALWAYS = frozenset({"actions.what", "actions.who", "actions.by_when", "worries.worry"})


def required() -> frozenset[str]:
    """What must be answered before a plan is signed: what makes it one, and what the procedure asks of it."""
    step = procedure.newest().steps.get(STEP)
    points = step.points if step else {}
    return _ALWAYS.union(*(names for point, names in _ASKED_BY_POINT.items() if point in points))
