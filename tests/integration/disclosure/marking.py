"""A worker who goes through a copy: takes what is proposed, and marks by hand what is not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from uuid import uuid4

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from goldthread.accounts.models import User
from goldthread.disclosure.models import Redaction
from goldthread.disclosure.operations import redaction as operations
from goldthread.disclosure.operations.redaction import Decided, Sheeted, Wanted
from goldthread.disclosure.redaction.desk import Desk
from goldthread.disclosure.redaction.reasons import THIRD_PARTY
from goldthread.disclosure.redaction.source import Piece, Sheet
from goldthread.ledger.models import Entry
from tests.factories import author
from tests.integration.disclosure.planted import NOW, Planted


def opened(record: Planted, worker: User) -> Desk:
    """A copy for the person themselves."""
    by = author("social_worker", worker)
    wanted = Wanted(record.recipient, "care_leaver", "Everything")
    made = operations.open_redaction(by=by, at=NOW, subject=record.child, wanted=wanted)
    return Desk(made, worker, at=NOW)


def take_all(desk: Desk, by_hand: Iterable[str] = ()) -> None:
    """Go through every entry, take every proposal, and mark these words by hand wherever they stand."""
    words = list(by_hand)
    sheets = [Sheeted(sheet, [*_taken(desk, sheet), *_marked(sheet, words)]) for sheet in desk.sheets()]
    by = author("social_worker", desk.worker)
    operations.go_through(by=by, at=NOW, redaction=desk.redaction, sheets=sheets)


def _taken(desk: Desk, sheet: Sheet) -> list[Decided]:
    pieces = {one.field: one for one in sheet.pieces}
    return [
        _decided(pieces[place.field], place.start, place.end, one.reason)
        for one in desk.proposals(sheet)
        for place in one.places
    ]


def _marked(sheet: Sheet, words: list[str]) -> list[Decided]:
    return [
        _decided(piece, at, at + len(said), THIRD_PARTY, by_hand=True)
        for piece in sheet.pieces
        for said in words
        for at in where(said, piece.text)
        if not piece.kept
    ]


def where(said: str, text: str) -> list[int]:
    """Where words stand in a text."""
    return [match.start() for match in re.finditer(re.escape(said), text)]


def _decided(piece: Piece, start: int, end: int, reason: str, *, by_hand: bool = False) -> Decided:
    return Decided(
        piece.field, piece.mark, start, end, piece.text[start:end], goes=True, reason=reason, by_hand=by_hand
    )


def fresh(desk: Desk) -> Desk:
    """The same copy, read anew."""
    return Desk(Redaction.objects.get(pk=desk.redaction.pk), desk.worker, at=desk.at)


def made(desk: Desk, checker: User) -> Entry:
    """Sign, have it checked by somebody else, and make the file."""
    by = author("social_worker", desk.worker)
    signed = operations.sign_redaction(by=by, at=NOW, desk=fresh(desk), why={}, key=uuid4().hex)
    operations.check_redaction(
        by=author("manager", checker),
        at=NOW,
        desk=fresh(desk),
        signed=signed,
        values={"outcome": "approved"},
        key=uuid4().hex,
    )
    return operations.make_copy(by=by, at=NOW, desk=fresh(desk), signed=signed)


def everything_in(copy: Entry) -> str:
    """Whatever a reader or a program finds in the file: text layer, strings, streams, names of files."""
    file = copy.attachments.get()
    pdf = pypdf.PdfReader(BytesIO(bytes(file.content)))
    found = [file.name, *(page.extract_text() for page in pdf.pages), str(pdf.metadata)]
    seen: set[int] = set()
    for number in range(1, pdf.trailer["/Size"]):
        _strings(pdf.get_object(number), found, seen, pdf)
    return "\n".join(found)


def _strings(one: Any, found: list[str], seen: set[int], pdf: pypdf.PdfReader) -> None:
    if isinstance(one, IndirectObject) or one is None or id(one) in seen:
        return  # every numbered object is read in its turn
    seen.add(id(one))
    if isinstance(one, DictionaryObject):
        for key, value in one.items():
            found.append(str(key))
            _strings(value, found, seen, pdf)
        if (
            isinstance(one, StreamObject)
            and one.get("/Subtype") in {"/XML", None}
            and one.get("/Type") != "/XRef"
        ):
            found.append(one.get_data().decode("latin-1"))
    elif isinstance(one, ArrayObject):
        for value in one:
            _strings(value, found, seen, pdf)
    elif isinstance(one, str):
        found.append(str(one))


def proposed_places(desk: Desk, sheets: Sequence[Sheet]) -> dict[tuple[Any, str], list[tuple[int, int]]]:
    """Where something is proposed in each answer, by entry and field."""
    found: dict[tuple[Any, str], list[tuple[int, int]]] = {}
    for sheet in sheets:
        for one in desk.proposals(sheet):
            for place in one.places:
                found.setdefault((sheet.entry.pk, place.field), []).append((place.start, place.end))
    return found


def is_proposed(
    places: Mapping[tuple[Any, str], list[tuple[int, int]]], sheets: Sequence[Sheet], said: str
) -> bool:
    """Whether all of these words are proposed wherever they stand."""
    return all(
        any(
            start <= at and at + len(said.rstrip(".")) <= end
            for start, end in places.get((sheet.entry.pk, piece.field), ())
        )
        for sheet in sheets
        for piece in sheet.pieces
        for at in where(said, piece.text)
    )
