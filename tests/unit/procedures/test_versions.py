"""A procedure that changes: a duty keeps the rule of the day on which it started, or as the change says."""

import json
import shutil
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from goldthread.procedures.cli import main
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.tables import Procedure
from goldthread.procedures.walltime import instant
from tests.made_cases import made_case
from tests.unit.procedures.world import copy_packs, event, findings

pytestmark = pytest.mark.takes(3)
HEAD = """format: goldthread-pack/1
id: area-2026
title: Area manual, second edition
authority: Area Council
procedure_of: area
extends: area
in_force: {from: 2026-06-01}
"""
CITE = """      cite:
        - {source: manual, at: "2", says: its limit, mark: {words: 9, sha256: f562c8c790abe764e6417392571d5b4b04f89ce5ac229eb3668cd4e505086a0a}}
"""  # noqa: E501
STEP = f"""assessment:
  changes: area.assessment
  duties:
    tell:
      title: Tell the family
      within: 5 working days
      of: decision.assess
      met_by: [{{event: assessment.finished, when: [in_writing]}}]
      by: worker
      replaces: area.assessment.tell
      effect: stricter
{CITE}"""
FACTS = """conditions:
  aardvark: {says: it is not urgent, fact: urgent, is: [false]}
"""
CALL = event("contact.received", "2026-05-20T10:00", "desk", id="call")


def assess(at: str, **more: object) -> CaseEvent:
    """A decision to assess, authorised by a second manager."""
    return event("decision.assess", at, "manager", id=f"assess {at}", person="ann", **more)


def authorised(decision: CaseEvent) -> CaseEvent:
    return decision._replace(id=f"yes to {decision.id}", person="bea", authorises=decision.id)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return copy_packs(tmp_path)


@pytest.fixture(params=["overlay", "copy"])
def second_edition(packs: Path, request: pytest.FixtureRequest) -> Path:
    """The made-up area's packs with a second edition: on top of the first, or written anew."""
    folder = packs / "area-2026"
    if request.param == "overlay":
        (folder / "steps").mkdir(parents=True)
        (folder / "pack.yaml").write_text(HEAD)
        (folder / "facts.yaml").write_text(FACTS)
        (folder / "steps" / "30-assessment.yaml").write_text(STEP)
    else:
        shutil.copytree(packs / "area", folder, ignore=shutil.ignore_patterns("examples"))
        change(folder / "pack.yaml", "id: area", "id: area-2026")
        change(folder / "pack.yaml", "authority: Area Council", "authority: Area Council\nprocedure_of: area")
        change(folder / "pack.yaml", "2020-01-01, reading: T1", "2026-06-01")
        change(folder / "facts.yaml", "conditions:\n", FACTS)  # its questions have other numbers
        change(folder / "steps" / "30-assessment.yaml", "within: no limit", "within: 5 working days")
        change(folder / "steps" / "30-assessment.yaml", "replaces: area.", "replaces: area-2026.")
    assert findings(packs, "area-2026") == []
    return packs


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def procedure(packs: Path) -> Procedure:
    return PackRegister(packs).procedure("area")


def found(packs: Path, name: str, at: str, *events: CaseEvent) -> list[Duty]:
    return [duty for duty in duties(fold(procedure(packs), events), instant(at)) if duty.id == name]


def test_a_duty_takes_the_version_of_its_starting_day_and_keeps_it(second_edition: Path) -> None:
    before, after = assess("2026-05-29T10:00"), assess("2026-06-02T10:00")
    cases = [before, authorised(before)], [after, authorised(after)]
    told = [found(second_edition, "assessment.tell", "2026-07-20T10:00", CALL, *case)[0] for case in cases]
    assert [duty.due and duty.due.day.isoformat() for duty in told] == [None, "2026-06-09"]
    assert [duty.start.table.pack.id for duty in told] == ["area", "area-2026"]


@pytest.mark.parametrize("channel", ["email", "telephone"])
def test_what_happens_under_the_new_version_meets_what_the_old_one_asked(
    second_edition: Path, channel: str
) -> None:
    """The old rule asks its own question of an event that is folded by the new version."""
    before = assess("2026-05-29T10:00")
    done = event("assessment.finished", "2026-06-03T10:00", facts={"channel": channel})
    (told,) = found(
        second_edition, "assessment.tell", "2026-06-04T10:00", CALL, before, authorised(before), done
    )
    assert told.state == ("met" if channel == "email" else "open")


