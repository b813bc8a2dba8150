"""What every field has in common: its name, who may see it, how long it is kept, when it is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from goldthread.ledger.retention import Retention

Raw = Mapping[str, Sequence[str]]  # control name -> what was typed, as a browser sends it
Value = Any  # JSON-able
Wanted = str | bool | tuple[str, ...]

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ODD_BREAKS = re.compile("[\v\f\x85]")  # a word processor's, which no page may hold
# Control characters, halves of characters, and what is no character: databases and pages refuse them.
_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NOT_TEXT = f"\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}"
_UNSTORABLE = re.compile(f"[{_NOT_TEXT}]")
_UNKEEPABLE = re.compile(f"[{_NOT_TEXT}\ufffd]")  # and the mark that stands where one was


class Sensitivity(StrEnum):
    """Who may see a field, beyond who may see the record it stands in."""

    OPEN = "open"  # says nothing about a person
    PERSONAL = "personal"  # whoever may read the record
    SPECIAL_CATEGORY = "special_category"  # health, ethnicity, religion: as personal, and never in a list
    LOCKED_ADDRESS = "locked_address"  # hidden where the address must stay safe
    LOCKED_REFERRER = "locked_referrer"  # hidden where the referrer wished to stay unnamed
    LOCKED_WITNESS = "locked_witness"  # hidden where somebody who saw or heard it must be protected


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one control, and how to mend it. `parts` names the boxes at fault, for a date."""

    name: str
    message: str
    parts: tuple[str, ...] = ()


class Unclear(Exception):
    """What was typed cannot be understood or kept. The message says what is wrong and how to mend it."""

    def __init__(self, message: str, *parts: str) -> None:
        super().__init__(message)
        self.message = message
        self.parts = parts


@dataclass(frozen=True, eq=False)
class Field:
    """One thing that an entry asks. Sensitivity and retention have no default: each field must choose.

    `called` is how an error names it ("the child's date of birth"); the label in lower case when empty.
    `asked_when=("anonymous", False)` asks it only after that answer; a tuple of answers means any of them.
    """

    label: str
    sensitivity: Sensitivity
    retention: Retention
    _: KW_ONLY
    hint: str = ""
    called: str = ""
    required: bool = False
    per_child: bool = False
    asked_when: tuple[str, Wanted] | None = None
    name: str = ""

    boxes: ClassVar[tuple[str, ...]] = ("",)  # suffixes of its controls' names; "" is the name itself

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @property
    def noun(self) -> str:
        """The field in the middle of a sentence."""
        if self.called:
            return self.called
        return self.label if self.label[1:2].isupper() else self.label[:1].lower() + self.label[1:]

    @property
    def subject(self) -> str:
        """The field at the start of a sentence."""
        if self.label.endswith("?"):
            return f"Your answer to “{self.label}”"
        return self.noun[:1].upper() + self.noun[1:]

    @property
    def missing(self) -> str:
        """What to say when it is required and empty."""
        return f"Answer “{self.label}”" if self.label.endswith("?") else f"Enter {self.noun}"

    def control_names(self, name: str) -> dict[str, str]:
        """The name of each of its controls, by suffix."""
        return {box: f"{name}-{box}" if box else name for box in self.boxes}

    def typed(self, raw: Raw, name: str) -> dict[str, str]:
        """What stands in each of its controls, by suffix, exactly as typed; "" where nothing does."""
        return {box: next(iter(raw.get(its, ())), "") for box, its in self.control_names(name).items()}

    def blank(self, raw: Raw, name: str) -> bool:
        """Whether nothing but white space was typed."""
        return not any(text.strip() for text in self.typed(raw, name).values())

    def read(self, raw: Raw, name: str) -> Value:
        """The JSON-able value of what was typed, which is not blank. Raises Unclear."""
        raise NotImplementedError

    def compare(self, value: Value, now: datetime) -> None:
        """Raise Unclear for a value that cannot be, given the time now. For subclasses."""

    def write(self, value: Value, name: str) -> dict[str, list[str]]:
        """What someone would type to give `value`: the inverse of `read`."""
        return {name: [str(value)]}

    def text(self, value: Value) -> str:
        """The value as a person reads it."""
        return str(value)

    def answered(self, value: Value) -> bool:
        """Whether the value says anything."""
        return value is not None and value not in ("", [])


def clean(field: Field, text: str) -> str:
    """The text with one kind of line break and no white space around it. Raises Unclear."""
    text = _BREAKS.sub("\n", text).strip()
    if found := _UNKEEPABLE.search(text):
        raise Unclear(
            f"{field.subject} contains something that is not a letter, number or sign, at character "
            f"{found.start() + 1:,}. It may look like �. Delete it, or type the words again"
        )
    return text


def keepable(raw: Raw) -> dict[str, list[str]]:
    """What was typed, as databases and pages can hold it: what is no text becomes �, which `read` refuses."""
    return {_storable(name): [_storable(text) for text in texts] for name, texts in raw.items()}


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", _ODD_BREAKS.sub("\n", text))
