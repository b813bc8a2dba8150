"""Compares the duties of two packs: which limits are stricter, looser, mixed, or in one of them only."""

from collections.abc import Iterator
from typing import NamedTuple

from goldthread.procedures.checks.overlays import effect_of
from goldthread.procedures.checks.strictness import Comparison, compare
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.pack import Pack


class Variation(NamedTuple):
    """How a duty of one pack compares with that of another. Shares are of starts over twelve years."""

    duty: str
    effect: str
    share_earlier: float | None
    share_later: float | None
    examples: list[str]


def variations(one: Pack, other: Pack) -> Iterator[Variation]:
    """Every duty of either pack, in the order of the first."""
    ours, theirs = _duties(one), _duties(other)
    for name, duty in ours.items():
        if name in theirs:
            yield _variation(one, name, duty, theirs[name])
    for pack, own, others in ((one, ours, theirs), (other, theirs, ours)):
        for name in own:
            if name not in others:
                yield Variation(name, "only_in", None, None, [pack.id])


def _duties(pack: Pack) -> dict[str, DutyRule]:
    return {
        f"{step_id}.{duty_id}": duty
        for step_id, step in pack.steps.items()
        for duty_id, duty in step.duties.items()
    }


def _variation(pack: Pack, name: str, ours: DutyRule, theirs: DutyRule) -> Variation:
    effect = effect_of(pack, ours, theirs)
    found = _compared(pack, ours, theirs)
    if found is None:
        return Variation(name, effect, None, None, [])
    share_earlier, share_later = found.earlier / found.tried, found.later / found.tried
    examples = [found.example] if found.example else []
    return Variation(name, effect, round(share_earlier, 3), round(share_later, 3), examples)


def _compared(pack: Pack, ours: DutyRule, theirs: DutyRule) -> Comparison | None:
    """The two limits by enumeration; None if they count from other things, or one of them is none."""
    one, other = ours.before or ours.within, theirs.before or theirs.within
    alike = ours.of == theirs.of and ours.counted_from == theirs.counted_from
    if not alike or one is None or other is None or Unit.NO_LIMIT in {one.unit, other.unit}:
        return None
    return compare(pack.calendar, one, other, -1 if ours.before else 1)
