"""What the page of one entry shows: its answers with what may have to go, and what was posted, read back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from goldthread.disclosure.operations.redaction import Decided, Sheeted
from goldthread.disclosure.redaction.desk import Desk, Proposal
from goldthread.disclosure.redaction.reasons import REASONS, THIRD_PARTY
from goldthread.disclosure.redaction.source import Piece, Sheet
from goldthread.disclosure.redaction.tokens import merged, sentences, tokens

_LONGEST_TYPED = 20_000
_SHORT = 3  # words of an answer
Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Stretch:
    """Some of a text; `state` is goes, stays, or empty where nothing is proposed."""

    text: str
    state: str = ""


@dataclass(frozen=True)
class Choosable:
    """Words that can be marked by hand; `value` says where they stand."""

    value: str
    text: str


@dataclass(frozen=True)
class Shown:
    """One answer on the page. `proposals` are those that begin in it; `words`, where they are asked for."""

    number: int
    piece: Piece
    stretches: tuple[Stretch, ...]
    proposals: tuple[Proposal, ...]
    sentences: tuple[Choosable, ...]
    words: tuple[Choosable, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether it goes or stays as a whole: a name of a list, a word or two."""
        return not self.words and len(self.sentences) == 1 and len(self.piece.text.split()) <= _SHORT


def shown(desk: Desk, sheet: Sheet, words_of: int | None = None) -> list[Shown]:
    """Each answer of an entry. `words_of`: the number of the one whose words can be chosen one by one."""
    proposals = desk.proposals(sheet)
    return [
        Shown(
            number,
            piece,
            tuple(_stretches(piece, proposals)),
            tuple(one for one in proposals if one.places[0].field == piece.field),
            tuple(_choosable(number, piece.text, list(sentences(piece.text)))),
            tuple(_choosable(number, piece.text, [(t.start, t.end) for t in tokens(piece.text)]))
            if words_of == number
            else (),
        )
        for number, piece in enumerate(sheet.pieces)
    ]


def _stretches(piece: Piece, proposals: Sequence[Proposal]) -> Iterator[Stretch]:
    if piece.kept:
        return
    found = sorted(
        (place.start, place.end, "goes" if one.goes else "stays")
        for one in proposals
        for place in one.places
        if place.field == piece.field
    )
    at = 0
    for start, end, state in found:
        if start < at:
            continue
        if piece.text[at:start]:
            yield Stretch(piece.text[at:start])
        yield Stretch(piece.text[start:end], state)
        at = end
    if piece.text[at:]:
        yield Stretch(piece.text[at:])


def _choosable(number: int, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Choosable]:
    return (Choosable(f"{number}:{start}:{end}", text[start:end]) for start, end in spans)


def posted_as(desk: Desk, sheet: Sheet, raw: Raw) -> Sheeted:
    """What somebody decided on that page. What must go goes, whatever was sent."""
    pieces = {one.field: one for one in sheet.pieces}
    ticked = set(raw.get("go", ()))
    decided = [
        _decided(
            pieces[place.field], (place.start, place.end), one, goes=one.must or one.id in ticked, raw=raw
        )
        for one in desk.proposals(sheet)
        for place in one.places
    ]
    whole = _reason(raw, "whole", "")
    return Sheeted(sheet, [*decided, *_by_hand(sheet, raw)], whole, _typed(sheet, raw))


def _decided(piece: Piece, span: tuple[int, int], one: Proposal, *, goes: bool, raw: Raw) -> Decided:
    reason = _reason(raw, f"reason-{one.id}", one.reason)
    start, end = span
    return Decided(piece.field, piece.mark, start, end, piece.text[start:end], goes, reason, one.by_hand)


def _by_hand(sheet: Sheet, raw: Raw) -> Iterator[Decided]:
    """Sentences and words that were ticked, and what was selected: those that touch as one mark."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for value in raw.get("hand", ()):
        found = value.split(":")
        if len(found) == 3 and all(one.isdecimal() and len(one) < 7 for one in found):
            number, start, end = map(int, found)
            if number < len(sheet.pieces) and start < end <= len(sheet.pieces[number].text):
                spans.setdefault(number, []).append((start, end))
    reason = _reason(raw, "hand-reason", THIRD_PARTY)
    for number, some in sorted(spans.items()):
        piece = sheet.pieces[number]
        if piece.kept:
            continue
        for start, end in merged(some, piece.text):
            words = piece.text[start:end]
            yield Decided(piece.field, piece.mark, start, end, words, goes=True, reason=reason, by_hand=True)


def _reason(raw: Raw, name: str, otherwise: str) -> str:
    said = next(iter(raw.get(name, ())), "")
    return said if said in REASONS else otherwise


def _typed(sheet: Sheet, raw: Raw) -> dict[UUID, str]:
    return {
        file.pk: raw[f"typed-{file.pk}"][0].strip()[:_LONGEST_TYPED]
        for file in sheet.files
        if raw.get(f"typed-{file.pk}")
    }
