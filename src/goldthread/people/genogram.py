"""What a genogram shows: its members, the nets that join them, and the same in sentences.

A net is one knot of lines: a couple with their children, a lone parent, brothers and sisters whose parents
nobody told us, or a looser tie. Everything drawn is a member or a net, so the sentences lack nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Shape(StrEnum):
    """The usual signs: a square for a man or boy, a circle for a woman or girl; a triangle for the unborn."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"  # another gender, or not known
    TRIANGLE = "triangle"


class Bond(StrEnum):
    """What the two at the head of a net are to each other."""

    MARRIED = "married"
    CIVIL_PARTNERS = "civil partners"
    COUPLE = "a couple"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    PARTED = "no longer a couple"
    PARENTS = "parents together"  # and nothing more is told
    LOOSE = "connected"  # not a couple


class Line(StrEnum):
    """What somebody at the foot of a net is to those at its head."""

    BIRTH = "birth"
    ADOPTED = "adopted"
    FOSTERED = "fostered"
    KEPT = "kept"  # in the care of family, a guardian or a special guardian
    LOOSE = "loose"
    DOUBTED = "doubted"  # contradicted by another statement


@dataclass(frozen=True)
class Member:
    """One person. `age` is what stands inside the sign; `notes` are short lines beside it, after the name."""

    id: UUID
    name: str
    shape: Shape
    age: str = ""
    notes: tuple[str, ...] = ()
    born: date | None = None
    dead: bool = False
    is_index: bool = False
    at_home: bool = False
    href: str = ""

    @property
    def kind(self) -> str:
        """The sign in words."""
        return {
            Shape.SQUARE: "male",
            Shape.CIRCLE: "female",
            Shape.DIAMOND: "gender other or not known",
            Shape.TRIANGLE: "unborn",
        }[self.shape]


@dataclass(frozen=True)
class Below:
    """Somebody at the foot of a net; `twins` numbers those of one birth alike, 0 being alone."""

    id: UUID
    line: Line = Line.BIRTH
    twins: int = 0


@dataclass(frozen=True)
class Net:
    """One knot of lines from none, one or two people above to any number below.

    `drop` is how many generations lie between; `since` when a couple began to be what they are. `words` say
    what a loose tie is, before a name; or, with nobody above, what those below are said to be.
    """

    above: tuple[UUID, ...]
    below: tuple[Below, ...] = ()
    bond: Bond = Bond.PARENTS
    words: str = ""
    since: str = ""
    drop: int = 1


@dataclass(frozen=True)
class Genogram:
    """Members and nets, in a steady order: the same facts give the same picture."""

    members: tuple[Member, ...]
    nets: tuple[Net, ...]

    def sentences(self) -> list[str]:
        """One sentence for each net, saying all that its lines say."""
        names = {member.id: member.name for member in self.members}
        return [_sentence(net, names) for net in self.nets]

    def about(self) -> list[tuple[Member, str]]:
        """Each member with all that the sign and the words beside it say."""
        index = next((member.name for member in self.members if member.is_index), "")
        return [(member, _describe(member, index)) for member in self.members]


def _describe(member: Member, index: str) -> str:
    home = "" if member.is_index or not member.at_home else f"lives with {index}"
    age = f"aged {member.age}" if member.age else ""
    marks = ["this record" if member.is_index else "", member.kind, age, *member.notes]
    marks += ["has died" if member.dead and not any("died" in note for note in member.notes) else "", home]
    return ", ".join(filter(None, marks))


def _sentence(net: Net, names: dict[UUID, str]) -> str:
    above = [names[person] for person in net.above]
    if net.bond is Bond.LOOSE:
        ends = [*above, *(names[one.id] for one in net.below)]
        return f"{ends[0]}: {net.words} {ends[1]}." if above else f"{_listed(ends)}: {net.words}."
    head = _head(net, above)
    if not net.below:
        return f"{head}."
    return f"{head}. {'Children' if len(net.below) > 1 else 'Child'}: {_children(net, names)}."


def _head(net: Net, above: Sequence[str]) -> str:
    since = f" {net.since}" if net.since else ""
    if len(above) == 1:
        return above[0]
    return f"{_listed(above)}: {net.bond.value}{since}"


def _children(net: Net, names: dict[UUID, str]) -> str:
    added = {
        Line.BIRTH: "",
        Line.ADOPTED: " (adopted)",
        Line.FOSTERED: " (fostered)",
        Line.KEPT: " (in the care of family or a guardian)",
        Line.LOOSE: "",
        Line.DOUBTED: " (contradicted by another statement)",
    }
    said = []
    for one in net.below:
        twins = [
            names[other.id] for other in net.below if one.twins and other.twins == one.twins and other != one
        ]
        said.append(f"{names[one.id]}{added[one.line]}{f', twin of {_listed(twins)}' if twins else ''}")
    return "; ".join(said)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
