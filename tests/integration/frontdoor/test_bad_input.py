"""Bad input at every door: a clear error, every letter kept, no fault of the server's, and nothing twice."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from goldthread.accounts.models import User
from goldthread.ledger.models import Draft, Entry
from tests import factories as make
from tests.factories import THURSDAY
from tests.integration.frontdoor.plain import PlainBrowser

pytestmark = pytest.mark.django_db
CHECK = "Check your answers"
MEGABYTE = 1024 * 1024
ANSWERS = {
    "immediate_danger": "no",
    "concern": "Crying at night.",
    "anonymous": "yes",
    "consulted_hub": "no",
    "asked_domestic_abuse": "no",
    "asked_mental_illness": "no",
    "asked_substance_misuse": "no",
    "asked_learning_difficulties": "no",
    "children-0-given_names": "Rowan",
}


@dataclass
class Door:
    """One way in: a browser at the page that asks the child's name, and how the whole is sent from there."""

    browser: PlainBrowser
    send: Callable[[PlainBrowser], object]
    stay: str = ""  # the button that keeps what was typed without sending it, where going on would send
    makes: str = "contact"  # the kind of entry

    @property
    def page(self) -> str:
        """The page's address."""
        return self.browser.path.partition("?")[0]


def telephone() -> Door:
    """An officer at the telephone page."""
    client = Client()
    client.force_login(make.user("csc_officer"))
    browser = PlainBrowser(client).go("/telephone/")
    browser.send({**ANSWERS, "referrer_kind": "public", "children-0-given_names": ""}, press="look-up")
    return Door(browser, PlainBrowser.send, "look-up")


def hub() -> Door:
    """An adviser of the hub at the page of a consultation."""
    client = Client()
    client.force_login(make.user("consultation_hub"))
    browser = PlainBrowser(client).go("/consultations/")
    asked = {"consulted_by": "Dilys Lead", "question": "Which form?", "advice_given": "none"}
    return Door(browser.send(asked, press="look-up"), PlainBrowser.send, "look-up", "consultation")


def public() -> Door:
    """A neighbour at the public report's page about the child."""
    browser = PlainBrowser().go("/report/").send(form="", to="/report/")
    return Door(_to_the_child(browser), _through)


def professional() -> Door:
    """A teacher at the red form's page about the child."""
    client = Client()
    client.force_login(make.user("professional_referrer", of=make.agency("Alderbrook Primary", "school")))
    browser = PlainBrowser(client).go("/requests/new/").send({"form": "child_protection_request"})
    return Door(_to_the_child(browser), _through)


def _to_the_child(browser: PlainBrowser) -> PlainBrowser:
    answers = {name: text for name, text in ANSWERS.items() if not name.startswith("children")}
    for _ in range(20):
        if "children-0-given_names" in browser.asks():
            return browser
        browser.answer(answers)
    raise AssertionError(f"no page asks the child's name: {browser.path} {browser.errors}")


def _to_the_end(browser: PlainBrowser) -> None:
    kind = "public" if browser.path.startswith("/report") else "school"
    browser.through({**ANSWERS, "referrer_kind": kind}, until=CHECK)


def _through(browser: PlainBrowser) -> None:
    browser.send()
    _to_the_end(browser)
    browser.send()


@pytest.fixture(params=[telephone, hub, public, professional], ids=lambda door: door.__name__)
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    """Each door in turn, on the Thursday of worked case WC1."""
    with time_machine.travel(THURSDAY, tick=False):
        opened: Door = request.param()
        yield opened


def made() -> int:
    """How many contacts or consultations were signed."""
    return Entry.objects.filter(kind__in=["contact", "consultation"]).count()


WRONG = {
    "no such day": ({"born-day": "31", "born-month": "2", "born-year": "2018"}, "There is no 31 February"),
    "month 13": ({"born-day": "1", "born-month": "13", "born-year": "2018"}, "The month goes from 1 to 12"),
    "year 1": ({"born-day": "1", "born-month": "1", "born-year": "0001"}, "a year of four numbers"),
    "year 9999": ({"born-day": "1", "born-month": "1", "born-year": "9999"}, "a year of four numbers"),
    "words": ({"born-day": "the first", "born-month": "of May", "born-year": "2018"}, "real date"),
    "other digits": ({"born-day": "١", "born-month": "٢", "born-year": "٢٠١٨"}, "year of four numbers"),
    "half a date": ({"born-day": "1", "born-month": "", "born-year": "2018"}, "must include a month"),
    "NUL": ({"given_names": "Ro\0wan"}, "not a letter, number or sign, at character 3"),
    "control": ({"given_names": "Ro\x1b[31mwan"}, "not a letter, number or sign"),
}


