"""Twenty families to draw, told in lines: `Name sex year` for a person, `Name kind Name ..` for a tie."""

import random
from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from goldthread.people.genogram_facts import Family, Figure
from goldthread.people.parental_facts import Told

ON = date(2026, 4, 7)
_GENDER = {"f": "female", "m": "male", "x": "other", "?": ""}


def person(name: str) -> UUID:
    """The id of somebody by name."""
    return uuid5(NAMESPACE_OID, name)


def family(told: str, on: date = ON) -> Family:
    """A family as told; the first one named is the child whose record it is."""
    figures: dict[UUID, Figure] = {}
    ties: list[Told] = []
    home: set[UUID] = set()
    for line in filter(None, (line.strip() for line in told.split("\n"))):
        words = line.split()
        if words[0] == "home":
            home |= {person(name) for name in words[1:]}
        elif words[1] in _GENDER:
            figures[person(words[0])] = _figure(words)
        else:
            ties += _ties(words)
    return Family(next(iter(figures)), figures, ties, frozenset(home), on)


def _figure(words: list[str]) -> Figure:
    """`Anna f 1990`, `Anna f 1990 died 2020`, `Baby ? due 2026-07-01` or `Anna f closed`."""
    name, gender, *rest = words
    shown = name.replace("_", " ")
    if rest and rest[0] == "closed":
        return Figure(person(name), "A restricted record", closed=True)
    if rest and rest[0] == "due":
        return Figure(person(name), shown, _GENDER[gender], expected=date.fromisoformat(rest[1]))
    born = _day(rest[0]) if rest else None
    died = date(int(rest[2]), 2, 1) if len(rest) > 2 else None
    return Figure(person(name), shown, _GENDER[gender], born=born, dead=died is not None, died=died)


def _day(text: str) -> date:
    return date(int(text), 3, 1) if len(text) == 4 else date.fromisoformat(text)


def _ties(words: list[str]) -> Iterator[Told]:
    """`Anna mother Rowan Ivy`, or with a year at the end from when, and a second one until when."""
    years = [word for word in words if word.isdigit()]
    names = [word for word in words[2:] if not word.isdigit()]
    since, until = ([*map(_day, years), None, None])[:2]
    for other in names:
        yield Told(person(words[0]), words[1], person(other), since, until)


