"""What a family can be told now: the pack's words for the stages that the child has reached, with dates.

Nothing is decided here: the worker reads it, changes it, and signs it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.ledger.london import london_date, say_date
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState
from goldthread.procedures.format.family import FamilyStage
from goldthread.procedures.pack import Pack
from goldthread.procedures.standing import standing

_ASK_ANYONE = "You can complain at any time. Tell the worker you know, or their manager. We write it down."


@dataclass(frozen=True)
class Explanation:
    """The words of each part. `held_back`: stages of which a family is told only where that was decided."""

    parts: Mapping[str, str]
    held_back: tuple[FamilyStage, ...]


def explanation(states: Sequence[CaseState], pack: Pack, at: datetime) -> Explanation:
    """What this family can be told at an instant."""
    owed = [duty for state in states for duty in duties(state, at)]
    reached = [stage for stage in _of(pack, "stage") if _is_reached(stage, states, pack, at)]
    told = [stage for stage in reached if not stage.ask_first]
    rights = [stage for stage in _of(pack, "rights") if _arose(stage, owed)]
    complaint = [line for stage in _of(pack, "complaint") for line in stage.says]
    parts = {
        "now": "\n\n".join("\n".join([stage.title, *stage.says]) for stage in told),
        "next": "\n".join(_next(owed, _sentences(pack))),
        "rights": "\n".join(line for stage in rights for line in stage.says),
        "complain": "\n".join(complaint or [_ASK_ANYONE]),
        "to_child": "\n".join(line for stage in (*told, *rights) for line in stage.to_child),
    }
    return Explanation(parts, tuple(stage for stage in reached if stage.ask_first))


def _of(pack: Pack, about: str) -> list[FamilyStage]:
    return [stage for stage in pack.family.values() if stage.about == about]


def _is_reached(stage: FamilyStage, states: Sequence[CaseState], pack: Pack, at: datetime) -> bool:
    """Whether something of it has happened in the latest involvement, or it is open now."""
    steps = set(stage.steps)
    for state in states:
        if steps & {step for step in standing(state, at).open if pack.steps[step].opens_when != "always"}:
            return True
        now = [one for one in state.until(at) if one.episode == len(state.closed) - 1]
        if steps & {one.event.step for one in now}:
            return True
    return False


def _arose(stage: FamilyStage, owed: Iterable[Duty]) -> bool:
    """Whether a duty that it names ever arose."""
    return not stage.owed or any(duty.id in stage.owed for duty in owed)


def _sentences(pack: Pack) -> dict[str, str]:
    """What a family is told of a duty, by step.duty; nothing of a stage that needs a decision first."""
    every = (stage for stage in pack.family.values() if not stage.ask_first)
    return {name: said for stage in every for name, said in stage.next.items()}


def _next(owed: Iterable[Duty], sentences: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each thing that is still to be done, the earliest first, each said once."""
    said: set[str] = set()
    for duty in owed:
        sentence = sentences.get(duty.id, "")
        if not sentence or sentence in said or duty.met or duty.state == "missed":
            continue
        said.add(sentence)
        day = say_date(london_date(duty.due.instant)) if duty.due else ""
        if day and duty.state == "overdue":
            yield f"{sentence}. This was due by {day}, and is late."
        else:
            yield f"{sentence}, by {day}." if day else f"{sentence}. Ask us when: no date is set for it."
