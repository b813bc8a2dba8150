"""Recognising a child on record while a call is taken: offered with reasons, picked, passed over, closed."""

from collections.abc import Iterable
from uuid import uuid4

import pytest

from goldthread.access.models import Level
from goldthread.access.operations import exclude, protect
from goldthread.frontdoor import recognising
from goldthread.frontdoor.recognising import Found
from goldthread.ledger.fields import FieldError
from goldthread.ledger.models import AuditRow, Draft, Entry, Episode, Subject
from goldthread.people.models import Name, Person
from tests import factories as make
from tests.integration.frontdoor.calling import FRIDAY, PAGE, ROWAN, SCHOOL, look, sign
from tests.integration.frontdoor.cast import Cast
from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CALL = {**SCHOOL, **ROWAN, "acknowledged_aloud": "yes"}
ASKS = "Is it someone on record?"


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


@pytest.fixture
def rowan(cast: Cast) -> Subject:  # noqa: ARG001
    """A child on record, from an earlier request."""
    return make.child_of(make.contact())


def as_typed(browser: PlainBrowser, row: str, **typed: str) -> str:
    """What the page is given while a row is typed."""
    fields = {"_row": row, **{f"{row}-{name}": text for name, text in typed.items()}}
    answer = browser.client.post(f"{browser.path}look-up/", fields)
    assert answer.status_code == 200
    return answer.content.decode()


def open_case(child: Subject, cast: Cast) -> None:
    """The child has a social worker."""
    Episode.objects.filter(subject=child).update(worker=cast.worker, team=cast.mash)


def test_whoever_is_alike_is_offered_while_it_is_typed(cast: Cast, rowan: Subject) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        assert ASKS not in as_typed(browser, "children-0")
        assert "Nobody on record is alike" in as_typed(browser, "children-0", given_names="Zebedee")
        possible = as_typed(browser, "children-0", given_names="Rowan", family_name="Ald")
        assert "Rowan ALDER" in possible
        assert "possible" in possible
        assert "1 on record may be this person." in possible
        typed = {name.removeprefix("children-0-"): text for name, text in ROWAN.items()}
        match = as_typed(browser, "children-0", **typed)
        assert ">match<" in match
        assert "same date of birth" in match
        assert str(rowan.pk) in match


def test_every_look_leaves_a_row_for_whoever_was_shown(cast: Cast, rowan: Subject) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        as_typed(browser, "children-0", given_names="Rowan", family_name="Alder")
    looks = AuditRow.objects.filter(actor=cast.officer.pk, act__startswith="search")
    assert [(row.act, row.subject) for row in looks.order_by("pk")] == [
        ("search", None),
        ("search.shown", rowan.pk),
    ]
    assert "Rowan" not in str(list(looks.values()))


@requirement("HERTS-2.6", "HERTS-2.7")
def test_an_open_child_and_the_way_to_the_worker(cast: Cast, rowan: Subject) -> None:
    open_case(rowan, cast)
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, CALL)
        assert "Open: Sal Screener, MASH" in browser.said
        look(browser, {"children-0-known": str(rowan.pk), "urgent": "no"})
        assert "The child is open, so it goes to the allocated social worker" in browser.said
        look(browser, {"urgent": "yes"})
        assert "someone speaks to the worker or the team manager straight away" in browser.said
        assert "held by Sal Screener" in browser.said


def test_the_contact_joins_the_record_of_whoever_was_picked(cast: Cast, rowan: Subject) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(browser, {**CALL, "children-0-known": str(rowan.pk)})
    assert make.child_of(entry) == rowan
    assert Subject.objects.count() == 1
    assert Episode.objects.filter(subject=rowan).count() == 1


