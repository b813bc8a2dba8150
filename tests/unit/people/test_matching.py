"""The one looked for is found whatever slipped, and the brother, twin or namesake is not taken for them."""

from collections import Counter
from typing import Any

import pytest

from goldthread.people.matching import names, numbers, spelling
from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.held import First, Held, held, unpack
from goldthread.people.matching.keys import asked_keys, held_keys
from goldthread.people.matching.ranking import Candidate, Label, rank

HOME, BEFORE, ELSEWHERE = ("12", "ZZ99 3VZ"), ("Flat 3, 52", "ZZ99 4AA"), ("7", "ZZ99 9QX")
NUMBER = "9990000018"

PEOPLE: dict[str, Held] = {
    "mother": held(first="Hazel", last="Alderson", sex="F", born="1990-03-05", places=[HOME]),
    "rowan": held(
        first="Rowan",
        middle="James",
        last="Alderson",
        sex="M",
        born="2018-04-11",
        nhs=NUMBER,
        places=[HOME, BEFORE],
        other_names=[("", "Marsh")],
    ),
    "sister": held(first="Ivy", last="Alderson", sex="F", born="2015-09-30", places=[HOME]),
    "unborn": held(first="Unborn baby", last="Alderson", due="2026-06-20", places=[HOME]),
    "elizabeth": held(
        first="Elizabeth", last="Thornbury-Okafor", sex="F", born="2012-12-03", places=[ELSEWHERE]
    ),
    "mohammed": held(first="Mohammed", last="Khan", sex="M", born="2016-07-19", places=[("3", "ZZ99 5BB")]),
    "namesake": held(first="Rowan", last="Alderson", sex="M", born="2011-01-23", places=[("9", "ZZ99 6CC")]),
    "zofia": held(first="Zofia", last="Łęcka", sex="F", born="2019-02-14", places=[("1", "ZZ99 7DD")]),
}
CROWD = 100_000  # as if so many others were held, with everyday names
COMMON = Frequencies(CROWD, {"ROWAN": 200, "MOHAMMED": 1000, "HAZEL": 100}, {"ALDERSON": 30, "KHAN": 1000})

ROWAN: dict[str, Any] = {
    "first": "Rowan",
    "last": "Alderson",
    "sex": "M",
    "born": "2018-04-11",
    "places": [HOME],
}
SLIPS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a letter of the first name": {"first": "Rowam"},
    "a letter of the surname": {"last": "Aldersen"},
    "the sound of the surname": {"last": "Allderson"},
    "a former surname": {"last": "Marsh"},
    "the middle name used": {"first": "James"},
    "names the other way round": {"first": "Alderson", "last": "Rowan"},
    "a double-barrelled surname": {"last": "Alderson-Marsh"},
    "day and month the other way round": {"born": "2018-11-04"},
    "a year out": {"born": "2017-04-11"},
    "a digit of the day": {"born": "2018-04-12"},
    "only the year": {"born": "2018-01-01"},
    "no date of birth": {"born": ""},
    "no surname": {"last": ""},
    "no first name": {"first": ""},
    "a former address": {"places": [BEFORE]},
    "another address": {"places": [ELSEWHERE]},
    "no address": {"places": []},
}


def search(**told: Any) -> list[Candidate]:
    """Rank those who share a key with the one told of, as the database would find them."""
    asked = held(**told)
    keys = set(asked_keys(asked))
    found = [(name, known.pack()) for name, known in PEOPLE.items() if keys.intersection(held_keys(known))]
    return rank(asked, found, COMMON)


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_one_slip_and_still_found_first(slip: dict[str, Any]) -> None:
    first = search(**{**ROWAN, **slip})[0]
    assert first.person == "rowan"
    assert first.label is Label.MATCH or slip.get("first") == "James"  # a twin may have that name


SEVERAL: dict[str, dict[str, Any]] = {
    "the other way round with a letter wrong": {"first": "Alderson", "last": "Rowna"},
    "the other way round, double-barrelled": {"first": "Quill-Alderson", "last": "Rowan"},
    "the other way round with another surname": {"first": "Quill", "last": "Rowan"},
    "the other way round and about that year": {"first": "Alderson", "last": "Rowan", "born": "2017-01-01"},
    "the middle name used, and another month": {"first": "James", "born": "2018-08-11"},
    "the middle name used, and about that year": {"first": "James", "born": "2019-01-01"},
    "a letter of the surname, and about that year": {"last": "Alde", "born": "2019-01-01"},
    "two years out": {"born": "2020-01-01", "middle": "James"},
    "another sound of the first name, and about that year": {"first": "Rokan", "born": "2018-01-01"},
}


