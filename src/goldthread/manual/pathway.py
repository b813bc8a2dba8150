"""The pathway of a procedure: its steps in order, what opens each, and where each leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.manual.rulewords import Words, short_limit
from goldthread.procedures.format.steps import Step
from goldthread.procedures.pack import Pack

SHOWN_LIMITS = 3


@dataclass(frozen=True)
class Lead:
    """An outcome that opens other steps, by their ids."""

    outcome: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Stop:
    """A step as the pathway shows it.

    `starts`: a case can start here. `anytime`: it is open whatever has happened. `limits` are its clocks in a
    word or two, `opened_by` the events that open it, `endings` the outcomes that close the case, and
    `repeats` says that it can follow itself.
    """

    id: str
    title: str
    says: str
    starts: bool
    anytime: bool
    limits: tuple[str, ...]
    opened_by: tuple[str, ...]
    leads: tuple[Lead, ...]
    endings: tuple[str, ...]
    repeats: bool

    @property
    def leads_to(self) -> tuple[str, ...]:
        """The other steps that it opens."""
        return tuple(dict.fromkeys(step for lead in self.leads for step in lead.steps if step != self.id))

    @property
    def clock(self) -> str:
        """Its limits, the first few."""
        more = len(self.limits) - SHOWN_LIMITS
        return ", ".join(self.limits[:SHOWN_LIMITS]) + (f" and {more} more" if more > 0 else "")


def stops(pack: Pack) -> list[Stop]:
    """Every step of a procedure, in its order."""
    starting = {event.partition(".")[0] for event in pack.head.starts_with}
    return [_stop(pack, name, step, name in starting) for name, step in pack.steps.items()]


def _stop(pack: Pack, name: str, step: Step, starts: bool) -> Stop:  # noqa: FBT001
    words = Words(pack)
    anytime = step.opens_when == "always"
    leads = [
        Lead(words.event(f"{name}.{each}", name), _opened(pack, f"{name}.{each}")) for each in step.outcomes
    ]
    limits = (short_limit(duty) for duty in step.duties.values())
    return Stop(
        id=name,
        title=step.title,
        says=step.says,
        starts=starts,
        anytime=anytime and not starts,
        limits=tuple(dict.fromkeys(filter(None, limits))),
        opened_by=() if anytime else tuple(words.event(event) for event in step.opens_when),
        leads=tuple(lead for lead in leads if lead.steps),
        endings=tuple(
            words.event(f"{name}.{each}", name) for each, one in step.outcomes.items() if one.ends_case
        ),
        repeats=any(name in lead.steps for lead in leads),
    )


def _opened(pack: Pack, event: str) -> tuple[str, ...]:
    """The steps that an event opens."""
    return tuple(
        name for name, step in pack.steps.items() if step.opens_when != "always" and event in step.opens_when
    )


def threads(every: Sequence[Stop]) -> list[list[Stop]]:
    """The steps that hang together, each thread with the steps on it; a step on its own is left out."""
    whole: dict[str, set[str]] = {stop.id: {stop.id} for stop in every}
    for stop in every:
        for other in stop.leads_to:
            joined = whole[stop.id] | whole[other]
            whole |= dict.fromkeys(joined, joined)
    found = {id(ids): ids for ids in whole.values() if len(ids) > 1}
    return [[stop for stop in every if stop.id in ids] for ids in found.values()]


def on_their_own(every: Sequence[Stop], drawn: Iterable[Sequence[Stop]]) -> list[Stop]:
    """The steps that no other opens and that open none: they can happen at any time."""
    on_threads = {stop.id for thread in drawn for stop in thread}
    return [stop for stop in every if stop.id not in on_threads]
