"""Everything due, for a whole authority at once; and whether the duty rows kept say the same."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import wait
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from goldthread.ledger.all_events import Ids, Reader, Record, Recorded, Words, Words64, as_kept, fetch
from goldthread.ledger.procedure import procedure
from goldthread.procedures.batch.authority import Answer, duties_batch
from goldthread.procedures.batch.columns import Bools
from goldthread.procedures.batch.records import STATES
from goldthread.procedures.tables import Procedure

EVER = datetime.max.replace(tzinfo=UTC)
ROW: Record = {
    "episode": "uuid_send(episode_id)",
    "because": "uuid_send(because)",
    "rule": "int8send(hashtextextended(rule, 0))",
    "role": "int8send(hashtextextended(role, 0))",
    **{
        name: f"timestamptz_send(coalesce({name}, 'infinity'))"
        for name in ("opened_at", "due_at", "usual_at", "met_at")
    },
}
Rows = dict[str, Words64]


class Total(NamedTuple):
    """How many duties of one rule stand how, by state."""

    rule: str
    title: str
    role: str
    states: Counter[str]


class Totals(NamedTuple):
    """The duties of an authority, counted. `one_by_one` of the cases were too odd for columns."""

    rules: list[Total]
    cases: int
    one_by_one: int


def all_duties(
    at: datetime, known_at: datetime | None = None, by: Procedure | None = None
) -> Iterator[tuple[Recorded, Answer]]:
    """Every duty of every episode as it stood at an instant, some hundred thousand events at a time.

    As far as recorded by `known_at` (None: as known now), and by another procedure where one is given. Raises
    OutsideCalendar if a limit lies beyond the years for which bank holidays are known.
    """
    followed = by or procedure()
    reader = Reader(followed)
    with reader.ahead() as read:
        following = read(0)
        for number in range(reader.parts):
            raw = following.result()
            if number + 1 < reader.parts:
                following = read(number + 1)
            recorded = reader.recorded(raw)
            answer = duties_batch(recorded.events, followed, at, known_at)
            wait([following])  # whoever is given the answer may ask the database something
            yield recorded, answer


def totals(at: datetime, known_at: datetime | None = None, by: Procedure | None = None) -> Totals:
    """How many duties of each rule stand how. Arguments and errors as for `all_duties`."""
    found: dict[str, Total] = {}
    cases = one_by_one = 0
    for _, answer in all_duties(at, known_at, by):
        cases, one_by_one = cases + answer.cases, one_by_one + answer.one_by_one
        width = len(STATES)
        keys = answer.duties.rule.astype(np.int64) * width + answer.duties.state
        for key, many in zip(*np.unique(keys, return_counts=True), strict=True):
            rule = answer.rules[key // width]
            written = rule.written
            total = found.setdefault(rule.id, Total(rule.id, written.title, written.by, Counter()))
            total.states[STATES[key % width]] += int(many)
    return Totals([found[name] for name in sorted(found)], cases, one_by_one)


def differences() -> Iterator[str]:
    """Where the duty rows that are kept are not what all the events together say: one line for each."""
    followed = procedure()
    reader = Reader(followed)
    rules = [rule for table in followed.tables for rule in table.rules]
    words = Words([*(rule.id for rule in rules), *(rule.written.by for rule in rules)])
    for number in range(reader.parts):
        recorded = reader.part(number)
        found = _found(recorded, duties_batch(recorded.events, followed, EVER), words)
        kept = fetch("ledger_duty", ROW, number, reader.parts)
        of_found, of_kept = _prints(found), _prints(kept)
        yield from _lines(kept, ~np.isin(of_kept, of_found), words, "no events say this")
        yield from _lines(found, ~np.isin(of_found, of_kept), words, "the events say this, and no row")


def _found(recorded: Recorded, answer: Answer, words: Words) -> Rows:
    """Duties found, as rows of the table."""
    duties = answer.duties
    assert isinstance(recorded.events.ids, Ids)  # noqa: S101 - the reader's own
    prints = [(words.fingerprint(rule.id), words.fingerprint(rule.written.by)) for rule in answer.rules]
    rule, role = np.array(prints, dtype=np.int64).reshape(-1, 2).view(np.uint64)[duties.rule].T
    return {
        "episode": recorded.episodes.halves[:, duties.case],
        "because": recorded.events.ids.halves[:, duties.start],
        "rule": rule,
        "role": role,
        "opened_at": as_kept(duties.opened),
        "due_at": as_kept(duties.due),
        "usual_at": as_kept(duties.usual),
        "met_at": as_kept(duties.met),
    }


def _prints(rows: Rows) -> Words64:
    """One number for each row: equal for equal rows, and for others almost surely not."""
    mixed = np.zeros(len(rows["rule"]), dtype=np.uint64)
    for column in np.vstack([rows[name] for name in ROW]):
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _lines(rows: Rows, which: Bools, words: Words, what: str) -> Iterator[str]:
    episodes, starts = Ids(rows["episode"]), Ids(rows["because"])
    for place in np.flatnonzero(which):
        name = words.words[words.numbers(rows["rule"][place : place + 1])[0]] or "a rule of no procedure"
        yield f"ledger_duty of episode {episodes[place]}: {name} because of {starts[place]}: {what}"
