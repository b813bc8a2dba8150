"""Every duty of the worked cases, ban and decider of every shipped procedure can be explained whole."""

from datetime import timedelta
from pathlib import Path

import pytest

from goldthread.procedures import telling
from goldthread.procedures.answers import Answers
from goldthread.procedures.command_line import source_documents
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.examples import Example
from goldthread.procedures.explain import deciding, explain, forbidding
from goldthread.procedures.fold import fold
from goldthread.procedures.format.durations import Unit
from goldthread.procedures.register import PackRegister
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import instant

PACKS = Path(__file__).parents[3] / "packs"
REGISTER = PackRegister(PACKS)
AUTHORITIES = [name for name in REGISTER.ids() if not REGISTER.pack(name).head.skeleton]
SOURCES = source_documents()
ANSWERS = Answers(SOURCES)
pytestmark = [pytest.mark.takes(5), pytest.mark.parametrize("authority", AUTHORITIES)]


def test_every_duty_of_the_worked_cases_is_explained_whole(authority: str) -> None:
    started = [
        duty for path in sorted((PACKS / authority / "examples").glob("*.yaml")) for duty in owed(path)
    ]
    assert len(started) > 10
    for duty in {duty.id: duty for duty in started}.values():
        answer = explain(duty, SOURCES)
        assert answer.version.authority == REGISTER.pack(authority).head.authority
        assert answer.cited
        assert all(each.source and each.cite.says for each in answer.cited)
        assert SOURCES.folder is None or all(
            each.passage or each.cite.status == "not_held" for each in answer.cited
        )
        assert set(duty.rule.written.reading) <= set(answer.readings)
        length = duty.rule.written.within
        if duty.due and length and length.unit is Unit.WORKING_DAYS:
            assert (duty.due.day - duty.start.day).days == length.amount + len(duty.due.not_counted)
            assert {"R1", "R2"} <= set(answer.readings)
        data = ANSWERS.explanation(answer)
        assert data["started_by"] != duty.start.name
        told = telling.explanation(data)
        for said in (data["title"], data["limit"], data["responsible_title"], data["version"]["title"]):
            assert said in told
        for each in (*data["applies"], *(day["date"] for day in data["not_counted"] or ())):
            assert each in told
        for cite in data["cite"]:
            assert cite["says"] in told


def owed(path: Path) -> list[Duty]:
    """Every duty of a worked case, some weeks after its last event."""
    example = Example(path, REGISTER.procedure)
    at = max(event.at for event in example.events) + timedelta(days=40)
    return duties(fold(example.procedure, example.events), at)


def test_every_refusal_is_explained_whole(authority: str) -> None:
    procedure: Procedure = REGISTER.procedure(authority)
    state, at = fold(procedure, []), instant("2026-03-02T10:00")
    for ban in procedure.latest.bans:
        data = ANSWERS.refusal(forbidding(state, ban.id, at, SOURCES), procedure.latest.pack)
        assert data["what"]
        assert data["cite"], ban.id
        assert ban.written.what in telling.explanation(data)
    for name in procedure.latest.outcomes:
        data = ANSWERS.decider(deciding(state, name, at, SOURCES), procedure.latest.pack)
        assert data["cite"], name
        assert data["decider"] in telling.explanation(data)