@pytest.mark.parametrize(
    ("given", "family", "others"),
    [
        ("Row", "Ald", []),
        ("Rowan", "", []),
        ("Rowen", "Alder", []),
        ("Rowan", "Alders-Smith", ["Rowan Alders-Smith"]),
    ],
)
def test_half_a_name_does_not_rename_anyone(
    cast: Cast, rowan: Subject, given: str, family: str, others: list[str]
) -> None:
    typed = {**CALL, "children-0-given_names": given, "children-0-family_name": family}
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        sign(browser, {**typed, "children-0-known": str(rowan.pk)})
    person = Person.objects.get(subject=rowan)
    assert (person.given, person.family) == ("Rowan", "Alder")
    aliases = Name.objects.standing().filter(subject_id=rowan.pk, kind="alias")
    assert [name.given for name in aliases] == others


def test_a_match_that_is_passed_over_asks_why_and_keeps_it(cast: Cast, rowan: Subject) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send(CALL)
        assert browser.errors == [("Say whether this is Rowan ALDER or someone else", "#children-0-known")]
        browser.send({"children-0-known": "new"})
        assert browser.errors == [
            ("Say in a few words why this is not Rowan ALDER", "#children-0-someone_else")
        ]
        entry = sign(browser, {"children-0-someone_else": "A cousin of the same name."})
    assert make.child_of(entry) != rowan
    assert entry.payload["someone_else"] == "Not Rowan ALDER: A cousin of the same name."


@pytest.mark.usefixtures("rowan")
def test_in_danger_now_who_it_is_can_wait_and_the_entry_says_so(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(browser, {**CALL, "immediate_danger": "yes"})
    assert Subject.objects.count() == 2
    assert "immediate danger" in entry.payload["someone_else"]


def test_whoever_is_recorded_while_one_types_is_asked_about_before_signing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another officer signs the same child between this one's look and the lock."""
    passed_over = recognising.passed_over

    def meanwhile(found: Iterable[Found]) -> list[FieldError]:
        monkeypatch.setattr(recognising, "passed_over", passed_over)
        errors = passed_over(found)
        make.contact()
        return errors

    monkeypatch.setattr(recognising, "passed_over", meanwhile)
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send(CALL)
        assert browser.status == 409
        assert "recorded while you were typing" in browser.text
        assert ("Say whether this is Rowan ALDER or someone else", "#children-0-known") in browser.errors
        rowan = Subject.objects.get()
        entry = sign(browser, {"children-0-known": str(rowan.pk)})
    assert make.child_of(entry) == rowan
    assert Subject.objects.count() == 1


def test_past_a_restricted_record_that_matches_one_goes_on_with_a_reason(cast: Cast, rowan: Subject) -> None:
    by = make.author("manager", cast.manager)
    protect(by=by, at=FRIDAY, subject=rowan, level=Level.RESTRICTED, reason="")
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send(CALL)
        assert browser.errors == [
            ("Say in a few words why you go on past a restricted record", "#children-0-someone_else")
        ]
        entry = sign(browser, {"children-0-someone_else": "The duty manager said so."})
    assert make.child_of(entry) != rowan
    assert entry.payload["someone_else"].endswith("The duty manager said so.")


def test_whoever_is_excluded_from_a_record_gets_no_sign_of_it(cast: Cast, rowan: Subject) -> None:
    by = make.author("manager", cast.manager)
    exclude(by=by, at=FRIDAY, subject=rowan, user=cast.officer, reason="Uncle of the child")
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        text = as_typed(browser, "children-0", given_names="Rowan", family_name="Alder")
        assert "Nobody on record is alike." in text
        assert "restricted" not in text
        sign(browser, CALL)


def test_others_at_the_address_are_told_of(cast: Cast) -> None:
    home = {"address": "12 Fern Road", "postcode": "SG1 2AB"}
    mother = {"given_names": "Ann", "family_name": "Oak", "relationship": "mother", "lives_with_child": "yes"}
    known = {"given_names": "Rowan", "family_name": "Alder", "born": "2018-01-15"}
    make.contact(children=[{**known, **home}], household=[mother])
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        found = as_typed(browser, "children-0", given_names="Rowan", family_name="Ald")
        assert "Lives with" in found
        assert "Ann OAK" in found
        sister = as_typed(browser, "children-0", given_names="Zebedee", family_name="Quill", **home)
        assert "Also at this address" in sister
        assert "Ann OAK" in sister


@pytest.mark.parametrize("level", ["restricted", "sealed"])
def test_a_closed_record_is_announced_and_nothing_of_it_shown(cast: Cast, rowan: Subject, level: str) -> None:
    by = make.author("manager", cast.manager)
    protect(by=by, at=FRIDAY, subject=rowan, level=Level(level), reason="")
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        text = as_typed(browser, "children-0", given_names="Rowan", family_name="Alder")
        assert "A restricted record may match." in text
        assert "ALDER" not in text
        assert str(rowan.pk) not in text
        look(browser, {**CALL, "children-0-known": str(rowan.pk)})
        assert "ALDER" not in browser.text
        browser.send({})
        assert browser.errors[0][1] == "#children-0-known"
    assert Entry.objects.filter(kind="contact").count() == 1


@pytest.mark.parametrize("forged", [str(uuid4()), "no id", "' OR 1=1 --"])
@pytest.mark.usefixtures("rowan")
def test_a_forged_pick_is_asked_again(cast: Cast, forged: str) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send({**CALL, "children-0-known": forged})
        assert browser.status == 422
        assert "Choose again" in browser.errors[0][0]


def test_a_pick_holds_only_for_what_was_typed(cast: Cast, rowan: Subject) -> None:
    """Whoever types another child over the one recognised must not sign it on the wrong record."""
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**CALL, "children-0-known": str(rowan.pk)})
        other = {"children-0-given_names": "Zebedee", "children-0-family_name": "Oak"}
        browser.send(other)
        assert browser.status == 422
        assert "Choose again" in browser.errors[0][0]
        entry = sign(browser, {"children-0-known": "new"})
    assert make.child_of(entry) != rowan


