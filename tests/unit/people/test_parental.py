"""Who holds parental responsibility: a table of families, with the answer for everyone asked about."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest

from goldthread.people.grounds import GROUNDS
from goldthread.people.parental import Finding, work_out
from goldthread.people.parental_facts import Answer, Record, Told
from tests.requirements import requirement

CHILD, MUM, DAD, CLARE, DEAN, GRAN, FAY = (UUID(int=n) for n in range(1, 8))
NAMES = {CHILD: "child", MUM: "Mum", DAD: "Dad", CLARE: "Clare", DEAN: "Dean", GRAN: "Gran", FAY: "Fay"}
YES, CHECK, UNKNOWN, NO = Answer.HOLDS, Answer.CHECK, Answer.NOT_KNOWN, Answer.DOES_NOT
TODAY = date(2026, 4, 7)


def is_(who: UUID, what: str, whose: UUID = CHILD, since: str = "", until: str = "") -> Told:
    return Told(who, what, whose, *map(_day, (since, until)))


def holds(who: UUID, ground: str = "", since: str = "", until: str = "") -> Told:
    return Told(who, ground, CHILD, *map(_day, (since, until)))


def denied(who: UUID, ground: str = "") -> Told:
    return Told(who, ground, CHILD, holds=False)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


MOTHER, FATHER, PARTNER = is_(MUM, "mother"), is_(DAD, "father"), is_(CLARE, "parent")


@dataclass
class Case:
    """One family; `born` may name two contradicting days."""

    says: str
    answers: dict[str, Answer]
    ties: list[Told] = field(default_factory=lambda: [MOTHER, FATHER])
    claims: list[Told] = field(default_factory=list)
    born: str = "2015-06-01"
    on: date = TODAY
    died: dict[UUID, str] = field(default_factory=dict)

    def findings(self) -> dict[str, Finding]:
        born = frozenset(map(date.fromisoformat, self.born.split()))
        died = {person: _day(day) for person, day in self.died.items()}
        record = Record(CHILD, born, self.ties, self.claims, died, expected=not born)
        found = work_out(record, self.on)
        return {NAMES[one.holder] if one.holder else "authority": one for one in found}


MARRIED = "2010-05-01"
CASES = [
    Case("a mother holds it", {"Mum": YES}, [MOTHER]),
    Case("a father of whom nothing is known", {"Mum": YES, "Dad": UNKNOWN}),
    Case(
        "married at the birth", {"Dad": YES, "Mum": YES}, [MOTHER, FATHER, is_(DAD, "spouse", MUM, MARRIED)]
    ),
    Case(
        "married, told of the mother",
        {"Dad": YES, "Mum": YES},
        [MOTHER, FATHER, is_(MUM, "spouse", DAD, MARRIED)],
    ),
    Case(
        "married after the birth",
        {"Dad": YES, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "spouse", MUM, "2019-01-01")],
    ),
    Case(
        "the wedding is still to come on that day",
        {"Dad": NO, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "spouse", MUM, "2019-01-01")],
        on=date(2018, 12, 31),
    ),
    Case(
        "divorced after the birth",
        {"Dad": YES, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "spouse", MUM, MARRIED, "2020-02-02")],
    ),
    Case(
        "said to be divorced on a day after the birth",
        {"Dad": YES, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "former_spouse", MUM, "2020-02-02")],
    ),
    Case(
        "divorced, no day known",
        {"Dad": CHECK, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "former_spouse", MUM)],
    ),
    Case(
        "divorced during the pregnancy",
        {"Dad": CHECK, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "spouse", MUM, MARRIED, "2015-02-01")],
    ),
    Case(
        "divorced years before the birth",
        {"Dad": NO, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "spouse", MUM, "2005-01-01", "2012-01-01")],
    ),
    Case("registered, born since 2003", {"Dad": YES, "Mum": YES}, claims=[holds(DAD, "birth_certificate")]),
    Case(
        "registered, born the day after",
        {"Dad": YES, "Mum": YES},
        claims=[holds(DAD, "birth_certificate")],
        born="2003-12-02",
        on=date(2010, 1, 1),
    ),
    Case(
        "registered, born on the very day",
        {"Dad": CHECK, "Mum": YES},
        claims=[holds(DAD, "birth_certificate")],
        born="2003-12-01",
        on=date(2010, 1, 1),
    ),
    Case(
        "registered, born the day before",
        {"Dad": NO, "Mum": YES},
        claims=[holds(DAD, "birth_certificate", "2003-11-30")],
        born="2003-11-30",
        on=date(2010, 1, 1),
    ),
    Case(
        "born before, registered again since",
        {"Dad": CHECK, "Mum": YES},
        claims=[holds(DAD, "birth_certificate", "2005-03-01")],
        born="2003-11-30",
        on=date(2010, 1, 1),
    ),
    Case(
        "married parents of a child born before",
        {"Dad": YES, "Mum": YES},
        [MOTHER, FATHER, is_(DAD, "spouse", MUM, "1999-01-01")],
        born="2001-01-01",
        on=date(2010, 1, 1),
    ),
    Case(
        "a court order for a child born before",
        {"Dad": YES, "Mum": YES},
        claims=[holds(DAD, "court_order", "2002-01-01")],
        born="2001-01-01",
        on=date(2010, 1, 1),
    ),
    Case(
        "two dates of birth, one on either side",
        {"Dad": CHECK, "Mum": YES},
        claims=[holds(DAD, "birth_certificate")],
        born="2003-11-30 2003-12-02",
        on=date(2010, 1, 1),
    ),
    Case("registered abroad", {"Dad": CHECK, "Mum": YES}, claims=[holds(DAD, "certificate_abroad")]),
    Case(
        "one says registered, another not",
        {"Dad": CHECK, "Mum": YES},
        claims=[holds(DAD, "birth_certificate"), denied(DAD, "birth_certificate")],
    ),
    Case(
        "neither married nor registered",
        {"Dad": NO, "Mum": YES},
        claims=[denied(DAD, "birth_certificate"), denied(DAD, "married_to_mother")],
    ),
    Case("an agreement", {"Dad": YES, "Mum": YES}, claims=[holds(DAD, "agreement", "2016-01-01")]),
    Case(
        "an order that a court has ended",
        {"Dad": NO, "Mum": YES},
        claims=[holds(DAD, "court_order", "2016-01-01", "2020-01-01")],
    ),
    Case("said to hold it, no ground", {"Dad": UNKNOWN, "Mum": YES}, claims=[holds(DAD)]),
    Case("said not to hold it", {"Dad": NO, "Mum": YES}, claims=[denied(DAD)]),
    Case("some say yes, some no", {"Dad": CHECK, "Mum": YES}, claims=[holds(DAD), denied(DAD)]),
    Case(
        "civil partners at the birth",
        {"Clare": YES, "Mum": YES},
        [MOTHER, PARTNER, is_(CLARE, "civil_partner", MUM, MARRIED)],
    ),
    Case(
        "second mother married later",
        {"Clare": CHECK, "Mum": YES},
        [MOTHER, PARTNER, is_(CLARE, "spouse", MUM, "2017-01-01")],
    ),
    Case(
        "second mother registered",
        {"Clare": YES, "Mum": YES},
        [MOTHER, PARTNER],
        [holds(CLARE, "birth_certificate")],
    ),
    Case(
        "second parent registered before 2009",
        {"Clare": CHECK, "Mum": YES},
        [MOTHER, PARTNER],
        [holds(CLARE, "birth_certificate")],
        born="2008-01-01",
        on=date(2010, 1, 1),
    ),
    Case("two mothers told of", {"Mum": CHECK, "Clare": CHECK}, [MOTHER, is_(CLARE, "mother")]),
    Case(
        "a stepfather by marriage alone",
        {"Mum": YES, "Dean": NO},
        [MOTHER, is_(DEAN, "step_parent"), is_(DEAN, "spouse", MUM, "2020-01-01")],
    ),
    Case(
        "a stepfather by agreement",
        {"Mum": YES, "Dean": YES},
        [MOTHER, is_(DEAN, "step_parent")],
        [holds(DEAN, "step_agreement", "2021-01-01")],
    ),
    Case("mother's boyfriend", {"Mum": YES, "Dean": NO}, [MOTHER, is_(DEAN, "partner_of_parent")]),
    Case(
        "a special guardian beside the parents",
        {"Gran": YES, "Mum": YES},
        [MOTHER, is_(GRAN, "grandparent")],
        [holds(GRAN, "special_guardian", "2019-01-01")],
    ),
    Case("a special guardian as told", {"Gran": YES, "Mum": YES}, [MOTHER, is_(GRAN, "special_guardian")]),
    Case("a grandmother without an order", {"Gran": NO, "Mum": YES}, [MOTHER, is_(GRAN, "grandparent")]),
    Case(
        "a grandmother with a residence order that has ended",
        {"Gran": NO, "Mum": YES},
        [MOTHER, is_(GRAN, "grandparent")],
        [holds(GRAN, "residence_order", "2012-01-01", "2018-01-01")],
    ),
    Case(
        "a child arrangements order",
        {"Gran": YES, "Mum": YES},
        [MOTHER, is_(GRAN, "grandparent")],
        [holds(GRAN, "child_arrangements", "2019-01-01")],
    ),
    Case(
        "a care order is shared",
        {"authority": YES, "Mum": YES},
        [MOTHER],
        [holds(CHILD, "local_authority", "2024-01-01")],
    ),
    Case(
        "an interim care order that is over",
        {"authority": NO, "Mum": YES},
        [MOTHER],
        [holds(CHILD, "interim_care_order", "2024-01-01", "2024-06-01")],
    ),
    Case(
        "a person cannot hold by a care order",
        {"Gran": CHECK, "Mum": YES},
        [MOTHER],
        [holds(GRAN, "local_authority")],
    ),
    Case("a foster carer", {"Fay": NO, "Mum": YES}, [MOTHER, is_(FAY, "foster_carer")]),
    Case(
        "adopted: nobody else holds it",
        {"Fay": YES, "Mum": NO, "Dad": NO, "authority": NO},
        claims=[
            holds(FAY, "adoption", "2018-01-01"),
            holds(DAD, "birth_certificate"),
            holds(CHILD, "local_authority", "2016-01-01"),
        ],
    ),
    Case(
        "on the day before the adoption",
        {"Fay": NO, "Mum": YES, "Dad": YES},
        claims=[holds(FAY, "adoption", "2018-01-01"), holds(DAD, "birth_certificate")],
        on=date(2017, 12, 31),
    ),
    Case(
        "adopted by two together",
        {"Fay": YES, "Clare": YES, "Mum": NO},
        [MOTHER, is_(FAY, "adoptive_parent", since="2018-01-01")],
        [holds(CLARE, "adoption", "2018-01-01")],
    ),
    Case(
        "adopted, day not known",
        {"Fay": YES, "Mum": NO, "Dad": NO},
        [MOTHER, FATHER, is_(FAY, "adoptive_parent")],
    ),
    Case(
        "adopted by the mother's husband",
        {"Dean": YES, "Mum": YES, "Dad": NO},
        [MOTHER, FATHER, is_(DEAN, "spouse", MUM, "2018-01-01")],
        [holds(DEAN, "adoption", "2020-01-01"), holds(DAD, "birth_certificate")],
    ),
    Case(
        "a guardian while the mother lives",
        {"Mum": YES, "Gran": CHECK},
        [MOTHER],
        [holds(GRAN, "guardian", "2024-01-01")],
    ),
    Case(
        "a guardian after the mother's death",
        {"Mum": NO, "Gran": YES},
        [MOTHER],
        [holds(GRAN, "guardian", "2024-01-01")],
        died={MUM: "2024-01-01"},
    ),
    Case("the mother dies later", {"Mum": YES}, [MOTHER], died={MUM: "2026-05-01"}),
    Case("on the eve of the 18th birthday", {"Mum": YES}, [MOTHER], born="2008-04-08"),
    Case("on the 18th birthday", {"Mum": NO}, [MOTHER], born="2008-04-07"),
    Case(
        "born on 29 February",
        {"Mum": YES},
        [MOTHER],
        born="2008-02-29",
        on=date(2026, 2, 28),
    ),
    Case("unborn", {"Mum": NO, "Dad": NO}, born=""),
    Case(
        "a parental order after surrogacy",
        {"Mum": NO, "Dad": YES, "Clare": YES},
        [MOTHER, FATHER],
        [holds(DAD, "parental_order", "2016-01-01"), holds(CLARE, "parental_order", "2016-01-01")],
    ),
]


@requirement("HSSCP-3.6", "HSSCP-3.7", "HSSCP-3.8", "HSSCP-3.9", "HSSCP-3.10", "HSSCP-3.1")
@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_the_table(case: Case) -> None:
    found = case.findings()
    assert {name: one.answer for name, one in found.items()} == case.answers
    assert all(one.reasons and one.reasons[0].words for one in found.values())


def test_the_table_is_long_enough_and_each_family_stands_once() -> None:
    assert len({case.says for case in CASES}) == len(CASES) >= 30


def _case(says: str) -> dict[str, Finding]:
    return next(case for case in CASES if case.says == says).findings()


@requirement("HSSCP-3.8")
def test_the_day_that_the_sources_leave_out_is_our_reading() -> None:
    assert _case("registered, born on the very day")["Dad"].reasons[0].reading == "R19"


@requirement("HSSCP-3.9")
def test_a_reason_names_its_statute_its_days_and_what_was_told() -> None:
    held = _case("an agreement")["Dad"].reasons[0]
    assert (held.since, held.statute) == (date(2016, 1, 1), GROUNDS["agreement"].statute)
    assert [one.what for one in held.told] == ["agreement"]
    ended = _case("an order that a court has ended")["Dad"].reasons[0]
    assert (ended.until, "ended" in ended.words) == (date(2020, 1, 1), True)


@requirement("HSSCP-3.10")
def test_a_divorce_leaves_it_without_an_end() -> None:
    assert _case("divorced after the birth")["Dad"].reasons[0].until is None


def test_what_contradicts_a_clear_answer_is_shown_beside_it() -> None:
    doubted = Case("", {}, [MOTHER], [denied(MUM)]).findings()["Mum"]
    assert (doubted.answer, [one.holds for one in doubted.against]) == (YES, [False])


def test_an_unexplained_father_says_what_is_missing() -> None:
    words = _case("a father of whom nothing is known")["Dad"].reasons[0].words
    assert "married to the mother or is on the birth certificate" in words
    earlier = Case("", {}, born="2001-01-01", on=date(2010, 1, 1)).findings()["Dad"].reasons[0].words
    assert "certificate" not in earlier
