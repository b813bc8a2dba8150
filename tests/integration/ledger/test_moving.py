"""An entry written in the wrong record is moved, leaves its trace in both, and is moved back."""

from datetime import date
from uuid import uuid4

import pytest

from goldthread.ledger import operations
from goldthread.ledger.models import Astray, Duty, Entry, EntrySubject, Event, Subject
from goldthread.ledger.operations import NotMoved, Part
from goldthread.ledger.rebuild import rebuild
from goldthread.people import statements as say
from goldthread.people.models import Name
from tests.factories import author, child_of, contact, episode_of, later
from tests.integration.people.record import payload
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def signed(child: Subject, kind: str, role: str = "social_worker", **values: object) -> Entry:
    return operations.sign(
        by=author(role),
        at=later(minutes=10),
        kind=kind,
        values=values,
        parts=[Part(child)],
        key=uuid4().hex,
        outside_reason="At once.",
    )


def moved(entry: Entry, subject: Subject, to: Subject, hours: int = 2) -> Entry:
    return operations.move(
        by=author("manager"),
        at=later(hours=hours),
        entry=entry,
        subject=subject,
        to=to,
        reason="Written in the wrong record.",
        key=uuid4().hex,
    )


def kinds(child: Subject) -> list[str]:
    parts = EntrySubject.objects.filter(subject=child).select_related("entry")
    return sorted(part.entry.kind for part in parts)


def derived(child: Subject) -> list[list[dict[str, object]]]:
    """Events, duties and names of one child."""
    return [
        list(Event.objects.filter(episode__subject=child).order_by("pk").values()),
        list(Duty.objects.filter(episode__subject=child).order_by("pk").values()),
        list(Name.objects.filter(subject=child).order_by("pk").values()),
    ]


def test_events_and_duties_follow_a_moved_step_and_its_authorisation() -> None:
    rowan, ivy = child_of(contact()), child_of(contact())
    before = derived(ivy)
    step = signed(rowan, "step_record", "delegated_social_worker", step="decision", outcome="assessment")
    operations.authorise(
        by=author("manager"), at=later(minutes=20), entry=step, reason="Yes", key=uuid4().hex
    )
    events = Event.objects.filter(step="decision")
    as_written = derived(rowan)
    assert {event.episode.subject for event in events} == {rowan}
    moved(step, rowan, ivy)
    assert {event.episode.subject for event in events.all()} == {ivy}
    assert {event.recorded_at for event in events.all()} == {later(hours=2)}  # known there from then on
    to_see = Duty.objects.filter(rule="child_and_family_assessment.see_child_in_days")
    assert {duty.episode.subject for duty in to_see} == {ivy}
    assert rebuild(keep=False) == []
    moved(step, ivy, rowan, hours=3)
    assert (derived(rowan), derived(ivy)) == (as_written, before)
    assert rebuild(keep=False) == []


@requirement("HSSCP-9.12")
def test_what_an_entry_states_follows_it_and_its_words_do_not_change() -> None:
    rowan, ivy = child_of(contact()), child_of(contact())
    told = payload(
        say.Named(about=str(rowan.pk), given="Ro", family="Elder", kind="alias"),
        say.Born(about=str(rowan.pk), on=date(2018, 1, 15)),
    )
    entry = signed(rowan, "test.told", **told)
    operations.amend(
        by=author("social_worker"),
        at=later(minutes=30),
        entry=entry,
        values=payload(say.Named(about=str(rowan.pk), given="Roe", family="Elder", kind="alias")),
        parts={},
        reason="Spelling",
        key=uuid4().hex,
    )
    whole = derived(rowan)
    moved(entry, rowan, ivy)
    names = {
        (name.subject, name.given, name.superseded_by is None) for name in Name.objects.filter(kind="alias")
    }
    assert names == {(ivy, "Ro", False), (ivy, "Roe", True)}
    assert Entry.objects.get(pk=entry.pk).payload == told
    assert rebuild(keep=False) == []
    moved(entry, ivy, rowan, hours=3)
    assert derived(rowan) == whole
    assert rebuild(keep=False) == []


def test_each_record_keeps_a_trace_that_does_not_name_the_other() -> None:
    rowan, ivy, ash = (child_of(contact()) for _ in range(3))
    note = signed(rowan, "note", about="call", facts="Nobody answered.")
    moved(note, rowan, ivy)
    assert (kinds(rowan), kinds(ivy)) == (["contact", "moved_away"], ["contact", "moved_here", "note"])
    traces = Entry.objects.filter(kind__startswith="moved")
    assert not any(str(child.pk) in str(one.payload) for one in traces for child in (rowan, ivy))
    assert {one.occurred_at for one in traces} == {note.occurred_at}
    moved(note, ivy, ash, hours=3)  # it was not hers either
    moved(note, ash, rowan, hours=4)
    assert kinds(rowan) == ["contact", "moved_away", "moved_here", "note"]
    assert kinds(ivy) == ["contact", "moved_away", "moved_here"]
    assert Astray.objects.count() == 2
    assert rebuild(keep=False) == []


def test_of_an_entry_about_several_only_the_wrong_part_is_moved() -> None:
    rowan, ivy, ash = (child_of(contact()) for _ in range(3))
    note = operations.sign(
        by=author("social_worker"),
        at=later(minutes=10),
        kind="note",
        values={"facts": "Seen at home."},
        parts=[Part(rowan), Part(ivy)],
        key=uuid4().hex,
    )
    with pytest.raises(NotMoved, match="already"):
        moved(note, rowan, ivy)
    moved(note, rowan, ash)
    assert {part.subject for part in note.parts.all()} == {ivy, ash}
    with pytest.raises(NotMoved, match="no longer"):
        moved(note, rowan, ash, hours=3)


def test_what_belongs_to_a_contact_or_to_another_entry_stays_with_it() -> None:
    entry = contact()
    rowan, ivy = child_of(entry), child_of(contact())
    note = signed(rowan, "note", facts="Nobody answered.")
    settled = operations.amend(
        by=author("social_worker"),
        at=later(minutes=30),
        entry=note,
        values={"facts": "Somebody did."},
        parts={},
        reason="Heard it",
        key=uuid4().hex,
    )
    for wrong in (entry, settled, moved(note, rowan, ivy)):
        with pytest.raises(NotMoved):
            moved(wrong, rowan, ivy, hours=3)
    assert episode_of(entry).subject == rowan
