"""Fields made of the facts and points of a pack's steps, so that a procedure asks what no class foresees."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from goldthread.ledger.fields import (
    Choice,
    Date,
    Field,
    LongText,
    MultiChoice,
    Number,
    Retention,
    Sensitivity,
    When,
    YesNo,
)
from goldthread.ledger.procedure import newest
from goldthread.procedures.format.words import Fact
from goldthread.procedures.pack import Pack

POINT = "point_"  # how the name of a field begins that is a point without a fact
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_MAKERS: Mapping[str, Callable[[Fact], Field]] = {
    "yes_no": lambda fact: YesNo(fact.title, _P, _R),
    "choice": lambda fact: Choice(fact.title, _P, _R, choices=fact.values),
    "list": lambda fact: MultiChoice(fact.title, _P, _R, choices=fact.values),
    "text": lambda fact: LongText(fact.title, _P, _R, rows=2),
    "date": lambda fact: Date(fact.title, _P, _R),
    "datetime": lambda fact: When(fact.title, _P, _R),
    "number": lambda fact: Number(fact.title, _P, _R),
}


def fields_of_step(step: str) -> Mapping[str, Field]:
    """What a step asks: each fact that it may state, in the words of its point, then its other points."""
    return _of_step(newest(), step)


def fields_of_child() -> Mapping[str, Field]:
    """Every fact that the procedure keeps of a child."""
    return _of_child(newest())


@cache
def _of_step(pack: Pack, name: str) -> dict[str, Field]:
    step = pack.steps.get(name)
    if step is None:
        return {}
    words = {point.fact: point.asks for point in step.points.values() if point.fact}
    facts = {fact: _made(pack.facts[fact], fact, words.get(fact, "")) for fact in step.facts}
    points = {
        POINT + point_id: LongText(point.asks, _P, _R, rows=2, name=POINT + point_id)
        for point_id, point in step.points.items()
        if not point.fact
    }
    return {**facts, **points}


@cache
def _of_child(pack: Pack) -> dict[str, Field]:
    return {name: _made(fact, name) for name, fact in pack.facts.items() if fact.about == "child"}


def _made(fact: Fact, name: str, words: str = "") -> Field:
    """The field for one fact. What is about a child is asked of each."""
    made = _MAKERS[fact.type](fact.but(title=words) if words else fact)
    object.__setattr__(made, "name", name)
    object.__setattr__(made, "per_child", fact.about == "child")
    return made


def answerable(field: Field) -> bool:
    """Whether there is anything to answer: not to a choice whose answers this procedure does not have."""
    return not isinstance(field, Choice) or bool(field.choices)


class WithStep(Mapping[str, Field]):
    """The fields of an entry class, and beyond them what the pack's step of that id asks.

    What the class asks already, by the id of the fact or of its point, is not asked again.
    """

    def __init__(
        self, own: Mapping[str, Field], step: str, *, stated: Collection[str] = (), points: bool = False
    ) -> None:
        """`stated`: facts that the class states by fields of another name.

        `points`: ask what the step's points ask, of each child what is about a child; otherwise every fact of
        the step, once.
        """
        self.own, self._step, self._stated, self._points = own, step, frozenset(stated), points
        self._added: dict[Pack, dict[str, Field]] = {}

    @property
    def more(self) -> dict[str, Field]:
        """What the pack adds."""
        pack = newest()
        if pack not in self._added:
            self._added[pack] = self._adds(pack)
        return self._added[pack]

    def _adds(self, pack: Pack) -> dict[str, Field]:
        step, found = pack.steps.get(self._step), _of_step(pack, self._step)
        known = self.own.keys() | self._stated
        if step is None:
            return {}
        if not self._points:
            return {name: replace(found[name], per_child=False) for name in step.facts if name not in known}
        asked = {point_id: point.fact or POINT + point_id for point_id, point in step.points.items()}
        return {
            name: found[name]
            for point_id, name in asked.items()
            if name in found and name not in known and (point_id not in known or self._unanswerable(point_id))
        }

    def _unanswerable(self, name: str) -> bool:
        return name in self.own and not answerable(self.own[name])

    def facts(self, values: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
        """The facts that an entry with these values states by the fields that the pack added."""
        said = {**values, **part}
        return {name: said[name] for name in self.more if name in said and not name.startswith(POINT)}

    def __getitem__(self, name: str) -> Field:
        return self.own[name] if name in self.own else self.more[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        yield from self.more

    def __len__(self) -> int:
        return len(self.own) + len(self.more)
