"""The two faces of a plan: which words of ours stand beside which of the child, and if they keep step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from goldthread.ledger.entries import Values

Step = Literal["in_step", "no_words", "ours_changed", "own_changed"]
SAID: Mapping[Step, str] = {
    "in_step": "",
    "no_words": "No words for the child yet",
    "ours_changed": "Our words changed since the child’s were written",
    "own_changed": "The child’s words changed since ours were written",
}


class Twin(NamedTuple):
    """What professionals say in these fields is said to the child in that one."""

    ours: tuple[str, ...]
    own: str


WORRY = (
    Twin(("worry",), "worry_own"),
    Twin(("change",), "change_own"),
    Twin(("better",), "better_own"),
)
ACTION = (Twin(("what", "who", "by_when"), "own"),)
ROWS: Mapping[str, tuple[Twin, ...]] = {"worries": WORRY, "actions": ACTION}
ONCE = (Twin(("not_working",), "not_working_own"), Twin(("visits",), "visits_own"))
Place = tuple[str, str]  # the row's number in the plan (empty for what is said once) and the child's field


class _Pair(NamedTuple):
    ours: tuple[Any, ...]
    own: str
    checked: bool


def steps(versions: Sequence[Values]) -> dict[Place, Step]:
    """How each pair of the newest version stands, from what changed since the first.

    Words that were changed together, or were read side by side and left, keep step. Those of which only one
    side changed do not, until the other follows.
    """
    found: dict[Place, Step] = {}
    before: dict[Place, _Pair] = {}
    for values in versions:
        pairs = dict(_pairs(values))
        found = {place: _step(before.get(place), pair, found.get(place)) for place, pair in pairs.items()}
        before = pairs
    return found


def _step(before: _Pair | None, now: _Pair, was: Step | None) -> Step:
    if not now.own:
        return "no_words"
    if before is None or was is None or not before.own or now.checked:
        return "in_step"
    ours, own = before.ours != now.ours, before.own != now.own
    if ours and own:
        return "in_step"
    if ours:
        return "in_step" if was == "own_changed" else "ours_changed"
    if own:
        return "in_step" if was == "ours_changed" else "own_changed"
    return was


def _pairs(values: Values) -> Iterator[tuple[Place, _Pair]]:
    for name, twins in ROWS.items():
        for place, row in enumerate(values.get(name, ())):
            for twin in twins:
                if _says(row, twin):
                    yield (item_of(row, place), twin.own), _pair(row, twin)
    for twin in ONCE:
        if _says(values, twin):
            yield ("", twin.own), _pair(values, twin)


def item_of(row: Values, place: int) -> str:
    """The number of a row in the plan; its place where it has none yet."""
    return str(row.get("item") or f"new-{place}")


def _says(values: Values, twin: Twin) -> bool:
    return any(values.get(name) for name in (*twin.ours, twin.own))


def _pair(values: Values, twin: Twin) -> _Pair:
    ours = tuple(values.get(name) for name in twin.ours)
    return _Pair(ours, str(values.get(twin.own, "")), bool(values.get("checked")))
