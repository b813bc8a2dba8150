"""What is found in a text: every form of what a record knows of others, and nothing of the reader's own."""

from datetime import date

import pytest

from goldthread.access.gathering import UNNAMED
from goldthread.access.needles import needles
from goldthread.disclosure.redaction.finding import Finder
from goldthread.disclosure.redaction.known import Known, Other
from goldthread.disclosure.redaction.reasons import HARM, SOURCE
from tests.requirements import requirement

OWN = Other(
    "Rowan",
    names=(("Rowan", "Alder"),),
    born=(date(2018, 1, 15),),
    codes=(("telephone number", "01632 960001"),),
    addresses=(("1 Oak Road, Wrenfield", "ZZ99 3WZ"),),
)
DEAN = Other(
    "Dean Alder, father",
    names=(("Dean James", "Alder"),),
    born=(date(1984, 3, 12),),
    codes=(("telephone number", "07700900123"), ("NHS number", "9991234567")),
    emails=("dean@example.org",),
    addresses=(("14 Mill Lane, Wrenfield", "ZZ99 1AA"),),
)
AUNT = Other("Kathryn O’Brien-Shaw, aunt", names=(("Kathryn", "O’Brien-Shaw"),))
FINDER = Finder(Known((DEAN, AUNT), OWN, dict.fromkeys(needles(["the blue van"]), "They are afraid")))

FORMS = """
Dean; Deans; Dean’s; dean james; DEAN ALDER; ALDER, Dean; Mr Alder; D Alder; D. Alder; Daen;
Kathrine; Catherine O’Brien; O Brien Shaw; OBrienShaw; Kate; 07700 900123; +44 7700 900-123;
(07700) 900123; 999 123 4567; 999-123-4567; dean (at) example.org; DEAN@EXAMPLE.ORG; 12/3/84;
12.03.1984; 1984-03-12; 12th of March 1984; March 12, 1984; 12 Mar 84; 14 Mill Lane;
14, Mill Ln; Mill lane; ZZ99 1AA; zz991aa; neighbour; The Blue Van;
"""


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in FINDER.find(text)]


@requirement("HSSCP-6.7")
@pytest.mark.parametrize("written", [one.strip() for one in FORMS.split(";") if one.strip()])
def test_each_form_of_what_the_record_knows_of_others_is_found_whole(written: str) -> None:
    text = f"We heard of {written} on that day, and went home."
    assert found(text) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Rowan Alder lives at 1 Oak Road, ZZ99 3WZ, born 15/1/2018, rings 01632 960 001.",
        "The school and the team agreed what happens next. Then everybody went home.",
        "Review on 3 May 2026 at 14:30 with the plan of 12 pages.",
    ],
)
def test_the_readers_own_and_everyday_words_stay(text: str) -> None:
    assert found(text) == []


def test_what_must_go_says_so_and_who_wished_to_stay_unnamed_is_a_reason_of_its_own() -> None:
    kept = {**dict.fromkeys(needles(["the blue van"]), "Afraid"), **dict.fromkeys(needles(["Nell"]), UNNAMED)}
    told = Finder(Known((), OWN, kept)).find("Nell saw the blue van.")
    assert [(one.must, one.reason) for one in told] == [(True, SOURCE), (True, HARM)]


def test_words_that_were_marked_by_hand_are_found_elsewhere() -> None:
    finder = Finder(Known((), OWN), {("a", "red", "hat"): "wishes"})
    assert [one.reason for one in finder.find("A red hat; a red coat.")] == ["wishes"]
