"""What would have been: a case under another procedure, or under a rule that holds from another day on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.format.cites import InForce
from goldthread.procedures.limits import origin
from goldthread.procedures.pack import Pack
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import london_day

Difference = Literal["same", "earlier", "later", "state", "new", "gone"]
DIFFERENCES: tuple[Difference, ...] = ("same", "earlier", "later", "state", "new", "gone")


class Change(NamedTuple):
    """One duty as it is and as it would be; None where there is none."""

    as_is: Duty | None
    what_if: Duty | None

    @property
    def duty(self) -> Duty:
        """Either of the two: for what it is called and what started it."""
        found = self.as_is or self.what_if
        assert found is not None  # noqa: S101 - a change is of something
        return found

    @property
    def difference(self) -> Difference:
        """How it would differ. `state`: due at the same instant, and yet it would stand otherwise."""
        if self.as_is is None or self.what_if is None:
            return "new" if self.as_is is None else "gone"
        now, then = self.as_is.due, self.what_if.due
        if now != then and (now is None or then is None or now.instant != then.instant):
            return "later" if then is None or (now and now.instant < then.instant) else "earlier"
        return "same" if self.as_is.state == self.what_if.state else "state"


class Simulation(NamedTuple):
    """What would differ in one case. `unknown` are events that the other procedure has no word for."""

    changes: Sequence[Change]
    unknown: Sequence[CaseEvent]


def with_pack(procedure: Procedure, pack: Pack, since: date | None = None) -> Procedure:
    """A procedure as if a pack had been in force since a day; since ever, where no day is given."""
    dates = InForce(from_=since) if since else None
    changed = pack.but(head=pack.head.but(in_force=dates))
    return Procedure([*(table.pack for table in procedure.tables if since), changed])


def simulate(
    as_is: Procedure,
    what_if: Procedure,
    events: Sequence[CaseEvent],
    at: datetime,
    known_at: datetime | None = None,
) -> Simulation:
    """How a case would stand at an instant, beside how it stands, as far as recorded by `known_at`.

    Errors as for `fold` and `duties`.
    """
    unknown = [event for event in events if event.name not in what_if.on(london_day(event.at)).outcomes]
    known = [event for event in events if event not in unknown]
    now = _by_start(as_is, events, at, known_at)
    then = _by_start(what_if, known, at, known_at)
    changes = [Change(now.get(each), then.get(each)) for each in dict.fromkeys((*now, *then))]
    return Simulation(changes, unknown)


def totals(simulations: Iterable[Simulation]) -> dict[str, Counter[Difference]]:
    """For each duty, how often it would differ, and how: over all cases together."""
    found: dict[str, Counter[Difference]] = {}
    for simulation in simulations:
        for change in simulation.changes:
            found.setdefault(change.duty.id, Counter())[change.difference] += 1
    return found


def _by_start(
    procedure: Procedure, events: Iterable[CaseEvent], at: datetime, known_at: datetime | None
) -> dict[tuple[str, str], Duty]:
    """Every duty of a case, by the oldest name of its rule and the event that started it."""
    found = duties(fold(procedure, events, known_at), at)
    return {(origin(duty.start.table.pack, duty.id), duty.start.root): duty for duty in found}
