"""What a strategy discussion is asked, beyond the facts and points that a pack's step asks by itself.

A field is named after the point of the agenda that it answers, or stands in POINTS beside it. Where a pack
has no such point, its page does not ask.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from goldthread.ledger import meetings
from goldthread.ledger.fields import (
    Carried,
    Choice,
    Field,
    Group,
    LongText,
    MultiChoice,
    Retention,
    Sensitivity,
    Text,
    YesNo,
)
from goldthread.ledger.packfields import POINT
from goldthread.ledger.procedure import newest
from goldthread.procedures.format.steps import Step

STEP = "strategy_discussion"
OTHER = "other"  # who takes part and is none of those whom the procedure names
HOW = {
    "telephone": "By telephone",
    "video": "By video",
    "in_person": "Round a table",
    "mixed": "Some there, some by telephone or video",
}
# The two grounds on which something may be kept from child and family (HSSCP-10.2).
KEPT_BACK_GROUNDS = {
    "police_investigation": "Telling it could harm a police investigation",
    "risk_to_child": "Telling it could put the child at risk of significant harm",
}
_S, _R = Sensitivity, Retention.CHILD_RECORD

# Points that several fields of ours answer together, the one that counts first.
POINTS: Mapping[str, tuple[str, ...]] = {
    "attended": ("people",),
    "told_to_family": ("told_to_family", "kept_back", "kept_back_ground"),
    "medical": ("medical_needed",),
    "medical_arrangements": ("medical_arrangements", "medical_supervised_by", "medical_police"),
    "interpreter": ("interpreter_needed", "interpreter_arranged"),
    "actions": ("actions",),
    "other_children": ("other_children",),
    "continued_risk": ("continued_risk",),
}


def answers_to(step: Step, point: str) -> tuple[str, ...]:
    """The fields that answer a point of the agenda, the one that counts first."""
    return POINTS.get(point) or (step.points[point].fact or POINT + point,)


def asked_by(step: Step) -> dict[str, str]:
    """Each field that answers a point of this step, with the point."""
    return {name: point for point in step.points for name in answers_to(step, point)}


class FromStep(Mapping[str, str]):
    """Ids and words of one part of the pack's step, looked up when asked, and what else there is."""

    def __init__(self, read: Callable[[Step], dict[str, str]], **besides: str) -> None:
        self._read, self._besides = read, besides

    def _all(self) -> dict[str, str]:
        step = newest().steps.get(STEP)
        return {**(self._read(step) if step else {}), **self._besides}

    def __getitem__(self, name: str) -> str:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._all()

    def __len__(self) -> int:
        return len(self._all())


AGENDA = FromStep(lambda step: {name: point.asks for name, point in step.points.items()})
TAKES_PART = FromStep(
    lambda step: {name: one.title for name, one in step.attends.items()}, **{OTHER: "Someone else"}
)


def people(label: str, *, held: bool) -> Group:
    """Those who take part; once it is `held`, whether they came and what they told.

    What they are is chosen, so that it is known who of those that must come is missing. The page adds words.
    """
    group = meetings.people(label)
    columns: dict[str, Field] = dict(group.fields)
    came = columns.pop("came")
    columns["role"] = Carried("Role", _S.PERSONAL, _R)
    part = Choice("Takes part as", _S.OPEN, _R, choices=TAKES_PART, listed=True)
    columns = {"person": columns.pop("person"), "part": part, **columns}
    if held:
        columns |= {"came": came, "shared": LongText("What they told the others", _S.PERSONAL, _R, rows=2)}
    return replace(group, fields=columns)


HOW_HELD = Choice("How is it held?", _S.OPEN, _R, choices=HOW, listed=True)
INITIATOR = Text("Who asked for it?", _S.PERSONAL, _R, hint="A social worker or the police, by name.")
NOT_APPLICABLE = MultiChoice("Points that do not apply", _S.OPEN, _R, choices=AGENDA)
TOLD = LongText("What are child and family told, by whom?", _S.PERSONAL, _R, rows=2)
KEPT_BACK = LongText("What is kept back, and until when?", _S.PERSONAL, _R, rows=2)
KEPT_BACK_GROUND = Choice("On which ground is it kept back?", _S.PERSONAL, _R, choices=KEPT_BACK_GROUNDS)
MEDICAL = Text(
    "The medical: who takes the child, where and when?",
    _S.SPECIAL_CATEGORY,
    _R,
    asked_when=("medical_needed", True),
)
SUPERVISED = Text("The medical: who supervises?", _S.PERSONAL, _R, asked_when=("medical_needed", True))
MEDICAL_POLICE = YesNo(
    "The medical: must the police be there?", _S.PERSONAL, _R, asked_when=("medical_needed", True)
)
INTERPRETER = Text(
    "The interpreter, once booked: who, in which language, for whom?",
    _S.SPECIAL_CATEGORY,
    _R,
    asked_when=("interpreter_needed", True),
)
OTHER_CHILDREN = LongText(
    "Which other children were considered, and what is done for each?", _S.PERSONAL, _R, rows=2
)
CONTINUED_RISK = YesNo("Does the risk to the child continue?", _S.PERSONAL, _R, per_child=True)
WHY = LongText("Why? The risk, and what it does to the child", _S.PERSONAL, _R, rows=3, per_child=True)
FIRST = LongText("What must happen before it is held again?", _S.PERSONAL, _R, rows=2)
MISSING = LongText(
    "If you sign with something missing: why?",
    _S.PERSONAL,
    _R,
    rows=2,
    hint="Protecting the child does not wait for a full form. What is missing stays on the worklist.",
)
TEAM = Text("Team that takes the case on", _S.OPEN, Retention.ROUTING)
TEAM_CHOICE = Choice("Which team takes the case on?", _S.OPEN, Retention.ROUTING, name="team")
