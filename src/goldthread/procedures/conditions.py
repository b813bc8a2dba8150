"""The questions that a pack's rules ask about facts, all answered together and remembered."""

from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any

from goldthread.procedures.events import Stated
from goldthread.procedures.format.words import Condition, Facts

NO_CONDITIONS = 0
REMEMBERED = 10_000


class Answers:
    """The answer to each question, by its number; and `applying`, in which a table keeps what follows."""

    __slots__ = ("applying", "held")

    def __init__(self, held: tuple[bool, ...]) -> None:
        self.held = held
        self.applying: dict[str, Sequence[Any]] = {}


class Questions:
    """Every question of one pack: a rule has the number of its own, and reads its answer there."""

    def __init__(self, words: Facts) -> None:
        """`words` are the facts and conditions of the pack."""
        self._conditions = {name: _condition(words, name) for name in words.conditions}
        self._places = {name: place for place, name in enumerate(words.conditions)}
        self._asked: list[list[tuple[int, bool]]] = [[]]
        self._facts = tuple({each.fact for each in words.conditions.values() if each.fact})
        self._known: dict[tuple[object, ...], Answers] = {}

    def number(self, when: Iterable[str], unless: Iterable[str] = ()) -> int:
        """The number of a question: all of `when`, none of `unless`. KeyError: nobody wrote one of them."""
        names = {**dict.fromkeys(when, True), **dict.fromkeys(unless, False)}
        if not names:
            return NO_CONDITIONS
        self._asked.append([(self._places[name], answer) for name, answer in names.items()])
        return len(self._asked) - 1

    def answers(self, facts: Stated) -> Answers:
        """The answer to every question, given these facts."""
        key = tuple(map(facts.get, self._facts))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._answered(facts)
        return known

    def _answered(self, facts: Stated) -> Answers:
        held = [holds(facts) for holds in self._conditions.values()]
        return Answers(tuple(all(held[place] is wanted for place, wanted in each) for each in self._asked))


def _condition(words: Facts, name: str) -> Callable[[Stated], bool]:
    condition = words.conditions[name]
    if not condition.any_of:
        return _about_fact(condition)
    parts = [_condition(words, each) for each in condition.any_of]
    return lambda facts: any(holds(facts) for holds in parts)


def _about_fact(condition: Condition) -> Callable[[Stated], bool]:
    wanted: Set[object] = frozenset(condition.is_ or condition.is_not)
    answer = not condition.is_not

    def holds(facts: Stated) -> bool:
        value = facts.get(condition.fact)
        if value is None:
            return condition.missing
        if isinstance(value, tuple):
            return any(each in wanted for each in value) is answer
        return (value in wanted) is answer

    return holds
