"""What a set of records must do besides the work: be explained, be handed out whole, hold complaints."""

import csv
import io
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pypdf
import pytest
from django.test import Client

from goldthread.accounts.models import User
from goldthread.casefile.recipients import candidates
from goldthread.documents.opendata import COLUMNS, SCHEMA
from goldthread.documents.papers import kinds
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Duty, Entry, Subject
from goldthread.ledger.operations import Part
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, filed, signed
from tests.integration.frontdoor.cast import wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = wall(2026, 5, 4, 9, 0), wall(2026, 5, 5, 10, 0)


@pytest.fixture
def worker(authority: Callable[..., None]) -> User:
    """A social worker at the Hub."""
    authority("hartlepool-stockton")
    return make.user("social_worker", name="Sal Worker")


@pytest.fixture
def child(worker: User) -> Subject:
    """Rowan, about whom the Hub was rung; `worker` is there before."""
    assert worker.is_active
    return make.child_of(
        make.contact(at=MONDAY, by=make.author("csc_officer"), channel="telephone", form="none")
    )


def signed_step(child: Subject, worker: User, step: str, outcome: str) -> Entry:
    """One step of the procedure, recorded for the child."""
    return ledger.sign(
        by=make.author("social_worker", worker),
        at=MONDAY,
        kind="step_record",
        values={"step": step, "outcome": outcome},
        parts=[Part(child)],
        key=uuid4().hex,
        outside_reason="As the test needs it",
    )


def copy_of(entry: Entry, worker: User, kind: str, recipient: str, form: str = "") -> bytes:
    """One recipient's copy of a paper, as the worker looks at it."""
    with at(TUESDAY, worker, f"/entries/{entry.pk}/papers/?paper={kind}") as browser:
        paper = kinds()[kind].make(entry, TUESDAY)
        people = candidates(paper.about, at=TUESDAY, named=paper.meant_for)
        token = next(one.token for one in people if one.recipient.name.startswith(recipient))
        assert f'value="{token}"' in browser.text
        asked = urlencode({"paper": kind, "to": token, "as": form})
        found = browser.client.get(f"/entries/{entry.pk}/papers/copy/?{asked}")
    assert found.status_code == 200
    return bytes(found.content)


def typed_in(browser: PlainBrowser) -> dict[str, str]:
    """What stands in each control."""
    return {name: texts[0] for name, texts in browser.fields().items() if texts}


def words(pdf: bytes) -> str:
    """What a PDF says."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


@requirement("HUB-8.1", "HUB-2.1")
def test_a_familys_page_has_the_packs_words_and_the_childs_own_dates(worker: User, child: Subject) -> None:
    signed_step(child, worker, "strategy_discussion", "section_47")
    signed_step(child, worker, "section_47", "conference")
    with at(TUESDAY, worker, f"/children/{child.pk}/told/explain/") as browser:
        typed = typed_in(browser)
        assert "You can ask us for help yourself" in typed["now"]
        assert "The child protection conference is held, by 26 May 2026." in typed["next"]
        assert "We decide what happens next. Ask us when: no date is set for it." in typed["next"]
        assert "Reads as for age" in browser.said
        entry = signed(browser, {"who": "Sal Worker, 01632 960 001"})
    assert newest("explained").payload["next"] == typed["next"].strip().replace("\r\n", "\n")
    assert entry.kind == "explained"
    told = words(copy_of(entry, worker, "family_page", "Rowan"))
    assert "The child protection conference is held, by 26 May 2026." in told
    assert "01632 960 001" in told
    assert "You can complain at any time" in told


@requirement("HUB-8.1", "HSSCP-10.2")
def test_a_family_is_told_of_a_strategy_meeting_only_where_that_was_decided(
    worker: User, child: Subject
) -> None:
    signed_step(child, worker, "strategy_discussion", "initiated")
    with at(TUESDAY, worker, f"/children/{child.pk}/told/explain/") as browser:
        assert "Not put in: a strategy meeting." in browser.said
        typed = typed_in(browser)
    assert "strategy" not in (typed["now"] + typed["next"] + typed["to_child"]).lower()


@requirement("HUB-2.6")
def test_where_permission_was_overridden_the_page_tells_the_family_its_rights(
    worker: User, child: Subject
) -> None:
    page = f"/children/{child.pk}/told/explain/"
    with at(TUESDAY, worker, page) as browser:
        assert typed_in(browser)["rights"] == ""
    signed_step(child, worker, "agency_enquiry", "made_without_parents")
    with at(TUESDAY, worker, page) as browser:
        typed = typed_in(browser)
    assert "you have a right to be told" in typed["rights"]
    assert "We tell you what your rights are" in typed["next"]


@requirement("HUB-8.1")
def test_the_page_can_be_written_in_another_language(worker: User, child: Subject) -> None:
    with at(TUESDAY, worker, f"/children/{child.pk}/told/explain/") as browser:
        english = signed(browser, {})
    with at(TUESDAY, worker, f"/told/{english.pk}/translate/") as browser:
        assert "rights" not in browser.fields()
        said = {"language": "Polish", "translated_by": "Ania Interpreter", "now": "Ktoś martwi się."}
        entry = signed(browser, {**said, "next": "Decydujemy.", "complain": "Skarga.", "to_child": "Ty."})
    assert entry.answers == english
    with at(TUESDAY, worker, f"/children/{child.pk}/told/") as browser:
        assert "In Polish" in browser.said
    pdf = copy_of(entry, worker, "family_page_translated", "Rowan")
    assert "Ktoś martwi się." in words(pdf)


def whole(worker: User, child: Subject, **said: Any) -> Entry:
    """The whole record, put together."""
    asked = {"purpose": "court", "recipient": "The Family Court", "ground": "By its order", **said}
    with at(TUESDAY, worker, f"/children/{child.pk}/whole-record/") as browser:
        filed(browser, asked)
    return newest("record_set")


def noted(worker: User, child: Subject, facts: str) -> Entry:
    """A note on the child's record."""
    with at(MONDAY, worker, f"/children/{child.pk}/note/") as browser:
        filed(browser, {"about": "visit", "facts": facts, "witness": "Pat Nurse", "opinion": "I worry."})
    return newest("note")


