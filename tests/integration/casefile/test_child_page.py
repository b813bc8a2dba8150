"""What a child page answers without a click: twelve questions, what is new, what a chronology stands for."""

import re
from collections.abc import Mapping, Sequence

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.accounts.models import Team, User
from goldthread.casefile.sincefile import last_look
from goldthread.ledger.entries import Allocation, EntryType, Values
from goldthread.ledger.models import Entry
from goldthread.ledger.rebuild import rebuild
from goldthread.people import circumstances as life
from tests.factories import child_of, later, user
from tests.integration.casefile.cases import decided, family
from tests.integration.casefile.test_teams import signs
from tests.integration.frontdoor.plain import PlainBrowser, words
from tests.newest import newest

pytestmark = pytest.mark.django_db
NOW = later(days=2)
QUESTIONS = {
    *("tonight", "last-seen", "household", "barred", "worries", "plan"),
    *("next-due", "worker", "legal-status", "school", "gp", "language"),
}
SAID = {
    "who_told": "Nell Ward",
    "staying": "family",
    "staying_where": "Ash’s grandmother, 7 Kestrel Rise",
    "barred-0-who": "Dean Fern",
    "barred-0-terms": "No contact until the court says so",
    "legal_status": "section_20",
    "worries": "Hungry at school\nLeft alone at night",
    "gp": "Fernhollow Surgery",
}
EXPECTED = {
    "tonight": "With family or friends, Ash’s grandmother, 7 Kestrel Rise",
    "last-seen": "Not seen on 4 April 2026 (today)",
    "household": "Hazel ALDER",
    "barred": "Dean Fern: No contact until the court says so",
    "worries": "Left alone at night",
    "plan": "Three visits a week",
    "next-due": "due",
    "worker": "Leila Hawthorn",
    "legal-status": "Accommodated under section 20",
    "school": "Alderbrook Primary",
    "gp": "Fernhollow Surgery",
    "language": "Polish",
}


class Visit(EntryType):
    """Somebody went to see the child."""

    kind = "test.visit"
    title = "A visit"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        return [life.Seen(about=child, seen=values["seen"], alone=values.get("alone")) for child in parts]

    @classmethod
    def allocation(cls, values: Values) -> Allocation | None:
        return Allocation(worker=values.get("worker"))

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        return str(values.get("plan", ""))


def reader(*roles: str, team: Team | None = None) -> tuple[User, PlainBrowser]:
    person = user(*roles or ("social_worker",), team=team, name="Leila Hawthorn")
    return person, again(person)


def again(person: User) -> PlainBrowser:
    """Signed in anew: a session does not outlive the jumps of these clocks."""
    client = Client()
    client.force_login(person)
    return PlainBrowser(client)


def answers(page: PlainBrowser) -> dict[str, str]:
    """What stands under each question."""
    found = (one for one in page.tree.iter("div") if (one.get("id") or "").startswith("answer-"))
    return {one.get("id").removeprefix("answer-"): words(one) for one in found}


def titles(page: PlainBrowser) -> list[str]:
    """The headings of a chronology's lines, those of messages left out."""
    found = [words(one) for one in page.tree.iter("h3") if "gt-timeline__title" in one.get("class", "")]
    return [one for one in found if not one.startswith("E-mail")]


def test_twelve_questions_are_answered_each_with_its_source_and_day() -> None:
    with travel(later(hours=1), tick=False):
        entry = family()
        child = child_of(entry)
        decided(entry)
    person, page = reader(team=Team.objects.create(name="Assessment Team North", service="assessment_team"))
    with travel(NOW, tick=False):
        page.go(reverse("casefile:circumstances", args=[child.pk]))
        page.send(SAID)
        signs(
            "test.visit",
            entry,
            "social_worker",
            {"seen": True, "alone": True, "worker": str(person.pk)},
            hours=20,
        )
        signs("test.visit", entry, "social_worker", {"seen": False}, hours=40)
        signs("test.visit", entry, "social_worker", {"seen": True, "plan": "Three visits a week"}, hours=30)
        found = answers(page.go(reverse("casefile:child", args=[child.pk])))
    assert set(found) == QUESTIONS
    for name, text in EXPECTED.items():
        assert text in found[name], (name, found[name])
    assert "Alone on 3 April 2026 (yesterday)" in found["last-seen"]
    for name in QUESTIONS - {"next-due", "worker"}:
        assert re.search(r"\d April 2026", found[name]), f"{name} does not say when: {found[name]}"
    assert "Nell Ward, as told to Leila Hawthorn" in found["gp"]
    assert rebuild(keep=False) == []


