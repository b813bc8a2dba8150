"""How two procedures differ: proved by trying every start, said in words, with dates that show it."""

from pathlib import Path
from time import process_time

import pytest

from goldthread.procedures.comparing import Variation, differences, variations
from goldthread.procedures.pack import Pack
from goldthread.procedures.register import PackRegister
from tests.unit.procedures.world import PACKS, copy_packs, findings

SHIPPED = PackRegister(Path(__file__).parents[3] / "packs")
AUTHORITIES = [name for name in SHIPPED.ids() if not SHIPPED.pack(name).head.skeleton]
pytestmark = pytest.mark.takes(3)
DECISION = "other/steps/20-decision.yaml"
DECIDE = "      within: 3 working days\n"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The made-up area again, under another name, for a test to change."""
    packs = copy_packs(tmp_path)
    (packs / "area").rename(packs / "other")
    head = packs / "other" / "pack.yaml"
    head.write_text(head.read_text().replace("id: area", "id: other"))
    (packs / "area").symlink_to(PACKS / "area")
    return packs


def packs_of(folder: Path, *changes: tuple[str, str, str]) -> tuple[Pack, Pack]:
    for file, old, new in changes:
        path = folder / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    register = PackRegister(folder)
    return register.pack("other"), register.pack("area")


def compared(folder: Path, name: str, *changes: tuple[str, str, str]) -> Variation:
    """How one duty of the changed pack compares with that of the area."""
    return next(each for each in variations(*packs_of(folder, *changes)) if each.name == name)


@pytest.mark.parametrize(
    ("length", "effect"),
    [
        ("3 working days", "same"),
        ("2 working days", "stricter"),
        ("5 days", "mixed"),
        ("72 hours", "stricter"),
        ("no limit", "looser"),
        ("1 month", "looser"),
    ],
)
def test_a_limit_is_compared_by_trying_every_start(other: Path, length: str, effect: str) -> None:
    found = compared(other, "decision.decide", (DECISION, DECIDE, f"      within: {length}\n"))
    assert (found.effect, found.comparable) == (effect, True)
    for example in found.examples:
        assert example.ours.instant != example.theirs.instant
        assert example.start < min(example.ours.instant, example.theirs.instant)
    assert {one.ours.instant < one.theirs.instant for one in found.examples} == {
        "mixed": {True, False},
        "stricter": {True},
        "looser": {False} if length != "no limit" else set(),
        "same": set(),
    }[effect]


def test_shares_say_for_how_many_starts_it_is_earlier_and_later(other: Path) -> None:
    found = compared(other, "decision.decide", (DECISION, DECIDE, "      within: 5 days\n"))
    assert found.share_earlier
    assert found.share_later
    shown = [f"(from {one.start:%Y-%m-%d}: {one.ours.day}, not {one.theirs.day})" for one in found.examples]
    assert found.notes == (
        f"earlier for {found.share_earlier:.1%} of starts {shown[0]}",
        f"later for {found.share_later:.1%} of starts {shown[1]}",
    )


def test_a_day_on_which_one_council_is_closed_makes_its_limits_later(other: Path) -> None:
    closed = "  - {date: 2026-04-07, why: Office closed}\n"
    more = f"{closed}  - {{date: 2026-06-01, why: Office closed}}\n"
    found = compared(other, "contact.answer", ("other/pack.yaml", closed, more))
    assert found.effect == "looser"
    assert [f"{one.theirs.day} {one.ours.day}" for one in found.examples] == ["2026-06-01 2026-06-02"]


@pytest.mark.parametrize(
    ("anchor", "effect", "comparable"),
    [
        ("of: decision.assess", "mixed", False),
        ("of: [contact.received, contact.answered]", "stricter", True),
        ("of: [contact.received, contact.answered]\n      which: last", "looser", True),
        ("of: contact.received\n      which: first", "looser", True),
        ("of: contact.received\n      which: each", "same", True),
    ],
)
def test_limits_that_count_from_other_events_are_not_comparable(
    other: Path,
    anchor: str,
    effect: str,
    comparable: bool,  # noqa: FBT001
) -> None:
    change = (DECISION, "of: contact.received\n      by", f"{anchor}\n      by")
    found = compared(other, "decision.decide", change)
    assert (found.effect, found.comparable) == (effect, comparable)
    assert effect == "same" or "it counts from" in found.notes[0]


def test_everything_else_that_differs_is_said(other: Path) -> None:
    changes = (
        (DECISION, "nothing: {authorised_by: manager, ends_case: true}", "nothing: {ends_case: true}"),
        ("other/services.yaml", '"09:00-17:00"', '"09:00-16:00"'),
        (
            "other/steps/40-visit.yaml",
            "opens_when: [decision.assess, visit.made]",
            "opens_when: [visit.made]",
        ),
    )
    found = [each for each in differences(*packs_of(other, *changes)) if each.effect != "same"]
    assert [(each.kind, each.name, each.effect) for each in found] == [
        ("step", "visit", "differs"),
        ("decider", "decision.nothing", "differs"),
        ("hours", "front_desk", "differs"),
    ]
    assert found[1].ours == "recorded by Worker"
    assert found[1].theirs == "recorded by Worker; authorised by Manager"
    assert found[2].ours == (
        "Monday to Thursday 09:00-16:00, Friday 09:00-12:00, 13:00-16:00, Saturday to Sunday closed; "
        "bank holidays closed; when closed: Duty team"
    )


@pytest.mark.parametrize("one", AUTHORITIES)
@pytest.mark.parametrize("two", AUTHORITIES)
def test_any_two_authorities_are_compared_in_two_seconds(one: str, two: str) -> None:
    begun = process_time()
    found = list(differences(SHIPPED.pack(one), SHIPPED.pack(two)))
    assert process_time() - begun < 2
    if one == two:
        assert {each.effect for each in found} == {"same"}
    else:
        back = {(each.kind, each.name): each for each in differences(SHIPPED.pack(two), SHIPPED.pack(one))}
        turned = {"stricter": "looser", "looser": "stricter"}
        for each in found:
            mirrored = back[each.kind, each.name]
            assert mirrored.effect == turned.get(each.effect, each.effect), each
            assert (mirrored.ours, mirrored.theirs) == (each.theirs, each.ours)


def test_an_overlay_that_applies_in_fewer_cases_or_is_met_in_more_ways_is_looser(tmp_path: Path) -> None:
    for line, note in (
        ("      when: [danger]\n", "fewer cases"),
        ("      met_by: [decision.assess, decision.nothing, contact.answered]\n", "more ways"),
    ):
        packs = copy_packs(tmp_path / note)
        path = packs / "variant" / "steps" / "20-decision.yaml"
        text = path.read_text().replace("within: 2 working days", "within: 3 working days")
        path.write_text(text.replace("      by: manager\n", f"{line}      by: manager\n"))
        said = {each.code: each for each in findings(packs, "variant")}
        assert set(said) == {"wrong_effect", "no_because"}
        assert (said["wrong_effect"].key, note in said["wrong_effect"].message) == ("effect", True)


@pytest.mark.parametrize(
    ("one", "other", "duty", "effect"),
    [
        ("hartlepool-stockton", "gloucestershire", "initial_conference.hold", "stricter"),  # first, not last
        ("hartlepool-stockton", "gloucestershire", "review_conference.first", "same"),
        ("hartlepool-stockton", "gloucestershire", "review_conference.next", "same"),
        ("gloucestershire", "hertfordshire", "written_confirmation.confirm", "looser"),
        ("gloucestershire", "hertfordshire", "decision.decide", "looser"),  # no limit against one working day
    ],
)
def test_where_the_shipped_procedures_differ(one: str, other: str, duty: str, effect: str) -> None:
    found = {each.name: each for each in variations(SHIPPED.pack(one), SHIPPED.pack(other))}
    assert found[duty].effect == effect
