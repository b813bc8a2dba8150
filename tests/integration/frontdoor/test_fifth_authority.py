"""A made-up fifth authority: a pack and no Python, and yet every door works, in its own words."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from goldthread.documents.models import Delivery
from goldthread.ledger.models import Draft, Entry, Event
from goldthread.ledger.rebuild import rebuild
from goldthread.procedures.checks import check_packs
from goldthread.procedures.sources import Sources
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed, step
from tests.integration.frontdoor.calling import MAX
from tests.integration.frontdoor.cast import CHECK, actions, due, page, wall
from tests.integration.frontdoor.plain import PlainBrowser

pytestmark = pytest.mark.django_db

PACKS = Path(__file__).parents[2] / "packs"
MONDAY, TUESDAY, WEDNESDAY = (wall(2026, 6, day, 10, 0) for day in (1, 2, 3))
WORRY = {
    "immediate_danger": "no",
    "concern": "Seen alone by the water, three evenings running.",
    "how_worried": "very",
    "animals": "no",
    **MAX,
}


@pytest.fixture(autouse=True)
def fensmoor(authority: Callable[..., None], tmp_path: Path) -> None:
    """This service is Fensmoor's, whose pack lies beside England's in a folder of its own."""
    (tmp_path / "england").symlink_to(settings.GOLDTHREAD_PACKS / "england")
    (tmp_path / "fensmoor").symlink_to(PACKS / "fensmoor")
    authority("fensmoor", tmp_path)


def partner_sheet() -> Entry:
    """What a school sends on the yellow sheet."""
    school = make.user("professional_referrer", name="Dilys Lead", of=make.agency("Alderbrook", "school"))
    with at(MONDAY, school, "/requests/new/") as browser:
        assert "Partner sheet (yellow sheet)" in browser.said
        browser.send({"form": "partner_sheet"})
        browser.through(WORRY, until=CHECK)
        browser.send()
        assert browser.status == 200, browser.errors
        assert "Receipt confirmed" in browser.said
    return Entry.objects.get(kind="contact")


def test_the_pack_is_sound(tmp_path: Path) -> None:
    errors = [
        each for each in check_packs([tmp_path], ["fensmoor"], Sources(None), {}) if each.severity == "error"
    ]
    assert not errors


def test_anyone_can_tell_on_its_own_form() -> None:
    with at(MONDAY, None, "/") as browser:
        assert "Fensmoor Council" in browser.text
        browser.go("/report/")
        assert browser.heading == "Tell Fensmoor about a child"
        browser.send(form="")
        answers = WORRY | {"children-0-age_about": "7", "referrer_kind": "neighbour", "anonymous": "yes"}
        browser.through(answers, until=CHECK)
        browser.send()
        assert browser.heading == "We have received your report"
        assert "We talk about every worry at the next huddle." in browser.said
    contact = Entry.objects.get(kind="contact")
    assert contact.payload["how_worried"] == "very"
    assert Event.objects.get(step="contact").facts["how_worried"] == "very"


def test_a_sheet_is_answered_and_a_grave_worry_cannot_be_left_be() -> None:
    contact = partner_sheet()
    assert Delivery.objects.get().entry.payload["subject"].startswith("Fensmoor has your sheet")
    assert due(contact, "huddle.hold") == date(2026, 6, 4)
    helper = make.user("duty_helper", name="Hester Helper")
    with at(TUESDAY, helper, page(contact)) as browser:
        assert {"The huddle", "Decide"} <= actions(browser)
        assert "Screen" not in actions(browser), "there is no such step here"
        browser.go(page(contact, "decide/"))
        browser.send({_outcome(browser): "leave_be", "reasons": "It is nothing"})
        assert browser.status == 409
        assert "Leave a grave worry be before a huddle was held" in browser.said


def test_a_step_of_its_own_is_recorded_and_authorised() -> None:
    contact = partner_sheet()
    helper, lead = make.user("duty_helper", name="Hester Helper"), make.user("practice_lead", name="Lee Lead")
    with at(TUESDAY, helper, step(contact, "huddle")) as browser:
        assert browser.asks() >= {"outcome", "helpers", "point_next_step", "happened_at-day"}
        assert "takes effect when the Practice lead authorises it" in browser.said
        child = next(name for name in browser.asks() if name.endswith("-seen"))
        answers = {"outcome": "sent_out", "helpers": "2", child: "yes", "point_next_step": "Go and see"}
        signed(browser, answers)
        assert "waits to be authorised by the Practice lead" in browser.said
    _authorise(contact, lead, "step_record")
    made = Event.objects.filter(step="huddle", outcome="sent_out")
    assert [event.facts for event in made] == [{"helpers": 2, "seen": True}] * 2


def test_a_decision_is_made_authorised_and_told() -> None:
    contact = partner_sheet()
    helper, lead = make.user("duty_helper", name="Hester Helper"), make.user("practice_lead", name="Lee Lead")
    with at(WEDNESDAY, helper, page(contact, "decide/")) as browser:
        assert "point_plan" in browser.asks(), "what the pack asks and no page of ours foresees"
        answers = {"reasons": "They want it", "point_plan": "A visit each week"}
        browser.send({_outcome(browser): "family_help", **answers})
        assert "Your decision waits for a practice lead." in browser.said
    _authorise(contact, lead, "decision")
    with at(WEDNESDAY, helper, page(contact, "feedback/")) as browser:
        assert "Family help starts." in browser.said
        browser.send()
        browser.send(press="send")
        assert browser.path == page(contact), browser.errors
    assert Delivery.objects.count() == 2
    assert rebuild(keep=False) == []


def _outcome(browser: PlainBrowser) -> str:
    return next(name for name in browser.asks() if name.endswith("-outcome"))


def _authorise(contact: Entry, lead: object, kind: str) -> None:
    entry = Entry.objects.get(kind=kind, authorisations=None, answers=contact)
    with at(WEDNESDAY, lead, "/desk/") as browser:  # type: ignore[arg-type]
        browser.go(page(contact, f"authorise/{entry.pk}/")).send()
        assert "authorised, and has effect now" in browser.said


def test_a_step_recorded_on_the_childs_page_is_authorised_where_it_is_read() -> None:
    contact = partner_sheet()
    helper, lead = make.user("duty_helper", name="Hester Helper"), make.user("practice_lead", name="Lee Lead")
    child = make.child_of(contact).pk
    with at(TUESDAY, helper, f"/children/{child}/") as browser:
        browser.go(browser.link("The huddle"))
        entry = signed(browser, {"outcome": "sent_out"})
        assert browser.path == f"/children/{child}/"
    assert entry.answers is None
    with at(WEDNESDAY, lead, f"/entries/{entry.pk}/") as browser:
        browser.send({"reason": "Go"}, form=f"/entries/{entry.pk}/settle/")
        assert "Authorised, and has effect now." in browser.said
    with at(WEDNESDAY, helper, f"/children/{child}/steps/huddle/") as browser:
        signed(browser, {"outcome": "held"})
        browser.go(f"/children/{child}/steps/huddle/").send({"outcome": "held", "what": "Once more"})
        assert browser.status == 409
        assert "The procedure does not expect this now" in browser.said
        assert "Once more" in browser.said, "what was typed is kept"
        signed(browser, {"outside_reason": "Something new"})
    assert Entry.objects.filter(outside_reason="Something new").count() == 1
    assert Event.objects.filter(step="huddle", authorises__isnull=False).exists()


def test_a_call_is_taken_on_its_own_sheet_and_nothing_of_another_authority_is_there() -> None:
    helper = make.user("duty_helper", name="Hester Helper")
    with at(MONDAY, helper, "/telephone/") as browser:
        assert "consulted_hub" not in browser.asks()
        assert "how_worried" in browser.asks()
        contact = signed(browser, {**WORRY, "referrer_kind": "school", "referrer_name": "Dilys"})
        for foreign in ("Hertfordshire", "green form", "red form", "Consultation Hub"):
            assert foreign not in browser.text
        assert browser.go("/consultations/").status in {403, 404}
        assert "Consultations" not in browser.text
    assert contact.payload["channel"] == "telephone"


_CALLS_FIRST = """  must_not:
    online_first:
      what: Send a sheet before anyone rang the Fensmoor line
      until: contact.information_added
      refuses: contact.received
      roles: [referrer]
      cite: [{source: handbook, at: page 9, says: it rings first, status: not_held}]
