"""The list of what was put away to come back to any second: each line holds the digest of the line before.

The machine may be lost at any instant of this too. A file is written under a name that begins with `fresh-`,
then listed, then given its name: before there is a line it counts for nothing, and after that it is whole.
"""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from goldthread.config.backup.manifest import fingerprint_of

LIST = "kept.jsonl"
FRESH = "fresh-"  # how the name of a file begins that is being put away
_LONGEST = 8192  # bytes of a line, at most
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

    @property
    def segment(self) -> str:
        """The segment of the log that it holds; nothing for a base."""
        found = _SEGMENT.match(self.name.removeprefix("log/"))
        return found[0] if found else ""

    @property
    def is_partial(self) -> bool:
        """Whether the segment was still being written."""
        return PARTIAL in self.name


def put(folder: Path, fresh: Path, *, at: datetime, log_from: str = "") -> Path:
    """List a file whose name begins with `fresh-`, so that the line is on the disk; where it lies now.

    Several processes may do so at once: a base is made while the log is kept.
    """
    to = fresh.with_name(fresh.name.removeprefix(FRESH))
    size, digest = fingerprint_of(fresh)
    with (folder / LIST).open("a+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        last = _last_line(opened)
        before = _digest(last) if last else ""
        kept = Kept(str(to.relative_to(folder)), size, digest, at.isoformat(), log_from, before)
        opened.write(f"{json.dumps(asdict(kept))}\n".encode())
        opened.flush()
        os.fsync(opened.fileno())
    return fresh.rename(to)


def read(folder: Path) -> list[Kept]:
    """What counts, by the list: of each segment the newest, and once it was put away whole, that."""
    newest: dict[str, Kept] = {}
    for line in (Kept(**json.loads(line)) for line in _lines(folder)):
        mine = line.segment or line.name
        if not (line.is_partial and mine in newest and not newest[mine].is_partial):
            newest[mine] = line
    return list(newest.values())


def where(folder: Path, kept: Kept) -> Path:
    """Where the file lies: under its name, or as it was written where it could not be given that any more."""
    file = folder / kept.name
    return file if file.is_file() else file.with_name(f"{FRESH}{file.name}")


def faults(folder: Path, *, reaches: datetime | None = None) -> Iterator[str]:
    """In words, whatever is missing or changed. `reaches`: the instant to which it should lead at least."""
    if not (folder / LIST).is_file():
        yield f"{folder} has no {LIST}"
        return
    yield from _broken_lines(folder)
    kept = read(folder)
    for one in kept:
        file = where(folder, one)
        if not file.is_file():
            yield f"{folder / one.name} is missing"
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
    """All whole lines. One without its end was being written when the machine was lost."""
    file = folder / LIST
    return file.read_text(encoding="utf-8").split("\n")[:-1] if file.is_file() else []


def _last_line(opened: IO[bytes]) -> str:
    """The last whole line of the list; what was begun after it is cut off."""
    size = opened.seek(0, os.SEEK_END)
    opened.seek(max(0, size - _LONGEST))
    whole, _, half = opened.read().rpartition(b"\n")
    opened.truncate(size - len(half))
    return whole.rpartition(b"\n")[2].decode()


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
