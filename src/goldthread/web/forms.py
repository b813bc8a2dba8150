"""The bridge: an entry's fields, what was typed and what is wrong become a form that keeps every letter."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple

from django.urls import reverse

from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    Group,
    Labels,
    Raw,
    asked,
    child_name,
    relabel,
    rows_in,
    select,
)
from goldthread.ledger.models import Draft
from goldthread.web.controls import Control, KeptFile, Look, Row, Showing, control
from goldthread.web.posted import ADD, REMOVE

_MARKS = {"optional": (" (optional)", ""), "required": ("", " (required)"), "none": ("", "")}


class ChildOf(NamedTuple):
    """A child whom a form covers: the subject's id, and the name to show."""

    id: str
    name: str


@dataclass(frozen=True)
class EntryForm:
    """A form over some of an entry's fields.

    only: the fields to show, in order ("children.born" for a column of a group); all of them when None.
    required, labels: as for `parse_fields`. children: those of whom `per_child` fields are asked one by one.
    draft: where the page autosaves. key: makes sending safe to repeat; hand on the one that was posted.
    heading: the label of the first question is the page's h1. dense: the staff look, smaller and tighter.
    hidden: fields that are carried along but not shown ("children.known" for a column).
    mark: which questions say so: those that may be left empty, or those that may not.
    files: what is known of each file that the draft holds, by field.
    focus: the id to which the keyboard goes when the page opens, as after adding a row.
    earlier: what was answered before, beside a question that must be answered afresh, by its control's name.
    """

    fields: Mapping[str, Field]
    raw: Raw = field(default_factory=dict)
    errors: Sequence[FieldError] = ()
    only: Sequence[str] | None = None
    required: Collection[str] | None = None
    labels: Labels | None = None
    children: Sequence[ChildOf] = ()
    draft: Draft | None = None
    key: str = ""
    heading: bool = False
    dense: bool = False
    hidden: Collection[str] = ()
    mark: Literal["optional", "required", "none", ""] = ""
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    focus: str = ""
    earlier: Mapping[str, str] = field(default_factory=dict)

    shared: ClassVar[bool] = False  # whether several people write in it at once

    @cached_property
    def controls(self) -> list[Control]:
        """The controls in order; one that another uncovers stands inside it."""
        return _Builder(self, None).controls()

    def some(self, names: Sequence[str]) -> list[Control]:
        """Only the controls of these fields, for a page in sections."""
        return _Builder(self, names).controls()

    @property
    def summary(self) -> list[dict[str, str]]:
        """The errors for the summary at the head of the page, each linked to its control."""
        return [_linked(error, self.whose(error.name)) for error in self.errors]

    def whose(self, control: str) -> str:
        """The child or the row that a control is about, to tell it from the same one about another."""
        for child in self.children:
            if control.startswith(child_name(child.id, "")):
                return f"{child.name}: "
        group, row, _ = (*control.split("-", 2), "", "")[:3]
        one = self.fields.get(group)
        if not isinstance(one, Group) or not row:
            return ""
        rows = rows_in(self.raw, group)
        return f"{one.title(self.raw, group, int(row), rows.index(int(row)) + 1)}: " if len(rows) > 1 else ""

    @property
    def draft_url(self) -> str:
        """Where the page saves what is being typed; empty without a draft."""
        return reverse("web:draft_save", args=[self.draft.pk]) if self.draft else ""

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and texts of the hidden controls."""
        own = [("_key", self.key or secrets.token_hex(16))]
        if self.draft:
            own += [("_draft", str(self.draft.pk)), ("_version", str(self.draft.version))]
        plain = sorted(name for name in self.hidden if "." not in name)
        return own + [(name, text) for name in plain for text in self.raw.get(name, ())]

    @property
    def has_files(self) -> bool:
        """Whether the form sends files."""
        return any(one.kind == "file" for one in _flat(self.controls))


class _Place(NamedTuple):
    """Where a field stands: how its controls' names begin, and how its path in the form begins."""

    prefix: str = ""
    path: str = ""


