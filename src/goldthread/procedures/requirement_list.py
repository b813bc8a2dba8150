"""The numbered requirements, as packs and tests cite them."""

import csv
from pathlib import Path
from typing import NamedTuple


class Requirement(NamedTuple):
    """One line of requirements.csv."""

    id: str
    requirement: str
    seed_file: str
    section: str
    kind: str


def read_requirements(path: Path) -> dict[str, Requirement]:
    """The requirements by id. Raises OSError or ValueError if the file is not what it should be."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != list(Requirement._fields):
            raise ValueError(f"{path}: the first line is not {','.join(Requirement._fields)}")
        return {row[0]: Requirement(*row) for row in rows}
