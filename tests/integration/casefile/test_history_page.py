"""One history of a family: found from any member, by date and kind, and behind everybody's walls."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.ledger.models import AuditRow, Entry, Subject
from goldthread.people.importing import bringing
from goldthread.people.models import Person
from tests.factories import THURSDAY, author, user
from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_an_hour_later", "family")]

PEOPLE = """\
source_id,given_names,family_name,born
P1,Rowan,Alder,2018-01-15
P2,Ash,Alder,2020-05-01
P3,Hazel,Alder,1990-06-02
P4,Dean,Birch,1988-06-02
P5,Kit,Birch,2012-03-04
"""
TIES = """\
person,relationship,other
P3,mother,P1
P3,mother,P2
P4,partner_of_parent,P1
P4,father,P5
"""
INVOLVEMENT = """\
source_id,person,what,from_date,to_date,outcome,reason,legal_status,accommodation
1,P5,protection_plan,2019-02-03,2020-11-01,Plan ended,Neglect,,
2,P2,looked_after,2021-11-02,2022-05-05,Returned home,,Section 20,Foster care
3,P1,early_help,2023-03-01,2023-09-01,Needs met,,,
4,P3,domestic_abuse,2022-12-24,,Police attended,,,
"""


@pytest.fixture
def _an_hour_later() -> object:
    with travel(THURSDAY.replace(hour=17), tick=False):
        yield


@pytest.fixture
def family(tmp_path: Path) -> None:
    """Two brothers, their mother, her partner, and his child of before."""
    sheets = {"people": PEOPLE, "relationships": TIES, "involvement": INVOLVEMENT}
    files = [tmp_path / f"{name}.csv" for name in sheets]
    for path, text in zip(files, sheets.values(), strict=True):
        path.write_text(text)
    by = bringing.importer("Old LCS", "us")
    bringing.bring(by=by, at=THURSDAY, files=files, closed=lambda _: ())


def someone(given: str) -> Subject:
    return Person.objects.get(given=given).subject


def history(given: str, query: str = "") -> PlainBrowser:
    client = Client()
    client.force_login(user("social_worker"))
    return PlainBrowser(client).go(reverse("casefile:history", args=[someone(given).pk]) + query)


def told(page: PlainBrowser) -> list[tuple[str, str]]:
    """Who and what of each line, in the order of the page."""
    rows = [row for row in page.tree.iter("tr") if row.find("td") is not None]
    values = [[" ".join("".join(cell.itertext()).split()) for cell in row.iter("span")] for row in rows]
    assert all(values)
    cells = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]
    return [(one[1].removeprefix("Who").split(",")[0], one[2].removeprefix("What")) for one in cells]


ALL = [
    ("Rowan ALDER", "Early help"),
    ("Hazel ALDER", "Domestic abuse incident"),
    ("Ash ALDER", "Looked after by the authority"),
    ("Kit BIRCH", "Child protection plan"),
]


@requirement("HERTS-10.10", "HERTS-10.11", "HERTS-10.12", "HERTS-10.14", "HERTS-8.13")
@pytest.mark.parametrize("member", ["Rowan", "Hazel", "Dean"])
def test_the_history_of_all_is_found_from_any_of_them(member: str) -> None:
    page = history(member)
    assert told(page) == ALL
    assert "Section 20" in page.text
    assert "2 November 2021 to 5 May 2022" in page.text
    assert "From Old LCS" in page.text


@requirement("HERTS-8.15", "HERTS-8.16")
@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("?kind=looked_after", ALL[2:3]),
        ("?from=2022", ALL[:3]),
        ("?to=2020", ALL[3:]),
        ("?from=2022&to=2022", ALL[1:3]),
        ("?whose=alone", ALL[:1]),
        ("?kind=protection_plan&from=2021", []),
        ("?kind=nonsense&from=x&to=99999", ALL),
    ],
)
def test_kind_year_and_person_narrow_it(query: str, lines: list[tuple[str, str]]) -> None:
    assert told(history("Rowan", query)) == lines


@requirement("HERTS-10.14")
def test_a_closed_record_is_announced_and_nothing_of_it_is_told() -> None:
    kit = someone("Kit")
    protect(by=author("manager"), at=THURSDAY, subject=kit, level=Level.RESTRICTED, reason="Staff family")
    page = history("Rowan")
    assert "is closed to you" in page.text
    assert told(page) == ALL[:3]
    for secret in ("Kit", "BIRCH, child", "Neglect", str(kit.pk), kit.reference):
        assert secret not in page.text
    assert "is closed to you" not in history("Rowan", "?whose=alone").text


def test_everybody_whose_history_is_shown_has_a_row_of_the_read() -> None:
    before = AuditRow.objects.latest("pk").pk
    history("Rowan")
    read = AuditRow.objects.filter(pk__gt=before, act__startswith="read.")
    assert {row.subject for row in read} == {
        someone(one).pk for one in ("Rowan", "Ash", "Hazel", "Dean", "Kit")
    }
    assert read.count() == 5


def test_the_record_leads_to_its_history() -> None:
    client = Client()
    client.force_login(user("social_worker"))
    page = PlainBrowser(client).go(reverse("casefile:child", args=[someone("Rowan").pk]))
    assert page.go(page.link("Whole history of Rowan ALDER and family")).status == 200
    assert page.heading == "History of Rowan ALDER and family"


def test_what_was_brought_over_is_read_and_corrected_like_any_entry() -> None:
    entry = Entry.objects.get(kind="past_involvement", payload__what="looked_after")
    client = Client()
    client.force_login(user("social_worker"))
    page = PlainBrowser(client).go(reverse("casefile:entry", args=[entry.pk]))
    assert "Old LCS" in page.text
    page.go(reverse("casefile:correct", args=[entry.pk]))
    page.send({"outcome": "Adopted", "correction_reason": "Read the file again"})
    assert page.status == 200
    assert "Adopted" in history("Ash").text
    assert "Returned home" not in history("Ash").text
