"""Every date of the worked cases' answer key, and where each case then stands, as a person would ask."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from goldthread.procedures import questions
from goldthread.procedures.cli import main
from goldthread.procedures.register import PackRegister
from tests.requirements import requirement

PACKS = Path(__file__).parents[3] / "packs"
HERTS, HUB, GLOS, WORC = "hertfordshire", "hartlepool-stockton", "gloucestershire", "worcestershire"
REGISTER = PackRegister(PACKS)
pytestmark = pytest.mark.takes(3)


def row(case: str, authority: str, rule: str, start: str, expected: str) -> Any:
    """One line of the key. A date means the end of that day; with an hour it is that instant."""
    return pytest.param(
        authority, rule, start, expected, id=f"{case}-{rule}-{start}", marks=requirement(rule)
    )


KEY = [
    row("WC1", HERTS, "HERTS-4.1", "2026-04-02T16:40", "2026-04-07"),
    row("WC1", HERTS, "HERTS-4.3", "2026-04-02T16:40", "2026-04-09"),
    row("WC1", HERTS, "HERTS-4.1", "2026-04-07T10:15", "2026-04-08"),
    row("WC1", HERTS, "HERTS-7.1", "2026-04-07T10:15", "2026-04-08"),
    row("WC1", HERTS, "HERTS-4.3", "2026-04-07T10:15", "2026-04-10"),
    row("WC1", HERTS, "HERTS-10.24", "2026-04-07T10:15", "2026-04-08T10:15:00+01:00"),
    row("WC5", GLOS, "GLOS-2.3", "2026-12-18T16:50", "2026-12-19T16:50:00+00:00"),
    row("WC5", GLOS, "GLOS-3.1", "2026-12-18T16:50", "2026-12-20T16:50:00+00:00"),
    row("WC5", GLOS, "GLOS-3.6", "2026-12-18", "2026-12-28"),
    row("WC5", GLOS, "GLOS-3.11", "2026-12-30", "2027-01-21"),
    row("WC5", GLOS, "GLOS-6.1", "2027-01-20", "2027-04-20"),
    row("WC5", GLOS, "GLOS-6.5", "2027-04-13", "2027-10-13"),
    row("WC7", HUB, "HSSCP-11.1", "2026-11-09", "2026-11-30"),
    row("WC7", HUB, "HSSCP-11.2", "2026-11-09", "2026-11-23"),
    row("WC7", HUB, "HSSCP-13.1", "2026-11-30", "2026-12-14"),
    row("WC7", HUB, "HUB-7.2", "2026-12-10", "2027-01-10"),
    row("WC7", HUB, "HSSCP-13.2", "2026-12-10", "2027-01-21"),
    row("WC7", HUB, "HSSCP-13.9", "2027-01-08", "2026-12-25"),
    row("WC7", HUB, "HSSCP-14.1", "2026-11-30", "2027-02-28"),
    row("WC7", HUB, "HUB-7.2", "2027-01-08", "2027-02-08"),
    row("WC7", HUB, "HSSCP-13.2", "2027-01-08", "2027-02-19"),
    row("WC7", HUB, "HSSCP-14.3", "2027-02-26", "2027-08-26"),
    row("WC9", WORC, "WORC-4.4", "2026-04-30T15:00", "2026-05-06"),
    row("WC12", HERTS, "HERTS-3.5", "2026-05-01T17:30", "2026-05-02T17:30:00+01:00"),
    row("WC12", HERTS, "HERTS-4.1", "2026-05-01T17:30", "2026-05-05"),
    row("WC12", HERTS, "HERTS-7.1", "2026-05-01T17:30", "2026-05-05"),
    row("WC12", HERTS, "HERTS-4.3", "2026-05-01T17:30", "2026-05-07"),
    row("WC12", HERTS, "HERTS-10.24", "2026-05-01T17:30", "2026-05-02T17:30:00+01:00"),
    row("WC12", GLOS, "GLOS-2.3", "2026-05-01T17:30", "2026-05-02T17:30:00+01:00"),
    row("WC12", GLOS, "GLOS-3.1", "2026-05-01T17:30", "2026-05-03T17:30:00+01:00"),
    row("WC12", GLOS, "GLOS-3.6", "2026-05-01", "2026-05-11"),
    row("WC12", GLOS, "GLOS-3.11", "2026-05-11", "2026-06-02"),
    row("WC12", HUB, "HSSCP-11.1", "2026-05-11", "2026-06-02"),
    row("WC12", HUB, "HSSCP-11.2", "2026-05-11", "2026-05-26"),
    row("WC12", WORC, "WORC-4.4", "2026-05-01T17:45", "2026-05-07"),
]


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    """What a command answers: its status, and its data."""
    status = main([*map(str, arguments), "--json"])
    printed = capsys.readouterr().out
    return status, json.loads(printed) if printed else None


@requirement(
    "GLOS-2.3",
    "GLOS-3.1",
    "GLOS-3.6",
    "GLOS-3.11",
    "GLOS-6.1",
    "GLOS-6.5",
    "HERTS-3.5",
    "HERTS-4.1",
    "HERTS-4.3",
    "HERTS-7.1",
    "HERTS-10.24",
    "HSSCP-11.1",
    "HSSCP-11.2",
    "HSSCP-13.1",
    "HSSCP-13.2",
    "HSSCP-13.9",
    "HSSCP-14.1",
    "HSSCP-14.3",
    "HUB-7.2",
    "WORC-4.4",
)
@pytest.mark.parametrize(("authority", "rule", "start", "expected"), KEY)
def test_due(
    authority: str, rule: str, start: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = asked(capsys, "due", "--authority", authority, "--requirement", rule, "--start", start)
    assert status == 0
    assert {each["due"] for each in found} == {expected}
    for each in found:
        assert each["kind"] == ("instant" if "T" in expected else "day")
        assert each["cite"][0]["says"]
        assert each["instant"].endswith("Z")
        assert each["last_working_day"] <= each["due"]


@requirement("HERTS-2.22", "HERTS-2.23")
@pytest.mark.parametrize(
    ("at", "opens"), [("2026-04-02T17:10", "2026-04-07T09:00"), ("2026-05-01T17:30", "2026-05-05T09:00")]
)
def test_the_hub_next_opens(at: str, opens: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = asked(capsys, "open", "--authority", HERTS, "--service", "consultation_hub", "--at", at)
    assert (status, found["open"], found["next_open"]) == (0, False, f"{opens}:00+01:00")


@pytest.mark.parametrize("authority", [HERTS, HUB, GLOS, WORC])
def test_no_clock_is_borrowed_from_another_authority(
    authority: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in KEY:
        owner, rule, start, _ = each.values
        if owner != authority:
            question = ("due", "--authority", authority, "--requirement", rule, "--start", start)
            assert asked(capsys, *question) == (3, [])


@pytest.mark.parametrize(
    ("authority", "rule"),
    [
        (GLOS, "GLOS-5.1"),  # no core group interval
        (WORC, "WORC-1.6"),  # no limit for the form
        (WORC, "WORC-3.3"),  # none for the Front Door's decision
        (HUB, "HUB-3.1"),  # none for the Hub's
        (HERTS, "HERTS-9.3"),  # the strategy discussion after police protection: untimed
    ],
)
def test_where_a_document_is_silent_there_is_no_limit(
    authority: str, rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ("due", "--authority", authority, "--requirement", rule, "--start", "2026-05-01T17:30")
    assert asked(capsys, *question) == (3, [])


@pytest.fixture
def packs_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "PackRegister", lambda _: REGISTER)


Stand = dict[str, str]
STANDS: list[tuple[str, str, str, Stand]] = [
    (HERTS, "wc1-unconsulted-red-form", "2026-04-02T17:10", {"HERTS-4.1": "2026-04-07 met"}),
    (HERTS, "wc1-unconsulted-red-form", "2026-04-08T12:00", {"HERTS-7.1": "2026-04-08 open"}),
    (HERTS, "wc1-unconsulted-red-form", "2026-04-08T16:00", {"HERTS-10.23": "2026-04-15 open"}),
    (HERTS, "wc1-significant-harm", "2026-04-07T10:20", {"HERTS-10.24": "2026-04-08T10:15 open"}),
    (
        GLOS,
        "wc5-unborn-baby",
        "2027-04-14T09:00",
        {
            "GLOS-2.3": "2026-12-19T16:50 met",
            "GLOS-3.1": "2026-12-20T16:50 met_late",
            "GLOS-3.6": "2026-12-28 met",
            "GLOS-3.11": "2027-01-21 met",
            "GLOS-6.1": "2027-04-20 met",
            "GLOS-6.5": "2027-10-13 open",
        },
    ),
    (
        HUB,
        "wc7-protection-path",
        "2027-01-08T12:00",
        {
            "HSSCP-11.1": "2026-11-30 met",
            "HSSCP-13.1": "2026-12-14 met",
            "HUB-7.2": "2027-01-10 met, 2027-02-08 open",
            "HSSCP-13.2": "2027-01-21 met, 2027-02-19 open",
            "HSSCP-13.9": "2026-12-25 met",
            "HSSCP-14.1": "2027-02-28 open",
        },
    ),
    (
        HUB,
        "wc7-protection-path",
        "2027-03-01T09:00",
        {"HSSCP-14.1": "2027-02-28 met", "HSSCP-14.3": "2027-08-26 open"},
    ),
    (WORC, "wc9-may-day-weekend", "2026-05-05T12:00", {"WORC-4.4": "2026-05-06 open"}),
    (
        HERTS,
        "wc12-telephone-call",
        "2026-05-01T17:35",
        {
            "HERTS-3.5": "2026-05-02T17:30 open",
            "HERTS-4.1": "2026-05-05 met",
            "HERTS-7.1": "2026-05-05 open",
            "HERTS-4.3": "2026-05-07 met",
        },
    ),
    (
        GLOS,
        "wc12-telephone-call",
        "2026-05-11T12:00",
        {
            "GLOS-2.3": "2026-05-02T17:30 overdue",
            "GLOS-3.6": "2026-05-11 met",
            "GLOS-3.11": "2026-06-02 open",
        },
    ),
    (HUB, "wc12-telephone-call", "2026-05-11T11:00", {"HSSCP-11.1": "2026-06-02 open"}),
    (WORC, "wc12-telephone-call", "2026-05-01T17:50", {"WORC-4.4": "2026-05-07 open"}),
]


def case_of(authority: str, example: str, tmp_path: Path, **facts: object) -> Path:
    """The timeline of a worked case as a CASE.yaml; `facts` are stated by its first event instead."""
    data = yaml.safe_load((PACKS / authority / "examples" / f"{example}.yaml").read_text())
    kept = {key: data[key] for key in ("authority", "subject", "events")}
    first = kept["events"][0]
    first["facts"] = {**first.get("facts", {}), **facts}
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(kept, default=str).replace(' 00:00"', '"'))
    return path


@pytest.mark.usefixtures("packs_read_once")
@pytest.mark.parametrize(("authority", "example", "at", "stands"), STANDS)
def test_pathway(  # noqa: PLR0917
    authority: str,
    example: str,
    at: str,
    stands: Stand,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, answer = asked(capsys, "pathway", case_of(authority, example, tmp_path), "--at", at)
    assert status == 0
    for rule, expected in stands.items():
        found = {
            f"{each['due'].removesuffix(':00+00:00').removesuffix(':00+01:00')} {each['state']}"
            for each in answer["duties"]
            if rule in each["requirements"]
        }
        assert found >= set(expected.split(", ")), rule
    for each in answer["duties"]:
        assert each["cite"]
        assert each["because"]["event"]


@pytest.mark.usefixtures("packs_read_once")
def test_the_earlier_of_two_documents_leads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R12: a core group is due monthly by one document and every six weeks by the other; both are shown."""
    case = case_of(HUB, "wc7-protection-path", tmp_path)
    _, answer = asked(capsys, "pathway", case, "--at", "2026-12-11T10:00")
    both = [each for each in answer["duties"] if each["duty"].startswith("core_group.next")]
    assert [(each["requirement"], each["due"]) for each in both] == [
        ("HUB-7.2", "2027-01-10"),
        ("HSSCP-13.2", "2027-01-21"),
    ]
    assert len({each["cite"][0]["source"] for each in both}) == 2
    _, (explained,) = asked(
        capsys, "explain", "core_group.next_monthly", "--case", case, "--at", "2026-12-11T10:00"
    )
    assert [each["duty"] for each in explained["beside"]] == ["core_group.next_six_weekly"]
    assert "R12" in {each["id"] for each in explained["readings"]}


@pytest.mark.usefixtures("packs_read_once")
@pytest.mark.parametrize(
    ("authority", "example", "facts", "status", "service"),
    [
        (HERTS, "wc1b-imminent-risk", {}, 0, "assessment_team"),
        (HERTS, "wc1c-hospital", {}, 0, "customer_service_centre"),
        (HERTS, "wc12-telephone-call", {}, 0, "customer_service_centre"),
        (GLOS, "wc12-telephone-call", {}, 0, "helpdesk"),
        (HUB, "wc12-telephone-call", {}, 0, "childrens_hub"),
        (WORC, "wc12-telephone-call", {}, 0, "early_help_team_leader"),
        (WORC, "wc12-telephone-call", {"open_to_early_help": False}, 3, None),  # no rule in this procedure
    ],
)
def test_route(  # noqa: PLR0917
    authority: str,
    example: str,
    facts: dict[str, object],
    status: int,
    service: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answered, found = asked(capsys, "route", case_of(authority, example, tmp_path, **facts))
    assert answered == status
    assert (found and found["service"]) == service
    assert service is None or (found["why"] and found["cite"])