_REMARRIED = """
Rowan_Alder m 2016
Ivy_Alder f 2018
Anna_Alder f 1990
Ben_Alder m 1988
Dean_Fern m 1985
Kit_Fern m 2010
Clare_Fern f 1984
Bud_Fern ? due 2026-07-01
Anna_Alder mother Rowan_Alder Ivy_Alder Bud_Fern
Ben_Alder father Rowan_Alder Ivy_Alder
Ben_Alder former_spouse Anna_Alder 2021
Dean_Fern spouse Anna_Alder 2023
Dean_Fern father Bud_Fern Kit_Fern
Clare_Fern mother Kit_Fern
Clare_Fern former_partner Dean_Fern 2012
home Rowan_Alder Ivy_Alder Anna_Alder Dean_Fern
"""
_GRANDPARENTS = """
Rowan_Alder m 2016
Gran_Alder f 1955
Grandad_Alder m 1950 died 2019
Anna_Alder f 1990 died 2020
Ben_Oak m 1988
Paul_Oak m 1960
Pat_Oak f 1961
Uncle_Alder m 1985
Gran_Alder mother Anna_Alder Uncle_Alder
Grandad_Alder father Anna_Alder Uncle_Alder
Grandad_Alder spouse Gran_Alder 1980
Anna_Alder mother Rowan_Alder
Ben_Oak father Rowan_Alder
Ben_Oak former_partner Anna_Alder
Pat_Oak mother Ben_Oak
Paul_Oak father Ben_Oak
Paul_Oak spouse Pat_Oak 1985
Gran_Alder special_guardian Rowan_Alder 2020
home Rowan_Alder Gran_Alder
"""
_FIVE_FATHERS = """
Rowan_A f 2012
Ash_B m 2009
Ivy_C f 2014
Kit_D m 2017
Bay_E f 2020
Sky_E f 2020
Anna_A f 1988
Adam m 1980
Bob m 1981
Carl m 1982
Dave m 1983
Ed m 1984
Adam father Rowan_A
Bob father Ash_B
Carl father Ivy_C
Dave father Kit_D
Ed father Bay_E Sky_E
Anna_A mother Rowan_A Ash_B Ivy_C Kit_D Bay_E Sky_E
Ed partner Anna_A
Bob former_spouse Anna_A 2011
Carl former_partner Anna_A 2015
home Rowan_A Ivy_C Kit_D Bay_E Sky_E Anna_A Ed
"""
_COUSINS = """
Rowan_Shah m 2015
Zoya_Shah f 2017
Amir_Shah m 1988
Sara_Shah f 1990
Old_Amin m 1935 died 2001
Old_Bano f 1938 died 2010
Karim_Shah m 1960
Lila_Shah f 1962
Nadia_Khan f 1963
Omar_Khan m 1959
Old_Amin father Karim_Shah Nadia_Khan
Old_Bano mother Karim_Shah Nadia_Khan
Old_Amin spouse Old_Bano
Karim_Shah father Amir_Shah
Lila_Shah mother Amir_Shah
Karim_Shah spouse Lila_Shah
Omar_Khan father Sara_Shah
Nadia_Khan mother Sara_Shah
Omar_Khan spouse Nadia_Khan
Amir_Shah father Rowan_Shah Zoya_Shah
Sara_Shah mother Rowan_Shah Zoya_Shah
Amir_Shah spouse Sara_Shah 2012
home Rowan_Shah Zoya_Shah Amir_Shah Sara_Shah
"""
_FOSTER = """
Rowan_Alder m 2016
Ivy_Alder f 2019
Anna_Alder f 1992
Ben_Alder m 1990
Fay_Birch f 1970
Guy_Birch m 1968
Tom_Birch m 2008
Nell_Stone f 2013
Lou_Stone f 1985
Anna_Alder mother Rowan_Alder Ivy_Alder
Ben_Alder father Rowan_Alder Ivy_Alder
Ben_Alder separated_spouse Anna_Alder 2022
Guy_Birch spouse Fay_Birch 1999
Fay_Birch mother Tom_Birch
Guy_Birch father Tom_Birch
Fay_Birch foster_carer Rowan_Alder Ivy_Alder Nell_Stone 2024
Guy_Birch foster_carer Rowan_Alder Ivy_Alder Nell_Stone 2024
Lou_Stone mother Nell_Stone
home Rowan_Alder Ivy_Alder Fay_Birch Guy_Birch Tom_Birch Nell_Stone
"""
_LOOSE = """
Rowan_Alder m 2016
Anna_Alder f 1990
Ash_Alder m 2012
Wren_Alder f 2014
Lodger_Pine m 1979
Uncle_Bob m 1970
Nan f 1950
Secret f closed
Neighbour_Yew x 1966
Anna_Alder mother Rowan_Alder
Ash_Alder sibling Rowan_Alder
Wren_Alder half_sibling Rowan_Alder
Lodger_Pine unrelated_adult Rowan_Alder
Uncle_Bob aunt_or_uncle Rowan_Alder
Nan grandparent Rowan_Alder
Secret partner Anna_Alder
Neighbour_Yew friend Anna_Alder
home Rowan_Alder Anna_Alder Ash_Alder Lodger_Pine
"""
_ADOPTED = """
Rowan_Lea f 2018
Mia_Lea f 1984
Joan_Lea f 1982
Sid_Lea m 2021
Anna_Alder f 1995
Ben_Oak m 1990
Ivy_Oak f 2016
Anna_Alder mother Rowan_Lea Ivy_Oak
Ben_Oak father Rowan_Lea Ivy_Oak
Mia_Lea adoptive_parent Rowan_Lea 2020
Joan_Lea adoptive_parent Rowan_Lea 2020
Mia_Lea civil_partner Joan_Lea 2015
Joan_Lea mother Sid_Lea
Mia_Lea parent Sid_Lea
home Rowan_Lea Mia_Lea Joan_Lea Sid_Lea
"""
_UNCLE_NIECE = """
Rowan m 2010
Nia f 1985
Uri m 1965
Olga f 1940
Otto m 1938
Sue f 1962
Sam m 1960
Olga mother Uri Sue
Otto father Uri Sue
Otto spouse Olga
Sue mother Nia
Sam father Nia
Nia mother Rowan
Uri father Rowan
Uri partner Nia
home Rowan Nia Uri
"""
_TWO_FATHERS_TOLD = """
Rowan m 2015
Anna f 1990
Ben m 1988
Carl m 1987
Ivy f 2017
Anna mother Rowan Ivy
Ben father Rowan
Carl father Rowan Ivy
Ben spouse Anna 2014 2018
home Rowan Ivy Anna
"""
_SWAPPED = """
Rowan f 2011
Anna f 1985
Ben m 1984
Clare f 1986
Dean m 1983
Kit m 2013
Lee m 2016
May f 2018
Anna mother Rowan May
Ben father Rowan Lee
Clare mother Kit Lee
Dean father Kit May
Ben former_spouse Anna 2014
Dean former_spouse Clare 2015
Ben spouse Clare 2017
Dean partner Anna
home Rowan May Anna Dean
"""
_ALONE = """
Rowan ? 2020
"""
_STEP = """
Rowan_Featherstonehaugh-Cholmondeley m 2013
Marguerite_Featherstonehaugh-Cholmondeley f 1985
Wolfeschlegelsteinhausenbergerdorff m 1980
Triplet_One f 2019-05-05
Triplet_Two f 2019-05-05
Triplet_Three m 2019-05-05
Marguerite_Featherstonehaugh-Cholmondeley mother Rowan_Featherstonehaugh-Cholmondeley Triplet_One Triplet_Two
Marguerite_Featherstonehaugh-Cholmondeley mother Triplet_Three
Wolfeschlegelsteinhausenbergerdorff father Triplet_One Triplet_Two Triplet_Three
Wolfeschlegelsteinhausenbergerdorff spouse Marguerite_Featherstonehaugh-Cholmondeley 2018
Wolfeschlegelsteinhausenbergerdorff step_parent Rowan_Featherstonehaugh-Cholmondeley
home Rowan_Featherstonehaugh-Cholmondeley Marguerite_Featherstonehaugh-Cholmondeley
"""


