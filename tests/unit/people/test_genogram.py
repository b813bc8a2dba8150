"""What a genogram shows, and that its sentences lack nothing of what is drawn."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from goldthread.people.genogram import Bond, Genogram, Line, Net, Shape
from goldthread.people.genogram_facts import genogram
from tests.unit.people.families import FAMILIES, family, person


def drawn(told: str, on: date | None = None) -> Genogram:
    return genogram(family(told, on) if on else family(told))


def nets(found: Genogram) -> list[tuple[list[str], str, list[str]]]:
    """Each net by names: who stands above, what they are, who stands below."""
    names = {one.id: one.name for one in found.members}
    return [
        ([names[one] for one in net.above], net.bond.value, [names[one.id] for one in net.below])
        for net in found.nets
    ]


def _people(net: Net) -> list[UUID]:
    return [*net.above, *(one.id for one in net.below)]


@pytest.mark.parametrize("name", FAMILIES)
def test_the_words_say_all_that_is_drawn(name: str) -> None:
    """Everybody once with all that stands at the sign; a sentence for each net that names all its ends."""
    found = drawn(FAMILIES[name])
    names = {one.id: one.name for one in found.members}
    about = found.about()
    assert [member.id for member, _ in about] == list(names)
    for member, words in about:
        assert all(note in words for note in (*member.notes, member.age, member.kind))
        assert ("this record" in words) == member.is_index
        assert ("lives with" in words) == (member.at_home and not member.is_index)
        assert not member.dead or "died" in words
    assert len(found.nets) == len(found.sentences())
    for net, words in zip(found.nets, found.sentences(), strict=True):
        named = Counter(names[one] for one in _people(net))
        assert all(words.count(one) >= many for one, many in named.items())
        assert net.bond in (Bond.LOOSE, Bond.PARENTS) or net.bond.value in words
        said = {
            "adopted": Line.ADOPTED,
            "fostered": Line.FOSTERED,
            "guardian": Line.KEPT,
            "contra": Line.DOUBTED,
        }
        lines = {one.line for one in net.below}
        assert all(
            (word in words) == (line in lines) for word, line in said.items() if net.bond is not Bond.LOOSE
        )
        assert ("twin of" in words) == any(one.twins for one in net.below)


def test_half_brothers_and_sisters_hang_from_two_couples() -> None:
    found = nets(drawn(FAMILIES["remarriage, unborn child"]))
    assert (["Ben Alder", "Anna Alder"], "divorced", ["Rowan Alder", "Ivy Alder"]) in found
    assert (["Dean Fern", "Anna Alder"], "married", ["Bud Fern"]) in found
    assert (["Dean Fern", "Clare Fern"], "no longer a couple", ["Kit Fern"]) in found


def test_a_day_before_knows_nothing_of_what_came_later() -> None:
    then = drawn(FAMILIES["remarriage, unborn child"], date(2020, 5, 1))
    assert "Bud Fern" not in {one.name for one in then.members}
    assert (["Ben Alder", "Anna Alder"], "parents together", ["Rowan Alder", "Ivy Alder"]) in nets(then)
    assert next(one.age for one in then.members if one.name == "Anna Alder") == "30"


def test_a_marriage_ends_by_divorce_and_not_by_a_death() -> None:
    people = "Rowan m 2015\nAnna f 1990\nBen m 1988{}"
    told = f"{people}\nBen spouse Anna 2014 2018\nBen father Rowan\nAnna mother Rowan"
    assert nets(drawn(told.format("")))[0][1] == "divorced"
    assert nets(drawn(told.format(" died 2018")))[0][1] == "married"


def test_signs_are_the_usual_ones() -> None:
    shapes = {one.name: one.shape for one in drawn(FAMILIES["remarriage, unborn child"]).members}
    assert (shapes["Rowan Alder"], shapes["Ivy Alder"], shapes["Bud Fern"]) == (
        Shape.SQUARE,
        Shape.CIRCLE,
        Shape.TRIANGLE,
    )
    assert {one.shape for one in drawn("Rowan ? 2015\nAnna ? \nAnna mother Rowan").members} == {
        Shape.DIAMOND,
        Shape.CIRCLE,
    }


def test_of_a_restricted_record_nothing_but_that_is_drawn() -> None:
    (closed,) = (
        one
        for one in drawn(FAMILIES["loose ties and a restricted record"]).members
        if one.id == person("Secret")
    )
    assert (closed.name, closed.shape, closed.age, closed.notes) == (
        "A restricted record",
        Shape.DIAMOND,
        "",
        (),
    )


def test_what_follows_from_parents_is_not_drawn_twice() -> None:
    told = FAMILIES["grandmother raises the child"]
    more = ("Gran_Alder grandparent Rowan_Alder", "Uncle_Alder aunt_or_uncle Rowan_Alder")
    again = "\n".join([told, *more, "Uncle_Alder sibling Anna_Alder"])
    assert len(drawn(again).nets) == len(drawn(told).nets)


def test_a_carer_who_has_stopped_is_no_longer_drawn_as_one() -> None:
    told = "Rowan m 2015\nFay f 1970\nFay foster_carer Rowan 2018 {}"
    assert nets(drawn(told.format(""))) == [(["Fay"], "parents together", ["Rowan"])]
    assert nets(drawn(told.format("2020"))) == []
