"""Every fault that a pack can have is found, with its file and line: each is seeded into a sound pack."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from goldthread.procedures.checks import check_packs
from goldthread.procedures.checks.strictness import Limit, compare
from goldthread.procedures.format.durations import Duration
from goldthread.procedures.sources import Sources
from tests.unit.procedures.world import AREA, PACKS, REQUIREMENTS, copy_packs, findings

pytestmark = pytest.mark.takes(2)


class Fault(NamedTuple):
    """What to write in place of what in which file, and the finding that must follow.

    The finding is on the first line that was changed, or on the first with `on` in it.
    """

    code: str
    file: str
    sound: str | re.Pattern[str]
    spoilt: str
    on: str = ""


CONTACT, DECISION, ASSESSMENT, VISIT = (
    f"area/steps/{name}.yaml" for name in ("10-contact", "20-decision", "30-assessment", "40-visit")
)
OVERLAY = "variant/steps/20-decision.yaml"
MANUAL = "documents/manual.txt"
REPLACED = "      replaces: area.decision.decide\n      effect: stricter\n"
DATED = "      replaces: area.assessment.finish\n      effect: stricter\n"
FIRST_CITATION = re.compile(r"      cite:\n .*\n")

OF_THE_PATHWAY = [
    Fault("unknown_event", "area/pack.yaml", "contact: [contact.received]", "contact: [contact.recieved]"),
    Fault("unknown_event", VISIT, "[decision.assess, visit.made]", "[decision.asses, visit.made]"),
    Fault("unreachable", ASSESSMENT, "opens_when: [decision.assess]", "opens_when: [assessment.finished]"),
    Fault("never_stated", "area/facts.yaml", "fact: urgent, is: [true]", 'fact: note, is: [""]'),
    Fault("never_chosen", "area/routes.yaml", "when: [hurry]", "unless: [about_housing]", on="other:"),
    Fault("no_exit", VISIT, "    stopped: {title: Visits stopped}\n", "", on="visit:"),
    Fault("no_deadline", VISIT, "within: 6 weeks", "within: no limit", on="visit:"),
    Fault("ends_and_opens", DECISION, "two_people: true}", "ends_case: true}"),
]
OF_RULES = [
    Fault("no_role", CONTACT, "      by: desk\n", "", on="    answer:"),
    Fault("bad_duration", CONTACT, "within: 1 working day", "within: 3 workingdays"),
    Fault("no_limit_said", CONTACT, "      within: 1 working day\n", "", on="    answer:"),
    Fault("no_anchor", ASSESSMENT, "      counted_from: next_meeting\n", "", on="before:"),
    Fault("target_late", DECISION, "usually: 2 working days", "usually: 4 working days"),
    Fault("no_target", DECISION, "      usually: 2 working days\n", "", on="usually_requirement:"),
    Fault("no_second", DECISION, "authorised_by: manager, two_people", "two_people"),
    Fault("no_title", VISIT, "{title: Visits stopped}", "{}"),
    Fault(
        "unknown_duty_of_this_step",
        VISIT,
        "      refuses: [visit.*]\n",
        "      refuses: [visit.*]\n      later_than: nothing\n",
        on="later_than:",
    ),
    Fault("conflict", ASSESSMENT, ", to: 2026-06-30}", "}", on="finish_sooner:"),
]
OF_DATES = [
    Fault("closed_anyhow", "area/pack.yaml", "2026-04-07", "2026-04-06"),
    Fault("closed_anyhow", "area/pack.yaml", "2026-04-07", "2026-04-11"),
    Fault("closed_unknown_year", "area/pack.yaml", "2026-04-07", "2036-04-07"),
    Fault("ends_before_it_begins", "area/pack.yaml", "2020-01-01,", "2020-01-01, to: 2019-12-31,"),
    Fault("ends_before_it_begins", ASSESSMENT, "to: 2026-06-30", "to: 2019-06-30"),
]
OF_NAMES = [
    Fault("unknown_role", CONTACT, "by: desk", "by: dessk"),
    Fault("unknown_role", VISIT, "role: worker,", "role: workers,"),
    Fault("unknown_fact", CONTACT, "facts: [channel,", "facts: [chanel,"),
    Fault("unknown_condition", CONTACT, "when: [danger]", "when: [dangers]"),
    Fault("unknown_value", "area/facts.yaml", "is: [telephone]", "is: [phone]"),
    Fault("unknown_value", "area/facts.yaml", "fact: urgent, is: [true]", 'fact: urgent, is: ["true"]'),
    Fault("bad_condition", "area/facts.yaml", "fact: urgent, is: [true]", "missing: true"),
    Fault("unknown_requirement", CONTACT, "requirement: AREA-1", "requirement: AREA-11"),
    Fault("foreign_requirement", CONTACT, "requirement: AREA-1", "requirement: OTHER-1"),
    Fault("unknown_reading", CONTACT, "reading: T1", "reading: T2"),
    Fault("unknown_service", "area/routes.yaml", "service: front_desk", "service: front_dest"),
    Fault("unknown_service", "area/services.yaml", "divert_to: duty_team", "divert_to: duty"),
    Fault("unknown_event", "area/forms/report.yaml", "starts: contact.received", "starts: contact.recieved"),
    Fault("asks_nothing", "area/forms/report.yaml", "[concern, children.given_names]", "[]"),
    Fault(
        "unknown_question_of_this_page",
        "area/forms/report.yaml",
        "required: [concern]",
        "required: [concerns]",
    ),
    Fault("may_not_say", "area/letters/answer.yaml", "thank you.", "about {concern}."),
    Fault("unknown_base", "variant/pack.yaml", "extends: area", "extends: aria"),
    Fault("wrong_folder", "variant/pack.yaml", "id: variant", "id: varied"),
]
OF_CITATIONS = [
    Fault("no_citation", CONTACT, FIRST_CITATION, "", on="    answer:"),
    Fault("no_mark", CONTACT, re.compile(r", mark: .*\}\}"), "}"),
    Fault("unknown_source", CONTACT, "{source: manual", "{source: manuel"),
    Fault("passage_missing", CONTACT, "{words: 9, ", "{words: 8, "),
    Fault("other_document", "area/sources.yaml", re.compile("sha256: .*"), "sha256: " + "0" * 64),
]
OF_OVERLAYS = [
    Fault("step_not_marked", OVERLAY, "  changes: area.decision\n", "", on="decision:"),
    Fault("step_not_marked", "area/steps/40-visit.yaml", "visit:", "visits:"),
    Fault("rule_not_marked", OVERLAY, REPLACED.splitlines(keepends=True)[0], "", on="effect: stricter"),
    Fault("both_live", OVERLAY, REPLACED, "", on="decide_sooner:"),
    Fault("unknown_rule_to_replace", OVERLAY, "area.decision.decide\n", "area.decision.decided\n"),
    Fault("no_effect", OVERLAY, "      effect: stricter\n", "", on="replaces:"),
    Fault("wrong_effect", OVERLAY, "effect: stricter", "effect: same"),
    Fault("change_not_marked", ASSESSMENT, DATED, "", on="in_force: {from: 2026-07-01}"),
    Fault(
        "no_change_date",
        ASSESSMENT,
        ", to: 2026-06-30}",
        ", to: 2026-06-29}",
        on="in_force: {from: 2026-07-01}",
    ),
    Fault("no_change_date", ASSESSMENT, "      in_force: {from: 2026-07-01}\n", "", on="replaces:"),
    Fault("applies_to_nothing", ASSESSMENT, ", to: 2026-06-30}", ", to: 2026-06-30, applies_to: open_cases}"),
    Fault("applies_to_nothing", "area/pack.yaml", "01-01, reading: T1", "01-01, applies_to: open_cases"),
    Fault("wrong_effect", ASSESSMENT, "within: 30 working days", "within: 60 working days", on="effect:"),
    Fault("no_because", OVERLAY, "within: 2 working days", "within: 4 working days", on="replaces:"),
]
OF_THE_FORMAT = [
    Fault(
        "duplicate_key", CONTACT, "      by: desk\n", "      by: desk\n      by: worker\n", on="by: worker"
    ),
    Fault("unknown_key", CONTACT, "met_by: [contact.answered]", "meet_by: [contact.answered]"),
    Fault("missing_key", CONTACT, "      of: contact.received\n", "", on="    answer:"),
    Fault("old_boolean", DECISION, "two_people: true", "two_people: yes"),
    Fault("wrong_type", DECISION, "two_people: true", 'two_people: "sure"'),
    Fault("wrong_type", CONTACT, "facts: [channel, urgent, needs, in_danger]", "facts: channel"),
    Fault("wrong_type", CONTACT, "reading: T1", "reading: {T1: T1}"),
    Fault("empty", CONTACT, "title: Answer the contact", "title:"),
    Fault("bad_value", CONTACT, "which: first", "which: firts"),
    Fault("bad_id", CONTACT, "    answer:", "    Answer-it:"),
    Fault("bad_date", "area/pack.yaml", "2026-04-07", "2026-04-31"),
    Fault("bad_hours", "area/services.yaml", '{monday: "09:00-17:00"', '{monday: "17:00-09:00"'),
    Fault("bad_fingerprint", CONTACT, re.compile("sha256: ...."), "sha256: "),
    Fault("alias", CONTACT, "by: [desk, worker]", "by: &all [desk, worker], says: *all"),
    Fault("tag", CONTACT, "title: Answer the contact", "title: !!python/name:os.system x"),
    Fault("yaml", CONTACT, "title: Answer the contact", 'title: "Answer" the contact'),
    Fault("two_steps", CONTACT, "contact:\n", "other:\n  title: Other\ncontact:\n", on="contact:"),
    Fault("duplicate_id", DECISION, "decision:\n", "contact:\n"),
]
EXAMPLE = "area/examples/danger.yaml"
OF_EXAMPLES = [
    Fault("example", EXAMPLE, "due: 2026-03-03}", "due: 2026-03-04}"),
    Fault("example", EXAMPLE, "open: false", "open: true"),
    Fault("example", EXAMPLE, "service: duty_team", "service: front_desk"),
    Fault("example", EXAMPLE, "state: overdue", "state: open"),
    Fault("example", EXAMPLE, "must_not: [visit.visit_in_danger]", "must_not: [visit.visit_in_dangers]"),
    Fault("example", EXAMPLE, "may: [decision.assess]", "may: [visit.made]"),
    Fault("example", EXAMPLE, "rule: visit.desk_visits", "rule: visit.visit_in_danger"),
    Fault("unknown_outcome", EXAMPLE, "outcome: received", "outcome: receipt"),
    Fault("unknown_authority", EXAMPLE, "authority: area", "authority: variant"),
]
FAULTS = (
    OF_DATES + OF_EXAMPLES + OF_THE_PATHWAY + OF_RULES + OF_NAMES + OF_CITATIONS + OF_OVERLAYS + OF_THE_FORMAT
)


def test_the_sound_packs_have_no_fault() -> None:
    assert findings(PACKS, "skeleton", "area", "variant") == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}:{fault.file}")
def test_a_seeded_fault_is_found_in_its_file_on_its_line(fault: Fault, tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    line = spoil(packs / fault.file, fault)
    found = findings(packs, fault.file.partition("/")[0])
    assert (fault.code, fault.file, line) in {(each.code, each.file, each.line) for each in found}, found
    assert {each.severity for each in found} == {"error"}


def spoil(path: Path, fault: Fault) -> int:
    """Seed a fault; answer the line on which it must be found."""
    before = path.read_text(encoding="utf-8")
    pattern = re.escape(fault.sound) if isinstance(fault.sound, str) else fault.sound
    after = re.sub(pattern, lambda _: fault.spoilt, before, count=0 if fault.code == "no_deadline" else 1)
    assert after != before, fault
    path.write_text(after, encoding="utf-8")
    old, new = before.splitlines(), after.splitlines()
    if fault.on:
        return next(number for number, text in enumerate(new, 1) if fault.on in text)
    return next(number for number, texts in enumerate(zip(old, new, strict=False), 1) if len(set(texts)) > 1)


def test_a_passage_that_stands_twice_is_found(tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    manual = packs / MANUAL
    manual.write_text(manual.read_text() + "Urgent contacts go to the duty team.\n")
    found = {each.code for each in findings(packs, "area")}
    assert found == {"passage_twice", "other_document"}


def test_a_passage_that_has_moved_is_found_all_the_same(tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    sound = (packs / CONTACT).read_text()
    (packs / CONTACT).write_text(re.sub(r"at_word: (\d+)", r"at_word: 9\1", sound, count=1))
    (found,) = findings(packs, "area")
    assert (found.code, found.severity, found.line) == ("passage_moved", "warning", 3)
    stands = re.search(r"at_word: \d+", sound)
    assert stands
    assert stands[0] in found.message


def test_without_the_documents_the_check_says_so_and_goes_on() -> None:
    found = check_packs([PACKS], ["area"], Sources(None), REQUIREMENTS)
    assert [(each.code, each.severity) for each in found] == [("not_at_hand", "notice")]


def test_a_rule_of_the_same_name_must_say_that_it_replaces(tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    path = packs / OVERLAY
    path.write_text(path.read_text().replace(REPLACED, "").replace("decide_sooner", "decide"))
    assert [(each.code, each.line) for each in findings(packs, "variant")] == [("rule_not_marked", 4)]


def test_an_unknown_file_of_a_pack_is_found(tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    (packs / "area" / "service.yaml").write_text("a: b\n")
    assert [each.message for each in findings(packs, "area")] == [
        'A pack has no file "service.yaml". Did you mean "services.yaml"?'
    ]


def test_a_pack_on_top_of_itself_is_refused(tmp_path: Path) -> None:
    packs = copy_packs(tmp_path)
    head = packs / "area" / "pack.yaml"
    head.write_text(head.read_text().replace("extends: skeleton", "extends: variant"))
    assert [each.code for each in findings(packs, "area")] == ["unknown_base"]


@pytest.mark.parametrize(
    ("ours", "theirs", "effect"),
    [
        ("15 working days", "21 days", "mixed"),
        ("10 working days", "14 days", "mixed"),
        ("3 months", "13 weeks", "mixed"),
        ("12 weeks", "3 months", "stricter"),
        ("1 month", "6 weeks", "stricter"),
        ("26 weeks", "6 months", "mixed"),
        ("24 hours", "1 working day", "stricter"),
        ("2 working days", "48 hours", "looser"),
        ("6 weeks", "6 weeks", "same"),
    ],
)
def test_strictness_is_decided_by_enumeration(ours: str, theirs: str, effect: str) -> None:
    calendar = AREA.latest.pack.calendar
    assert compare(*(Limit(calendar, Duration.parse(each)) for each in (ours, theirs))).effect == effect
