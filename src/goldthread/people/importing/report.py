"""What an import did, row by row where a person must look: figures that add up, refusals, likenesses."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from goldthread.ledger.spreadsheet import Rows

CLOSED = "A restricted record may be this person. Ask the duty manager"


@dataclass
class Tally:
    """One file's rows: each of those read is counted in exactly one of the other four."""

    file: str
    encoding: str
    read: int = 0
    imported: int = 0
    linked: int = 0  # stated of somebody who was on record already
    held: int = 0  # brought over by an earlier run
    refused: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for."""
        return self.read == self.imported + self.linked + self.held + self.refused


@dataclass(frozen=True)
class Finding:
    """A row to look at: what it is, where, and what to do. `column` is empty for the row as a whole."""

    what: str  # refused, changed or possible
    file: str
    line: int
    column: str
    says: str


@dataclass
class Report:
    """What one run did, or would do."""

    system: str
    dry: bool = False
    seconds: float = 0.0
    tallies: list[Tally] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether any row was refused."""
        return any(tally.refused for tally in self.tallies)

    @property
    def rows(self) -> int:
        """All rows read."""
        return sum(tally.read for tally in self.tallies)

    def json(self) -> dict[str, Any]:
        """For a program."""
        return {
            **asdict(self),
            "tallies": [{**asdict(tally), "adds_up": tally.adds_up} for tally in self.tallies],
            "rows_per_second": round(self.rows / self.seconds) if self.seconds else None,
        }

    def lines(self, most: int = 50) -> Iterator[str]:
        """For a person: the figures, then the first findings."""
        yield f"{'Nothing was kept: a dry run of' if self.dry else 'Brought over from'} {self.system}"
        yield f"{'file':<20}{'read':>9} ={'imported':>9} +{'linked':>8} +{'held':>8} +{'refused':>8}"
        for one in self.tallies:
            yield (
                f"{one.file:<20}{one.read:>9,} ={one.imported:>9,} +{one.linked:>8,} +{one.held:>8,}"
                f" +{one.refused:>8,}{'' if one.adds_up else '  DOES NOT ADD UP'}"
            )
        for finding in self.findings[:most]:
            column = f", {finding.column}" if finding.column else ""
            yield f"{finding.what}: {finding.file}, line {finding.line}{column}: {finding.says}"
        if len(self.findings) > most:
            yield f"... and {len(self.findings) - most:,} more: --report FILE.csv writes them all"

    def write(self, path: Path) -> None:
        """Every finding, as a file that a spreadsheet opens without taking a cell for a formula."""
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            rows = Rows(file)
            rows.write(("what", "file", "line", "column", "says"))
            rows.write_all((one.what, one.file, one.line, one.column, one.says) for one in self.findings)