@travel(later(hours=1), tick=False)
def test_what_nobody_recorded_is_said_plainly() -> None:
    child = child_of(family(children=[{"given_names": "Rowan"}], household=[]))
    found = answers(reader()[1].go(reverse("casefile:child", args=[child.pk])))
    for name in QUESTIONS - {"plan", "next-due", "worker"}:
        assert "Not recorded" in found[name], (name, found[name])
    assert "No plan" in found["plan"]
    assert "Nobody yet" in found["worker"]


@travel(NOW, tick=False)
def test_who_must_not_see_a_child_stands_until_it_is_lifted() -> None:
    child = child_of(family())
    person, page = reader()
    address = reverse("casefile:circumstances", args=[child.pk])
    page.go(address).send({"barred-0-who": "Dean Fern"})
    assert "Dean Fern: no contact" in answers(page.go(reverse("casefile:child", args=[child.pk])))["barred"]
    with travel(later(days=3), tick=False):
        page = again(person)
        page.go(address).send({"barred-0-who": "dean  FERN", "barred-0-lifted": "yes"})
        assert "Not recorded" in answers(page.go(reverse("casefile:child", args=[child.pk])))["barred"]
    assert page.go(address).send({}).errors == [("Enter at least one fact", "#staying")]


def test_what_others_wrote_since_the_reader_last_looked() -> None:
    with travel(later(hours=1), tick=False):
        entry = family()
    address = reverse("casefile:child", args=[child_of(entry).pk])
    with travel(later(hours=2), tick=False) as clock:
        person, page = reader()
        assert "Since you last looked" not in page.go(address).said
        clock.shift(600)
        page.go(address)
    signs("test.visit", entry, "social_worker", {"seen": True}, hours=30)
    with travel(NOW, tick=False):
        page = again(person)
        for _ in range(2):  # looking again at once is the same look
            page.go(address)
            new = next(one for one in page.tree.iter("section") if one.get("class") == "gt-new")
            assert "Since you last looked, 2 April 2026 at 6:50pm" in words(new)
            assert "A visit" in words(new)
            assert "Contact" not in words(new)


def test_a_look_ends_where_the_reader_paused() -> None:
    at = [later(hours=3), later(hours=2, minutes=50), later(hours=2, minutes=30), later(hours=1)]
    assert last_look(at, later(hours=3)) == later(hours=1)
    assert last_look(at[:3], later(hours=3)) is None
    assert last_look([], later(hours=3)) is None


def test_a_worker_curates_the_chronology_and_the_entries_stay() -> None:
    with travel(later(hours=1), tick=False):
        entry = family()
        decided(entry)
    child = child_of(entry)
    chronology = reverse("casefile:chronology", args=[child.pk])
    visit, later_one = (signs("test.visit", entry, "social_worker", {"seen": True}, hours=h) for h in (5, 30))
    with travel(NOW, tick=False):
        person, page = reader()
        said = Entry.objects.get(pk=visit.pk).payload
        _curate(page, child.pk, visit, importance="routine")
        _curate(page, child.pk, later_one, importance="significant", impact="The first time he spoke freely")
        assert "1 routine entry is left out" in page.go(chronology).said
        assert titles(page) == ["A visit", "Decision", "A school or college, by online form"]
        assert "What it meant: The first time he spoke freely Leila Hawthorn" in page.said
        assert titles(page.go(f"{chronology}?show=significant")) == ["A visit"]
        assert titles(page.go(f"{chronology}?show=all")).count("A visit") == 2
        assert titles(page.go(f"{chronology}?show=all&from-day=3&from-month=4&from-year=2026")) == ["A visit"]
        printed = page.go(f"{chronology}print/?show=all").said
        assert printed.index("by online form") < printed.index("The first time he spoke freely")
        curation = newest("curation")
    with travel(later(days=3), tick=False):
        page = again(person)
        _curate(page, child.pk, visit, importance="plain")
        assert "left out" not in page.go(chronology).said
        entry = page.go(reverse("casefile:entry", args=[later_one.pk])).said
        assert "In the chronology" in entry
        assert "The first time he spoke freely" in entry
    assert Entry.objects.get(pk=visit.pk).payload == said
    assert curation.answers_id == later_one.pk


def _curate(page: PlainBrowser, child: object, entry: Entry, **said: str) -> None:
    page.go(reverse("casefile:curate", args=[child, entry.pk])).send(said)
    assert page.status == 200, page.errors


@travel(NOW, tick=False)
def test_a_chronology_is_narrowed_to_what_is_also_about_somebody() -> None:
    entry = family()
    signs("test.visit", entry, "social_worker", {"seen": True}, hours=5)
    mother = entry.parts.get(subject__person__given="Hazel").subject_id
    page = reader()[1].go(reverse("casefile:chronology", args=[child_of(entry).pk]) + f"?about={mother}")
    assert titles(page) == ["A school or college, by online form"]
