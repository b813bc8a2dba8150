"""Repeating rows: several children, several people in the household."""

import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from dataclasses import field as dataclass_field

from goldthread.ledger.fields.base import Field, Raw, Value


@dataclass(frozen=True, eq=False)
class Group(Field):
    """Rows of `fields`. The controls of row 0 are `children-0-given_names` and so on; empty rows are dropped.

    `one` is what a row is called ("child"). The value is a list of what each row that is not empty holds.
    """

    _: KW_ONLY
    fields: Mapping[str, Field] = dataclass_field(default_factory=dict)
    one: str = "row"
    max_rows: int = 20
    titled_by: tuple[str, ...] = ()  # the columns that say which row it is, once they are filled in
    or_by: str = ""  # the column that says so where those are empty, such as the agency

    def __post_init__(self) -> None:
        for name, column in self.fields.items():
            column.__set_name__(type(self), name)

    @property
    def missing(self) -> str:
        """What to say when every row is empty."""
        return f"Add at least one {self.one}"

    def title(self, raw: Raw, name: str, row: int, place: int) -> str:
        """What to call a row: by what was typed into `titled_by`, or "Child 2"."""
        typed = " ".join(filter(None, (self._typed(raw, f"{name}-{row}", key) for key in self.titled_by)))
        other = self._typed(raw, f"{name}-{row}", self.or_by) if self.or_by and not typed else ""
        return typed or other or f"{self.one[:1].upper()}{self.one[1:]} {place}"

    def _typed(self, raw: Raw, row: str, key: str) -> str:
        return self.fields[key].typed(raw, f"{row}-{key}")[""].strip()

    def filled_rows(self, raw: Raw, name: str) -> list[int]:
        """The numbers of the rows in which something was typed."""
        return [
            row
            for row in rows_in(raw, name)
            if not all(column.blank(raw, f"{name}-{row}-{key}") for key, column in self.fields.items())
        ]

    def blank(self, raw: Raw, name: str) -> bool:
        """Whether every row is empty."""
        return not self.filled_rows(raw, name)

    def write(self, value: Value, name: str) -> dict[str, list[str]]:
        """The controls of every row."""
        return {
            control: texts
            for row, values in enumerate(value)
            for key, given in values.items()
            for control, texts in self.fields[key].write(given, f"{name}-{row}-{key}").items()
        }

    def text(self, value: Value) -> str:
        """One line a row: the answers, separated by commas."""
        return "\n".join(", ".join(text for _, text in self.reads(row)) for row in value)

    def reads(self, row: Mapping[str, Value]) -> list[tuple[str, str]]:
        """Label and text of every answer in one row that is for reading."""
        said = ((f.label, f.text(row[key])) for key, f in self.fields.items() if f.answered(row.get(key)))
        return [(label, text) for label, text in said if text]


def rows_in(raw: Raw, name: str) -> list[int]:
    """The numbers of a group's rows that were sent, empty or not, in order."""
    pattern = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-")
    found = (pattern.match(control) for control, texts in raw.items() if texts)
    return sorted({int(match[1]) for match in found if match})
