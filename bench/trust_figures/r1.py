"""R1: contacts are signed while the web server, the worker and the database are killed: 0 lost, 0 twice."""

import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from threading import Event, Thread

from bench.trust_figures.frame import Result, Run
from bench.trust_figures.killing import PARTS, kill
from bench.trust_figures.ledger import Compared, compared, settle
from bench.trust_figures.officers import Journal, all_signed, calls
from bench.trust_figures.whole import broken
from tests.service import Service, wait_until

OFFICER = "Gwen Ferriby"
OFFICERS = 4
FORGETFUL = ("synchronous_commit = off", "wal_writer_delay = '10s'")  # the log is written when it suits


@dataclass(frozen=True)
class Fire:
    """So many contacts, signed while these parts are killed in turn, so often."""

    name: str
    contacts: int
    parts: tuple[str, ...]
    kills: int


FULL = Fire("R1", 10_000, PARTS, 28), Fire("R1 off", 400, ("database",), 5)
SHORT = Fire("R1", 120, PARTS, 4), Fire("R1 off", 60, ("database",), 2)


@dataclass
class Killer:
    """Kills one part after the other while the journal grows, at moments that chance chooses."""

    service: Service
    journal: Journal
    fire: Fire
    killed: Counter[str] = field(default_factory=Counter)
    over: Event = field(default_factory=Event)

    def work(self) -> None:
        """Until all kills are done or the officers have gone home."""
        chance, parts = Random(1), cycle(self.fire.parts)  # noqa: S311 - no secret
        stretch = self.fire.contacts / (self.fire.kills + 1)
        while self.killed.total() < self.fire.kills and not self.over.wait(0.05):
            if len(self.journal.told) < stretch * (self.killed.total() + 1):
                continue
            time.sleep(chance.uniform(0, 0.5))
            part = next(parts)
            self.killed[part] += kill(self.service, part)


def measure(run: Run) -> Result:
    """Sign, kill, compare; then with synchronous commit off, where something must be missing."""
    fire, forgetful_fire = FULL if run.full else SHORT
    until = time.monotonic() + run.seconds * 0.9
    with Service() as service:
        journal, killed, found = _under(fire, service, until)
        run.say(f"{len(journal.told)} acknowledged, {killed.total()} kills, {found}")
        faults = broken(service)
        settle(service, *FORGETFUL)
        run.say("synchronous commit is off now")
        _, _, forgetful = _under(forgetful_fire, service, until)
    numbers = {
        "contacts sent": fire.contacts,
        "contacts acknowledged": len(journal.told),
        "kills": killed.total(),
        **{f"kills: {part}": many for part, many in sorted(killed.items())},
        "requests without an answer, sent again": journal.unanswered,
        "requests answered by an apology, sent again": journal.apologies.total(),
        "acknowledged and lost": found.lost,
        "written twice": found.twice,
        "acts that are not whole afterwards": len(faults),
        "with synchronous commit off: acknowledged and lost": forgetful.lost,
    }
    wanted = (
        (len(journal.told) == fire.contacts, "not every contact was acknowledged"),
        (found.recorded == fire.contacts, f"{found.recorded} contacts are recorded"),
        (not journal.refused, f"refused: {journal.refused[:3]}"),
        (killed.total() == fire.kills, f"only {killed.total()} kills of {fire.kills}"),
        (found.lost == 0, f"{found.lost} contacts were acknowledged and lost"),
        (found.twice == 0, f"{found.twice} contacts were written twice"),
        (not faults, f"not whole: {faults[:3]}"),
        (forgetful.lost > 0, "nothing was lost with synchronous commit off: the harness cannot fail"),
    )
    return Result(numbers, [words for held, words in wanted if not held])


def _under(fire: Fire, service: Service, until: float) -> tuple[Journal, Counter[str], Compared]:
    """Officers sign while parts of the service are killed; what they were told, and what is recorded."""
    journal, work = Journal(), calls(fire.name, fire.contacts)
    killer = Killer(service, journal, fire)
    killing = Thread(target=killer.work)
    killing.start()
    try:
        all_signed(service.port, OFFICER, work, journal, officers=OFFICERS, until=until)
    finally:
        killer.over.set()
        killing.join()
    wait_until(service.answers)
    return journal, killer.killed, compared(service, work, journal.told)
