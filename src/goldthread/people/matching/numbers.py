"""NHS numbers as they are misread, house numbers and postcodes as they are written."""

import re
from functools import lru_cache

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile("[^A-Z]+")


def digits(text: str) -> str:
    """The digits of a number."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


def is_nhs_number(number: str) -> bool:
    """Whether its check digit holds (modulus 11)."""
    if len(number) != 10 or not number.isdigit():
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return (0 if check == 11 else check) == int(number[9])


@lru_cache(1000)
def meant(number: str) -> tuple[str, ...]:
    """The NHS numbers that a number which fails its check may be: one digit wrong, or two changed over."""
    if len(number) != 10:
        return ()
    slips = {number[:at] + digit + number[at + 1 :] for at in range(10) for digit in "0123456789"}
    slips |= {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(9)}
    return tuple(sorted(slip for slip in slips - {number} if is_nhs_number(slip)))


def house(text: str) -> str:
    """The numbers of a house, or its name where it has none: `Flat 3, 52` becomes 3.52."""
    return ".".join(_DIGITS.findall(text)) or _LETTERS.sub("", text.upper())


def postcode(text: str) -> str:
    """In capitals, without its space."""
    return "".join(text.upper().split())
