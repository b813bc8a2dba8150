"""Compares two procedures: every step, duty, outcome, decider and opening hour, and how they differ."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from goldthread.procedures import in_words
from goldthread.procedures.checks.effects import Ruled, of_clocks
from goldthread.procedures.checks.strictness import Example
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.pack import Pack

Kind = Literal["step", "duty", "outcome", "decider", "hours"]


class Told(NamedTuple):
    """What a thing is called, and what is to be compared of it."""

    title: str
    says: str


class Variation(NamedTuple):
    """How one thing compares in two procedures.

    `effect` is of ours beside theirs: same, differs, or only_in (the pack that `only_in` names); of a duty
    it is same, stricter, looser, mixed or only_in. Duties that count from other things are not `comparable`,
    and mixed. Shares are of starts over twelve years; `notes` say what makes the difference. `ours` and
    `theirs` are in plain words, None where there is none.
    """

    kind: Kind
    name: str
    title: str
    effect: str
    ours: str | None
    theirs: str | None
    share_earlier: float | None = None
    share_later: float | None = None
    examples: tuple[Example, ...] = ()
    comparable: bool = True
    notes: tuple[str, ...] = ()
    only_in: str = ""

    @property
    def duty(self) -> str | None:
        """The duty's name, where it is one."""
        return self.name if self.kind == "duty" else None


def differences(one: Pack, other: Pack) -> Iterator[Variation]:
    """Everything of either procedure, kind by kind, in the order of the first."""
    yield from _plain("step", one, other, _steps)
    yield from variations(one, other)
    yield from _plain("outcome", one, other, _outcomes)
    yield from _plain("decider", one, other, _deciders)
    yield from _plain("hours", one, other, _hours)


def variations(one: Pack, other: Pack) -> Iterator[Variation]:
    """Every duty of either procedure: first those of both, then those of one alone."""
    ours, theirs = _duties(one), _duties(other)
    for name, duty in ours.items():
        if name in theirs:
            yield _of_both(Ruled(one, name, duty), Ruled(other, name, theirs[name]))
    for name in (*ours, *theirs):
        if name not in theirs:
            said = in_words.duty(one, ours[name])
            yield Variation("duty", name, ours[name].title, "only_in", said, None, only_in=one.id)
        elif name not in ours:
            said = in_words.duty(other, theirs[name])
            yield Variation("duty", name, theirs[name].title, "only_in", None, said, only_in=other.id)


def _of_both(ours: Ruled, theirs: Ruled) -> Variation:
    found = of_clocks(ours, theirs)
    limits = found.limits
    return Variation(
        "duty",
        ours.name,
        ours.rule.title,
        found.effect,
        in_words.duty(ours.pack, ours.rule),
        in_words.duty(theirs.pack, theirs.rule),
        share_earlier=round(limits.earlier / limits.tried, 3) if limits else None,
        share_later=round(limits.later / limits.tried, 3) if limits else None,
        examples=limits.examples if limits else (),
        comparable=found.comparable,
        notes=found.notes,
    )


def _plain(
    kind: Kind, one: Pack, other: Pack, told: Callable[[Pack], Mapping[str, Told]]
) -> Iterator[Variation]:
    """Things that are the same, differ, or are in one procedure only, by what is told of them."""
    ours, theirs = told(one), told(other)
    for name in dict.fromkeys((*ours, *theirs)):
        mine, yours = ours.get(name), theirs.get(name)
        alone = one.id if yours is None else other.id if mine is None else ""
        title = next(each.title for each in (mine, yours) if each)
        said = (mine.says if mine else None, yours.says if yours else None)
        effect = "only_in" if alone else "same" if said[0] == said[1] else "differs"
        if not (alone and kind == "decider"):  # who decides is compared where both have the outcome
            yield Variation(kind, name, title, effect, *said, only_in=alone)


def _steps(pack: Pack) -> dict[str, Told]:
    return {
        name: Told(step.title, f"{in_words.opens(pack, step)}; by: {in_words.roles(pack, step.by)}")
        for name, step in pack.steps.items()
    }


def _outcomes(pack: Pack) -> dict[str, Told]:
    return {
        f"{name}.{each}": Told(outcome.title, outcome.title)
        for name, step in pack.steps.items()
        for each, outcome in step.outcomes.items()
    }


def _deciders(pack: Pack) -> dict[str, Told]:
    return {
        f"{name}.{each}": Told(outcome.title, in_words.decider(pack, step, outcome))
        for name, step in pack.steps.items()
        for each, outcome in step.outcomes.items()
    }


def _hours(pack: Pack) -> dict[str, Told]:
    return {
        name: Told(service.title, in_words.hours(pack, service)) for name, service in pack.services.items()
    }


def _duties(pack: Pack) -> dict[str, DutyRule]:
    return {f"{name}.{each}": duty for name, step in pack.steps.items() for each, duty in step.duties.items()}
