"""The page on which an entry is moved to where it belongs; and what the page of a merged child shows."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.accounts.models import Team, User
from goldthread.ledger import operations
from goldthread.ledger.models import Duty, Entry, Subject
from goldthread.ledger.operations import Part
from tests.factories import author, child_of, contact, episode_of, later, user
from tests.integration.casefile.test_records import client_of, merged, read, two_records

pytestmark = pytest.mark.django_db
FACTS = "Nobody answered the telephone at home."
WHY = "Written in the wrong record."


class Desk:
    """A worker with a manager, a manager of another team, and a note in the wrong record."""

    def __init__(self) -> None:
        team = Team.objects.create(name="MASH", service="mash")
        self.worker = user("social_worker", team=team)
        self.manager = user("manager", team=team)
        self.other_manager = user(
            "manager", team=Team.objects.create(name="North", service="assessment_team")
        )
        self.wrong, self.right = child_of(contact()), child_of(contact())
        self.note = note(self.wrong, self.worker)
        self.address = move(self.note, self.wrong)

    def moved(self) -> str:
        typed = {"reference": self.right.reference, "reason": WHY}
        client = client_of(self.manager)
        assert "It would be moved to" in read(client, self.address, **typed)
        return read(client, self.address, **typed, seen=self.right.reference)


def note(child: Subject, by: User) -> Entry:
    return operations.sign(
        by=author("social_worker", by),
        at=later(minutes=10),
        kind="note",
        values={"about": "call", "facts": FACTS},
        parts=[Part(child)],
        key=uuid4().hex,
    )


def move(entry: Entry, child: Subject) -> str:
    return reverse("casefile:move", args=[entry.pk, child.pk])


def chronology(client: Client, child: Subject) -> str:
    return read(client, reverse("casefile:chronology", args=[child.pk]))


@travel(later(hours=1), tick=False)
def test_the_author_s_manager_moves_an_entry_and_both_records_tell_of_it() -> None:
    desk = Desk()
    page = desk.moved()
    assert "Moved. A line in either record says so." in page
    assert "Moved here" in page
    reader = client_of(user("social_worker"))
    wrong, right = chronology(reader, desk.wrong), chronology(reader, desk.right)
    assert "An entry was moved to another record" in wrong
    assert FACTS not in wrong
    assert "An entry was moved here from another record" in right
    assert FACTS in right
    trace = Entry.objects.get(kind="moved_away")
    told = read(reader, reverse("casefile:entry", args=[trace.pk]))
    assert WHY in told
    assert desk.right.reference not in told
    assert str(desk.right.pk) not in told
    here = read(reader, reverse("casefile:entry", args=[Entry.objects.get(kind="moved_here").pk]))
    assert reverse("casefile:entry", args=[desk.note.pk]) in here


@travel(later(hours=1), tick=False)
def test_whoever_may_open_only_the_wrong_record_cannot_read_the_entry_any_more() -> None:
    desk = Desk()
    desk.moved()
    protect(
        by=author("manager"), at=later(hours=1), subject=desk.right, level=Level.SEALED, reason="Adoption"
    )
    reader = client_of(user("social_worker"))
    assert reader.get(reverse("casefile:entry", args=[desk.note.pk])).status_code == 404
    assert "An entry was moved to another record" in chronology(reader, desk.wrong)


@travel(later(hours=1), tick=False)
def test_only_the_author_s_own_manager_moves_it() -> None:
    desk = Desk()
    for person in (desk.worker, desk.other_manager, user("csc_officer")):
        assert client_of(person).get(desk.address).status_code == 403
    own = note(desk.wrong, desk.manager)
    assert client_of(desk.manager).get(move(own, desk.wrong)).status_code == 403
    assert "Move to another record" in read(
        client_of(desk.manager), reverse("casefile:entry", args=[desk.note.pk])
    )


@travel(later(hours=1), tick=False)
def test_nothing_is_moved_before_the_right_record_was_shown_and_what_was_typed_stays() -> None:
    desk = Desk()
    client = client_of(desk.manager)
    page = read(client, desk.address, reference="KKK-KKK-KKK", reason=WHY)
    assert "No record has this reference" in page
    assert WHY in page
    read(client, desk.address, reference=desk.right.reference, reason=WHY, seen=desk.wrong.reference)
    assert "about that person already" in read(
        client, desk.address, reference=desk.wrong.reference, reason=WHY, seen=desk.wrong.reference
    )
    assert not Entry.objects.filter(kind="moved_here").exists()
    protect(
        by=author("manager"), at=later(hours=1), subject=desk.right, level=Level.SEALED, reason="Adoption"
    )
    hidden = read(client, desk.address, reference=desk.right.reference, reason=WHY)
    assert "No record has this reference" in hidden
    assert WHY in hidden


@travel(later(hours=1), tick=False)
def test_a_merged_child_s_page_shows_the_duties_of_both_open_periods() -> None:
    one, other = two_records()
    merged(one, other)
    page = read(client_of(user("social_worker")), reverse("casefile:child", args=[one.pk]))
    assert "2 records, read as one" in page
    running = Duty.objects.filter(met_at__isnull=True, due_at__isnull=False)
    both = {duty.episode_id for duty in running}
    assert both == {episode_of(entry).pk for entry in Entry.objects.filter(kind="contact")}
    assert page.count('class="gt-duty ') >= running.count()
    assert page.count('<ol class="gt-pathway"') == 2
