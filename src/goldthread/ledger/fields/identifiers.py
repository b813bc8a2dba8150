"""Ways to reach or identify someone, and files. Each is kept in its one usual form."""

import re
import uuid
from dataclasses import KW_ONLY, dataclass

from nhs_number.validate import is_valid

from goldthread.ledger.fields.base import Field, Raw, Unclear, Value, clean
from goldthread.ledger.fields.words import Text

_EMAIL = re.compile(r"[^@\s<>,;:()\"]+@[^@\s<>,;:()\"]+\.[^@\s<>,;:()\".]{2,}")
_PHONE = re.compile(r"\+?[0-9 ()./-]+(?:(?:ext|extension|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)
_PHONE_DIGITS = range(6, 21)  # with an extension
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # in the order of what they check; I, O and S are not used
_UPN = re.compile(f"[{_UPN_LETTERS}][0-9]{{11}}[0-9{_UPN_LETTERS}]")


@dataclass(frozen=True, eq=False)
class Email(Text):
    """An e-mail address. Its capital letters are kept."""

    _: KW_ONLY
    max_length: int = 254

    def check(self, text: str) -> str:
        """The address. Raises Unclear."""
        if not _EMAIL.fullmatch(text):
            raise Unclear(f"{self.subject} must be an e-mail address, such as name@example.org")
        return text


@dataclass(frozen=True, eq=False)
class Phone(Text):
    """A telephone number of any country, as it was given: spaces help whoever dials it."""

    _: KW_ONLY
    max_length: int = 40

    def check(self, text: str) -> str:
        """The number. Raises Unclear."""
        if not _PHONE.fullmatch(text) or len(re.sub("[^0-9]", "", text)) not in _PHONE_DIGITS:
            raise Unclear(f"{self.subject} must be a telephone number, such as 01632 960 001")
        return text


@dataclass(frozen=True, eq=False)
class NHSNumber(Text):
    """An NHS number: ten digits, the last of which checks the others. Kept without spaces."""

    _: KW_ONLY
    max_length: int = 40

    def check(self, text: str) -> str:
        """The ten digits. Raises Unclear."""
        digits = re.sub("[ -]", "", text)
        if not re.fullmatch("[0-9]{10}", digits):
            raise Unclear(f"{self.subject} must have ten digits. Leave it empty if you do not have it")
        if not is_valid(digits):
            raise Unclear(f"{self.subject} has a wrong digit. Compare each digit with where you read it")
        return digits

    def text(self, value: Value) -> str:
        """999 123 4561."""
        return f"{value[:3]} {value[3:6]} {value[6:]}"


@dataclass(frozen=True, eq=False)
class UPN(Text):
    """A unique pupil number: a check letter, eleven digits, and a digit or, while temporary, a letter."""

    _: KW_ONLY
    max_length: int = 40

    def check(self, text: str) -> str:
        """The thirteen signs. Raises Unclear."""
        signs = re.sub("[ -]", "", text).upper()
        if not _UPN.fullmatch(signs):
            raise Unclear(
                f"{self.subject} must be a letter and twelve digits, such as A123456789012. "
                "Leave it empty if you do not have it"
            )
        if signs[0] != upn_letter(signs[1:]):
            raise Unclear(f"{self.subject} has a wrong sign. Compare each one with where you read it")
        return signs


def upn_letter(rest: str) -> str:
    """The check letter of a unique pupil number, from its twelve other signs."""
    values = (_UPN_LETTERS.index(sign) if sign in _UPN_LETTERS else int(sign) for sign in rest)
    return _UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % len(_UPN_LETTERS)]


@dataclass(frozen=True, eq=False)
class Postcode(Text):
    """A full postcode of the United Kingdom, kept in capitals with its space."""

    _: KW_ONLY
    max_length: int = 40

    def check(self, text: str) -> str:
        """The postcode. Raises Unclear."""
        match = _POSTCODE.fullmatch(text.upper().replace(" ", ""))
        if not match:
            raise Unclear(f"{self.subject} must be a full postcode. Leave it empty if you do not have it")
        return f"{match[1]} {match[2]}"


@dataclass(frozen=True, eq=False)
class File(Field):
    """A file, already kept with the draft; the value is its id. `kinds` are the endings allowed."""

    _: KW_ONLY
    kinds: tuple[str, ...] = ("pdf", "docx", "doc", "odt", "rtf", "txt", "jpg", "png")
    max_megabytes: int = 10

    @property
    def missing(self) -> str:
        """What to say when there is no file."""
        return f"Choose a file: {self.noun}"

    def read(self, raw: Raw, name: str) -> Value:
        """The id of the file that was kept."""
        try:
            return str(uuid.UUID(clean(self, self.typed(raw, name)[""])))
        except ValueError:
            raise Unclear(f"{self.subject} could not be kept. Choose the file again") from None

    def text(self, value: Value) -> str:
        """That there is one; the page that shows it knows its name."""
        return "File attached"
