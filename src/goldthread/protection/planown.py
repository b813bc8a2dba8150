"""The child's own plan: the words for the child in the order in which a child asks, and how each reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldthread.ledger.entries import Values
from goldthread.web.readability import Measure, measure

# Heading, the group of rows it comes from (or none), and the field.
_SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("What we are worried about", "worries", "worry_own"),
    ("What needs to change", "worries", "change_own"),
    ("What will happen", "actions", "own"),
    ("How you will know that it is better", "worries", "better_own"),
    ("What if it does not work", "", "not_working_own"),
    ("Who comes to see you", "", "visits_own"),
    ("Who you can talk to", "", "talk_own"),
)
# The parts of a translation, in its own order, and the headings above that each of them translates.
TRANSLATED: Mapping[str, tuple[str, ...]] = {
    "worried": ("What we are worried about", "What needs to change"),
    "doing": ("What will happen",),
    "better": ("How you will know that it is better",),
    "not_working": ("What if it does not work",),
    "people": ("Who comes to see you", "Who you can talk to"),
}


@dataclass(frozen=True)
class Line:
    """One thing said to the child; `source` is where it stands in the plan, such as actions.0.own."""

    text: str
    reads: Measure
    source: str = ""


@dataclass(frozen=True)
class OwnSection:
    """A heading of the child's plan with what stands under it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class OwnPlan:
    """The child's own plan; `reads` measures all of it."""

    sections: tuple[OwnSection, ...]
    reads: Measure

    def under(self, titles: tuple[str, ...]) -> list[str]:
        """What stands under these headings."""
        return [line.text for one in self.sections if one.title in titles for line in one.lines]


def own_plan(values: Values) -> OwnPlan:
    """The child's own plan out of what a version says."""
    found = [OwnSection(title, tuple(_lines(values, group, name))) for title, group, name in _SECTIONS]
    sections = tuple(section for section in found if section.lines)
    whole = "\n".join(line.text for section in sections for line in section.lines)
    return OwnPlan(sections, measure(whole))


def _lines(values: Values, group: str, name: str) -> Iterator[Line]:
    rows = values.get(group, ()) if group else (values,)
    for place, row in enumerate(rows):
        if text := str(row.get(name, "")):
            yield Line(text, measure(text), f"{group}.{place}.{name}" if group else name)
