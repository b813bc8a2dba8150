"""Made-up cases of any procedure: some go as the procedure has it, the wild ones in every other way too."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from goldthread.procedures.events import CaseEvent
from goldthread.procedures.format.words import Fact
from goldthread.procedures.pack import Pack
from goldthread.procedures.tables import Procedure

LONGEST = 12


def made_case(
    procedure: Procedure, chance: Random, begin: datetime, *, wild: bool = False
) -> list[CaseEvent]:
    """A case of up to LONGEST events from `begin` on, in the order in which they were recorded.

    Wild: late records, corrections, links to anything, roles that may not, steps that are not open.
    """
    making = _Making(procedure, chance, begin, wild=wild)
    for _ in range(chance.randint(1, LONGEST)):
        making.go_on()
    return making.events


class _Making:
    def __init__(self, procedure: Procedure, chance: Random, begin: datetime, *, wild: bool) -> None:
        self.table, self.chance, self.at, self.wild = procedure.on(begin.date()), chance, begin, wild
        self.events: list[CaseEvent] = []
        self.open: set[str] = set()
        self.contacts: list[str] = []

    def go_on(self) -> None:
        """One event more."""
        name = self._next()
        step = self.table.outcomes[name][0]
        self._record(name, self._links())
        if self.chance.random() < 0.7:
            self.open.discard(step)
        if name in self.table.ends:
            self.open.clear()
        self.open.update(opening.step for opening in self.table.opens.get(name, ()))
        if name in self.table.starts_with:
            self.contacts.append(self.events[-1].id)
        self.at += timedelta(minutes=int(self.chance.expovariate(1 / 3000)))

    def _next(self) -> str:
        """What happens next: mostly an outcome of an open step."""
        drawn = self.chance.random()
        if not self.events or drawn < 0.04:
            return self.chance.choice(sorted(self.table.starts_with))
        if self.wild and drawn < 0.2:
            return self.chance.choice(sorted(self.table.outcomes))
        steps = self.open or self.table.always
        ongoing = [name for name, each in self.table.outcomes.items() if each[0] in steps]
        others = [name for name in ongoing if name not in self.table.ends]
        return self.chance.choice(others if others and self.chance.random() < 0.7 else ongoing)

    def _links(self) -> dict[str, str]:
        drawn = self.chance.random()
        if self.wild and self.events and drawn < 0.3:
            link = self.chance.choice(("corrects", "answers", "authorises", "declines"))
            return {link: self.chance.choice(self.events).id}
        return {"answers": self.chance.choice(self.contacts)} if self.contacts and drawn > 0.7 else {}

    def _record(self, name: str, links: Mapping[str, str]) -> None:
        step_id, step, outcome = self.table.outcomes[name]
        late = self.wild and self.chance.random() < 0.2
        recorded = self.at + timedelta(minutes=self.chance.randint(0, 9000)) if late else self.at
        role = self._role(outcome.authorised_by, outcome.by or step.by)
        facts = stated(self.table.pack, step.facts, self.chance, self.at)
        person = self.chance.choice(("", "anna", "ben"))
        self.events.append(
            CaseEvent(
                f"e{len(self.events)}",
                step_id,
                name.removeprefix(f"{step_id}."),
                self.at,
                recorded,
                role,
                person=person,
                facts=facts,
                **links,
            )
        )

    def _role(self, authorised_by: str, by: tuple[str, ...]) -> str:
        if self.wild and self.chance.random() < 0.1:
            return self.chance.choice(sorted(self.table.pack.roles))
        if authorised_by and self.chance.random() < 0.7:
            return authorised_by
        return self.chance.choice(by or sorted(self.table.pack.roles))


def stated(pack: Pack, names: tuple[str, ...], chance: Random, at: datetime) -> dict[str, Any]:
    """Some of the facts that a step may state, at random."""
    return {name: _value(pack.facts[name], chance, at) for name in names if chance.random() < 0.35}


def _value(fact: Fact, chance: Random, at: datetime) -> Any:
    made = {
        "yes_no": lambda: chance.random() < 0.5,
        "choice": lambda: chance.choice(list(fact.values)),
        "list": lambda: tuple(value for value in fact.values if chance.random() < 0.5),
        "date": lambda: at.date() + timedelta(days=chance.randint(-20, 60)),
        "datetime": lambda: at - timedelta(minutes=chance.randint(0, 3000)),
        "number": lambda: chance.randint(0, 20),
        "text": lambda: "as said",
    }
    return made[fact.type]()
