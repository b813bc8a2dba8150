"""Everything due for the authority at once, read from the database, is what each case's own fold says."""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from psycopg.errors import SerializationFailure

from goldthread.accounts.models import Agency, User
from goldthread.ledger import all_duties, episodes
from goldthread.ledger import rebuild as rebuilding
from goldthread.ledger.all_events import Reader
from goldthread.ledger.models import Duty, Entry, Episode, Event, Subject
from goldthread.ledger.procedure import procedure, register
from goldthread.procedures.batch.columns import NEVER, micros
from goldthread.procedures.batch.records import STATES
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold
from goldthread.procedures.simulating import with_pack
from goldthread.procedures.tables import Procedure
from tests.unit.procedures.generated import Cases
from tests.unit.procedures.world import AREA

pytestmark = pytest.mark.django_db
AT = datetime(2027, 6, 1, tzinfo=UTC)
NUMBERS = count()
Lines = set[tuple[str, ...]]


def recorded(cases: Iterable[list[CaseEvent]]) -> list[list[CaseEvent]]:
    """The cases as the database has them, each in an episode of its own and each event with its entry."""
    agency = Agency.objects.create(name="Any", kind="any")
    people = {
        name: User.objects.create(email=f"{name}@example.org", name=name, agency=agency)
        for name in ("a", "b", "c")
    }
    ids = {"": ""}
    found = []
    for case in cases:
        for event in case:
            ids[event.id] = str(uuid5(NAMESPACE_OID, f"{next(NUMBERS)}"))
        found.append([_kept(event, ids) for event in case])
        subject = Subject.objects.create(created_at=AT)
        episode = Episode.objects.create(subject=subject, authority="any", opened_at=AT)
        Entry.objects.bulk_create(_entry(event, people.get(event.person)) for event in found[-1])
        Event.objects.bulk_create(_event(event, episode) for event in found[-1])
    return found


def _kept(event: CaseEvent, ids: dict[str, str]) -> CaseEvent:
    names = ("id", "corrects", "answers", "authorises", "declines")
    late = max(event.at, event.recorded_at)
    return event._replace(
        agency=str(uuid5(NAMESPACE_OID, event.agency)) if event.agency else "",
        recorded_at=late,
        **{name: ids.setdefault(getattr(event, name), str(UUID(int=9))) for name in names},
    )


def _entry(event: CaseEvent, author: User | None) -> Entry:
    return Entry(
        id=event.id,
        kind="any",
        occurred_at=event.at,
        recorded_at=event.recorded_at,
        author=author,
        author_role=event.role,
        payload={},
        idempotency_key=event.id,
    )


def _event(event: CaseEvent, episode: Episode) -> Event:
    plain = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in event.facts.items()
    }
    return Event(
        id=event.id,
        episode=episode,
        entry_id=event.id,
        step=event.step,
        outcome=event.outcome,
        occurred_at=event.at,
        recorded_at=event.recorded_at,
        role=event.role,
        agency=event.agency or None,
        facts=json.loads(json.dumps(plain)),
        corrects=event.corrects or None,
        answers=event.answers or None,
        authorises=event.authorises or None,
        declines=event.declines or None,
    )


def one_by_one(by: Procedure, cases: Iterable[Iterable[CaseEvent]], known_at: datetime | None) -> Lines:
    return {
        (
            duty.id,
            duty.start.root,
            str(micros(duty.due.instant) if duty.due else NEVER),
            str(micros(duty.met.at) if duty.met else NEVER),
            duty.state,
        )
        for case in cases
        for duty in duties(fold(by, case, known_at), AT)
    }


def all_at_once(by: Procedure, known_at: datetime | None) -> Lines:
    lines: Lines = set()
    for read, (found, rules, _, _) in all_duties.all_duties(AT, known_at, by):
        assert read.events.ids is not None
        for rule, start, due, met, state in zip(
            found.rule, found.start, found.due, found.met, found.state, strict=True
        ):
            lines.add((rules[rule].id, read.events.ids[start], str(due), str(met), STATES[state]))
    return lines