def test_one_person_cannot_stand_in_two_rows(cast: Cast, rowan: Subject) -> None:
    twice = {name.replace("children-0", "children-1"): text for name, text in ROWAN.items()}
    known = {f"children-{row}-known": str(rowan.pk) for row in (0, 1)}
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send({**CALL, **twice, **known})
        twice_chosen = "Rowan Alder: You chose Rowan ALDER twice. Choose someone else"
        assert browser.errors == [(twice_chosen, "#children-1-known")]


def test_someone_of_the_household_is_recognised_too(cast: Cast) -> None:
    mother = {"given_names": "Ann", "family_name": "Alder", "relationship": "mother"}
    first = make.contact(household=[mother])
    ann = Subject.objects.get(pk=first.payload["household"][0]["subject"])
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        typed = {f"household-0-{name}": text for name, text in mother.items()}
        look(browser, {**CALL, **typed})
        entry = sign(
            browser,
            {"household-0-known": str(ann.pk), "children-0-known": str(make.child_of(first).pk)},
        )
    assert entry.payload["household"][0]["subject"] == str(ann.pk)
    assert Subject.objects.count() == 2


def test_only_those_who_take_contacts_look_up(cast: Cast) -> None:
    for who in (cast.dsl, cast.adviser):
        with cast.at(FRIDAY, who, PAGE) as browser:
            assert browser.status == 403
            page = f"{PAGE}{uuid4()}/"
            assert browser.client.post(f"{page}look-up/", {"_row": "children-0"}).status_code == 403
            assert browser.client.post(f"{page}tell/", {}).status_code == 403
            assert browser.client.post(f"{page}save/", {"concern": "x"}).status_code == 404
    assert Draft.objects.count() == 0


def test_only_a_row_of_people_is_looked_up(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        for row in ("", "children", "children-x", "other_child-0", "<b>children-0", "children-99999"):
            assert browser.client.post(f"{browser.path}look-up/", {"_row": row}).status_code == 404
