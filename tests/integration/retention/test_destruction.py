"""A record whose time is over goes by two people, and the seal proves it; nobody else loses a word."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from goldthread.accounts.models import User
from goldthread.config import database
from goldthread.ledger import operations as ledger
from goldthread.ledger import seal
from goldthread.ledger.author import NotAble
from goldthread.ledger.models import AuditRow, Destroyed, Entry, EntrySubject, Episode, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.ledger.rebuild import rebuild
from goldthread.ledger.unsealing import verify
from goldthread.people.models import LookUp, Name, Person
from goldthread.retention import operations
from goldthread.retention.entries import Hold, HoldLifted
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.by_pack import at, filed
from tests.newest import newest
from tests.proving import prove

pytestmark = pytest.mark.django_db
NOW = later(days=30)
LONG_AGO = {"system": "Old register", "line": 1, "source_id": "1"}


@pytest.fixture
def manager() -> User:
    """Who looks after records."""
    return make.user("records_manager", name="Rae Keeper")


@pytest.fixture
def officer() -> User:
    """Who approves."""
    return make.user("privacy_officer", name="Sam Second")


def told(kind: str, people: list[Subject], **values: object) -> Entry:
    """Something brought over from another system about these people, of whom none is worked with by it."""
    return ledger.sign(
        by=make.author("social_worker"),
        at=later(days=1),
        kind=kind,
        values={**LONG_AGO, **values},
        parts=[Part(one, in_episode=False) for one in people],
        key=uuid4().hex,
    )


def looked_after(born: str = "1940-03-01", **person: str) -> Subject:
    """Somebody of an old register who was looked after as a child."""
    subject = ledger.new_subject(by=make.author("social_worker"), at=later(days=1))
    told("imported_person", [subject], given_names="Alma", family_name="Quince", born=born, **person)
    told("past_involvement", [subject], what="looked_after", from_date="1948-01-01", person="1")
    return subject


@transaction.atomic
def past_the_service(subject: Subject, approval: Entry) -> None:
    """What somebody might ask the database itself."""
    entries = list(Entry.objects.filter(parts__subject=subject).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {database.DESTROYER}")
        cursor.execute("select goldthread_destroy(%s, %s, '{}')", [approval.pk, entries])


def destroyed(subject: Subject, manager: User, officer: User) -> Entry:
    """The certificate."""
    proposal = operations.propose(
        by=make.author("records_manager", manager),
        at=NOW,
        subject=subject,
        reason="Looked at the whole of it",
        sending=Sending(key=uuid4().hex),
    )
    by = make.author("privacy_officer", officer)
    return operations.approve(by=by, at=NOW, proposal=proposal, reason="So did I", key=uuid4().hex)


def test_a_record_whose_time_is_over_goes_by_two_people_and_the_seal_proves_it(
    manager: User, officer: User, tmp_path: Path
) -> None:
    subject, other = looked_after(), looked_after(born="1990-01-01")
    seal.seal(at=NOW)
    with at(NOW, manager, "/retention/") as browser:
        assert "Alma Quince" in browser.said.replace("QUINCE", "Quince")
        assert browser.said.count("Its time was over on 1 March 2015") == 1
    with at(NOW, manager, f"/children/{subject.pk}/rights/") as browser:
        assert "Propose to destroy this record" in browser.said
    with at(NOW, manager, f"/children/{subject.pk}/rights/destroy/") as browser:
        filed(browser, {"reason": "Looked at the whole of it"})
    proposal = newest("destruction_proposed")
    with at(NOW, manager, f"/destruction/{proposal.pk}/") as browser:
        prove(browser.client)
        browser.go(f"/destruction/{proposal.pk}/")
        assert "another person must approve it" in browser.said
        assert "Past involvement: 1" in browser.said
    with at(NOW, officer, f"/destruction/{proposal.pk}/") as browser:
        prove(browser.client)
        browser.go(f"/destruction/{proposal.pk}/").send({"answer": "destroy", "reason": "So did I"})
        assert browser.status == 200, browser.errors
        assert "Rae Keeper" in browser.said
        assert "Sam Second" in browser.said
        assert "Quince" not in browser.said
    assert not EntrySubject.everywhere.filter(subject=subject).exists()
    assert not Entry.objects.filter(payload__icontains="1940-03-01").exists()
    for table in (Person, LookUp, Name):
        key = "subject" if table is Name else "pk"
        assert not table.objects.filter(**{key: subject.pk}).exists()
    assert Person.objects.get(pk=other.pk).family == "Quince"
    certificate = newest("destruction_certificate")
    assert certificate.payload["counts"]["past_involvement"] == 1
    assert certificate.payload["references"] == subject.reference
    assert AuditRow.objects.filter(act="destroy", subject=subject.pk, entry=certificate.pk).count() == 1
    seal.seal(at=NOW)
    verdict = verify(tmp_path / "none")
    assert (verdict.faults, verdict.destroyed) == ([], 1)
    assert rebuild(keep=False) == []


def test_what_a_brothers_record_holds_too_stays_there(manager: User, officer: User, tmp_path: Path) -> None:
    subject = looked_after()
    brother = make.child_of(make.contact())
    shared = told(
        "imported_relationship",
        [subject, brother],
        person="1",
        relationship="half_sibling",
        other="2",
        subjects=[str(subject.pk), str(brother.pk)],
    )
    assert Episode.objects.filter(subject=brother).exists()
    destroyed(subject, manager, officer)
    assert Entry.objects.filter(pk=shared.pk).exists()
    seal.seal(at=NOW)
    assert verify(tmp_path / "none").faults == []
    assert rebuild(keep=False) == []


def test_nothing_goes_while_a_hold_stands(manager: User, officer: User) -> None:
    subject = looked_after()
    with at(NOW, manager, f"/children/{subject.pk}/rights/hold/") as browser:
        filed(browser, {"reason": "The inquiry asks that nothing is destroyed"})
    hold = newest(Hold.kind)
    with pytest.raises(operations.MustStay, match="legal hold"):
        destroyed(subject, manager, officer)
    with at(NOW, manager, f"/holds/{hold.pk}/lift/") as browser:
        filed(browser, {"reason": "It is over"})
    assert newest().kind == HoldLifted.kind
    with at(NOW, manager, "/retention/hold/") as browser:
        filed(browser, {"record": "all", "reason": "Another inquiry"})
    with pytest.raises(operations.MustStay, match="legal hold"):
        destroyed(subject, manager, officer)


def test_nobody_destroys_alone_and_nothing_before_its_time(manager: User) -> None:
    subject = looked_after()
    by = make.author("records_manager", manager)
    young = looked_after(born="1990-01-01")
    with pytest.raises(operations.MustStay, match="1 January 2065"):
        operations.propose(by=by, at=NOW, subject=young, reason="Old", sending=Sending(key="a"))
    unborn = make.child_of(make.contact())
    with pytest.raises(operations.MustStay, match="No rule in this procedure"):
        operations.propose(by=by, at=NOW, subject=unborn, reason="Old", sending=Sending(key="b"))
    proposal = operations.propose(by=by, at=NOW, subject=subject, reason="Looked", sending=Sending(key="c"))
    with pytest.raises(operations.MustStay, match="proposed this already"):
        operations.propose(by=by, at=NOW, subject=subject, reason="Looked", sending=Sending(key="d"))
    with pytest.raises(NotAble):
        operations.approve(by=by, at=NOW, proposal=proposal, reason="Me again", key="e")
    with pytest.raises(DatabaseError, match="no second person"):
        past_the_service(subject, proposal)


def test_a_gap_that_no_certificate_tells_of_is_found(manager: User, officer: User, tmp_path: Path) -> None:
    certificate = destroyed(looked_after(), manager, officer)
    seal.seal(at=NOW)
    assert verify(tmp_path / "none").faults == []
    line = Destroyed.objects.order_by("pk")[0]
    Destroyed.objects.create(
        row=line.row, entry=line.entry, before=line.after, after=b"made up", certificate=certificate
    )
    found = [fault.what for fault in verify(tmp_path / "none").faults]
    assert "the row, or the entry that it tells of, was changed" in found
    assert any("certificate of destruction" in what for what in found)
