"""Turns the conditions of a rule into one question about facts."""

from collections.abc import Callable, Iterable, Set
from typing import NamedTuple

from goldthread.procedures.events import Stated
from goldthread.procedures.format.words import Condition, Facts


class Test(NamedTuple):
    """One question, and whether its answer depends on facts about the child, which may be stated later."""

    holds: Callable[[Stated], bool]
    about_child: bool


def compiled(words: Facts, when: Iterable[str], unless: Iterable[str] = ()) -> Test | None:
    """All of `when` and none of `unless`, or None if there are none. Raises KeyError if nobody wrote one."""
    tests = [_one(words, name) for name in when] + [_not(_one(words, name)) for name in unless]
    if len(tests) < 2:
        return tests[0] if tests else None
    questions = [test.holds for test in tests]
    return Test(
        lambda facts: all(holds(facts) for holds in questions), any(test.about_child for test in tests)
    )


def _one(words: Facts, name: str) -> Test:
    condition = words.conditions[name]
    if not condition.any_of:
        return Test(_question(condition), words.facts[condition.fact].about == "child")
    tests = [_one(words, each) for each in condition.any_of]
    questions = [test.holds for test in tests]
    return Test(
        lambda facts: any(holds(facts) for holds in questions), any(test.about_child for test in tests)
    )


def _not(test: Test) -> Test:
    return Test(lambda facts: not test.holds(facts), test.about_child)


def _question(condition: Condition) -> Callable[[Stated], bool]:
    wanted: Set[object] = frozenset(condition.is_ or condition.is_not)
    answer = not condition.is_not

    def holds(facts: Stated) -> bool:
        value = facts.get(condition.fact)
        if value is None:
            return condition.missing
        if isinstance(value, list | tuple):
            return any(each in wanted for each in value) is answer
        return (value in wanted) is answer

    return holds
