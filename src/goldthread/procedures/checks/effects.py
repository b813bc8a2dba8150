"""What one duty rule is beside another: same, stricter, looser or mixed, and what makes it so."""

from collections.abc import Set
from typing import NamedTuple

from goldthread.procedures.checks.strictness import Comparison, Effect, Limit, compare
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.format.steps import DutyRule, MetBy
from goldthread.procedures.pack import Pack

LEAVES_LATER = {"each": 0, "first": 1, "last": 2}
"""How much time is left where a starting event happens more than once: each of them asks the most."""


CASES: dict[Effect, str] = {"looser": "fewer", "stricter": "more", "mixed": "other"}
WAYS: dict[Effect, str] = {"looser": "more", "stricter": "fewer", "mixed": "other"}


class Ruled(NamedTuple):
    """A duty rule, step.duty, of a pack."""

    pack: Pack
    name: str
    rule: DutyRule

    @property
    def limit(self) -> Limit | None:
        """Its limit; None where there is none in this procedure."""
        length = self.rule.before or self.rule.within
        if length is None or length.unit is Unit.NO_LIMIT:
            return None
        return Limit(self.pack.calendar, length, -1 if self.rule.before else 1)

    @property
    def events(self) -> set[str]:
        """Every event of its procedure."""
        return {f"{name}.{each}" for name, step in self.pack.steps.items() for each in step.outcomes}

    @property
    def conditions(self) -> set[str]:
        """What must hold for it to apply."""
        return {*self.rule.when, *(f"unless {each}" for each in self.rule.unless)}

    @property
    def ways(self) -> set[tuple[str, frozenset[str]]]:
        """The events that meet it, each with its conditions."""
        step = self.name.partition(".")[0]
        own = [f"{step}.{outcome}" for outcome in self.pack.steps[step].outcomes]
        named = [each if isinstance(each, MetBy) else MetBy(event=each) for each in self.rule.met_by or own]
        return {(each.event, frozenset(each.when)) for each in named}


class Verdict(NamedTuple):
    """What one rule is beside another. Not `comparable`: they count from other things, so it is mixed.

    `limits` says how the lengths compare, where both have one; `notes` are for a person.
    """

    effect: Effect
    comparable: bool = True
    notes: tuple[str, ...] = ()
    limits: Comparison | None = None


def of_clocks(ours: Ruled, theirs: Ruled) -> Verdict:
    """What the clock of one rule is beside that of another authority's: from what it counts, and how long.

    An event that the other procedure does not have at all makes no difference.
    """
    return _of_clocks(ours, theirs, ours.events & theirs.events)


def _of_clocks(ours: Ruled, theirs: Ruled, events: Set[str]) -> Verdict:
    anchor = _of_anchors(ours, theirs, events)
    if not anchor.comparable:
        return anchor
    limits = _of_limits(ours.limit, theirs.limit)
    return Verdict(joined(anchor.effect, limits.effect), True, (*anchor.notes, *limits.notes), limits.limits)


def of_rules(ours: Ruled, theirs: Ruled) -> Verdict:
    """What a rule is beside the one that it replaces: its clock, when it applies, and what meets it."""
    clocks = _of_clocks(ours, theirs, ours.events | theirs.events)
    reach = _of_more(ours.conditions, theirs.conditions)
    by_default = not (ours.rule.met_by or theirs.rule.met_by)
    ways = "same" if by_default else _of_more(ours.ways, theirs.ways)
    notes = [*clocks.notes]
    notes += [f"it applies in {CASES[reach]} cases"] if reach != "same" else []
    notes += [f"it can be met in {WAYS[ways]} ways"] if ways != "same" else []
    return clocks._replace(effect=joined(clocks.effect, reach, ways), notes=tuple(notes))


def _of_more(ours: Set[object], theirs: Set[object]) -> Effect:
    """What more conditions, or more ways to meet it, make of a rule: looser."""
    if ours == theirs:
        return "same"
    return "looser" if ours > theirs else "stricter" if ours < theirs else "mixed"


def _of_anchors(ours: Ruled, theirs: Ruled, events: Set[str]) -> Verdict:
    """What counting from other events, or from other occurrences of them, makes of a rule."""
    one, other = ours.rule, theirs.rule
    mine, yours = events & set(one.of), events & set(other.of)
    note = f"it counts from {_named(ours)}, the other from {_named(theirs)}"
    if bool(one.before) != bool(other.before) or one.counted_from != other.counted_from:
        return Verdict("mixed", comparable=False, notes=(note,))
    later = LEAVES_LATER[one.which] - LEAVES_LATER[other.which]
    if mine == yours and mine:
        return Verdict(_sign(later), notes=(note,) if later else ())
    if mine > yours and yours:
        return Verdict(_of_more_events(one.which), notes=(note,))
    if mine < yours and mine:
        return Verdict(_opposite(_of_more_events(other.which)), notes=(note,))
    return Verdict("mixed", comparable=False, notes=(note,))


def _of_more_events(which: str) -> Effect:
    """Counting from more events: from the last of them leaves more time, from each or the first less."""
    return "looser" if which == "last" else "stricter"


def _opposite(effect: Effect) -> Effect:
    return "looser" if effect == "stricter" else "stricter"


def _named(ruled: Ruled) -> str:
    if ruled.rule.counted_from:
        return f"the date of {ruled.rule.counted_from}"
    which = "" if ruled.rule.which == "each" else f"the {ruled.rule.which} "
    return which + " or ".join(ruled.rule.of)


def _of_limits(ours: Limit | None, theirs: Limit | None) -> Verdict:
    if ours is None or theirs is None:
        effect: Effect = "same" if ours is theirs else "looser" if ours is None else "stricter"
        return Verdict(effect, notes=() if ours is theirs else ("one of them has no limit",))
    found = compare(ours, theirs)
    words = [word for word, times in (("earlier", found.earlier), ("later", found.later)) if times]
    shares = [times / found.tried for times in (found.earlier, found.later) if times]
    notes = [
        f"{word} for {share:.1%} of starts (from {one.start:%Y-%m-%d}: {one.ours.day}, not {one.theirs.day})"
        for word, share, one in zip(words, shares, found.examples, strict=True)
    ]
    return Verdict(found.effect, notes=tuple(notes), limits=found)


def _sign(difference: int) -> Effect:
    return "looser" if difference > 0 else "stricter" if difference < 0 else "same"


def joined(*effects: Effect) -> Effect:
    """Several comparisons as one: what pulls both ways is mixed."""
    found = {effect for effect in effects if effect != "same"}
    return found.pop() if len(found) == 1 else "mixed" if found else "same"
