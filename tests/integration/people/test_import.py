"""Bringing people and what was done for them over from another system's files."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from goldthread.ledger.models import AuditRow, Entry, EntrySubject, Subject
from goldthread.ledger.rebuild import rebuild
from goldthread.people.importing import bringing, reading
from goldthread.people.importing.report import Report
from goldthread.people.models import Address, Birth, Characteristic, Identifier, Name, Person, Relationship
from tests.integration.people.record import NOW, someone
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

PEOPLE = """\
source_id,given_names,family_name,born,expected,sex,nhs_number,nhs_status,upn,ethnicity,first_language,\
disability,communication,address,postcode,safe_address
P1,Rowan,Alder,15/01/2018,,M,9991234578,01,H801200001001,WBRI,Polish,LD;AUT,Signs,"4 Fern, Wren",zz993vz,no
P2,Hazel,Alder,1990-06-02,,Female,,,,NOBT,,,,,,
P3,,Alder,,2026-09-01,u,,,,REFU,,,,,ZZ99 4AA,yes
"""
RELATIONSHIPS = "person,relationship,other,parental_responsibility\nP2,mother,P1,yes\n"
NAMES = "person,name_kind,family_name,to_date\nP2,birth,Willow,2012-05-01\n"
ADDRESSES = "person,address,postcode,from_date,to_date\nP1,9 Old Road,ZZ99 1AA,2018-01-15,2021-03-01\n"
INVOLVEMENT = """\
source_id;person;what;from_date;to_date;outcome;reason;legal_status;accommodation
I1;P1;protection_plan;03/02/2021;01/11/2021;Plan ended;Neglect;;
I2;P1;Looked after by the authority;02/11/2021;05/05/2022;Returned home;;Section 20;Foster care
"""


def folder(place: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = place / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def whole(place: Path) -> list[Path]:
    return folder(
        place,
        involvement=INVOLVEMENT,
        names=NAMES,
        people=PEOPLE,
        relationships=RELATIONSHIPS,
        addresses=ADDRESSES,
    )


def bring(files: list[Path], *, dry: bool = False, closed: Collection[UUID] = ()) -> Report:
    by = bringing.importer("Old LCS", "a migration team")
    return bringing.bring(by=by, at=NOW, files=files, closed=lambda _: closed, dry=dry)


def counts(report: Report) -> dict[str, tuple[int, int, int, int, int]]:
    assert all(tally.adds_up for tally in report.tallies)
    return {
        one.file.removesuffix(".csv"): (one.read, one.imported, one.linked, one.held, one.refused)
        for one in report.tallies
    }


def findings(report: Report, what: str) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.column) for one in report.findings if one.what == what]


def who(number: str) -> Subject:
    return EntrySubject.objects.get(entry__kind="imported_person", entry__payload__source_id=number).subject


@requirement("HERTS-5.3", "HERTS-5.4", "HERTS-5.7", "HERTS-5.9", "HSSCP-3.4")
def test_a_row_becomes_signed_facts_that_name_the_system(tmp_path: Path) -> None:
    report = bring(whole(tmp_path))
    assert counts(report) == {
        "people": (3, 3, 0, 0, 0),
        "names": (1, 1, 0, 0, 0),
        "addresses": (1, 1, 0, 0, 0),
        "relationships": (1, 1, 0, 0, 0),
        "involvement": (2, 2, 0, 0, 0),
    }
    rowan = who("P1")
    entry = Entry.objects.get(kind="imported_person", parts__subject=rowan)
    assert (entry.author_name, entry.author_role, entry.payload["line"]) == ("Old LCS", "import", 2)
    assert {(one.kind, one.value, one.status) for one in Identifier.objects.filter(subject=rowan)} == {
        ("nhs_number", "9991234578", "01"),
        ("upn", "H801200001001", ""),
        ("elsewhere", "Old LCS P1", ""),
    }
    assert {(one.kind, one.code or one.value) for one in Characteristic.objects.filter(subject=rowan)} == {
        ("sex", "M"),
        ("ethnicity", "WBRI"),
        ("first_language", "Polish"),
        ("disability", "LD"),
        ("disability", "AUT"),
        ("communication", "Signs"),
    }
    assert Person.objects.get(subject=rowan).born == date(2018, 1, 15)
    assert Birth.objects.get(subject=who("P3")).expected == date(2026, 9, 1)
    assert Name.objects.get(stated_by__kind="imported_name").family == "Willow"
    assert [
        (one.current, one.postcode) for one in Address.objects.filter(subject=rowan).order_by("since")
    ] == [
        (False, "ZZ99 1AA"),
        (True, "ZZ99 3VZ"),
    ]
    assert Address.objects.get(subject=who("P3")).safe
    assert Relationship.objects.get().subject == who("P2")
    assert Name.objects.filter(subject=rowan)[0].said_by == "Old LCS"
    assert AuditRow.objects.filter(act__startswith="sign.imported").count() == 3 + 1 + 1 + 2
    assert rebuild(keep=False) == []


def test_not_asked_declined_and_not_known_are_told_apart(tmp_path: Path) -> None:
    bring(whole(tmp_path))
    asked = Characteristic.objects.filter(kind__in=["ethnicity", "sex"]).exclude(answer="said")
    assert {(one.subject_id, one.kind, one.answer, one.words) for one in asked} == {
        (who("P2").pk, "ethnicity", "not_asked", "not asked"),
        (who("P3").pk, "ethnicity", "declined", "asked, and did not wish to say"),
        (who("P3").pk, "sex", "not_known", "asked, and not known"),
    }


def test_a_second_run_brings_nothing_over_and_says_what_reads_otherwise(tmp_path: Path) -> None:
    bring(whole(tmp_path))
    before = Entry.objects.count()
    assert all(held == read for read, _, _, held, _ in counts(bring(whole(tmp_path))).values())
    (tmp_path / "people.csv").write_text(PEOPLE.replace("Rowan", "Rowena"))
    report = bring([tmp_path / "people.csv"])
    assert findings(report, "changed") == [("people.csv", 2, "")]
    assert Entry.objects.count() == before


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    dry = bring(whole(tmp_path), dry=True)
    assert not Entry.objects.exists()
    assert not Subject.objects.exists()
    assert not AuditRow.objects.exists()
    assert counts(dry) == counts(bring(whole(tmp_path)))


WRONG = {
    "A1,Rowan,Alder,31/02/2018,,": "born",
    "A2,Rowan,Alder,,9991234560,": "nhs_number",
    "A3,Rowan,Alder,,,Martian": "ethnicity",
    ",Rowan,Alder,,,": "source_id",
    "A5,Rowan,Alder,12/01/2318,,": "born",
    "A6,Rowan,Alder,,,,,": "",
    "A7,Row\x00an,Alder,,,": "given_names",
}


@pytest.mark.parametrize(("row", "column"), WRONG.items())
def test_a_row_that_cannot_be_is_refused_by_line_and_column(row: str, column: str, tmp_path: Path) -> None:
    heading = "source_id,given_names,family_name,born,nhs_number,ethnicity\n"
    good = 'B1,"Two\nlines",Alder,,,\n'
    report = bring(folder(tmp_path, people=f"{heading}{good}{row}\n"))
    assert counts(report) == {"people": (2, 1, 0, 0, 1)}
    assert findings(report, "refused") == [("people.csv", 4, column)]


def test_rows_lean_on_people_who_are_there(tmp_path: Path) -> None:
    people = "source_id,given_names,born\nP1,Rowan,never\nP2,Ash,\nP2,Ash again,\n"
    ties = "person,relationship,other\nP2,sibling,P1\nP2,sibling,P9\nP2,sibling,P2\n"
    report = bring(folder(tmp_path, people=people, relationships=ties))
    assert counts(report) == {"people": (3, 1, 0, 0, 2), "relationships": (3, 0, 0, 0, 3)}
    told = {(one.line, one.column): one.says for one in report.findings if one.file == "relationships.csv"}
    assert "was refused" in told[2, "other"]
    assert "Add them to people.csv" in told[3, "other"]
    assert "one person" in told[4, "other"]


@pytest.mark.parametrize(
    ("written", "encoding"),
    [("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8-sig"), ("cp1252", "cp1252")],
)
def test_letters_survive_whatever_wrote_the_file(written: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("source_id,given_names,family_name\r\nP1,Zoë,O’Brien\r\n".encode(written))
    assert bring([path]).tallies[0].encoding == encoding
    assert (Person.objects.get().given, Person.objects.get().family) == ("Zoë", "O’Brien")


def test_what_a_spreadsheet_takes_for_a_formula_stays_words(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.org")'
    quoted = formula.replace('"', '""')
    report = bring(folder(tmp_path, people=f'source_id,given_names,born\nP1,"{quoted}",\n'))
    assert Person.objects.get().given == formula
    report = bring(folder(tmp_path, relationships="person,relationship,other\n=1+1,sibling,P1\n"))
    report.findings = [
        *report.findings,
        *[type(one)(one.what, one.file, 3, "=x", one.says) for one in report.findings],
    ]
    report.write(tmp_path / "report.csv")
    assert ",'=x," in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source_id,givven_names\nP1,Rowan\n", "Is it given_names?"),
        ("given_names\nRowan\n", "'source_id' is missing"),
        ("source_id,born,born\nP1,,\n", "twice"),
        ("", "'source_id' is missing"),
    ],
)
def test_a_first_line_that_cannot_be_is_refused_before_anything_is_kept(
    text: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(reading.BadFile, match=r"people\.csv, line 1") as problem:
        bring(folder(tmp_path, people=text))
    assert says in str(problem.value)
    assert not Entry.objects.exists()


@requirement("HERTS-10.10")
def test_someone_surely_on_record_is_linked_and_someone_alike_is_told_of(tmp_path: Path) -> None:
    known = someone("Rowan", "Alder", date(2018, 1, 15), postcode="ZZ99 3VZ")
    people = (
        "source_id,given_names,family_name,born,postcode\n"
        "P1,Rowan,Alder,15/01/2018,ZZ99 3VZ\n"
        "P2,Rowan,Alder,15/01/2018,ZZ99 3VZ\n"
    )
    report = bring(folder(tmp_path, people=people))
    assert counts(report) == {"people": (2, 1, 1, 0, 0)}
    assert who("P1").pk == UUID(known)
    assert who("P2").pk != UUID(known)
    assert findings(report, "possible") == [("people.csv", 3, "source_id")]
    assert Subject.objects.get(pk=known).reference in report.findings[0].says


@requirement("HERTS-10.10")
def test_a_closed_record_that_may_match_is_announced_and_not_named(tmp_path: Path) -> None:
    known = someone("Rowan", "Alder", date(2018, 1, 15))
    people = "source_id,given_names,family_name,born\nP1,Rowan,Alder,1/8/2018\nP2,Rowan,Alder,15/1/2018\n"
    report = bring(folder(tmp_path, people=people), closed={UUID(known)})
    says = [one.says for one in report.findings]
    assert any("restricted record" in one for one in says)
    assert not any(Subject.objects.get(pk=known).reference in one for one in says)