def test_the_version_that_was_in_force_answers_for_its_own_days(second_edition: Path) -> None:
    versions = procedure(second_edition)
    assert [versions.on(instant(day).date()).pack.id for day in ("2026-05-31T10:00", "2026-06-01T10:00")] == [
        "area",
        "area-2026",
    ]
    assert versions.latest.pack.head.starts_with == ("contact.received",)
    assert [day.date.isoformat() for day in versions.latest.pack.head.closure_days] == ["2026-04-07"]


SAFE = "      when: [not_safe]\n"
OVERDUE = [("more_often", "2026-05-11", "overdue")]


class TestAChangeThatAppliesToOpenCases:
    """Visits, six weeks apart: from 1 May 2026 three weeks, for those already waiting too."""

    change = """    more_often:
      title: Visit the family again
      within: 3 weeks
      of: visit.made
      which: last
      by: worker
      in_force: {from: 2026-05-01, applies_to: open_cases}
      replaces: area.visit.again
      effect: stricter
"""
    decided = assess("2026-03-03T10:00")
    yes = authorised(decided)

    @pytest.fixture
    def area(self, packs: Path) -> Path:
        path = packs / "area" / "steps" / "40-visit.yaml"
        text = path.read_text()
        old, cite, rest = text.partition("    again:\n")[2].partition("  outcomes:\n")
        dated = old.replace(
            "      by: worker\n", "      by: worker\n      in_force: {from: 2020-01-01, to: 2026-04-30}\n"
        )
        citation = old[old.index("      cite:\n") :]
        head = text.partition("    again:\n")[0]
        path.write_text(f"{head}    again:\n{dated}{self.change}{citation}{cite}{rest}")
        assert findings(packs, "area") == []
        return packs

    def stand(
        self, area: Path, at: str, *visits: str, more: Sequence[CaseEvent] = ()
    ) -> list[tuple[str, str | None, str]]:
        events = [*(event("visit.made", visit) for visit in visits), *more]
        listed = duties(fold(procedure(area), [CALL, self.decided, self.yes, *events]), instant(at))
        return [
            (one.id.removeprefix("visit."), one.due and one.due.day.isoformat(), one.state)
            for one in listed
            if one.rule.family == "visit.again"
        ]

    def test_before_its_first_day_the_old_rule_stands(self, area: Path) -> None:
        assert self.stand(area, "2026-04-30T23:59", "2026-04-20T10:00") == [("again", "2026-06-01", "open")]

    def test_from_its_first_day_it_takes_over_what_is_still_to_do(self, area: Path) -> None:
        assert self.stand(area, "2026-05-01T00:00", "2026-04-20T10:00") == [
            ("more_often", "2026-05-11", "open")
        ]
        assert self.stand(area, "2026-05-12T00:00", "2026-04-20T10:00") == [
            ("more_often", "2026-05-11", "overdue")
        ]

    def test_what_was_done_or_late_before_stays_as_it_was(self, area: Path) -> None:
        assert self.stand(area, "2026-05-02T10:00", "2026-03-10T10:00", "2026-04-10T10:00") == [
            ("again", "2026-04-21", "met"),
            ("more_often", "2026-05-01", "overdue"),
        ]
        assert self.stand(area, "2026-05-02T10:00", "2026-03-10T10:00") == [
            ("again", "2026-04-21", "overdue")
        ]

    def test_a_later_start_counts_anew_across_the_change(self, area: Path) -> None:
        visits = ("2026-04-20T10:00", "2026-05-04T10:00")
        assert self.stand(area, "2026-05-05T10:00", *visits) == [
            ("more_often", "2026-05-11", "met"),
            ("more_often", "2026-05-25", "open"),
        ]

    def test_what_became_late_under_the_new_rule_stays_late(self, area: Path) -> None:
        visits = ("2026-04-20T10:00", "2026-05-20T10:00")
        assert self.stand(area, "2026-05-21T10:00", *visits)[0] == ("more_often", "2026-05-11", "met_late")

    @pytest.mark.parametrize(
        ("old", "new", "safe_on", "stands"),
        [
            (SAFE, SAFE, "2026-05-12T10:00", OVERDUE),  # the breach stays, whatever is learned later
            (SAFE, SAFE, "2026-05-05T10:00", []),
            (SAFE, SAFE, "2026-04-25T10:00", []),  # before the change: there was nothing to take over
            (SAFE, "", "2026-05-05T10:00", OVERDUE),  # what the old rule asked no longer matters
            (SAFE, "", "2026-04-25T10:00", []),
            ("", SAFE, "2026-05-05T10:00", []),
            ("", SAFE, "2026-05-12T10:00", OVERDUE),
            ("", SAFE, "2026-04-25T10:00", [("again", "2026-06-01", "open")]),
        ],
    )
    def test_what_is_learned_of_the_child_counts_under_the_rule_of_that_day(
        self, area: Path, old: str, new: str, safe_on: str, stands: object
    ) -> None:
        path = area / "area" / "steps" / "40-visit.yaml"
        for rule, when in (("again", old), ("more_often", new)):
            head, _, rest = path.read_text().partition(f"    {rule}:\n")
            path.write_text(
                f"{head}    {rule}:\n" + rest.replace("      by: worker\n", f"{when}      by: worker\n", 1)
            )
        safe = event("contact.answered", safe_on, "desk", facts={"in_danger": False})
        assert self.stand(area, "2026-05-13T10:00", "2026-04-20T10:00", more=[safe]) == stands

    def test_without_the_word_each_start_keeps_its_days_rule(self, area: Path) -> None:
        path = area / "area" / "steps" / "40-visit.yaml"
        change(path, ", applies_to: open_cases", "")
        assert self.stand(area, "2026-05-12T00:00", "2026-04-20T10:00") == [("again", "2026-06-01", "open")]

    def test_a_breach_stays_and_what_comes_later_changes_nothing_that_stood(self, area: Path) -> None:
        """Any case that runs across the change."""
        changed = procedure(area)
        begin = instant("2026-04-01T08:00")
        taken_over = 0
        for seed in range(1000):
            chance = Random(seed)
            events = [
                one._replace(recorded_at=one.at, corrects="") for one in made_case(changed, chance, begin)
            ]
            then = begin + timedelta(hours=chance.randint(0, 2000))
            later = then + timedelta(hours=chance.randint(0, 2000))
            state = fold(changed, events)
            late, still = (
                {(one.rule.family, one.start.root) for one in duties(state, at) if one.late}
                for at in (then, later)
            )
            assert late <= still, seed
            taken_over += any(
                one.rule.id == "visit.more_often" and one.start.day < date(2026, 5, 1)
                for one in duties(state, then)
            )
            before = fold(changed, [one for one in events if one.at <= then])
            assert standing(state, then) == standing(before, then), seed
        assert taken_over > 10