def _clan(seed: int, size: int) -> str:
    """A made family of up to `size` people in four generations, with partings, fostering and looser ties."""
    chance = random.Random(seed)
    lines, living = ["P0 f 2016"], [["P0"], [], [], []]
    count, ties = 1, []

    def new(generation: int, sex: str) -> str:
        nonlocal count
        name, count = f"P{count}", count + 1
        year = 2016 - 27 * generation + chance.randint(-6, 6)
        lines.append(f"{name} {sex} {year}")
        living[generation].append(name)
        return name

    for generation in (1, 2, 3):
        children = list(living[generation - 1])
        while children and count < size:
            mother, father = new(generation, "f"), new(generation, "m")
            ties.append(f"{father} {chance.choice(['spouse', 'partner', 'former_spouse'])} {mother}")
            own = children.pop(0)
            more = [
                new(generation - 1, chance.choice("fm")) for _ in range(chance.randint(0, 2)) if count < size
            ]
            ties.append(f"{mother} mother {' '.join([own, *more])}")
            ties.append(f"{father} father {' '.join([own, *more])}")
            if chance.random() < 0.5 and count < size - 1:
                second, half = new(generation, "m"), new(generation - 1, "f")
                ties += [f"{second} partner {mother}", f"{second} father {half}", f"{mother} mother {half}"]
    if count < size:
        ties.append(f"{new(1, 'f')} foster_carer P0")
    if count < size:
        ties.append(f"{new(1, 'm')} unrelated_adult P0")
    return "\n".join([*lines, *ties, f"home P0 {living[1][0] if living[1] else 'P0'}"])


FAMILIES: dict[str, str] = {
    "remarriage, unborn child": _REMARRIED,
    "grandmother raises the child": _GRANDPARENTS,
    "six children by five fathers, twins": _FIVE_FATHERS,
    "parents who are cousins": _COUSINS,
    "fostered with brothers and sisters": _FOSTER,
    "loose ties and a restricted record": _LOOSE,
    "adopted by two mothers": _ADOPTED,
    "an uncle and his niece": _UNCLE_NIECE,
    "two fathers told of": _TWO_FATHERS_TOLD,
    "two couples who changed partners": _SWAPPED,
    "a child alone": _ALONE,
    "long names, triplets, a stepfather": _STEP,
    **{
        f"a clan of {size}": _clan(seed, size)
        for seed, size in zip((0, 1, 2, 3, 4, 5, 6, 20), (10, 15, 20, 25, 30, 34, 38, 40), strict=True)
    },
}