def test_it_is_what_each_case_says() -> None:
    cases = recorded(Cases(procedure(), seed=3)(40))
    for known_at in (None, datetime(2022, 5, 1, tzinfo=UTC)):
        expected = one_by_one(procedure(), cases, known_at)
        assert len(expected) > 100
        assert all_at_once(procedure(), known_at) == expected


def test_another_procedure_and_two_people() -> None:
    cases = recorded(Cases(AREA, seed=4)(40))
    assert all_at_once(AREA, None) == one_by_one(AREA, cases, None)


def test_read_in_parts_it_is_the_same() -> None:
    recorded(Cases(procedure(), seed=5)(20))
    whole, parts = Reader(procedure(), 1), Reader(procedure(), 3)
    assert sum(parts.part(number).events.rows for number in range(3)) == whole.part(0).events.rows > 50
    assert [parts.part(number).events.cases for number in range(3)].count(0) == 0


def test_totals_count_every_duty() -> None:
    recorded(Cases(procedure(), seed=6)(20))
    totals = all_duties.totals(AT)
    assert totals.cases == 20
    assert sum(total.states.total() for total in totals.rules) == len(all_at_once(procedure(), None))


def test_kept_rows_that_differ_are_named() -> None:
    recorded(Cases(procedure(), seed=7)(12))
    for episode in Episode.objects.all():
        episodes.refresh(episode)
    assert list(all_duties.differences()) == []
    changed, gone = Duty.objects.order_by("id")[:2]
    Duty.objects.filter(pk=changed.pk).update(due_at=AT)
    gone.delete()
    said = {
        f"{changed.rule} because of {changed.because}: no events say this",
        f"{changed.rule} because of {changed.because}: the events say this, and no row",
        f"{gone.rule} because of {gone.because}: the events say this, and no row",
    }
    assert {line.partition(": ")[2] for line in all_duties.differences()} == said


def test_the_command_counts_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = recorded(Cases(procedure(), seed=8)(12))
    file = tmp_path / "open.csv"
    call_command("workload", at=AT, csv=file, json=True)
    counted = json.loads(capsys.readouterr().out)
    lines = one_by_one(procedure(), cases, None)
    assert counted["cases"] == 12
    assert sum(each["overdue"] for each in counted["duties"]) == sum(line[-1] == "overdue" for line in lines)
    listed = list(csv.DictReader(file.read_text().splitlines()))
    assert len(listed) == sum(line[3] == str(NEVER) for line in lines)
    assert {line["child"] for line in listed} <= {*Subject.objects.values_list("reference", flat=True)}


def test_the_command_says_how_it_would_stand_by_another_pack(capsys: pytest.CaptureFixture[str]) -> None:
    cases = recorded(Cases(procedure(), seed=9)(12))
    call_command("workload", at=AT, pack="gloucestershire", since=date(2022, 1, 1), json=True)
    counted = json.loads(capsys.readouterr().out)
    other = with_pack(procedure(), register().pack("gloucestershire"), date(2022, 1, 1))
    expected = one_by_one(other, cases, None)
    assert sum(each[state] for each in counted["duties"] for state in STATES) == len(expected) > 0
    with pytest.raises(CommandError, match="There is no pack"):
        call_command("workload", pack="gloucestershir")


def test_a_check_that_somebody_signs_into_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    causes: list[Exception] = [SerializationFailure(), SerializationFailure()]
    make_again = rebuilding._make_again

    def interrupted() -> None:
        if causes:
            raise OperationalError("it cannot be") from causes.pop()
        make_again()

    monkeypatch.setattr(rebuilding, "_make_again", interrupted)
    assert rebuilding.rebuild(keep=False) == []
    causes.append(ConnectionError("the database went away"))
    with pytest.raises(OperationalError):
        rebuilding.rebuild(keep=False)