class _Builder:
    """Makes the controls of one form."""

    def __init__(self, form: EntryForm, names: Sequence[str] | None) -> None:
        """`names` are the fields to show; those of the form when None."""
        self.form = form
        self.every = relabel(form.fields, form.labels or {})
        names = form.only if names is None else names
        self.shown = dict(self.every) if names is None else select(self.every, names)
        self.errors = {error.name: error for error in reversed(form.errors)}

    def controls(self) -> list[Control]:
        """The controls in order: those asked once, then those asked of each child."""
        visible = {name: one for name, one in self.shown.items() if name not in self.form.hidden}
        per_child = {name: one for name, one in visible.items() if self.form.children and one.per_child}
        controls = self._section({n: one for n, one in visible.items() if n not in per_child}, _Place())
        if per_child:
            controls += [self._child(child, per_child) for child in self.form.children]
        return controls

    def _child(self, child: ChildOf, fields: Mapping[str, Field]) -> Control:
        """The questions asked of one child, under the child's name."""
        name = f"child-{child.id}"
        row = Row(name, child.name, self._section(fields, _Place(child_name(child.id, ""))))
        return Control(name, "child", {}, rows=[row])

    def _section(self, fields: Mapping[str, Field], at: _Place) -> list[Control]:
        """The controls of fields that stand together."""
        return [
            self._one(name, one, fields, at)
            for name, one in fields.items()
            if not _parent(one, fields) and self._is_asked(one, fields, at)
        ]

    def _is_asked(self, one: Field, fields: Mapping[str, Field], at: _Place) -> bool:
        """Where what decides is not on this page, the answers so far tell whether to ask."""
        beside = one.asked_when is not None and one.asked_when[0] in fields
        return beside or asked(one, self.every, self.form.raw, at.prefix)

    def _one(self, name: str, one: Field, fields: Mapping[str, Field], at: _Place) -> Control:
        """One control, with those that its choices uncover."""
        if isinstance(one, Group):
            return self._group(one, _Place(at.prefix + name, at.path + name))
        reveals: dict[str, list[Control]] = {}
        for other_name, other in fields.items():
            parent = _parent(other, fields)
            if parent and parent[0] == name:
                reveals.setdefault(parent[1], []).append(self._one(other_name, other, fields, at))
        return control(self._showing(name, one, at), reveals)

    def _showing(self, name: str, one: Field, at: _Place) -> Showing:
        full = at.prefix + name
        look = Look(self.form.dense, self.form.heading and not at.prefix and name == next(iter(self.shown)))
        mark, kept = self._mark(one, at.path + name), self.form.files.get(full)
        earlier = self.form.earlier.get(full, "")
        return Showing(one, full, self.form.raw, self.errors.get(full), look, mark, earlier, kept)

    def _mark(self, one: Field, path: str) -> str:
        """What stands after the label, so that nobody has to guess what may be left empty."""
        if_left, if_needed = _MARKS[self._marking]
        return if_needed if self._needed(one, path) else if_left

    @cached_property
    def _marking(self) -> str:
        """Where nothing must be answered, nothing is marked as optional."""
        if self.form.mark or self.form.dense:
            return self.form.mark or "required"
        return "optional" if any(self._needed(one, name) for name, one in _paths(self.shown)) else "none"

    def _needed(self, one: Field, path: str) -> bool:
        return one.required if self.form.required is None else path in self.form.required

    def _group(self, group: Group, at: _Place) -> Control:
        """The rows of a group: those that were sent, or one empty row to begin with."""
        numbers = rows_in(self.form.raw, at.prefix) or [0]
        error = self.errors.get(at.prefix)
        whole = self.every[at.path]
        starts_here = isinstance(whole, Group) and next(iter(whole.fields)) in group.fields
        params: dict[str, Any] = {
            "legend": group.label,
            "hint": group.hint,
            "error": error.message if error else "",
            "add": f"{ADD}{at.prefix}" if starts_here and len(numbers) < group.max_rows else "",
            "add_title": f"Add another {group.one}",
        }
        rows = [
            self._row(group, at, number, place, removable=starts_here and len(numbers) > 1)
            for place, number in enumerate(numbers, 1)
        ]
        return Control(at.prefix, "group", params, rows=rows)

    def _row(self, group: Group, at: _Place, number: int, place: int, *, removable: bool) -> Row:
        inside = _Place(f"{at.prefix}-{number}-", f"{at.path}.")
        raw = self.form.raw
        hidden = {key: one for key, one in group.fields.items() if inside.path + key in self.form.hidden}
        shown = {key: one for key, one in group.fields.items() if key not in hidden}
        carried = [
            Control(inside.prefix + key, "hidden", {"value": one.typed(raw, inside.prefix + key)[""]})
            for key, one in hidden.items()
        ]
        whole = self.every[at.path]
        title = whole.title(raw, at.prefix, number, place) if isinstance(whole, Group) else ""
        return Row(
            id=f"{at.prefix}-{number}",
            title=title,
            controls=[*self._section(shown, inside), *carried],
            remove=f"{REMOVE}{at.prefix}-{number}" if removable else "",
            remove_title=f"Remove {title}",
        )


def _parent(one: Field, fields: Mapping[str, Field]) -> tuple[str, str] | None:
    """The field and the choice of it that uncovers this one, where they stand together."""
    if one.asked_when is None:
        return None
    name, wanted = one.asked_when
    decider = fields.get(name)
    if not isinstance(decider, Choice) or isinstance(wanted, tuple):
        return None
    choice = wanted if isinstance(wanted, str) else "yes" if wanted else "no"
    return (name, choice) if choice in decider.choices else None


def _paths(fields: Mapping[str, Field]) -> list[tuple[str, Field]]:
    """Every field with its path, the columns of groups included."""
    return [
        pair
        for name, one in fields.items()
        for pair in [
            (name, one),
            *([(f"{name}.{key}", col) for key, col in one.fields.items()] if isinstance(one, Group) else []),
        ]
    ]


def _linked(error: FieldError, whose: str) -> dict[str, str]:
    """An error with the id of the control to mend: of a date, the first box at fault."""
    text = whose + error.message
    if not error.name:
        return {"text": text}
    box = f"-{error.parts[0]}" if error.parts else ""
    return {"text": text, "href": f"#{error.name}{box}"}


def _flat(controls: Sequence[Control]) -> list[Control]:
    """Every control, those inside others too."""
    found: list[Control] = []
    for one in controls:
        inside = [inner for row in one.rows for inner in row.controls]
        inside += [inner for revealed in one.reveals.values() for inner in revealed]
        found += [one, *_flat(inside)]
    return found
