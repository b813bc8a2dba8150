"""The one way in which a table leaves: as CSV in which no cell is a formula (OWASP ASVS 5.0, 1.2.10)."""

import csv
from collections.abc import Iterable, Sequence
from typing import IO

# What a spreadsheet would take for the beginning of a formula, also after spaces, and in its wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Rows:
    """Writes rows to a file that was opened with newline=""."""

    def __init__(self, to: IO[str]) -> None:
        self._rows = csv.writer(to)

    def write(self, cells: Sequence[object]) -> None:
        """One row. Numbers stand as they are; words like a formula get an apostrophe before them."""
        self._rows.writerow([inert(cell) if isinstance(cell, str) else cell for cell in cells])

    def write_all(self, rows: Iterable[Sequence[object]]) -> None:
        """Row after row."""
        for row in rows:
            self.write(row)


def inert(text: str) -> str:
    """The words, as a spreadsheet will show them and never work them out."""
    begins = text.startswith(_FORMULA) or text.lstrip(" \u00a0\u3000").startswith(_FORMULA)
    return f"'{text}" if begins else text