@requirement("HSSCP-9.8", "HSSCP-9.9", "HSSCP-9.10", "HSSCP-9.12", "HSSCP-9.13")
def test_a_whole_record_has_every_entry_its_corrections_who_signed_and_the_agreed_abbreviations(
    worker: User, child: Subject
) -> None:
    note = noted(worker, child, "Seen at home in the red coat.")
    with at(TUESDAY, worker, f"/entries/{note.pk}/correct/") as browser:
        filed(browser, {"facts": "Seen at home in the blue coat.", "correction_reason": "Wrong colour"})
    told = words(copy_of(whole(worker, child), worker, "whole_record", "The Family Court"))
    for part in ("red coat", "blue coat", "Wrong colour", "Pat Nurse", "I worry", "Comes to school hungry"):
        assert part in told
    assert "Sal Worker, Social worker, Testshire Council" in " ".join(told.split())
    assert "Everyone who signed" in told
    assert "Version 1 of the list of" in told
    assert "initial child protection conference" in " ".join(told.split())


@requirement("HSSCP-9.13")
@pytest.mark.parametrize("purpose", ["person", "strategy", "conference", "court", "inquiry"])
def test_a_record_can_be_produced_for_each_who_may_need_it(
    worker: User, child: Subject, purpose: str
) -> None:
    entry = whole(worker, child, purpose=purpose)
    with at(TUESDAY, worker, f"/entries/{entry.pk}/papers/?paper=whole_record") as browser:
        assert "The whole record" in browser.said
        assert ("The Family Court" in browser.said) == (purpose != "person")


@requirement("HSSCP-9.9")
def test_a_copy_is_to_be_had_as_open_data_with_a_schema(worker: User, child: Subject) -> None:
    noted(worker, child, "=1+1 is what he wrote")
    entry = whole(worker, child)
    said = json.loads(copy_of(entry, worker, "whole_record", "The Family Court", "json"))
    assert set(SCHEMA["required"]) <= set(said) <= set(SCHEMA["properties"])
    assert said["format"] == SCHEMA["properties"]["format"]["const"]
    texts = [fact["text"] for one in said["sections"] for fact in one["body"] if "text" in fact]
    assert "=1+1 is what he wrote" in texts
    rows = list(
        csv.reader(io.StringIO(copy_of(entry, worker, "whole_record", "The Family Court", "csv").decode()))
    )
    assert tuple(rows[0]) == COLUMNS
    assert "'=1+1 is what he wrote" in {row[4] for row in rows}


@requirement("HSSCP-9.9")
def test_the_schema_is_open_to_anyone() -> None:
    assert Client().get("/schema/paper.json").json() == SCHEMA


@requirement("HSSCP-3.5")
def test_a_complaint_is_written_down_acknowledged_and_answered_without_a_clock(
    worker: User, child: Subject
) -> None:
    with at(TUESDAY, worker, f"/children/{child.pk}/complaints/new/") as browser:
        assert "Help is open to independent representations and to complaints" in browser.said
        said = {"sort": "complaint", "relation": "parent", "what": "Nobody rang me back."}
        filed(browser, said)
    complaint = newest("complaint")
    owed = Duty.objects.get(rule="complaint.answer")
    assert (owed.met_at, owed.due_at) == (None, None)
    manager = make.user("manager")
    with at(TUESDAY, worker, f"/complaints/{complaint.pk}/reply/") as browser:
        filed(browser, {"reply": "acknowledged", "words": "We have it."})
    owed.refresh_from_db()
    assert owed.met_at is None
    answered = wall(2026, 5, 6, 9, 0)
    with at(answered, manager, f"/complaints/{complaint.pk}/reply/") as browser:
        assert "Nobody rang me back." in browser.said
        browser.send({"reply": "answered", "words": "We are sorry."})
        assert browser.status == 422  # what was found is asked for
        filed(browser, {"reply": "answered", "words": "We are sorry.", "finding": "right"})
    owed.refresh_from_db()
    assert owed.met_at == answered
    with at(answered, manager, f"/children/{child.pk}/complaints/") as browser:
        assert "Answered" in browser.said


