"""Finds numbers, e-mail addresses, postcodes and dates in a text, however they are written there."""

import re
from collections.abc import Iterator
from datetime import date

from goldthread.disclosure.redaction.known import Found, Known, Other
from goldthread.disclosure.redaction.reasons import THIRD_PARTY
from goldthread.ledger.london import MONTHS

_DIGITS = re.compile(r"(?<![\w])[+(]?\d(?:[ ().\-\u2010-\u2015/\u00a0]{0,3}\d){5,}(?![\w])")
_PUPIL = re.compile(r"(?<!\w)[A-Za-z](?:[ \-]?\d){11}[ \-]?[A-Za-z\d](?!\w)")
_EMAIL = re.compile(r"[\w.+\-]+\s?(?:@|\(at\)|\[at\])\s?[\w\-]+(?:\.[\w\-]+)+")
_POSTCODE = re.compile(r"(?<!\w)([A-Za-z]{1,2}\d[A-Za-z\d]?)[ \-\u00a0]{0,2}(\d[A-Za-z]{2})(?!\w)")
_MIXED = re.compile(r"(?<!\w)(?=[A-Za-z\d \-/]*\d)[A-Za-z\d](?:[ \-/]?[A-Za-z\d]){4,}(?!\w)")
_NAMES = "|".join(one[:3] + f"(?:{one[3:]})?" if one[3:] else one for one in MONTHS) + "|Sept"
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    (re.compile(r"(?<!\d)(\d{4})[\-./](\d{1,2})[\-./](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{1,2}) ?[\-./ ] ?(\d{1,2}) ?[\-./ ] ?(\d{4}|\d{2})(?!\d)"), "dmy"),
    (
        re.compile(
            rf"(?<!\d){_ORDINAL}[ \-]?(?:of )?({_NAMES})[,.]?[ \-]?'?(\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE
        ),
        "dmy",
    ),
    (re.compile(rf"\b({_NAMES})[. ]{{1,2}}{_ORDINAL},? (\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE), "mdy"),
)
_PHONE_LENGTH = range(9, 12)  # digits, without the 0 or +44 in front
_FEWEST = 6  # digits of a number that tells by itself


class Numbers:
    """Everybody's numbers, dates, e-mail addresses and postcodes, ready to be looked for."""

    def __init__(self, known: Known) -> None:
        self.codes: dict[str, tuple[Other, str]] = {}
        self.own = {bare(value) for _, value in known.own.codes} | {
            _post(postcode) for _, postcode in known.own.addresses
        }
        self.own_emails = {one.casefold() for one in known.own.emails}
        self.own_dates = set(known.own.born)
        self.emails: dict[str, Other] = {}
        self.dates: dict[date, Other] = {}
        self.postcodes: dict[str, Other] = {}
        for other in known.others:
            for kind, value in other.codes:
                if bare(value) not in self.own:
                    self.codes.setdefault(bare(value), (other, kind))
            for email in other.emails:
                self.emails.setdefault(email.casefold(), other)
            for day in set(other.born) - self.own_dates:
                self.dates.setdefault(day, other)
            for _, postcode in other.addresses:
                if postcode and _post(postcode) not in self.own:
                    self.postcodes.setdefault(_post(postcode), other)

    def find(self, text: str) -> Iterator[Found]:
        """Every one of them; and what has the form of one that is nobody's on record, less surely."""
        yield from self._emails(text)
        yield from self._postcodes(text)
        yield from self._coded(text)
        yield from self._dated(text)

    def _emails(self, text: str) -> Iterator[Found]:
        for match in _EMAIL.finditer(text):
            said = re.sub(r"\s|\(at\)|\[at\]", lambda one: "" if one[0].isspace() else "@", match[0])
            said = said.rstrip(".").casefold()
            if said in self.own_emails:
                continue
            other = self.emails.get(said)
            whose = f"E-mail address of {other.called}" if other else "An e-mail address"
            reason = other.reason if other else THIRD_PARTY
            yield Found(match.start(), match.end(), whose, reason, other is None or other.sure)

    def _postcodes(self, text: str) -> Iterator[Found]:
        for match in _POSTCODE.finditer(text):
            said = _post(match[0])
            other = self.postcodes.get(said)
            if other is not None:
                yield Found(
                    match.start(), match.end(), f"Postcode of {other.called}", other.reason, other.sure
                )
            elif said not in self.own and (match[0].isupper() or match[0].islower()):
                yield Found(match.start(), match.end(), "A postcode", THIRD_PARTY, sure=False)

    def _coded(self, text: str) -> Iterator[Found]:
        for pattern in (_PUPIL, _DIGITS, _MIXED):
            for match in pattern.finditer(text):
                said = bare(match[0])
                held = self.codes.get(said) or (self._inside(said) if pattern is _DIGITS else None)
                if held is not None:
                    other, kind = held
                    why = f"{kind[:1].upper()}{kind[1:]} of {other.called}"
                    yield Found(match.start(), match.end(), why, other.reason, other.sure)
                elif pattern is not _MIXED and said not in self.own and self._looks(match[0], said):
                    yield Found(
                        match.start(), match.end(), "A number that may be a person’s", THIRD_PARTY, sure=False
                    )

    def _inside(self, said: str) -> tuple[Other, str] | None:
        """A number with another run into it, as `0161 496 0123 / 0161 496 0124`."""
        return next(
            (
                held
                for code, held in sorted(self.codes.items(), key=lambda one: one[0])
                if len(code) >= _PHONE_LENGTH[0] and code in said
            ),
            None,
        )

    @staticmethod
    def _looks(written: str, said: str) -> bool:
        return not _is_date(written) and (len(said) in _PHONE_LENGTH or not said.isdigit())

    def _dated(self, text: str) -> Iterator[Found]:
        for start, end, day in dates_in(text):
            other = self.dates.get(day)
            if other is not None:
                yield Found(start, end, f"Date of birth of {other.called}", other.reason, other.sure)
            elif day not in self.own_dates and re.search(
                r"(?:\bborn\b|\bd\.?o\.?b\.?|date of birth)\W*(?:\w+\W+){0,3}$",
                text[max(0, start - 40) : start],
                re.IGNORECASE,
            ):
                yield Found(start, end, "A date of birth", THIRD_PARTY, sure=False)


def bare(text: str) -> str:
    """A number without what stands between its digits; of a telephone number, without its 0 or +44."""
    said = "".join(one for one in text.upper() if one.isascii() and one.isalnum())
    if said.isdigit():
        said = said.removeprefix("00") if said.startswith("0044") else said
        if len(said) > _PHONE_LENGTH[-1] and said.startswith("44"):
            said = said.removeprefix("44").removeprefix("0")
        elif said.startswith("0") and len(said) > _FEWEST:
            said = said.removeprefix("0")
    return said


def _post(text: str) -> str:
    return "".join(one for one in text.upper() if one.isascii() and one.isalnum())


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """Every date with a year in it, however it is written, and where it stands."""
    for pattern, order in _DATES:
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            for day in _days(parts["y"], parts["m"], parts["d"]):
                yield match.start(), match.end(), day


def _days(year: str, month: str, day: str) -> Iterator[date]:
    number = _month(month)
    for whole in (int(year),) if len(year) == 4 else (2000 + int(year), 1900 + int(year)):
        try:
            yield date(whole, number, int(day))
        except ValueError:
            continue


def _month(said: str) -> int:
    if said.isdigit():
        return int(said)
    return next(n for n, name in enumerate(MONTHS, 1) if name[:3].casefold() == said[:3].casefold())


def _is_date(written: str) -> bool:
    return any(end - start == len(written) for start, end, _ in dates_in(written))
