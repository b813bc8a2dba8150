"""The agenda of a strategy discussion on the page: each point, what answers it, whether it is answered."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.ledger import meetings
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, YesNo, child_name, rows_in
from goldthread.procedures.format.steps import Step
from goldthread.protection.strategyfields import NOT_APPLICABLE, answers_to
from goldthread.web.clauses import Why, why

_WITHIN = {
    "medical_arrangements": "medical"
}  # a point that is asked inside another, once that is answered yes
_PEOPLE = "people"


@dataclass(frozen=True)
class Block:
    """One point on the page. `names` are the fields that answer it, none where each child's own do.

    `may_be_none`: it can be marked as not applying; `marked`: it is.
    """

    id: str
    asks: str
    names: tuple[str, ...]
    why: Why
    headed: bool
    may_be_none: bool
    marked: bool
    answered: bool
    of_each: bool

    @property
    def short(self) -> str:
        """Its first sentence, for the list of all points."""
        return re.split(r"(?<=[?.]) ", self.asks)[0]

    @property
    def href(self) -> str:
        """Where on the page it is answered."""
        return "#each-child" if self.of_each else f"#point-{self.id}"


class Agenda:
    """The points of a step, over the fields that the page asks."""

    def __init__(self, step: Step, fields: Mapping[str, Field], children: Sequence[str]) -> None:
        """`children` are the ids of those whom the page is about."""
        self.step, self.fields, self.children = step, fields, children

    def names(self, point: str) -> tuple[str, ...]:
        """The fields that answer a point, as far as the page asks them."""
        return tuple(name for name in answers_to(self.step, point) if name in self.fields)

    @property
    def within(self) -> dict[str, str]:
        """The points that are asked inside another, with that."""
        points = self.step.points
        return {inner: outer for inner, outer in _WITHIN.items() if inner in points and outer in points}

    def placed(self) -> set[str]:
        """Every field that answers a point."""
        return {name for point in self.step.points for name in self.names(point)}

    def blocks(self, raw: Raw) -> list[Block]:
        """Every point in the order of the pack, given what was typed."""
        return [self._block(point, raw) for point in self.step.points if point not in self.within]

    def _block(self, point: str, raw: Raw) -> Block:
        own = self.names(point)
        first = self.fields[own[0]] if own else None
        inside = [
            name for inner, outer in self.within.items() if outer == point for name in self.names(inner)
        ]
        written, marked = self.step.points[point], point in raw.get(NOT_APPLICABLE.name, ())
        of_each = bool(own) and all(self.fields[name].per_child for name in own)
        return Block(
            point,
            written.asks,
            () if of_each else (*own, *inside),
            why(written),
            headed=first is not None and first.label != written.asks,
            may_be_none=first is not None and not isinstance(first, YesNo) and own[0] != _PEOPLE,
            marked=marked,
            answered=marked or bool(own and self._typed(own[0], raw)),
            of_each=of_each,
        )

    def _typed(self, name: str, raw: Raw) -> bool:
        if name == _PEOPLE:
            return not missing(self.step, rows_of(raw, name))
        field = self.fields[name]
        controls = [child_name(child, name) for child in self.children] if field.per_child else [name]
        return bool(controls) and not any(field.blank(raw, control) for control in controls)

    def open_points(self, parsed: Parsed) -> list[FieldError]:
        """The points that are neither answered nor marked as not applying, each at its own question."""
        marked = parsed.values.get(NOT_APPLICABLE.name, [])
        return [
            FieldError(control, f"{self.step.points[point].asks} Answer it, or mark it as not applying")
            for point in self.step.points
            if point not in marked and not self._needless(point, parsed)
            for control in self._unanswered(point, parsed)
        ]

    def _needless(self, point: str, parsed: Parsed) -> bool:
        """Whether the point that it stands in was answered no: no medical needs no arrangements."""
        outer = self.within.get(point)
        return outer is not None and not any(parsed.values.get(name) for name in self.names(outer))

    def _unanswered(self, point: str, parsed: Parsed) -> list[str]:
        names = self.names(point)
        if not names or names[0] == _PEOPLE:  # who must be there is asked one by one
            return []
        if not self.fields[names[0]].per_child:
            return [] if names[0] in parsed.values else [names[0]]
        without = (child for child in self.children if names[0] not in parsed.parts.get(child, {}))
        return [child_name(child, names[0]) for child in without]


def rows_of(raw: Raw, name: str) -> list[dict[str, str]]:
    """The people on the page as typed, whether the rest can be read or not."""
    columns = ("part", "name", "agency", "came")
    return [
        {column: next(iter(raw.get(f"{name}-{row}-{column}", ())), "") for column in columns}
        for row in rows_in(raw, name)
    ]


def absent(step: Step, rows: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Who must take part by the procedure and did not, each with the place that says so (HUB-4.3)."""
    return [FieldError(_PEOPLE, _must(step, part)) for part in missing(step, rows)]


def missing(step: Step, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The ids of those."""
    there: Collection[str] = {row.get("part", "") for row in meetings.came(rows)}
    return [name for name, one in step.attends.items() if one.must and name not in there]


def _must(step: Step, part: str) -> str:
    attendee = step.attends[part]
    clauses = why(attendee).clauses
    source = f" ({clauses[0].source}, {clauses[0].at})" if clauses else ""
    return f"{attendee.title}: must take part by the procedure, and nobody is said to have{source}"