def test_a_whole_new_edition_may_apply_to_open_cases(second_edition: Path) -> None:
    change(second_edition / "area-2026" / "pack.yaml", "2026-06-01", "2026-06-01, applies_to: open_cases")
    before = assess("2026-05-29T10:00")
    case = [CALL, before, authorised(before)]
    for at, due, edition in (
        ("2026-05-31T23:00", None, "area"),
        ("2026-06-01T00:00", "2026-06-05", "area-2026"),
    ):
        (told,) = found(second_edition, "assessment.tell", at, *case)
        assert (told.due and told.due.day.isoformat(), told.start.table.pack.id) == (due, edition)


def standing(state: CaseState, at: datetime) -> list[tuple[str, str, object, str]]:
    return [(one.id, one.start.root, one.due and one.due.instant, one.state) for one in duties(state, at)]


@pytest.mark.parametrize(("start", "due"), [("2026-05-29", "2026-06-03"), ("2026-06-02", "2026-06-05")])
def test_due_is_asked_of_the_version_in_force(
    second_edition: Path, start: str, due: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["due", "--authority", "area", "--requirement", "AREA-2", "--start", start, "--json"]
    assert main([*asked, "--packs", str(second_edition)]) == 0
    assert [each["due"] for each in json.loads(capsys.readouterr().out)] == [due]


def test_a_rule_that_the_new_version_replaced_is_not_answered_for_it(packs: Path) -> None:
    """Its file need not mention the requirement that is asked for."""
    change(
        packs / "variant" / "pack.yaml",
        "authority: Variant Council",
        "authority: Area Council\nprocedure_of: area",
    )
    (packs / "variant").rename(packs / "area-2021")
    asked = ["due", "--authority", "area", "--requirement", "AREA-2", "--packs", str(packs), "--start"]
    assert main([*asked, "2020-12-30"]) == 0
    assert main([*asked, "2021-01-04"]) != 0
