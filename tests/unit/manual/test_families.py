"""What families are told reads as parents and children read, and every stage of every authority is told."""

import pytest

from goldthread.ledger import procedure
from goldthread.procedures.pack import Pack
from goldthread.web.readability import measure
from tests.requirements import requirement

FOR_PARENTS, FOR_CHILDREN = 10, 9  # years of age at which most can read it
AUTHORITIES = ("gloucestershire", "hartlepool-stockton", "hertfordshire", "worcestershire")


def pack_of(name: str) -> Pack:
    """An authority's procedure."""
    return procedure.register().pack(name)


@requirement("HUB-8.1")
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_stage_reads_as_for_a_child_and_is_cited(authority: str) -> None:
    told = pack_of(authority).family
    assert told
    hard = {
        name: (measure("\n".join(one.says)).age, measure("\n".join(one.to_child)).age)
        for name, one in told.items()
    }
    assert {name: ages for name, ages in hard.items() if ages[0] > FOR_PARENTS} == {}
    assert {name: ages for name, ages in hard.items() if ages[1] > FOR_CHILDREN} == {}
    assert all(one.cite and one.to_child for one in told.values())


@requirement("HUB-8.1", "HUB-2.1")
def test_the_hub_tells_families_of_every_stage_of_its_page() -> None:
    pack = pack_of("hartlepool-stockton")
    steps = {step for one in pack.family.values() for step in one.steps}
    of_their_page = {
        name
        for name, step in pack.steps.items()
        if any(cite.source == "family_page" for cite in step.cite) and step.opens_when != "always"
    }
    assert of_their_page
    assert of_their_page <= steps


@requirement("HSSCP-10.2")
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_family_is_told_of_a_strategy_meeting_by_itself(authority: str) -> None:
    stages = [one for one in pack_of(authority).family.values() if "strategy_discussion" in one.steps]
    assert all(one.ask_first for one in stages)
