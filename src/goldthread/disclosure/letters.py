"""The procedure's letters to an enquirer: which fits, how it would read, and sending it."""

from datetime import datetime

from goldthread.disclosure.requestfile import RequestFile
from goldthread.documents import letters as documents_letters
from goldthread.documents import operations as documents
from goldthread.ledger.author import Author
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part
from goldthread.procedures.conditions import Questions


def fitting(file: RequestFile, event: str, at: datetime) -> str:
    """The first letter of the pack for that event that fits the request; empty where there is none."""
    pack = file.table.pack
    questions = Questions(pack.words)
    for name, letter in pack.letters.items():
        if letter.event != event:
            continue
        number = questions.number(letter.when, letter.unless)
        if all(questions.answers(one.facts(at)).held[number] for one in file.people):
            return name
    return ""


def composed(file: RequestFile, letter: str, words: str, at: datetime) -> documents_letters.Composed:
    """The letter as it would read. What is not filled in yet is a row of dots."""
    return documents_letters.compose(letter, {**_values(file, words), "to_name": _name(file)}, at=at)


def _values(file: RequestFile, words: str) -> dict[str, documents_letters.Sayable]:
    reference = str(file.said.get("their_reference", ""))
    return {
        "reference": file.request.reference,
        "received_at": file.request.occurred_at,
        "your_reference": f"Your reference: {reference}" if reference else "",
        "words": words or "…",
    }


def _name(file: RequestFile) -> str:
    return str(file.said.get("enquirer") or file.said.get("organisation") or "Sir or Madam")


def send(
    *, by: Author, at: datetime, file: RequestFile, letter: str, to_address: str, words: str, because: Entry
) -> Entry:
    """Send the letter. That the enquirer was told is in `because`; the message makes no event of its own.

    Raises documents' NoAddress, letters.CannotSay and access's MustNotKnow.
    """
    return documents.send(
        by=by,
        at=at,
        letter=letter,
        to_name=_name(file),
        to_address=to_address,
        values=_values(file, words),
        parts=[Part(one.part.subject, in_episode=False) for one in file.people],
        answers=file.request,
        key=str(derived_id(because.pk, letter)),
        records_event=False,
    )
