"""Generated cases of any procedure: likely and unlikely ones, with links, corrections and ties of time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from goldthread.procedures.events import CaseEvent
from goldthread.procedures.format.words import Fact
from goldthread.procedures.tables import Procedure, Table

BEGIN = datetime(2018, 6, 1, tzinfo=UTC)
DAYS = 8 * 365
GAPS = [timedelta(0)] * 3 + [timedelta(minutes=40), timedelta(hours=5), timedelta(days=1), timedelta(days=2)]
LONG_GAPS = [timedelta(days=12), timedelta(days=45), timedelta(days=200)]


class Cases:
    """Makes cases up, the same ones for the same seed. `most` is how many events one may have."""

    def __init__(self, procedure: Procedure, seed: int, most: int = 12) -> None:
        self._random, self._procedure, self._most = Random(seed), procedure, most
        tables = procedure.tables
        self._names = sorted({name for table in tables for name in table.outcomes})
        self._begin = sorted({name for table in tables for name in table.starts_with})
        self._decide = sorted({name for table in tables for name in table.decides | table.ends})
        self._starts = sorted({name for table in tables for rule in table.rules for name in rule.written.of})

    def __call__(self, number: int) -> Iterator[list[CaseEvent]]:
        """So many cases."""
        return (self._case() for _ in range(number))

    def _case(self) -> list[CaseEvent]:
        random = self._random
        at = BEGIN + timedelta(days=random.randrange(DAYS), minutes=random.randrange(0, 1440, 20))
        events: list[CaseEvent] = []
        for _ in range(random.randint(1, self._most)):
            at += random.choice(LONG_GAPS if random.random() < 0.08 else GAPS)
            events.append(self._event(events, at))
        random.shuffle(events)
        return events

    def _event(self, earlier: list[CaseEvent], at: datetime) -> CaseEvent:
        random = self._random
        recorded = at + random.choice([timedelta(0)] * 4 + [timedelta(minutes=20), timedelta(days=3)])
        if earlier and random.random() < 0.08:
            return self._correction(earlier, recorded)
        name = random.choice(self._likely(earlier))
        step, _, outcome = name.partition(".")
        links = {"answers": random.choice(earlier).id} if earlier and random.random() < 0.35 else {}
        if random.random() < 0.01:
            links["answers"] = "nowhere"
        same = [one for one in earlier if one.step == step and one.outcome == outcome]
        if same and random.random() < 0.5:
            links[random.choice(["authorises", "authorises", "declines"])] = random.choice(same).id
        if random.random() < 0.1:
            at -= random.choice(GAPS)  # told late, of what was before
        return CaseEvent(
            f"{random.getrandbits(60):x}",
            step,
            outcome,
            at,
            recorded,
            self._role(name),
            person=random.choice(["", "a", "b", "c"]),
            agency=random.choice(["", "", "", "a school", "another school"]),
            facts=self._facts(self._procedure.latest, step),
            **links,
        )

    def _likely(self, earlier: list[CaseEvent]) -> list[str]:
        """Names of which one is taken: cases begin with contacts, and some outcomes come again."""
        chance = self._random.random()
        if not earlier and chance < 0.9:
            return self._begin
        if chance < 0.15:
            return self._begin
        if chance < 0.35:
            return self._decide or self._names
        if chance < 0.5:
            return [f"{one.step}.{one.outcome}" for one in earlier] or self._begin
        return self._starts if chance < 0.7 else self._names

    def _correction(self, earlier: list[CaseEvent], recorded: datetime) -> CaseEvent:
        random = self._random
        wrong = random.choice(earlier)
        return wrong._replace(
            id=f"{random.getrandbits(60):x}",
            at=wrong.at + random.choice([timedelta(0), timedelta(hours=-3), timedelta(days=1)]),
            recorded_at=recorded + random.choice([timedelta(0), timedelta(minutes=1), timedelta(days=5)]),
            facts=self._facts(self._procedure.latest, wrong.step),
            corrects=wrong.id,
        )

    def _role(self, name: str) -> str:
        table = self._procedure.latest
        outcome = table.outcomes[name][2] if name in table.outcomes else None
        if outcome and outcome.authorised_by and self._random.random() < 0.6:
            return outcome.authorised_by
        return self._random.choice(sorted(table.pack.roles))

    def _facts(self, table: Table, step: str) -> dict[str, Any]:
        names = table.pack.steps[step].facts if step in table.pack.steps else ()
        share = self._random.choice([0.1, 0.4, 0.8])
        return {name: self._value(table.pack.facts[name]) for name in names if self._random.random() < share}

    def _value(self, fact: Fact) -> object:
        random = self._random
        match fact.type:
            case "yes_no":
                return random.random() < 0.5
            case "choice":
                return random.choice(list(fact.values))
            case "list":
                return tuple(value for value in fact.values if random.random() < 0.4)
            case "date" | "datetime":
                moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=random.randrange(9000))
                return moment if fact.type == "datetime" else moment.date()
        return random.choice(["", "because it was so"])