@pytest.mark.parametrize(("name", "slips"), SEVERAL.items(), ids=SEVERAL)
def test_several_slips_and_still_found_first(name: str, slips: dict[str, Any]) -> None:
    first = search(**{**ROWAN, "places": [], **slips})[0]
    swapped = "first name and surname the other way round" in first.weighed.reasons()
    assert (first.person, swapped) == ("rowan", name.startswith("the other way round"))


def test_one_name_in_the_wrong_box_is_no_match() -> None:
    found = search(**{**ROWAN, "first": "Quill", "last": "Rowan", "places": [ELSEWHERE]})
    assert Label.MATCH not in {each.label for each in found}


def test_two_slips_are_shown_and_not_decided() -> None:
    first = search(**{**ROWAN, "first": "Rohan", "born": "2018-04-13", "places": [ELSEWHERE]})[0]
    assert (first.person, first.label) == ("rowan", Label.POSSIBLE)


def test_what_is_the_same_and_what_slipped_is_said() -> None:
    told = search(**{**ROWAN, "last": "Marsh", "born": "2018-11-04", "places": [BEFORE]})[0].weighed.reasons()
    assert told == (
        "same first name",
        "same as another surname held",
        "day and month of birth the other way round",
        "lived at this address before",
        "same sex",
    )


def test_a_twin_whom_nobody_holds_is_not_taken_for_the_child() -> None:
    found = search(**{**ROWAN, "first": "Aspen"})
    assert {each.person: each.label for each in found}["rowan"] is not Label.MATCH


def test_a_slip_says_nearly_as_much_as_the_name_unless_it_makes_another_name() -> None:
    common = Frequencies(CROWD, {"JAYDEN": 400, "KAYDEN": 400})
    same, slip, other = (
        spelling.first_name(First((told,)), "JAYDEN", common).bits for told in ("JAYDEN", "JAYDNE", "KAYDEN")
    )
    assert same + 1 > slip > same - 1
    assert other < slip - 4


def test_a_rare_name_held_for_an_everyday_one_is_a_slip() -> None:
    common = Frequencies(CROWD, {"JAYDEN": 400})
    told = First(("JAYDEN",))
    slip, other = (spelling.first_name(told, held, common).bits for held in ("JAYDN", "ROWAN"))
    assert slip > 4 > other


def test_a_twin_with_a_like_name_is_not_taken_for_the_child() -> None:
    common = Frequencies(CROWD, {"ROWAN": 200, "ROMAN": 300}, {"ALDERSON": 30})
    known = [("rowan", PEOPLE["rowan"].pack())]
    labels = [rank(held(**{**ROWAN, "first": told}), known, common)[0].label for told in ("Rowam", "Roman")]
    assert labels == [Label.MATCH, Label.POSSIBLE]


def test_one_doubt_needs_certainty_and_two_are_asked_about() -> None:
    elsewhere = {**ROWAN, "last": "Aldersen", "places": [ELSEWHERE]}
    assert search(**elsewhere)[0].label is Label.MATCH
    assert search(**{**ROWAN, "born": "2018-04-12", "places": [ELSEWHERE]})[0].label is Label.POSSIBLE


def test_a_namesake_of_another_age_is_no_match() -> None:
    found = search(first="Rowan", last="Alderson", born="2005-05-05", places=[ELSEWHERE])
    assert Label.MATCH not in {each.label for each in found}


def test_the_household_comes_with_an_address_even_for_a_new_child() -> None:
    found = search(first="Newton", last="Quill", born="2026-01-02", places=[HOME])
    assert {"mother", "rowan", "sister", "unborn"} <= {each.person for each in found}
    assert Label.MATCH not in {each.label for each in found}


def test_who_lives_in_a_house_comes_before_whoever_once_did() -> None:
    before = {
        f"before {number}": held(first=f"A{number}", last="Moth", places=[ELSEWHERE, HOME])
        for number in range(12)
    }
    today = {"today": held(first="Ivy", last="Quill", places=[HOME])}
    asked = held(first="Newton", last="Moth", places=[HOME])
    found = rank(asked, [(name, known.pack()) for name, known in (before | today).items()], COMMON)
    assert "today" in {each.person for each in found}


