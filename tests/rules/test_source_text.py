"""The sources stay with their councils: no run of eight of their words is anywhere in the project."""

from collections.abc import Iterator
from functools import cache

import pytest

from goldthread.procedures.command_line import source_documents
from goldthread.procedures.sources import Document
from tests.rules.repository import at, files, there_are_none

RUN = 8
DOCUMENTS = source_documents()


@cache
def runs() -> dict[str, str]:
    """Every run of so many words of a document at hand, with the document's name."""
    return {
        run: path.name
        for path in sorted(DOCUMENTS.folder.glob("*.txt") if DOCUMENTS.folder else ())
        for run, _ in runs_of(Document.read(path))
    }


def runs_of(document: Document) -> Iterator[tuple[str, int]]:
    """Every run of so many words, and at which word it begins."""
    words = document.words
    return ((" ".join(words[place : place + RUN]), place) for place in range(len(words) - RUN + 1))


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text on which a run of a document begins, and the run."""
    document, last = Document(text), -RUN
    for run, place in runs_of(document):
        if run in runs() and place > last + 1:
            yield document.line_of(place), f'"{run}" is in {runs()[run]}'
        if run in runs():
            last = place


@pytest.mark.skipif(DOCUMENTS.folder is None, reason="the source documents are not at hand")
def test_no_sentence_of_a_source_is_in_the_project() -> None:
    copied = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # an image or a font; or a file that has just been taken away
        copied += [f"{at(path, line)}: {what}" for line, what in found_in(text)]
    there_are_none(copied)


@pytest.mark.skipif(DOCUMENTS.folder is None, reason="the source documents are not at hand")
def test_a_sentence_of_a_source_would_be_found_however_it_is_written() -> None:
    run = next(iter(runs()))
    broken = "# " + run.upper().replace(" ", "\n  # ", 3).replace(" ", ", ")
    assert [line for line, _ in found_in(f"first line\n{broken}")] == [2]
