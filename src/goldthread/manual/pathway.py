"""The pathway of a procedure: its steps in order, what opens each, and where each leads."""

from collections.abc import Iterable, Sequence, Set
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
    word or two, `duties` how many things must be done. `opened_by` are the events that open it, or, at any
    time, those after which something must be done in it. `calls_for` are steps of the latter kind, `endings`
    the outcomes that close the case, and `repeats` says that it can follow itself.
    """

    id: str
    title: str
    says: str
    starts: bool
    anytime: bool
    limits: tuple[str, ...]
    duties: int
    opened_by: tuple[str, ...]
    leads: tuple[Lead, ...]
    calls_for: tuple[str, ...]
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
    starting = {event.partition(".")[0] for event in (*pack.head.starts_with, *pack.head.beside)}
    return [_stop(pack, name, step, starting) for name, step in pack.steps.items()]


def _stop(pack: Pack, name: str, step: Step, starting: Set[str]) -> Stop:
    words = Words(pack)
    anytime = step.opens_when == "always"
    titles = {f"{name}.{each}": words.event(f"{name}.{each}", name) for each in step.outcomes}
    leads = [Lead(title, _opened(pack, event)) for event, title in titles.items()]
    limits = (short_limit(duty) for duty in step.duties.values())
    return Stop(
        id=name,
        title=step.title,
        says=step.says,
        starts=name in starting,
        anytime=anytime and name not in starting,
        limits=tuple(dict.fromkeys(filter(None, limits))),
        duties=len(step.duties),
        opened_by=tuple(dict.fromkeys(words.event(event) for event in _openers(name, step))),
        leads=tuple(lead for lead in leads if lead.steps),
        calls_for=_called_for(pack, name),
        endings=tuple(titles[f"{name}.{each}"] for each, one in step.outcomes.items() if one.ends_case),
        repeats=any(name in lead.steps for lead in leads),
    )


def _openers(name: str, step: Step) -> list[str]:
    """The events of other steps that open a step, or, where it is always open, that start a duty in it."""
    if step.opens_when != "always":
        return list(step.opens_when)
    starts = (event for duty in step.duties.values() for event in duty.of)
    return [event for event in starts if event.partition(".")[0] != name]


def _opened(pack: Pack, event: str) -> tuple[str, ...]:
    """The steps that an event opens."""
    return tuple(
        name for name, step in pack.steps.items() if step.opens_when != "always" and event in step.opens_when
    )


def _called_for(pack: Pack, name: str) -> tuple[str, ...]:
    """The steps, open at any time, in which something must be done after an outcome of this one."""
    return tuple(
        other_id
        for other_id, other in pack.steps.items()
        if other.opens_when == "always"
        and name in {event.partition(".")[0] for event in _openers(other_id, other)}
    )


def threads(every: Sequence[Stop]) -> list[tuple[Stop, ...]]:
    """The steps that hang together, each thread with the steps on it; a step on its own is left out."""
    whole: dict[str, set[str]] = {stop.id: {stop.id} for stop in every}
    for stop in every:
        for other in (*stop.leads_to, *stop.calls_for):
            joined = whole[stop.id] | whole[other]
            whole |= dict.fromkeys(joined, joined)
    found = {id(ids): ids for ids in whole.values() if len(ids) > 1}
    return [tuple(stop for stop in every if stop.id in ids) for ids in found.values()]


def on_their_own(every: Sequence[Stop], drawn: Iterable[Sequence[Stop]]) -> list[Stop]:
    """The steps that nothing leads to and that lead to none: they can happen at any time."""
    on_threads = {stop.id for thread in drawn for stop in thread}
    return [stop for stop in every if stop.id not in on_threads]
