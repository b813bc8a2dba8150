"""The code lists, and what is no answer."""

import pytest

from goldthread.people import statements as say
from goldthread.people.codes import said, titles
from tests.requirements import requirement


@requirement("HSSCP-3.4", "HERTS-5.7")
def test_ethnicity_is_kept_in_the_codes_of_the_census() -> None:
    assert len(titles("ethnicity")) == 20
    assert said("a", "ethnicity", "CHNE", titles("ethnicity")) == say.Characterised(
        about="a", kind="ethnicity", value="Chinese", code="CHNE"
    )


@pytest.mark.parametrize(
    ("answer", "reads"),
    [
        ("REFU", "declined"),
        ("NOBT", "not_asked"),
        ("not_known", "not_known"),
        (None, "said"),
        ("", "said"),
    ],
)
def test_no_answer_is_no_value_and_keeps_its_reason(answer: str | None, reads: str) -> None:
    found = said("a", "ethnicity", answer, titles("ethnicity"))
    assert (found.value, found.code, found.answer) == ("", "", reads)
    assert found.says_something() == bool(answer)


def test_an_answer_that_is_not_listed_is_a_fault() -> None:
    with pytest.raises(ValueError, match="the answer must be one of"):
        say.Characterised(about="a", kind="religion", value="", answer="perhaps")
