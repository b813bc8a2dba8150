"""Turns what was typed into values and errors, and values back into what would be typed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, Protocol

from goldthread.ledger.fields.base import Field, FieldError, Raw, Unclear, Value, Wanted
from goldthread.ledger.fields.group import Group


class Label(Protocol):
    """What a page calls a question. A pack's form page says it so; `Words` does in Python."""

    @property
    def label(self) -> str:
        """The question."""

    @property
    def hint(self) -> str:
        """Help beside it."""


class Words(NamedTuple):
    """A label and its hint."""

    label: str
    hint: str = ""


Labels = Mapping[str, Label]  # by field name; "children.born" for a column of a group


@dataclass
class Parsed:
    """JSON-able `values` by field name, `parts` by child for what is asked per child, and what was wrong."""

    values: dict[str, Value] = field(default_factory=dict)
    parts: dict[str, dict[str, Value]] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.errors


@dataclass(frozen=True)
class _Reader:
    """What every field needs to know while one form is read."""

    raw: Raw
    every: Mapping[str, Field]
    required: Collection[str] | None
    now: datetime | None
    errors: list[FieldError]

    def section(self, fields: Iterable[tuple[str, Field]], prefix: str, path: str) -> dict[str, Value]:
        """The values of one stretch of fields whose controls' names begin with `prefix`."""
        values = {}
        for key, one in fields:
            if asked(one, self.every, self.raw, prefix):
                value = self.one(one, prefix + key, path + key)
                if one.answered(value):
                    values[key] = value
        return values

    def one(self, one: Field, name: str, path: str) -> Value:
        """The value of one field, or None, with its errors noted."""
        if one.blank(self.raw, name):
            if one.required if self.required is None else path in self.required:
                self.errors.append(FieldError(name, one.missing, tuple(box for box in one.boxes if box)))
            return None
        if isinstance(one, Group):
            return self.rows(one, name, path)
        try:
            value = one.read(self.raw, name)
            if self.now:
                one.compare(value, self.now)
        except Unclear as wrong:
            self.errors.append(FieldError(name, wrong.message, wrong.parts))
            return None
        return value

    def rows(self, group: Group, name: str, path: str) -> list[dict[str, Value]]:
        """The rows of a group that are not empty."""
        rows = group.filled_rows(self.raw, name)
        if len(rows) > group.max_rows:
            self.errors.append(
                FieldError(name, f"{group.subject}: keep to {group.max_rows} here. Remove some rows")
            )
        read = (
            self.section(group.fields.items(), f"{name}-{row}-", f"{path}.") for row in rows[: group.max_rows]
        )
        return [values for values in read if values]


def parse_fields(
    fields: Mapping[str, Field],
    raw: Raw,
    *,
    only: Collection[str] | None = None,
    required: Collection[str] | None = None,
    labels: Labels | None = None,
    children: Sequence[str] = (),
    now: datetime | None = None,
) -> Parsed:
    """Read what was typed.

    only: the fields to read, for one page of several, with "children.born" for one column of a group; all of
        them when None. A question that depends on an answer given on another page still finds it in `raw`.
    required: names that must be answered ("children.given_names" for a column); when None each field decides.
    labels: other labels and hints, so that errors name things as the page does.
    children: ids of the children whom the entry covers; a `per_child` field is then read once for each, from
        `child-ID-name`, into `parts`. Without them it is read like any other.
    now: for fields that must not lie in the future.
    """
    fields = relabel(fields, labels or {})
    wanted = fields if only is None else select(fields, only)
    shared = {name: one for name, one in wanted.items() if not (children and one.per_child)}
    own = {name: one for name, one in wanted.items() if name not in shared}
    parsed = Parsed()
    reader = _Reader(raw, fields, required, now, parsed.errors)
    parsed.values = reader.section(shared.items(), "", "")
    if own:
        parsed.parts = {child: reader.section(own.items(), child_name(child, ""), "") for child in children}
    return parsed


def select(fields: Mapping[str, Field], only: Iterable[str]) -> dict[str, Field]:
    """These fields, in this order. "children.born" gives the group with that column, and others so named."""
    chosen: dict[str, Field] = {}
    columns: dict[str, dict[str, Field]] = {}
    for path in only:
        name, _, column = path.partition(".")
        one = fields[name]
        if column and isinstance(one, Group):
            columns.setdefault(name, {})[column] = one.fields[column]
            one = replace(one, fields=columns[name])
        chosen[name] = one
    return chosen


def child_name(child: str, name: str) -> str:
    """The control's name of a field that is asked once for each child."""
    return f"child-{child}-{name}"


def asked(one: Field, every: Mapping[str, Field], raw: Raw, prefix: str = "") -> bool:
    """Whether the answers in `raw` lead to this question. The deciding one stands beside it, or elsewhere."""
    if one.asked_when is None:
        return True
    name, wanted = one.asked_when
    beside = prefix + name
    control = beside if raw.get(beside) else name
    decider = every.get(name)
    if decider is not None and not asked(decider, every, raw, prefix):
        return False
    return not _as_typed(wanted).isdisjoint(text.strip() for text in raw.get(control, ()))


def relabel(fields: Mapping[str, Field], labels: Labels) -> dict[str, Field]:
    """The fields with other labels and hints, by field name; "children.born" names a column of a group."""
    return {name: _relabelled(one, name, labels) for name, one in fields.items()}


def raw_of(
    fields: Mapping[str, Field],
    values: Mapping[str, Value],
    parts: Mapping[str, Mapping[str, Value]] | None = None,
) -> dict[str, list[str]]:
    """What someone would type to give these values: fills a form from an entry."""
    raw: dict[str, list[str]] = {}
    for name, value in values.items():
        raw |= fields[name].write(value, name)
    for child, own in (parts or {}).items():
        for name, value in own.items():
            raw |= fields[name].write(value, child_name(child, name))
    return raw


def _relabelled(one: Field, path: str, labels: Labels) -> Field:
    words = labels.get(path)
    new: dict[str, Value] = {"label": words.label, "hint": words.hint, "called": ""} if words else {}
    if isinstance(one, Group) and any(name.startswith(f"{path}.") for name in labels):
        new["fields"] = {
            key: _relabelled(column, f"{path}.{key}", labels) for key, column in one.fields.items()
        }
    return replace(one, **new) if new else one


def _as_typed(wanted: Wanted) -> set[str]:
    if isinstance(wanted, bool):
        return {"yes" if wanted else "no"}
    return {wanted} if isinstance(wanted, str) else set(wanted)
