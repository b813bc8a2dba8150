"""Composes what leaves: the pack's letter as plain text, with only the placeholders that it may say."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from goldthread.ledger import procedure
from goldthread.ledger.london import say_date, say_when
from goldthread.procedures.format.desk import Letter

Sayable = str | date | datetime

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_REFERENCE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}")
_RECEIPT_STEP = "acknowledgement"


class CannotSay(ValueError):
    """The letter would say what it may not, or lacks what it must say. For a developer or a pack's author."""


@dataclass(frozen=True)
class Composed:
    """A letter ready to go. `event` is `step.outcome`, what sending it means to the procedure."""

    event: str
    channel: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The paragraphs, with an empty line between two."""
        return "\n\n".join(self.paragraphs)


def compose(letter_id: str, values: Mapping[str, Sayable], *, at: datetime) -> Composed:
    """A letter of the procedure in force at that instant. Of `values` it takes what it says, and no more.

    Raises CannotSay for a letter that the procedure does not have, and as `fill` does.
    """
    pack = procedure.pack(at)
    letter = pack.letters.get(letter_id)
    if letter is None:
        raise CannotSay(f"The procedure of {pack.head.authority} has no letter {letter_id!r}.")
    return fill(letter, {**values, "authority": pack.head.authority})


def fill(letter: Letter, values: Mapping[str, Sayable]) -> Composed:
    """The letter with its placeholders filled. A paragraph that then says nothing is left out.

    Raises CannotSay for a placeholder that is not in `may_say` or has no value, and, in an
    acknowledgement, for anything but receipt (HERTS-4.4).
    """
    if is_receipt(letter.event):
        _refuse_more_than_receipt(letter, values)

    def said(match: re.Match[str]) -> str:
        name = match[1]
        if name not in letter.may_say:
            raise CannotSay(f"The letter {letter.title!r} may not say {{{name}}}.")
        if name not in values:
            raise CannotSay(f"The letter {letter.title!r} needs {{{name}}}.")
        return _in_words(values[name])

    filled = (_PLACEHOLDER.sub(said, paragraph) for paragraph in letter.body)
    return Composed(
        event=letter.event,
        channel=letter.channel,
        # A line break in the subject would start another header.
        subject=" ".join(_PLACEHOLDER.sub(said, letter.subject).split()),
        paragraphs=tuple(paragraph for paragraph in filled if paragraph.strip()),
    )


def is_receipt(event: str) -> bool:
    """Whether a letter with that event says only that something was received."""
    return event.partition(".")[0] == _RECEIPT_STEP


# All that an acknowledgement may say beyond the pack's own words. Each is checked by its form, never free
# text about a case, so that no outcome can pass through it (HERTS-4.4).
_RECEIPT: dict[str, Callable[[Sayable], bool]] = {
    "authority": lambda value: isinstance(value, str),
    "to_name": lambda value: isinstance(value, str),
    "reference": lambda value: isinstance(value, str) and bool(_REFERENCE.fullmatch(value)),
    "received_at": lambda value: isinstance(value, datetime),
    "chase_by": lambda value: isinstance(value, date) and not isinstance(value, datetime),
}


def _refuse_more_than_receipt(letter: Letter, values: Mapping[str, Sayable]) -> None:
    for name in letter.may_say:
        if name not in _RECEIPT:
            raise CannotSay(f"An acknowledgement says only that something was received, never {{{name}}}.")
        if name in values and not _RECEIPT[name](values[name]):
            raise CannotSay(f"An acknowledgement cannot give that as {{{name}}}.")


def _in_words(value: Sayable) -> str:
    if isinstance(value, datetime):
        return say_when(value)
    return say_date(value) if isinstance(value, date) else value