@requirement("HSSCP-3.5")
def test_a_complaint_is_written_down_where_no_procedure_speaks_of_them(
    authority: Callable[..., None],
) -> None:
    authority("worcestershire")
    child = make.child_of(make.contact(at=MONDAY))
    with at(TUESDAY, make.user("social_worker"), f"/children/{child.pk}/complaints/new/") as browser:
        filed(browser, {"sort": "representation", "relation": "child", "what": "I want to be heard."})
    assert newest("complaint").payload["what"] == "I want to be heard."


@requirement("HSSCP-2.1")
def test_whoever_was_at_a_training_signs_that_they_have_read_what_comes_before_it(
    authority: Callable[..., None],
) -> None:
    authority("hartlepool-stockton")
    nurse = make.user("professional_referrer", name="Nell Ward")
    with at(TUESDAY, nurse, "/training/sign/") as browser:
        assert "Multi-Agency Safeguarding in Child Protection" in typed_in(browser)["reading"]
        browser.send({"course": "Working together", "confirmed": ["there"]})
        assert browser.status == 422
        filed(browser, {"course": "Working together", "confirmed": ["read", "there"]})
    line = newest("training")
    assert (line.author_name, line.occurred_at) == ("Nell Ward", wall(2026, 5, 5, 0, 0))
    with at(TUESDAY, make.user("professional_referrer"), "/training/") as browser:
        assert "Nell Ward" not in browser.said
    with at(TUESDAY, make.user("team_manager"), "/training/") as browser:
        assert "Nell Ward" in browser.said


@requirement("HSSCP-9.1", "HSSCP-9.2", "HSSCP-9.3", "HSSCP-9.4", "HSSCP-9.5", "HSSCP-9.6", "HSSCP-9.7")
def test_a_note_says_who_what_where_when_and_how_facts_apart_from_opinion_and_what_it_means(
    worker: User, child: Subject
) -> None:
    told = {
        "about": "message_left",
        "with_whom": "Meg Alder, his mother",
        "where": "01632 960 001",
        "witness": "Pat Nurse",
        "facts": "No answer; asked her to ring back.",
        "came_of_it": "She rang at noon.",
        "impact": "He waited at school until then.",
        "opinion": "She is worried, I think: her voice shook.",
    }
    with at(TUESDAY, worker, f"/children/{child.pk}/note/") as browser:
        assert "Put your opinion separately" in browser.said
        later = {**dict.fromkeys(("happened_at-day", "happened_at-month"), "6"), "happened_at-year": "2026"}
        browser.send({**told, **later})
        assert browser.status == 422  # nobody writes down what has not happened
        then = {"happened_at-day": "4", "happened_at-month": "5", "happened_at-time": "9am"}
        filed(browser, {**told, **then})
    note = newest("note")
    assert {name: note.payload[name] for name in told} == told
    assert (note.occurred_at, note.recorded_at) == (MONDAY, TUESDAY)
    with at(TUESDAY, worker, f"/children/{child.pk}/") as browser:
        assert "Put your opinion separately" in browser.said


@requirement("HERTS-3.13")
def test_a_referrers_own_record_is_theirs_and_their_agencys(authority: Callable[..., None]) -> None:
    authority("hertfordshire")
    school = make.agency("Alderbrook Primary", "school")
    teacher, head = (make.user("professional_referrer", of=school) for _ in range(2))
    contact = make.contact(at=MONDAY, by=make.author("professional_referrer", teacher))
    page = f"/requests/{contact.pk}/own-record/"
    with at(TUESDAY, teacher, page) as browser:
        filed(browser, {"about": "manager", "with_whom": "The head", "said": "We agreed that I ring."})
    with at(TUESDAY, head, page) as browser:
        assert "We agreed that I ring." in browser.said
        assert f"{teacher.name}, Professional referrer" in browser.said
    stranger = make.user("professional_referrer", of=make.agency("Fern Clinic", "health"))
    with at(TUESDAY, stranger, page) as browser:
        assert browser.status == 404
    worker = make.user("social_worker")
    with at(TUESDAY, worker, f"/children/{make.child_of(contact).pk}/chronology/") as browser:
        assert "We agreed that I ring." not in browser.said
    with at(TUESDAY, worker, f"/entries/{newest('referrer_note').pk}/") as browser:
        assert browser.status == 404
