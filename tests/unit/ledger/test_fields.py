"""What is typed becomes values, or a sentence that says what is wrong; nothing that is typed can break it."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.ledger.fields import (
    UPN,
    Choice,
    Date,
    Email,
    Field,
    File,
    Group,
    LongText,
    MultiChoice,
    NHSNumber,
    Number,
    Parsed,
    Phone,
    Postcode,
    Retention,
    Sensitivity,
    Text,
    When,
    Words,
    YesNo,
    YesNoUnknown,
    keepable,
    parse_fields,
    raw_of,
)

S, R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
NOW = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
FIELDS: dict[str, Field] = {
    "name": Text("First names", S, R),
    "story": LongText("What happened?", S, R),
    "age": Number("Age", S, R, maximum=120),
    "anonymous": YesNo("Would you rather not say who you are?", S, R),
    "who": Text("Your name", S, R, asked_when=("anonymous", False)),
    "known": YesNoUnknown("Known?", S, R),
    "channel": Choice("How", S, R, choices={"telephone": "Telephone", "other": "Another way"}),
    "needs": MultiChoice("Needs", S, R, choices={"a": "A", "b": "B", "c": "C"}),
    "born": Date("Date of birth", S, R, past=True),
    "seen": When("The time", S, R, past=True),
    "email": Email("E-mail", S, R),
    "phone": Phone("Telephone", S, R),
    "nhs": NHSNumber("NHS number", S, R),
    "upn": UPN("Unique pupil number", S, R),
    "postcode": Postcode("Postcode", S, R),
    "letter": File("Letter", S, R),
    "children": Group(
        "Children", S, R, one="child", fields={"given": Text("First names", S, R), "born": Date("Born", S, R)}
    ),
}
CONTROLS = [
    *FIELDS, "born-day", "born-month", "born-year", "seen-day", "seen-month", "seen-year", "seen-time",
    "children-0-given", "children-7-born-day", "children-7-born-month", "children-99999-given",
]  # fmt: skip


def read(name: str, /, **raw: str | Sequence[str]) -> Parsed:
    texts = {
        key.replace("__", "-"): [text] if isinstance(text, str) else list(text) for key, text in raw.items()
    }
    return parse_fields({name: FIELDS[name]}, texts, now=NOW)


def refusal(name: str, /, **raw: str | Sequence[str]) -> str:
    [error] = read(name, **raw).errors
    return error.message


anything = st.text(st.characters(exclude_categories=[]), max_size=40) | st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud83d",
        "\u202eevil",
        "😀" * 9,
        "0",
        "-1",
        "１２",
        "31",
        "2",
        "2026",
        "1:30",
        "yes",
        "a",
        "é\u0301",
    ]
)


@pytest.mark.takes(10)
@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(CONTROLS) | anything, st.lists(anything, max_size=3), max_size=12))
def test_nothing_typed_can_break_it(raw: dict[str, list[str]]) -> None:
    parsed = parse_fields(FIELDS, raw, now=NOW)
    json.dumps(parsed.values).encode()
    assert all(error.message for error in parsed.errors)
    json.dumps(keepable(raw), ensure_ascii=False).encode()  # what a draft stores


@pytest.mark.takes(10)
@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(CONTROLS), st.lists(anything, min_size=1, max_size=2), max_size=12))
def test_values_typed_again_are_the_same_values(raw: dict[str, list[str]]) -> None:
    values = parse_fields(FIELDS, raw).values
    if values.get("anonymous") is not False:
        values.pop("who", None)
    assert parse_fields(FIELDS, raw_of(FIELDS, values)).values == values


@pytest.mark.takes(5)
@settings(deadline=None)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_minute_can_be_typed_on_a_london_clock(at: datetime) -> None:
    text = f"{at.replace(second=0):%Y-%m-%dT%H:%M:%SZ}"
    assert parse_fields({"seen": FIELDS["seen"]}, FIELDS["seen"].write(text, "seen")).values == {"seen": text}


@pytest.mark.parametrize(
    ("time", "utc"),
    [
        ("14:30", "13:30"), ("2:30pm", "13:30"), ("2.30 p.m.", "13:30"), ("1403", "13:03"), ("9am", "08:00"),
        ("midday", "11:00"), ("12am", "23:00"), ("00:00", "23:00"), ("16:40 BST", "15:40"),
    ],
)  # fmt: skip
def test_times_as_people_write_them(time: str, utc: str) -> None:
    value = read("seen", seen__day="2", seen__month="april", seen__year="2026", seen__time=time).values[
        "seen"
    ]
    assert value[11:16] == utc


@pytest.mark.parametrize("time", ["9", "25:00", "14:60", "13pm", "half past two", "14:30 CET", "99999999"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    assert "14:30" in refusal("seen", seen__day="2", seen__month="4", seen__year="2026", seen__time=time)


def test_a_time_that_clocks_skipped_is_refused_in_words() -> None:
    message = refusal("seen", seen__day="29", seen__month="3", seen__year="2026", seen__time="01:30")
    assert "clocks went forward and never showed it" in message


def test_a_time_that_clocks_showed_twice_is_asked_about_and_can_be_settled() -> None:
    typed = {"seen__day": "26", "seen__month": "10", "seen__year": "2025"}
    assert "01:30 BST for the first or 01:30 GMT" in refusal("seen", **typed, seen__time="01:30")
    assert read("seen", **typed, seen__time="01:30 BST").values == {"seen": "2025-10-26T00:30:00Z"}
    assert read("seen", **typed, seen__time="01:30 GMT").values == {"seen": "2025-10-26T01:30:00Z"}


def test_a_moment_to_come_is_refused_where_it_must_be_past() -> None:
    assert "must not be in the future" in refusal("seen", seen="2026-04-07T10:31")
    assert read("seen", seen="2026-04-07T10:30").ok


@pytest.mark.parametrize(
    ("typed", "words", "parts"),
    [
        (("31", "2", "2018"), "There is no 31 February 2018", ("day",)),
        (("5", "13", "2018"), "The month goes from 1 to 12", ("month",)),
        (("5", "3", "18"), "a year of four numbers", ("year",)),
        (("5", "", ""), "must include a month and a year", ("month", "year")),
        (("x", "3", "2018"), "There is no x March 2018", ("day",)),
        (("8", "4", "2026"), "must be today or in the past", ("day", "month", "year")),
    ],
)
def test_a_date_that_cannot_be_says_which_box_to_mend(
    typed: tuple[str, str, str], words: str, parts: tuple[str, ...]
) -> None:
    [error] = read("born", born__day=typed[0], born__month=typed[1], born__year=typed[2]).errors
    assert words in error.message
    assert error.parts == parts


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2026, 4, 7)), st.booleans())
@pytest.mark.takes(5)
def test_any_day_can_be_typed(day: date, named: bool) -> None:  # noqa: FBT001
    month = f"{day:%B}" if named else str(day.month)
    parsed = read("born", born__day=str(day.day), born__month=month, born__year=str(day.year))
    assert parsed.values == {"born": day.isoformat()}


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("nhs", "999 000 0026", "9990000026"),
        ("upn", "h801 2000 01001", "H801200001001"),
        ("upn", "U80120000100A", "U80120000100A"),
        ("postcode", "sg12ab", "SG1 2AB"),
        ("phone", "+44 7700 900 982", "+44 7700 900 982"),
        ("phone", "01632 960 001 ext 12", "01632 960 001 ext 12"),
        ("email", " Jo.Marsh@Example.org ", "Jo.Marsh@Example.org"),
        ("age", "1 04", 104),
        ("name", "  Zoë \t Ann\n", "Zoë Ann"),
        ("story", "One.\r\n\r\nTwo.\u2028Three.", "One.\n\nTwo.\nThree."),
        ("story", "שלום 😀 \u202eabc", "שלום 😀 \u202eabc"),
        ("needs", "b", ["b"]),
        ("letter", "3F0B6F5A-5A0E-4C7E-9F3E-0D9A8C1B2A77", "3f0b6f5a-5a0e-4c7e-9f3e-0d9a8c1b2a77"),
    ],
)
def test_values_are_kept_in_their_usual_form(name: str, typed: str, value: object) -> None:
    assert read(name, **{name: typed}).values == {name: value}


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("nhs", "999 000 0027", "wrong digit"),
        ("nhs", "99900", "ten digits"),
        ("upn", "A801200001001", "wrong sign"),
        ("upn", "H801200001002", "wrong sign"),
        ("upn", "H80120000100", "a letter and twelve digits"),
        ("upn", "I801200001001", "a letter and twelve digits"),
        ("postcode", "AL1", "full postcode"),
        ("phone", "ring me", "telephone number"),
        ("email", "jo at school", "name@example.org"),
        ("age", "eight", "whole number"),
        ("age", "121", "from 0 to 120"),
        ("age", "9" * 5000, "from 0 to 120"),
        ("channel", "carrier pigeon", "one of the answers shown"),
        ("needs", "castle", "one of the answers shown"),
        ("anonymous", "perhaps", "one of the answers shown"),
        ("letter", "../../etc", "Choose the file again"),
        ("name", "a\x00b", "at character 2"),
        ("name", "a\ufffdb", "at character 2"),
        ("name", "\ud83d", "at character 1"),
        ("name", "x" * 1_000_000, "It is 1,000,000 now: take out 999,800"),
    ],
)
def test_what_cannot_be_kept_says_how_to_mend_it(name: str, typed: str, words: str) -> None:
    assert words in refusal(name, **{name: typed})


def test_a_question_that_is_not_asked_is_not_read() -> None:
    raw = {"anonymous": ["yes"], "who": ["x" * 999]}
    assert parse_fields(FIELDS, raw).values == {"anonymous": True}
    assert parse_fields(FIELDS, {**raw, "anonymous": ["no"]}).errors[0].name == "who"


def test_a_question_depends_on_another_page() -> None:
    parsed = parse_fields(FIELDS, {"anonymous": ["no"]}, only=["who"], required={"who"})
    assert [error.message for error in parsed.errors] == ["Enter your name"]
    assert parse_fields(FIELDS, {"anonymous": ["yes"]}, only=["who"], required={"who"}).ok


def test_empty_rows_are_dropped_and_errors_name_their_row() -> None:
    raw = {"children-0-given": [" "], "children-3-given": ["Rowan"], "children-3-born-day": ["31"]}
    parsed = parse_fields(FIELDS, raw, only=["children"])
    assert parsed.values == {"children": [{"given": "Rowan"}]}
    assert [error.name for error in parsed.errors] == ["children-3-born"]


def test_a_page_may_ask_one_column_of_a_group() -> None:
    raw = {"children-0-given": ["Rowan"], "children-0-born": ["nonsense"]}
    parsed = parse_fields(FIELDS, raw, only=["children.given"], required={"children.given"})
    assert parsed.ok
    assert parsed.values == {"children": [{"given": "Rowan"}]}


def test_too_many_rows_are_refused() -> None:
    raw = {f"children-{row}-given": ["Rowan"] for row in range(40)}
    parsed = parse_fields(FIELDS, raw, only=["children"])
    assert "keep to 20" in parsed.errors[0].message


def test_each_child_has_answers_of_its_own() -> None:
    fields = {"alone": YesNo("Seen alone?", S, R, per_child=True, required=True), "by": Text("By", S, R)}
    parsed = parse_fields(fields, {"by": ["Sam"], "child-a-alone": ["yes"]}, children=["a", "b"])
    assert parsed.values == {"by": "Sam"}
    assert parsed.parts == {"a": {"alone": True}, "b": {}}
    assert [error.name for error in parsed.errors] == ["child-b-alone"]


def test_errors_use_the_words_of_the_page() -> None:
    labels = {"who": Words("Name of your school")}
    parsed = parse_fields(FIELDS, {"anonymous": ["no"]}, only=["who"], required={"who"}, labels=labels)
    assert parsed.errors[0].message == "Enter name of your school"


def test_the_clock_reads_as_people_say_it() -> None:
    assert FIELDS["seen"].text("2026-04-02T15:40:00Z") == "2 April 2026 at 4:40pm"
    assert FIELDS["seen"].text("2026-12-31T12:00:00Z") == "31 December 2026 at midday"
    assert FIELDS["born"].text("2018-03-05") == "5 March 2018"
