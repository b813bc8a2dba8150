"""What the rules of a pack are compiled to: duties, must_not rules, openings, and what may be recorded."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from goldthread.procedures.format.steps import DutyRule, MustNot
from goldthread.procedures.working_calendar import Counter


class Rule(NamedTuple):
    """A duty rule, compiled. `written` is what the pack says; `since` and `until` are its days in force.

    `question` is the number of its conditions, and each event of `met_by` has one, too; `met_bits` are the
    bits of those events. `immediate` is due the moment it applies, wherever it counts from; `once` counts
    from one event of an episode alone; `counted_from` is the fact with the date that it counts from, if any.
    `family` is the oldest id of a rule that replaced others, in this version of the procedure or before.
    """

    id: str
    family: str
    step: str
    written: DutyRule
    question: int
    met_by: Mapping[str, Sequence[int]]
    met_bits: int
    since: date
    until: date
    limit: Counter | None
    usual: Counter | None
    immediate: bool
    once: bool
    counted_from: str


class Applying(NamedTuple):
    """The duty rules that an event starts, and whether one of them asks for a decision about it.

    Many rules have a limit in common, and what meets them: `limits` and `meetings` have each once, and
    `places` say which are a rule's own. A meeting is any rule that is met by the same; `met_by` says which of
    them an event may meet, and `met_bits` which events do.
    """

    rules: Sequence[Rule]
    to_be_decided: bool
    limits: Sequence[Counter | None]
    meetings: Sequence[Rule]
    places: Sequence[tuple[Rule, int, int]]
    met_by: Mapping[str, Sequence[tuple[int, Rule]]]
    met_bits: int


NOTHING_APPLIES = Applying((), False, (), (), (), {}, 0)


def applying_of(rules: Sequence[Rule], deciding: Set[str]) -> Applying:
    """These rules together, given the steps in which a contact is decided."""
    limits = list(dict.fromkeys(rule.limit for rule in rules))
    meetings: list[Rule] = []
    places = []
    for rule in rules:
        alike = [place for place, other in enumerate(meetings) if _met_alike(rule, other)]
        if not alike:
            meetings.append(rule)
        places.append((rule, limits.index(rule.limit), alike[0] if alike else len(meetings) - 1))
    met_by: dict[str, list[tuple[int, Rule]]] = {}
    for place, meeting in enumerate(meetings):
        for name in meeting.met_by:
            met_by.setdefault(name, []).append((place, meeting))
    to_be_decided = any(rule.step in deciding for rule in rules)
    met_bits = reduce(or_, (rule.met_bits for rule in meetings), 0)
    return Applying(rules, to_be_decided, limits, meetings, places, met_by, met_bits)


def _met_alike(rule: Rule, other: Rule) -> bool:
    """Whether two rules that one event starts are met by the same."""
    alike = rule.once == other.once and rule.written.by == other.written.by
    return alike and (rule.met_by, rule.written.of) == (other.met_by, other.written.of)


class Ban(NamedTuple):
    """A must_not rule, compiled, with every outcome that it refuses, and the bits of those that raise it."""

    id: str
    written: MustNot
    question: int
    refuses: frozenset[str]
    raised_by: int
    lifted_by: int


class Opening(NamedTuple):
    """A step that an event opens."""

    step: str
    question: int


class May(NamedTuple):
    """An outcome that may be recorded, by whom, and who must then authorise it."""

    step: str
    outcome: str
    by: tuple[str, ...]
    needs_authorisation_by: str
