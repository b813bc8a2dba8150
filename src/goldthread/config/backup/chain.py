"""The list of what was put away to come back to any second: each line holds the digest of the line before."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from goldthread.config.backup.manifest import fingerprint_of

LIST = "kept.jsonl"
FRESH = "fresh-"  # how the name of a file begins that is being put away
PARTIAL = ".partial"  # of PostgreSQL's log: the segment that is still being written
_SEGMENT = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})")
_A_LOG = 0x100  # segments of 16 MB with one number in the middle of their names


@dataclass(frozen=True)
class Kept:
    """One file that was put away at that instant. `log_from`, of a base: the segment where it goes on."""

    name: str
    size: int
    sha256: str
    at: str
    log_from: str
    before: str

    @classmethod
    def of(cls, folder: Path, file: Path, *, at: datetime, log_from: str = "") -> Self:
        """The line for a file that lies in the folder now."""
        size, digest = fingerprint_of(file)
        lines = _lines(folder)
        before = _digest(lines[-1]) if lines else ""
        return cls(str(file.relative_to(folder)), size, digest, at.isoformat(), log_from, before)

    @property
    def segment(self) -> str:
        """The segment of the log that it holds; nothing for a base."""
        found = _SEGMENT.match(self.name.removeprefix("log/"))
        return found[0] if found else ""

    @property
    def is_partial(self) -> bool:
        """Whether the segment was still being written."""
        return PARTIAL in self.name


def note(folder: Path, file: Path, *, at: datetime, log_from: str = "") -> None:
    """Add a file to the list, so that it is on the disk when this returns."""
    line = json.dumps(asdict(Kept.of(folder, file, at=at, log_from=log_from)))
    with (folder / LIST).open("a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")
        opened.flush()
        os.fsync(opened.fileno())


def read(folder: Path) -> list[Kept]:
    """What lies there now, by the list: a segment that was put away whole replaces its beginning."""
    lines = [Kept(**json.loads(line)) for line in _lines(folder)]
    newest = {line.name: line for line in lines}
    whole = {line.segment for line in lines if line.segment and not line.is_partial}
    return [line for line in newest.values() if not (line.is_partial and line.segment in whole)]


def faults(folder: Path, *, reaches: datetime | None = None) -> Iterator[str]:
    """In words, whatever is missing or changed. `reaches`: the instant to which it should lead at least."""
    if not (folder / LIST).is_file():
        yield f"{folder} has no {LIST}"
        return
    yield from _broken_lines(folder)
    kept = read(folder)
    for one in kept:
        file = folder / one.name
        if not file.is_file():
            yield f"{file} is missing"
        elif fingerprint_of(file) != (one.size, one.sha256):
            yield f"{file} is not the file that was put away"
    yield from _unlisted(folder)
    yield from _gaps(kept)
    newest = max((datetime.fromisoformat(one.at) for one in kept), default=None)
    if reaches and (newest is None or newest < reaches):
        yield f"the newest of it is of {newest}, so that what was written after that would be lost"


def _broken_lines(folder: Path) -> Iterator[str]:
    before = ""
    for number, line in enumerate(_lines(folder), 1):
        if json.loads(line)["before"] != before:
            yield f"{folder / LIST}: something was taken out or changed before line {number}"
        before = _digest(line)


def _unlisted(folder: Path) -> Iterator[str]:
    """Files that no line tells of: the line was cut off the end."""
    named = {json.loads(line)["name"] for line in _lines(folder)} | {LIST}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if str(file.relative_to(folder)) not in named and not file.name.startswith(FRESH):
            yield f"{file} is in no line of {LIST}"


def _gaps(kept: list[Kept]) -> Iterator[str]:
    """Segments of the log that are missing between the oldest base and the newest segment."""
    bases = [one.log_from for one in kept if one.log_from]
    if not bases:
        yield "there is no base: the log alone brings nothing back"
        return
    there = sorted({_place(one.segment) for one in kept if one.segment})
    missing = sorted(set(range(_place(min(bases)), max(there, default=0) + 1)) - set(there))
    if missing or not there:
        yield f"{len(missing) or 'all'} segments of the log are missing after the base"


def _place(segment: str) -> int:
    """Where a segment stands in the log, on whatever timeline."""
    found = _SEGMENT.match(segment)
    return int(found[2], 16) * _A_LOG + int(found[3], 16) if found else 0


def _lines(folder: Path) -> list[str]:
    file = folder / LIST
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
