"""Words and numbers."""

import unicodedata
from dataclasses import KW_ONLY, dataclass

from goldthread.ledger.fields.base import Field, Raw, Unclear, Value, clean

_MOST_DIGITS = 15  # all that a JSON reader keeps exactly


@dataclass(frozen=True, eq=False)
class Text(Field):
    """One line. White space is folded; letters of any script, and emoji, are kept."""

    _: KW_ONLY
    max_length: int = 200

    def read(self, raw: Raw, name: str) -> Value:
        """The line, or what `check` makes of it."""
        text = " ".join(self._within(clean(self, self.typed(raw, name)[""])).split())
        return self.check(unicodedata.normalize("NFC", text))

    def check(self, text: str) -> str:
        """The text in its usual form. Raises Unclear. For subclasses."""
        return text

    def _within(self, text: str) -> str:
        if len(text) > self.max_length:
            raise Unclear(
                f"{self.subject} must be {self.max_length:,} characters or fewer. "
                f"It is {len(text):,} now: take out {len(text) - self.max_length:,}"
            )
        return text


@dataclass(frozen=True, eq=False)
class LongText(Text):
    """Narrative, with its paragraphs. `rows` is how tall the box stands at first."""

    _: KW_ONLY
    max_length: int = 20_000
    rows: int = 5

    def read(self, raw: Raw, name: str) -> Value:
        """The text with its line breaks."""
        return unicodedata.normalize("NFC", self._within(clean(self, self.typed(raw, name)[""])))


@dataclass(frozen=True, eq=False)
class Carried(Text):
    """An id that a page carries along, such as whom a row is about: kept, and never read out."""

    def text(self, value: Value) -> str:
        """Nothing: nobody reads an id."""
        return ""


@dataclass(frozen=True, eq=False)
class Number(Field):
    """A whole number from `minimum` to `maximum`, both included."""

    _: KW_ONLY
    minimum: int = 0
    maximum: int = 999_999
    unit: str = ""

    def read(self, raw: Raw, name: str) -> Value:
        """The number. A comma between thousands is understood."""
        text = clean(self, self.typed(raw, name)[""]).replace(",", "").replace(" ", "")
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise Unclear(f"{self.subject} must be a whole number in digits, such as {max(self.minimum, 3)}")
        if len(digits) > _MOST_DIGITS or not self.minimum <= int(text) <= self.maximum:
            raise Unclear(f"{self.subject} must be from {self.minimum:,} to {self.maximum:,}")
        return int(text)

    def text(self, value: Value) -> str:
        """The number with its unit."""
        return f"{value:,} {self.unit}".rstrip()
