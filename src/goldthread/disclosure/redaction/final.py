"""What leaves: each text with the marked words gone and the reason's number in their place."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldthread.access.withholding import Against
from goldthread.disclosure.models import Mark
from goldthread.disclosure.redaction.desk import Desk
from goldthread.disclosure.redaction.reasons import REASONS
from goldthread.disclosure.redaction.source import Piece, Sheet
from goldthread.disclosure.redaction.tokens import merged


@dataclass(frozen=True)
class Gone:
    """Where something was taken out, and the reason. `words` are for whoever checks, never for a copy."""

    reason: str
    words: str = ""


Part = str | Gone


@dataclass(frozen=True)
class Line:
    """One answer as it leaves."""

    label: str
    parts: tuple[Part, ...]

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it is left."""
        return not any(isinstance(one, str) and one.strip() for one in self.parts)


@dataclass(frozen=True)
class Page:
    """One entry as it leaves. `whole`: the reason for which all of it stays out; its title then does too."""

    title: str
    when: str
    lines: tuple[Line, ...]
    whole: str = ""
    files: int = 0  # that are left out


@dataclass(frozen=True)
class Final:
    """A copy as it leaves, and what tells it from any other."""

    pages: tuple[Page, ...]
    fingerprint: str

    @property
    def counts(self) -> dict[str, int]:
        """How many times each reason was used, in the order of the list."""
        used: Counter[str] = Counter()
        for page in self.pages:
            if page.whole:
                used[page.whole] += 1
                continue
            used.update(part.reason for line in page.lines for part in line.parts if isinstance(part, Gone))
        return {key: used[key] for key in REASONS if used[key]}

    @property
    def files(self) -> int:
        """How many files are left out."""
        return sum(page.files for page in self.pages)


def final(desk: Desk, made: Sequence[Sheet]) -> Final:
    """The copy that the marks make of these sheets now."""
    pages = tuple(page_of(desk, sheet) for sheet in made)
    said = [desk.recipient.key, *(one.mark for one in made), *(repr(page) for page in pages)]
    return Final(pages, hashlib.sha256("\n".join(said).encode()).hexdigest()[:32])


def page_of(desk: Desk, sheet: Sheet) -> Page:
    """One entry as it leaves."""
    typed = sum(one.field.startswith("file:") for one in sheet.pieces)
    whole = desk.whole(sheet)
    if whole:
        return Page("", "", (), whole)
    marks: dict[str, list[Mark]] = {}
    for mark in desk.marks:
        if mark.source_id == sheet.entry.pk and mark.goes:
            marks.setdefault(mark.field, []).append(mark)
    lines = tuple(line_of(piece, marks.get(piece.field, ())) for piece in sheet.pieces)
    return Page(sheet.title, sheet.when, lines, files=len(sheet.files) - typed)


def line_of(piece: Piece, marks: Iterable[Mark]) -> Line:
    """One answer without what goes. Marks of a text that has changed since do not count."""
    if piece.kept:
        return Line(piece.label, (Gone(piece.reason, "" if piece.hidden else piece.text),))
    spans = {(one.start, one.end): one.reason for one in marks if one.text == piece.mark}
    return Line(piece.label, tuple(_parts(piece.text, spans)))


def _parts(text: str, spans: Mapping[tuple[int, int], str]) -> Iterator[Part]:
    at = 0
    for start, end in merged(list(spans), text):
        if text[at:start]:
            yield text[at:start]
        reason = next(why for (first, last), why in sorted(spans.items()) if start <= first and last <= end)
        yield Gone(reason, text[start:end])
        at = end
    if text[at:] or not text:
        yield text[at:]


def told(copy: Final, against: Against) -> list[tuple[Page, Line, str]]:
    """Where a copy would still tell what must not be known to its reader, and the rule."""
    return [
        (page, line, why)
        for page in copy.pages
        for line in page.lines
        if (why := against.told_by(f"{line.label}\n{as_text(line)}"))
    ]


def as_text(line: Line) -> str:
    """An answer as it leaves, with a sign where something is gone."""
    return "".join(one if isinstance(one, str) else " \u2588 " for one in line.parts)
