"""The questions that a pack's rules ask about facts, and what facts answer: a number, one bit a condition."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from goldthread.procedures.events import Stated
from goldthread.procedures.format.words import Condition, Facts

NO_CONDITIONS = 0
REMEMBERED = 10_000


class Answers(NamedTuple):
    """The answer to each question, by its number."""

    held: tuple[bool, ...]


class _Question:
    """All of several conditions and none of others. A condition is a bit, or some of which one is enough."""

    __slots__ = ("_all_of", "_known", "_none_of", "bits")

    def __init__(self, all_of: tuple[int, ...], none_of: int) -> None:
        self._all_of, self._none_of = all_of, none_of
        self.bits = reduce(or_, all_of, none_of)
        self._known: dict[int, bool] = {}

    def holds(self, known: int) -> bool:
        """Whether the conditions that hold (`known`, as bits) answer it with yes. Remembered for each."""
        asked = known & self.bits
        answer = self._known.get(asked)
        if answer is None:
            answer = not asked & self._none_of and all(asked & each for each in self._all_of)
            self._known[asked] = answer
        return answer


class Questions:
    """Every question of one pack: a rule has the number of its own."""

    def __init__(self, words: Facts) -> None:
        """`words` are the facts and conditions of the pack."""
        simple = [name for name, each in words.conditions.items() if not each.any_of]
        bits = {name: 1 << place for place, name in enumerate(simple)}
        self._bits = {name: _any_of(words, name, bits) for name in words.conditions}
        self._facts: dict[str, _Fact] = {}
        for name, bit in bits.items():
            condition = words.conditions[name]
            self._facts.setdefault(condition.fact, _Fact()).ask(condition, bit)
        self.nothing_stated = sum(fact.unstated for fact in self._facts.values())
        self._asked = [_Question((), 0)]

    def number(self, when: Iterable[str], unless: Iterable[str] = ()) -> int:
        """The number of a question: all of `when`, none of `unless`. KeyError: nobody wrote one of them."""
        all_of, none_of = tuple(self._bits[name] for name in when), 0
        for name in unless:
            none_of |= self._bits[name]
        if not (all_of or none_of):
            return NO_CONDITIONS
        self._asked.append(_Question(all_of, none_of))
        return len(self._asked) - 1

    def holds(self, number: int, known: int) -> bool:
        """Whether a question is answered with yes, given the conditions that hold, as bits."""
        return self._asked[number].holds(known)

    def bits(self, number: int) -> int:
        """The conditions that a question asks, as bits."""
        return self._asked[number].bits

    def stated(self, facts: Stated) -> tuple[int, int]:
        """The conditions that these facts decide, and those of them that then hold; both as bits."""
        decided = hold = 0
        for name, value in facts.items():
            fact = self._facts.get(name)
            if fact is not None:
                decided |= fact.bits
                hold |= fact.hold(value)
        return decided, hold

    def known(self, facts: Stated) -> int:
        """The conditions that hold, as bits, when these facts are stated and no others."""
        decided, hold = self.stated(facts)
        return self.nothing_stated & ~decided | hold

    def answers(self, facts: Stated) -> Answers:
        """The answer to every question, given these facts."""
        known = self.known(facts)
        return Answers(tuple(question.holds(known) for question in self._asked))


class _Fact:
    """A fact and the conditions about it: which of them hold for each value, worked out once."""

    def __init__(self) -> None:
        self.bits = 0
        self.unstated = 0
        self._asked: list[tuple[int, Condition]] = []
        self._hold: dict[object, int] = {}

    def ask(self, condition: Condition, bit: int) -> None:
        """One condition more about this fact."""
        self.bits |= bit
        self.unstated |= bit if condition.missing else 0
        self._asked.append((bit, condition))

    def hold(self, value: Any) -> int:
        """The conditions that hold for a value, as bits."""
        known = self._hold.get(value)
        if known is None:
            if len(self._hold) >= REMEMBERED:
                self._hold.clear()
            known = self._hold[value] = sum(bit for bit, asked in self._asked if _holds(asked, value))
        return known


def _holds(condition: Condition, value: object) -> bool:
    """Whether a condition about one fact holds for a value; a list has every value in it."""
    if value is None:
        return condition.missing
    values = value if isinstance(value, tuple) else (value,)
    wanted = condition.is_ or condition.is_not
    return any(each in wanted for each in values) is not bool(condition.is_not)


def _any_of(words: Facts, name: str, bits: dict[str, int]) -> int:
    """The bits of a condition: its own, or those of its parts, however deep."""
    if name in bits:
        return bits[name]
    found = 0
    for part in words.conditions[name].any_of:
        found |= _any_of(words, part, bits)
    return found
