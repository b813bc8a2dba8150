"""Turns one field, with what was typed in it, into the parameters of a GOV.UK component."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from goldthread.ledger.fields import (
    Choice,
    Date,
    Email,
    Field,
    FieldError,
    File,
    LongText,
    MultiChoice,
    NHSNumber,
    Number,
    Phone,
    Postcode,
    Raw,
    When,
)
from goldthread.ledger.fields.base import Unclear
from goldthread.web.writing import Mark, marks

Params = dict[str, Any]
_COUNTED = 5000  # a box that takes fewer characters says how many are left
_MOST_RADIOS = 12
_SHORT = {"Yes", "No", "Not known"}  # answers that stand side by side
_WIDTHS: dict[type[Field], str] = {
    Number: "govuk-input--width-5",
    NHSNumber: "govuk-input--width-10",
    Postcode: "govuk-input--width-10",
    Phone: "govuk-input--width-20",
    Email: "govuk-input--width-20",
}
_KEYBOARDS: dict[type[Field], str] = {Number: "numeric", NHSNumber: "numeric", Phone: "tel", Email: "email"}


@dataclass(frozen=True)
class Look:
    """How a form shows its questions. `heading` makes the first question's label the page's heading."""

    dense: bool = False
    heading: bool = False


class KeptFile(NamedTuple):
    """A file that a draft holds: its name, and where to look at it (empty: nowhere)."""

    name: str
    href: str = ""


@dataclass(frozen=True)
class Control:
    """One control of a form: `kind` names the macro, `params` are the component's own.

    `reveals` are the controls that one of its choices uncovers, by choice; `rows` are those of a group.
    """

    name: str
    kind: str
    params: Params
    reveals: Mapping[str, Sequence["Control"]] = field(default_factory=dict)
    rows: Sequence["Row"] = ()
    marks: Sequence[Mark] | None = None  # of a text that staff write: words to look at again


@dataclass(frozen=True)
class Row:
    """One row of a group. `id` is where the keyboard goes after it was added."""

    id: str
    title: str
    controls: Sequence[Control]
    remove: str = ""
    remove_title: str = ""


@dataclass(frozen=True)
class Showing:
    """A field at its place on the form: its control's name, what was typed, and what is wrong with it."""

    field: Field
    name: str
    raw: Raw
    error: FieldError | None
    look: Look
    mark: str = ""  # such as " (optional)", after the label
    earlier: str = ""  # what was answered before to what must be answered afresh, by whom and when
    kept: "KeptFile | None" = None  # the file that the draft holds already


def control(showing: Showing, reveals: Mapping[str, Sequence[Control]]) -> Control:
    """The control of any field but a group."""
    one = showing.field
    if isinstance(one, Choice):
        return _choice(showing, one, reveals)
    if isinstance(one, Date):
        return Control(showing.name, "date", _date(showing, one))
    if isinstance(one, File):
        return Control(showing.name, "file", _file(showing, one))
    if isinstance(one, LongText):
        return _long(showing, one)
    return Control(showing.name, "input", _input(showing))


def _shared(showing: Showing) -> Params:
    """What every component takes."""
    params: Params = {"id": showing.name, "name": showing.name}
    if hint := " ".join(filter(None, (showing.field.hint, showing.earlier))):
        params["hint"] = {"text": hint}
    if showing.error:
        params["errorMessage"] = {"text": showing.error.message}
    return params


def _words(showing: Showing, sizes: str) -> Params:
    """The label or legend. A field that is the page's only question is its heading."""
    words: Params = {"text": showing.field.label + showing.mark}
    if showing.look.heading:
        return words | {"classes": f"{sizes}--l", "isPageHeading": True}
    return words | {"classes": f"{sizes}--s"}


def _label(showing: Showing) -> Params:
    return {"label": _words(showing, "govuk-label")}


def _fieldset(showing: Showing) -> Params:
    return {"fieldset": {"legend": _words(showing, "govuk-fieldset__legend")}}


def _input(showing: Showing) -> Params:
    kind = type(showing.field)
    params = _shared(showing) | _label(showing)
    params["value"] = showing.field.typed(showing.raw, showing.name)[""]
    params["classes"] = _WIDTHS.get(kind, "")
    params["inputmode"] = _KEYBOARDS.get(kind, "")
    params["spellcheck"] = False
    params["attributes"] = {"dir": "auto"}
    if kind is Email:
        params["type"] = "email"
    if isinstance(showing.field, Number) and showing.field.unit:
        params["suffix"] = {"text": showing.field.unit}
    return params


