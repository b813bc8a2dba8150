"""What a worker states of who somebody is becomes facts, each by itself."""

from datetime import date

from goldthread.casefile.identity import Identity
from goldthread.people import statements as say
from tests.requirements import requirement

ROWAN = "rowan"


def stated(**values: object) -> list[say.Statement]:
    found = Identity.statements(values, {ROWAN: {}})
    return [one for one in found if isinstance(one, say.Statement) and one.says_something()]


@requirement("HERTS-5.3", "HERTS-5.4", "HERTS-5.9")
def test_names_numbers_home_and_needs_are_facts_with_their_day_and_their_source() -> None:
    common = {"about": ROWAN, "since": date(2021, 3, 1), "told_by": "His mother"}
    assert stated(
        who_told="His mother",
        since="2021-03-01",
        name_kind="former",
        family_name="Willow",
        nhs_number="9991234578",
        nhs_status="01",
        upn="H801200001001",
        address="4 Fern Lane",
        postcode="ZZ99 3VZ",
        home="former",
        special_needs="Wheelchair",
        communication_known="said",
        communication="Signs",
    ) == [
        say.Named(**common, family="Willow", kind="former"),
        say.Identified(**common, value="9991234578", status="01"),
        say.Identified(**common, value="H801200001001", kind="upn"),
        say.LivesAt(**common, lines="4 Fern Lane", postcode="ZZ99 3VZ", current=False),
        say.Characterised(**common, kind="special_needs", value="Wheelchair"),
        say.Characterised(**common, kind="communication", value="Signs"),
    ]


@requirement("HERTS-5.7", "HSSCP-3.4")
def test_identity_and_language_are_kept_in_codes_and_no_answer_with_its_reason() -> None:
    found = stated(
        ethnicity="MWBC",
        religion="declined",
        first_language_known="not_asked",
        first_language="left over from before",
        communication_known="not_known",
        disability=["LD", "AUT"],
        sex="U",
    )
    told = {(one.kind, one.code, one.answer) for one in found if isinstance(one, say.Characterised)}
    assert told == {
        ("ethnicity", "MWBC", "said"),
        ("religion", "", "declined"),
        ("first_language", "", "not_asked"),
        ("communication", "", "not_known"),
        ("disability", "LD", "said"),
        ("disability", "AUT", "said"),
        ("sex", "", "not_known"),
    }
    assert all(
        one.value == "" for one in found if isinstance(one, say.Characterised) and one.answer != "said"
    )


def test_an_address_that_must_stay_hidden_is_locked_in_the_entry() -> None:
    assert Identity.locked({"safe_address": True})
    assert not Identity.locked({"address": "4 Fern Lane"})