def test_a_newborn_finds_the_record_made_before_birth() -> None:
    first = search(first="Fern", last="Alderson", sex="F", born="2026-06-11", places=[HOME])[0]
    assert (first.person, first.label) == ("unborn", Label.MATCH)
    assert "born within a month of when this baby was due" in first.weighed.reasons()


def test_a_misread_nhs_number_is_put_right() -> None:
    assert search(nhs="9990000081")[0].person == "rowan"  # two digits changed over, so the check fails
    assert search(nhs="999 000 0018")[0].weighed.reasons() == ("same NHS number",)


def test_another_valid_nhs_number_is_a_conflict() -> None:
    found = search(**ROWAN, nhs="9990000042")
    assert numbers.is_nhs_number("9990000042")
    assert found[0].label is Label.POSSIBLE


@pytest.mark.parametrize(("first", "last", "person"), [
    ("Liz", "Okafor", "elizabeth"),
    ("Mo", "Khan", "mohammed"),
    ("Muhammad", "Khan", "mohammed"),
    ("Zofia", "Lecka", "zofia"),
    ("Зофия", "Лецка", "zofia"),
])  # fmt: skip
def test_short_forms_spellings_and_alphabets(first: str, last: str, person: str) -> None:
    known = PEOPLE[person]
    assert search(first=first, last=last, born=known.birth.born)[0].person == person


def test_nothing_told_finds_nobody() -> None:
    assert search() == []
    assert search(first="Baby", last="") == []


def test_two_records_of_one_person_are_both_sure() -> None:
    """They must not take each other's certainty away, or a duplicate would hide itself."""
    known = [("one", PEOPLE["rowan"].pack()), ("two", PEOPLE["rowan"].pack())]
    assert [each.label for each in rank(held(**ROWAN), known, COMMON)] == [Label.MATCH, Label.MATCH]


def test_what_is_packed_is_unpacked() -> None:
    assert all(unpack(known.pack()) == known for known in PEOPLE.values())


def test_numbers_a_misread_number_may_be_are_few_and_valid() -> None:
    meant = numbers.meant("9990000081")
    assert NUMBER in meant
    assert len(meant) < 25
    assert all(map(numbers.is_nhs_number, meant))


def test_keys_are_few_and_signed_32_bit_numbers() -> None:
    counted = Counter(len(held_keys(known)) for known in PEOPLE.values())
    assert max(counted) < 60
    assert all(-(2**31) <= key < 2**31 for known in PEOPLE.values() for key in held_keys(known))


def test_odd_names_are_no_trouble() -> None:
    for name in ("", " ", "'", "李小龙", "محمد", "x" * 5000, "-", "O’", "😀", "\u202eabc", "1234"):
        keys = asked_keys(held(first=name, last=name, born="2018-04-11"))
        assert isinstance(keys, list)
        assert isinstance(names.sounds(names.forms(name)[0]) if names.forms(name) else (), tuple)


WRITTEN: dict[str, dict[str, Any]] = {
    "a title": {"first": "Master Rowan", "last": "ALDERSON "},
    "both names in one box": {"first": "Rowan Alderson", "last": ""},
    "the surname first": {"first": "", "last": "ALDERSON, Rowan"},
    "digits for letters": {"first": "R0wan", "last": "A1derson"},
    "another form of date": {"born": "11/4/2018"},
    "a month by name": {"born": "11th April 2018"},
    "a postcode misread": {"places": [("12", "2Z99  3vz")]},
    "an initial": {"first": "R."},
    "the beginning of a name": {"last": "Alders"},
    "two digits of the NHS number": {"nhs": "9990000990"},
}


@pytest.mark.parametrize("way", WRITTEN.values(), ids=WRITTEN)
def test_whatever_way_it_is_written(way: dict[str, Any]) -> None:
    assert search(**{**ROWAN, **way})[0].person == "rowan"


@pytest.mark.parametrize(("written", "day"), [
    ("2018-04-11", "2018-04-11"),
    ("20180411", "2018-04-11"),
    ("11.04.18", "2018-04-11"),
    ("2018-13-04", "2018-04-13"),
    ("11042018", "2018-04-11"),
    ("2O18-04-11", "2018-04-11"),
    ("2018", "2018-01-01"),
    ("99/99/2018", ""),
    ("about four", ""),
])  # fmt: skip
def test_dates_are_read_as_they_are_written(written: str, day: str) -> None:
    assert numbers.day(written) == day


def test_letters_of_another_encoding_are_mended() -> None:
    assert names.words("JosÃ©") == names.words("José") == ("JOSE",)