def _long(showing: Showing, one: LongText) -> Control:
    params = _shared(showing) | _label(showing)
    typed = one.typed(showing.raw, showing.name)[""]
    params["value"] = _text_area(typed)
    params["rows"] = one.rows
    params["spellcheck"] = True
    params["attributes"] = {"dir": "auto"}
    again = marks(typed) if showing.look.dense else None
    if one.max_length > _COUNTED:
        return Control(showing.name, "textarea", params, marks=again)
    return Control(showing.name, "character_count", params | {"maxlength": one.max_length}, marks=again)


def _text_area(text: str) -> Markup:
    """Text for a text area: its line breaks written as references, which GOV.UK's macros cannot indent.

    A first line break is doubled, for a browser takes one away.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Markup(str(escape("\n" + lines if lines.startswith("\n") else lines)).replace("\n", "&#10;"))  # noqa: S704


def _choice(showing: Showing, one: Choice, reveals: Mapping[str, Sequence[Control]]) -> Control:
    picked = {text.strip() for text in showing.raw.get(showing.name, ())}
    items = [_item(showing, one, value, label, picked) for value, label in one.choices.items()]
    long = one.listed or len(items) > _MOST_RADIOS
    if long and not isinstance(one, MultiChoice) and not reveals:
        return Control(showing.name, "select", _select(showing, items))
    params = _shared(showing) | _fieldset(showing) | {"idPrefix": showing.name, "items": items}
    short = set(one.choices.values()) <= _SHORT and not reveals
    small = showing.look.dense and not showing.look.heading
    kind = "checkboxes" if isinstance(one, MultiChoice) else "radios"
    sizes = (f"govuk-{kind}--inline", short), (f"govuk-{kind}--small", small)
    params["classes"] = " ".join(name for name, wanted in sizes if wanted)
    return Control(showing.name, kind, params, reveals)


def _item(showing: Showing, one: Choice, value: str, label: str, picked: set[str]) -> Params:
    first = next(iter(one.choices)) == value
    item: Params = {"value": value, "text": label, "checked": value in picked}
    item["id"] = showing.name if first else f"{showing.name}-{value}"
    if value in one.choice_hints:
        item["hint"] = {"text": one.choice_hints[value]}
    return item


def _select(showing: Showing, items: list[Params]) -> Params:
    params = _shared(showing) | _label(showing)
    picked = next((item["value"] for item in items if item["checked"]), "")
    empty = {"value": "", "text": "", "selected": not picked}
    options = [{"value": item["value"], "text": item["text"], "selected": item["checked"]} for item in items]
    return params | {"items": [empty, *options]}


def _date(showing: Showing, one: Date) -> Params:
    raw = showing.raw
    if any(raw.get(showing.name, ())) and not any(raw.get(f"{showing.name}-{box}") for box in one.boxes[1:]):
        raw = _boxes_of_iso(showing, one)
    typed = one.typed(raw, showing.name)
    wrong = showing.error.parts or one.boxes if showing.error else ()
    params = _shared(showing) | _fieldset(showing) | {"namePrefix": showing.name}
    params["items"] = [_box(box, typed[box], wrong=box in wrong) for box in one.boxes if box]
    params["classes"] = "gt-when" if isinstance(one, When) else ""
    return params


def _boxes_of_iso(showing: Showing, one: Date) -> Raw:
    """A date that came as ISO text, in the boxes; the text itself in the year's box when it is no date."""
    try:
        return one.write(one.read(showing.raw, showing.name), showing.name)
    except Unclear:
        return {f"{showing.name}-year": showing.raw[showing.name]}


def _box(box: str, typed: str, *, wrong: bool) -> Params:
    width = {"year": 4, "time": 5}.get(box, 2)
    classes = f"govuk-input--width-{width}" + (" govuk-input--error" if wrong else "")
    keyboard = {"inputmode": "text"} if box == "time" else {}
    return {"name": box, "classes": classes, "value": typed, **keyboard}


def _file(showing: Showing, one: File) -> Params:
    kept = {"kept": one.typed(showing.raw, showing.name)[""]}
    if showing.kept:
        kept |= {"kept_name": showing.kept.name, "href": showing.kept.href}
    accept = ",".join(f".{kind}" for kind in one.kinds)
    hint = f"{showing.field.hint} {', '.join(one.kinds).upper()}, up to {one.max_megabytes} MB.".strip()
    params = _shared(showing) | _label(showing) | {"hint": {"text": hint}, "attributes": {"accept": accept}}
    return params | kept
