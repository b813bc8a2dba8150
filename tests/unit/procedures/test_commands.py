"""The commands answer as their contract says: the worked cases' answer key, exit statuses, and bad input."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread.procedures.cli import main
from tests.requirements import requirement
from tests.unit.procedures.asking import Answer
from tests.unit.procedures.world import PACKS as TEST_PACKS
from tests.unit.procedures.world import copy_packs

pytestmark = pytest.mark.takes(2)

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {"PYTHONPATH": "src"}
HERTS = ["--authority", "hertfordshire"]
AREA = ["--packs", str(TEST_PACKS), "--authority", "area"]
CASE = """
authority: area
subject: {born: 2018-01-15}
events:
  - {id: call, at: 2026-03-02T10:00, step: contact, outcome: received, by: {role: desk}, facts: {channel: telephone}}
  - {id: end, at: 2026-03-02T12:00, recorded_at: 2026-03-05T09:00, step: decision, outcome: nothing, by: {role: worker}}
"""  # noqa: E501


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


@requirement("HERTS-2.22", "HERTS-2.23")
@pytest.mark.parametrize("at", ["2026-04-02T17:10", "2026-05-01T17:30"])
@pytest.mark.parametrize("name", ["consultation_hub", "Consultation Hub", "consultation-hub"])
def test_open_answers_the_worked_cases(at: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(capsys, "open", *HERTS, "--service", name, "--at", at, "--json")
    assert answer.status == 0
    assert answer.data["open"] is False
    assert answer.data["next_open"] == {"2026-04-02T17:10": "2026-04-07", "2026-05-01T17:30": "2026-05-05"}[
        at
    ] + ("T09:00:00+01:00")
    assert answer.data["cite"]


@requirement("HERTS-2.24")
@pytest.mark.parametrize(("at", "is_open"), [("2018-04-30T10:00", True), ("2018-04-27T10:00", False)])
def test_a_service_is_closed_before_its_first_day(
    at: str,
    is_open: bool,  # noqa: FBT001
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = Answer(capsys, "open", *HERTS, "--service", "consultation_hub", "--at", at, "--json")
    assert answer.data["open"] is is_open


def test_due_says_all_that_stands_behind_a_limit(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(capsys, "due", *AREA, "--requirement", "AREA-2", "--start", "2026-04-02T16:40", "--json")
    (data,) = answer.data
    version = data.pop("version")
    assert (version["title"], version["since"], version["until"]) == ("Area manual", "2020-01-01", None)
    assert [data] == [
        {
            "duty": "decision.decide",
            "title": "Decide",
            "kind": "day",
            "due": "2026-04-10",
            "instant": "2026-04-10T22:59:59Z",
            "last_working_day": "2026-04-10",
            "usual": "2026-04-09",
            "not_counted": [
                {"date": "2026-04-03", "why": "Good Friday"},
                {"date": "2026-04-04", "why": "Saturday"},
                {"date": "2026-04-05", "why": "Sunday"},
                {"date": "2026-04-06", "why": "Easter Monday"},
                {"date": "2026-04-07", "why": "Office closed"},
            ],
            "cite": [
                {
                    "source": "manual",
                    "title": "Area manual",
                    "at": "1",
                    "says": "the manager decides",
                    "passage": None,
                }
            ],
            "reading": None,
            "requirement": "AREA-2",
        }
    ]


def test_a_target_is_asked_for_by_its_own_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(capsys, "due", *AREA, "--requirement", "AREA-3", "--start", "2026-04-02", "--json")
    assert [(each["due"], each["usual"]) for each in answer.data] == [("2026-04-09", None)]


@requirement("HERTS-9.3")
@pytest.mark.parametrize("rule", ["HERTS-9.3", "HSSCP-11.1", "GLOS-2.3"])
def test_no_limit_in_this_procedure_is_status_3(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("due", *HERTS, "--requirement", rule, "--start", "2026-05-01T17:30")
    assert (Answer(capsys, *asked, "--json").data, main([*asked])) == ([], 3)
    assert "No limit in this procedure." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["due", *HERTS, "--requirement", "HERTS-4.11", "--start", "2026-05-01T17:30"],
            'Did you mean "HERTS-4.1',
        ),
        (["due", *HERTS, "--requirement", "HERTS-4.1", "--start", "2026-03-29T01:30"], "never happened"),
        (["due", *HERTS, "--requirement", "HERTS-4.1", "--start", "2026-10-25T01:30"], "happened twice"),
        (["due", *HERTS, "--requirement", "HERTS-10.24", "--start", "2026-05-01"], "time of day"),
        (["due", *HERTS, "--requirement", "HERTS-4.1", "--start", "1 May"], "write it as"),
        (["due", *HERTS, "--requirement", "HERTS-4.1", "--start", "2031-05-01"], "2012 to 2028"),
        (
            ["due", "--authority", "herts", "--requirement", "HERTS-4.1", "--start", "2026-05-01"],
            "hertfordshire",
        ),
        (["due", "--authority", "england", "--requirement", "HERTS-4.1", "--start", "2026-05-01"], "england"),
        (["open", *HERTS, "--service", "consultation hut", "--at", "2026-05-01T10:00"], "consultation_hub"),
        (["open", *HERTS, "--service", "consultation hub", "--at", "2026-05-01"], "no hour"),
        (["packs", "check", "nowhere"], "no pack"),
        (["packs", "mark", "nothing", "a .. b"], "at hand"),
    ],
)
def test_bad_input_is_status_2_and_says_what_is_wrong(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = Answer(capsys, *arguments)
    assert answer.status == 2
    assert message in answer.error
    assert answer.text == ""


@pytest.mark.parametrize(
    ("sound", "spoilt", "line", "key", "message"),
    [
        ("step: contact", "step: contacts", 5, "step", 'Did you mean "contact"?'),
        ("outcome: received", "outcome: recieved", 5, "outcome", 'Did you mean "received"?'),
        ("role: desk", "role: dessk", 5, "role", 'Did you mean "desk"?'),
        ("channel: telephone", "chanel: telephone", 5, "chanel", 'Did you mean "channel"?'),
        ("channel: telephone", "channel: phone", 5, "channel", "telephone, email"),
        ("channel: telephone", "urgent: maybe", 5, "urgent", "true or false"),
        ("channel: telephone", "urgent: yes", 5, "urgent", "Write true."),
        ("at: 2026-03-02T10:00", "at: 2026-03-29T01:30", 5, "at", "never happened"),
        ("at: 2026-03-02T10:00", "at: 2026-10-25T01:30", 5, "at", "happened twice"),
        ("id: end", "id: call", 6, "id", "Another event"),
        ("id: end,", "id: end, corrects: nobody,", 6, "corrects", "nobody"),
        ("authority: area", "authority: arena", 2, "authority", 'Did you mean "area"?'),
        ("born: 2018-01-15", "birth: 2018-01-15", 3, "", "birth"),
        ("recorded_at", "recorded", 6, "events", 'Did you mean "recorded_at"?'),
    ],
)
def test_a_bad_case_names_file_line_and_key(  # noqa: PLR0917
    sound: str, spoilt: str, line: int, key: str, message: str, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.write_text(CASE.replace(sound, spoilt, 1))
    answer = Answer(capsys, "pathway", case, "--at", "2026-03-09T10:00", "--packs", TEST_PACKS)
    assert answer.status == 2
    assert f"case.yaml:{line}: {key}" in answer.error
    assert message in answer.error


def test_a_case_that_is_not_there_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Answer(capsys, "route", tmp_path / "none.yaml", "--packs", TEST_PACKS).status == 2


def test_a_damaged_pack_is_status_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs = copy_packs(tmp_path)
    path = packs / "area" / "steps" / "10-contact.yaml"
    path.write_text(path.read_text().replace("within: 1 working day", "within: a while"))
    asked = (
        "due",
        "--packs",
        packs,
        "--authority",
        "area",
        "--requirement",
        "AREA-1",
        "--start",
        "2026-03-02",
    )
    answer = Answer(capsys, *asked)
    assert answer.status == 4
    assert "10-contact.yaml:11: within" in answer.error


def test_pathway_answers_where_a_case_stands(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(capsys, "pathway", case, "--at", "2026-03-09T10:00", "--packs", TEST_PACKS, "--json")
    data = answer.data
    assert answer.status == 0
    assert list(data) == ["open_steps", "duties", "may", "must", "must_not", "warnings"]
    assert data["open_steps"] == ["decision"]
    first = data["duties"][0]
    assert {
        name: first[name]
        for name in ("duty", "requirement", "opened", "due", "usual", "state", "responsible")
    } == {
        "duty": "contact.answer",
        "requirement": "AREA-1",
        "opened": "2026-03-02T10:00:00+00:00",
        "due": "2026-03-03",
        "usual": None,
        "state": "overdue",
        "responsible": "desk",
    }
    assert first["because"] == {"event": "contact.received", "id": "call", "at": "2026-03-02T10:00:00+00:00"}
    assert (first["limit"], first["not_counted"]) == ("within 1 working day of: Contact received", [])
    assert (first["version"]["pack"], first["version"]["since"], first["overlay_path"]) == (
        "area",
        "2020-01-01",
        [],
    )
    assert data["must_not"][0]["version"]["title"] == "Area manual"
    assert {
        "step": "decision",
        "outcome": "nothing",
        "by": ["worker"],
        "needs_authorisation_by": "manager",
    } in data["may"]
    assert [(each["what"], each["requirement"]) for each in data["must_not"]] == [
        ("The front desk visits.", "AREA-4")
    ]
    assert len(data["warnings"]) == 3


def test_pathway_as_known_then(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("pathway", case, "--at", "2026-03-03T10:00", "--packs", TEST_PACKS, "--json")
    now = Answer(capsys, *asked).data["warnings"]
    then = Answer(capsys, *asked, "--known-at", "2026-03-04T10:00").data["warnings"]
    assert [len(now), len(then)] == [1, 0]


def test_route_and_explain(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(capsys, "route", case, "--packs", TEST_PACKS, "--json").data
    assert (answer["service"], answer["why"], answer["team"]) == ("front_desk", "It can wait.", None)
    data = Answer(capsys, "explain", "contact.answer", "--case", case, "--packs", TEST_PACKS, "--json").data
    assert data[0]["limit"] == "within 1 working day of: Contact received"
    assert [each["id"] for each in data[0]["readings"]] == ["T1"]
    unknown = Answer(capsys, "explain", "contact.anwser", "--case", case, "--packs", TEST_PACKS)
    assert (unknown.status, 'Did you mean "contact.answer"?' in unknown.error) == (2, True)


def test_explain_says_all_that_stands_behind_a_duty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("authority: area", "authority: variant"))
    asked = ("--case", path, "--packs", TEST_PACKS)
    (data,) = Answer(capsys, "explain", "decision.decide_sooner", *asked, "--json").data
    assert data["because"] == {"event": "contact.received", "id": "call", "at": "2026-03-02T10:00:00+00:00"}
    assert (data["started_by"], data["limit"]) == (
        "Contact received",
        "within 2 working days of: Contact received",
    )
    assert {name: data["version"][name] for name in ("pack", "title", "authority", "since", "until")} == {
        "pack": "variant",
        "title": "A stricter area",
        "authority": "Variant Council",
        "since": "2021-01-01",
        "until": None,
    }
    assert data["overlay_path"] == [
        {
            "rule": "area.decision.decide",
            "limit": "within 3 working days of: Contact received",
            "effect": "stricter",
            "because": "",
        }
    ]
    assert (data["responsible_title"], data["not_counted"], data["cite"][0]["says"]) == (
        "Manager",
        [],
        "the manager decides",
    )
    told = Answer(capsys, "explain", "decision.decide_sooner", *asked).text
    assert (
        "  it replaces area.decision.decide (within 3 working days of: Contact received), beside which it is "
        "stricter\n" in told
    )
    assert "  Variant Council: A stricter area, in force from 2021-01-01 (" in told


def test_explain_says_what_stands_behind_a_refusal(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--case", case, "--packs", TEST_PACKS)
    (data,) = Answer(capsys, "explain", "visit.desk_visits", *asked, "--json").data
    assert (data["what"], data["holds"], data["roles"], data["refuses"]) == (
        "The front desk visits.",
        True,
        ["Front desk"],
        ["anything in: Visit"],
    )
    assert (data["version"]["since"], data["cite"][0]["says"]) == ("2020-01-01", "not the front desk")
    told = Answer(capsys, "explain", "visit.visit_in_danger", *asked).text
    assert "(visit.visit_in_danger): not forbidden now" in told
    assert "  until: Contact answered" in told
    (data,) = Answer(capsys, "explain", "decision.assess", *asked, "--json").data
    assert data["decider"] == "recorded by Worker; authorised by Manager, another person"
    assert data["cite"]


def test_explain_and_route_as_known_then(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("explain", "decision.decide", "--case", case, "--at", "2026-03-03T10:00", "--packs", TEST_PACKS)
    assert len(Answer(capsys, *asked, "--known-at", "2026-03-02T09:00", "--json").data) == 0
    assert len(Answer(capsys, *asked, "--known-at", "2026-03-02T11:00", "--json").data) == 1
    asked = ("route", case, "--packs", TEST_PACKS, "--known-at")
    assert [Answer(capsys, *asked, f"2026-03-02T{hour}:00").status for hour in ("09", "11")] == [2, 0]


def test_plain_words_for_people(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = Answer(capsys, "explain", "answer.contact.answer", "--case", case, "--packs", TEST_PACKS).text
    assert "started by contact.received (call)" in told
    assert "within 1 working day of: Contact received; by: Front desk" in told
    assert "our reading T1: What is a working day?" in told
    told = Answer(capsys, "pathway", case, "--at", "2026-03-09T10:00", "--packs", TEST_PACKS).text
    assert "Open steps: decision" in told
    assert "overdue" in told
    assert "The front desk visits." in told
    told = Answer(capsys, "open", *AREA, "--service", "front desk", "--at", "2026-03-02T18:00").text
    assert "Front desk is closed." in told
    assert "Until then: duty_team." in told
    told = Answer(capsys, "route", case, "--packs", TEST_PACKS).text
    assert "To Front desk." in told
    told = Answer(capsys, "due", *AREA, "--requirement", "AREA-1", "--start", "2026-04-02").text
    assert "due end of 2026-04-08" in told


@pytest.mark.takes(5)
def test_due_is_quick_as_a_whole_process() -> None:
    """At most 300 ms of processor time, which a busy machine does not change: the best of three."""
    question = ["due", *HERTS, "--requirement", "HERTS-4.1", "--start", "2026-05-01"]
    took = []
    for _ in range(3):
        before = used_by_children()
        subprocess.run([sys.executable, "-m", "goldthread", *question], cwd=ROOT, env=ENVIRONMENT, check=True)
        took.append(used_by_children() - before)
    assert min(took) < 0.3, took


def used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
