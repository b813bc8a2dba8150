"""What an assessment still lacks before it can be completed, seen all along (HSSCP-7.1 to 7.10)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from goldthread.assessment.dimensions import ASIDE, DIMENSIONS, DOMAINS, NEED, UNBORN
from goldthread.assessment.document import Document


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, and the section where it belongs; empty where it is recorded elsewhere."""

    words: str
    section: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What the record tells of a child besides the document.

    `age` is in whole years, UNBORN before the birth, None where it is not known. `seen_alone` counts visits
    of this case. `waiting` are agencies that have not contributed yet. `asks` are the ids of the procedure's
    facts that the analysis states.
    """

    age: int | None
    seen: bool
    seen_alone: bool
    responsibility_known: bool
    waiting: Collection[str] = ()
    asks: Collection[str] = ()


def lacking(document: Document, child: Circumstances) -> list[Lack]:
    """Everything that is missing, in the order of the document."""
    return [
        *_dimensions(document, child),
        *_facts(document),
        *_analysis(document, child),
        *_around(child),
    ]


def matters(section: str, age: int | None) -> bool:
    """Whether a dimension matters at that age; where the age is not known, it does."""
    return age is None or age >= DIMENSIONS[section].from_age


def _dimensions(document: Document, child: Circumstances) -> Iterator[Lack]:
    """Dimensions neither written nor set aside, and domains that do not say what they mean for the child."""
    for part, title in DOMAINS.items():
        written = [document.sections[one.id] for one in DIMENSIONS.values() if one.part == part]
        left = [
            one.section.title
            for one in written
            if not one.additions
            and one.section.id not in document.aside
            and matters(one.section.id, child.age)
        ]
        if left:
            yield Lack(f"{title}: neither written nor set aside: {', '.join(left)}", ASIDE)
        begun = [one for one in written if one.additions]
        if begun and not any(one.newest("impact") for one in begun):
            yield Lack(f"{title}: what it means for the child", begun[0].section.id)


def _facts(document: Document) -> Iterator[Lack]:
    for name, written in document.sections.items():
        unsaid = [line for line in written.lines if line.lacks]
        if unsaid:
            ways = dict.fromkeys(words for line in unsaid for words in line.lacks)
            facts = "1 fact" if len(unsaid) == 1 else f"{len(unsaid)} facts"
            yield Lack(f"{written.section.title}: {facts} without a word whether {', '.join(ways)}", name)


def _analysis(document: Document, child: Circumstances) -> Iterator[Lack]:
    asked = (
        ("voice", "voice", "What the child says or shows", child.age != UNBORN),
        ("voice", "child_told", "How the child was told and took part", child.age != UNBORN),
        ("parents", "parents_told", "How those with parental responsibility were told and took part", True),
        ("disabled_or_carer", "disabled", "Whether the child is disabled", True),
        ("disabled_or_carer", "young_carer", "Whether the child cares for somebody", child.age != UNBORN),
        ("domains", "together", "What the three domains amount to", True),
        ("domains", "conflict", "Whether interests conflict, and what is best for the child", True),
        (NEED, "why_significant", "Why harm is significant, or not", True),
    )
    for section, name, words, wanted in asked:
        if wanted and document.newest(section, name) is None:
            yield Lack(words, section)
    if "need_limb" in child.asks and not document.newest(NEED, "need_limb"):
        yield Lack("In what way the child is in need", NEED)
    if "significant_harm" in child.asks and document.newest(NEED, "significant_harm") is None:
        yield Lack("Whether significant harm is suspected", NEED)


def _around(child: Circumstances) -> Iterator[Lack]:
    if not child.responsibility_known:
        yield Lack("Who holds parental responsibility")
    if child.age != UNBORN:
        if not child.seen:
            yield Lack("The child has not been seen")
        elif not child.seen_alone:
            yield Lack("The child has not been seen alone")
    if child.waiting:
        yield Lack(f"Not answered yet: {', '.join(child.waiting)}")
