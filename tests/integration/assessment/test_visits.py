"""A home visit is written once for the whole family, and each child's record holds its own."""

from collections.abc import Callable

import pytest

from goldthread.access.models import Level, Protection
from goldthread.ledger.models import Duty, Entry, EntrySubject
from goldthread.people.models import Person, Sighting
from tests.integration.assessment.family import Family, on, own
from tests.integration.frontdoor.by_pack import at, signed
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(authority: Callable[..., None]) -> Family:
    """Four children in the area of the Hub."""
    return Family(authority, "hartlepool-stockton")


@requirement("HSSCP-7.1", "HUB-2.2")
def test_one_visit_to_four_siblings_is_one_form_and_four_records(family: Family) -> None:
    voices = {
        "Ada": "I do the tea now.",
        "Ben": "Showed me his fort.",
        "Cal": "Hid behind the sofa.",
        "Dot": "",
    }
    said = {"observed": "Warm house, empty fridge.", "opinion": "Ada carries too much."}
    for given, voice in voices.items():
        answers = {"seen": "yes", "seen_alone": "yes" if voice else "no", "voice": voice}
        said |= own(family.child(given), **answers)
    with at(on(4), family.worker, family.page("visits/new/")) as browser:
        assert "Hazel Alder (" in browser.said, "who lives there is known already"
        visit = signed(browser, said)
    assert Entry.objects.filter(kind="child_seen").count() == 1, "one form"
    parts = {part.subject_id: part.payload for part in visit.parts.all()}
    assert len(parts) == 4
    for given, voice in voices.items():
        own_part = parts[family.child(given).pk]
        assert own_part.get("voice", "") == voice
        others = [each for name, each in voices.items() if each and name != given]
        assert not [each for each in others if each in str(own_part)], "nothing of a brother or sister"
    assert "Ada carries" not in str(parts), "what is said of all is kept once, in the entry"
    seen = dict(Sighting.objects.filter(stated_by=visit).values_list("subject_id", "alone"))
    assert seen == {family.child(given).pk: bool(voice) for given, voice in voices.items()}
    with at(on(4, 12), family.worker, f"/children/{family.child('Cal').pk}/chronology/") as browser:
        assert "Warm house, empty fridge." in browser.said


@requirement("HSSCP-7.4")
def test_a_visit_without_an_answer_is_kept_and_nobody_was_seen(family: Family) -> None:
    with at(on(3), family.worker, family.page("visits/new/?visit_kind=section_47", "Ben")) as browser:
        browser.send({"came_of_it": "message_left"})
        assert [where for _, where in browser.errors] == ["#message"], "not asked of an attempt: who was seen"
        visit = signed(
            browser, {"message": "Card left, rang the school.", "about": [str(family.child("Ben").pk)]}
        )
    part = EntrySubject.objects.get(entry=visit)
    assert (part.subject_id, part.payload) == (family.child("Ben").pk, {"seen": False})
    assert visit.payload["visit_kind"] == "section_47"
    assert not visit.events.exists()
    with at(on(3, 12), family.worker, family.page("visits/new/")) as browser:
        browser.send(
            {"came_of_it": "nobody_in", "message": "Back at five.", **own(family.child("Ada"), seen="yes")}
        )
        assert browser.errors[0][0].endswith("You say that the visit did not take place")


def test_a_brother_whose_record_is_closed_to_the_worker_is_not_on_the_form(family: Family) -> None:
    mother = Person.objects.get(given="Hazel").subject
    for one in (family.child("Ben"), mother):
        Protection.objects.create(subject=one, level=Level.RESTRICTED, set_by=family.manager, set_at=on(2))
    with at(on(4), family.worker, family.page("visits/new/")) as browser:
        assert "Cal ALDER" in browser.said
        assert "Ben" not in browser.said
        assert "Hazel Alder" not in browser.said
        assert "A restricted record (mother)" in browser.said


@requirement("HERTS-10.21", "HERTS-10.23")
def test_where_the_procedure_says_when_a_child_is_seen_a_visit_meets_it_and_an_attempt_does_not(
    authority: Callable[..., None],
) -> None:
    family = Family(authority, "hertfordshire", children=1)
    ada = family.child("Ada")
    with at(on(2), family.worker, family.page("visits/new/")) as browser:
        signed(browser, {"came_of_it": "nobody_in", "message": "Back tomorrow"})
    soon = Duty.objects.filter(rule="child_and_family_assessment.see_child_in_days")
    assert soon.get().met_at is None
    with at(on(3), family.worker, family.page("visits/new/")) as browser:
        signed(browser, {"observed": "At home, well", **own(ada, seen="yes", seen_alone="yes")})
    assert soon.get().met_at == on(3)