def test_what_cannot_be_is_said_beside_what_was_typed(door: Door) -> None:
    boxes = ("given_names", "born-day", "born-month", "born-year")
    for typed, says in WRONG.values():
        answers = {f"children-0-{name}": typed.get(name, "") for name in boxes}
        door.browser.send(answers)
        assert door.browser.status == 422, (answers, door.browser.said[:500])
        assert any(says in words for words, _ in door.browser.errors), door.browser.errors
        assert door.browser.title.startswith("Error: ")
        shown = door.browser.fields()
        for name, text in answers.items():
            assert shown[name] == [re.sub("[\0\x1b]", "\ufffd", text)]
    assert made() == 0


def test_a_name_of_a_megabyte_is_refused_and_kept(door: Door) -> None:
    name = "Rowan" * (MEGABYTE // 5)
    answer = door.browser.client.post(door.page, {**door.browser.fields(), "children-0-given_names": name})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "must be 200 characters or fewer" in text
    assert name in text
    assert Draft.objects.get().raw["children-0-given_names"] == [name]


GOOD = {
    "right to left": "روان أحمد",
    "marks of direction": "\u202erowan\u202c",
    "emoji": "Rowan 👩‍👧‍👦🏳️‍🌈",
    "many marks": "X" + "\u0301" * 90,
    "markup": '<script>alert(1)</script> & \'x\' OR "1"="1"',
    "template": "{{ 1234567*7 }} {% raw %} ${1234567*7}",
}


def test_whatever_people_are_called_is_kept_letter_by_letter(door: Door) -> None:
    page = door.page
    for text in GOOD.values():
        door.browser.send({"children-0-given_names": text}, press=door.stay)
        assert door.browser.status == 200, door.browser.errors
        assert Draft.objects.get().raw["children-0-given_names"] == [text]
        assert door.browser.go(page).fields()["children-0-given_names"] == [text]
        assert "8641969" not in door.browser.said
    door.send(door.browser)
    part = Entry.objects.get(kind=door.makes).parts.get(episode__isnull=False)
    assert part.payload["given_names"] == text


def test_too_much_is_refused_calmly_and_the_draft_stays(door: Door) -> None:
    before = Draft.objects.get().raw
    answer = door.browser.client.post(door.page, {"concern": "x" * (5 * MEGABYTE)})
    assert answer.status_code == 413
    assert b"too large to send" in answer.content
    assert Draft.objects.get().raw == before


def test_too_many_fields_are_refused(door: Door) -> None:
    answer = door.browser.client.post(door.page, {f"x{number}": "1" for number in range(4000)})
    assert answer.status_code in {400, 413}


def test_forged_ids_in_the_form_open_nothing(door: Door) -> None:
    for forged in ("not-an-id", "", "00000000-0000-0000-0000-000000000000", str(uuid4()), "\0"):
        fields = {**door.browser.fields(), "_draft": forged, "_key": forged, "_version": "x"}
        answer = door.browser.client.post(door.page, {**fields, "children-0-known": forged, "concern": ""})
        assert answer.status_code < 500
    assert (Draft.objects.count(), made()) == (1, 0)


@pytest.mark.parametrize(
    "choice", [{"immediate_danger": "perhaps"}, {"referrer_kind": "king"}, {"channel": "pigeon"}], ids=str
)
def test_an_answer_that_was_not_offered_is_refused(choice: dict[str, str]) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        browser = telephone().browser
        browser.send(choice)
        assert browser.status == 422
        assert "must be one of the answers shown" in browser.errors[0][0]


def test_sending_twice_and_sending_again_later_is_one_contact(door: Door) -> None:
    door.browser.send({"children-0-given_names": "Rowan"}, press=door.stay)
    if not door.stay:
        _to_the_end(door.browser)
    address, fields = door.page, door.browser.fields()
    answers = [door.browser.client.post(address, fields) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert made() == 1
    draft = Draft.objects.get()
    assert door.browser.client.post(f"/drafts/{draft.pk}/", fields).status_code == 404
    assert door.browser.client.post(address, {**fields, "concern": "Other words."}).status_code in {302, 404}
    assert made() == 1


def test_a_form_without_its_token_is_refused_calmly(door: Door) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = door.browser.client.cookies
    answer = stranger.post(door.page, {"concern": "Forged."})
    assert answer.status_code == 403
    assert b"Please send that again" in answer.content
    assert made() == 0


TOLD = {"told_to": "PC 1234", "told": "A bruise on the arm."}
WRONG_AT_THE_DESK = {
    "no such day": ({"told_at-day": "31", "told_at-month": "2", "told_at-year": "2026"}, "31 February"),
    "tomorrow": ({"told_at-day": "3", "told_at-month": "4", "told_at-year": "2026"}, "in the future"),
    "words": ({"told_at-day": "the first", "told_at-month": "4", "told_at-year": "2026"}, "real date"),
    "NUL": ({"told": "A bru\0ise"}, "not a letter, number or sign, at character 6"),
    "a megabyte": ({"told": "bruise" * (MEGABYTE // 6)}, "must be 20,000 characters or fewer"),
}


@pytest.fixture
def desk() -> Iterator[PlainBrowser]:
    """An officer at the page of an act on a contact, an hour after it came."""
    contact = make.contact(suspected_crime=True)
    with time_machine.travel(make.later(hours=1), tick=False):
        client = Client()
        client.force_login(make.user("csc_officer"))
        yield PlainBrowser(client).go(f"/contacts/{contact.pk}/police/")


def test_at_the_desk_what_cannot_be_is_said_and_kept(desk: PlainBrowser) -> None:
    for typed, says in WRONG_AT_THE_DESK.values():
        answers = {
            **TOLD,
            **dict.fromkeys((f"told_at-{box}" for box in ("day", "month", "year")), ""),
            **typed,
        }
        desk.send({**answers, "told_at-time": "3pm" if "told_at-day" in typed else ""})
        assert desk.status == 422, (typed.keys(), desk.said[:500])
        assert any(says in words for words, _ in desk.errors), desk.errors
        for name, text in typed.items():
            assert desk.fields()[name] == [text.replace("\0", "\ufffd")]
    assert not Entry.objects.filter(kind="police_notification").exists()


def test_at_the_desk_whatever_is_written_is_kept_and_signed_once(desk: PlainBrowser) -> None:
    forged = {"_draft": "not-an-id", "_version": "x"}
    assert desk.client.post(desk.path, {**desk.fields(), **forged}).status_code < 500
    told = "\n".join(GOOD.values())
    fields = {**desk.go(desk.path).fields(), **TOLD, "told": told}
    answers = [desk.client.post(desk.path, fields) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert Entry.objects.get(kind="police_notification").payload["told"] == told


TOO_LONG = "bruise" * (MEGABYTE // 6)


def note() -> tuple[PlainBrowser, str]:
    """A worker at a note on a child's record, and the question that is answered in words."""
    browser = signed_in(make.user("social_worker"))
    return browser.go(f"/children/{make.child_of(make.contact()).pk}/note/"), "facts"


def correction() -> tuple[PlainBrowser, str]:
    """The same at a correction of a contact."""
    entry = make.contact(by=make.author("csc_officer"), channel="telephone")
    return signed_in(make.user("social_worker")).go(f"/entries/{entry.pk}/correct/"), "concern"


def addition() -> tuple[PlainBrowser, str]:
    """A teacher adding to what they sent."""
    teacher = make.user("professional_referrer", of=make.agency("Alderbrook Primary", "school"))
    entry = make.contact(by=make.author("professional_referrer", teacher))
    return signed_in(teacher).go(f"/requests/{entry.pk}/").send(form="/add/"), "information"


def signed_in(user: User) -> PlainBrowser:
    """That person's browser."""
    client = Client()
    client.force_login(user)
    return PlainBrowser(client)


@pytest.mark.parametrize("page", [note, correction, addition], ids=lambda page: page.__name__)
def test_in_notes_corrections_and_additions_what_cannot_be_is_said_and_kept(
    page: Callable[[], tuple[PlainBrowser, str]],
) -> None:
    with time_machine.travel(THURSDAY + timedelta(hours=1), tick=False):
        browser, name = page()
        before = Entry.objects.count()
        for typed, says in (
            ("A bru\0ise", "not a letter, number or sign"),
            (TOO_LONG, "characters or fewer"),
        ):
            browser.send({name: typed})
            assert browser.status == 422, browser.said[:500]
            assert any(says in words for words, _ in browser.errors), browser.errors
            assert browser.fields()[name] == [typed.replace("\0", "\ufffd")]
        assert Entry.objects.count() == before
        browser.send({name: "\n".join(GOOD.values()), "about": "call", "correction_reason": "Misheard"})
        assert browser.status == 200, browser.errors
        assert Entry.objects.count() == before + 1


def test_addresses_that_cannot_be_are_not_found() -> None:
    client = Client()
    client.force_login(make.user("csc_officer"))
    for address in ("telephone", "report", "requests/draft", "consultations"):
        for part in ("x", "%00", "..%2f..%2fetc", "00000000-0000-0000-0000-00000000000g", "%F0%9F%98%80"):
            assert client.get(f"/{address}/{part}/").status_code in {400, 404}