"""


def test_a_report_that_the_procedure_refuses_says_why_whom_to_ring_and_keeps_every_word(
    authority: Callable[..., None], tmp_path: Path
) -> None:
    strict = tmp_path / "strict"
    shutil.copytree(PACKS / "fensmoor", strict / "fensmoor")
    (strict / "england").symlink_to(settings.GOLDTHREAD_PACKS / "england")
    contact = strict / "fensmoor" / "steps" / "10-contact.yaml"
    contact.write_text(contact.read_text() + _CALLS_FIRST)
    authority("fensmoor", strict)
    with at(MONDAY, None, "/report/") as browser:
        browser.send(form="")
        browser.through({**WORRY, "anonymous": "yes"}, until=CHECK)
        browser.send()
        assert browser.status == 409
        assert "does not let you send a sheet before anyone rang the Fensmoor line" in browser.said
        assert "page 9" in browser.said, "where the rule comes from"
        for said in ("What to do instead", "01632 960 555", "ring 999", WORRY["concern"]):
            assert said in browser.said
    assert not Entry.objects.exists()
    assert Draft.objects.get().raw["concern"] == [WORRY["concern"]]


def test_siblings_with_different_outcomes_are_recorded_in_one_go() -> None:
    contact = make.contact(at=MONDAY, children=[{"given_names": "Max"}, {"given_names": "Mia"}])
    helper, lead = make.user("duty_helper", name="Hester Helper"), make.user("practice_lead", name="Lee Lead")
    names = {part.payload["given_names"]: str(part.subject_id) for part in contact.parts.all()}
    max_, mia = (f"child-{names[name]}-outcome" for name in ("Max", "Mia"))
    with at(TUESDAY, helper, step(contact, "huddle")) as browser:
        browser.send({max_: "held", "what": "We talked about both"})
        assert browser.status == 422, "what became of Mia?"
        assert [href for _, href in browser.errors] == [f"#{mia}"]
        entry = signed(browser, {mia: "sent_out"})
        assert "It waits to be authorised by the Practice lead" in browser.said
    assert Entry.objects.filter(kind="step_record").count() == 1
    assert {(event.outcome, str(event.episode.subject_id)) for event in entry.events.all()} == {
        ("held", names["Max"]),
        ("sent_out", names["Mia"]),
    }
    with at(TUESDAY, helper, page(contact, "decide/")) as browser:
        browser.send({max_: "leave_be", mia: "family_help", "reasons": "She asks for it"})
        assert "Your decision waits for a practice lead." in browser.said
    _authorise(contact, lead, "step_record")
    _authorise(contact, lead, "decision")
    settled = Event.objects.filter(authorises__isnull=False)
    whose = {(event.step, str(event.episode.subject_id)) for event in settled}
    assert whose == {("huddle", names["Mia"]), ("decision", names["Mia"])}, "Max’s had effect at once"
    with at(WEDNESDAY, helper, f"/entries/{entry.pk}/") as browser:
        assert {"Huddle held", "Helpers sent out"} <= {part.strip() for part in browser.tree.itertext()}
        browser.go(f"/entries/{entry.pk}/correct/")
        assert {max_, mia} <= browser.asks()
        signed(browser, {mia: "held", "correction_reason": "Nobody went"})
    assert rebuild(keep=False) == []
