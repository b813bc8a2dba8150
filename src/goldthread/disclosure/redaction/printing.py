"""The file that leaves: its cover, then each entry without what was taken out. Its name tells nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from goldthread.disclosure.redaction.cover import About, cover
from goldthread.disclosure.redaction.final import Final, Gone, Line, Page
from goldthread.disclosure.redaction.reasons import REASONS
from goldthread.documents.pdf import printed
from goldthread.ledger import procedure
from goldthread.ledger.london import london_date


def print_copy(copy: Final, about: About, *, to_name: str, reference: str, at: datetime) -> bytes:
    """The PDF, tagged and made to last. Only what `copy` says goes into it."""
    day = london_date(at)
    theirs = about.theirs
    pages = [_entry(page, number) for number, page in enumerate(copy.pages, 1)]
    return printed(
        "redacted.typ",
        {
            "title": "Your records" if theirs else "Copy of records",
            "heading": "What we wrote down" if theirs else "The records",
            "authority": about.authority,
            "reference": reference,
            "date": [day.year, day.month, day.day],
            "banner": f"Copy for {to_name}",
            "opening": [f"For {to_name} only. Please keep it somewhere safe."],
            "cover": [
                {"title": one.title, "said": list(one.said), "points": list(one.points)}
                for one in cover(copy, about)
            ],
            "entries": pages,
        },
    )


def about(*, theirs: bool, worker: str, asked: str, version: int) -> About:
    """What the cover has to know, with the authority's name as it is now."""
    return About(procedure.newest().head.authority, worker, theirs, asked, version)


def file_name(reference: str) -> str:
    """`records-K7R-4M2-HX9.pdf`: nobody's name."""
    return f"records-{reference}.pdf"


def _entry(page: Page, number: int) -> dict[str, Any]:
    titled = f"{number}. {page.title}, {page.when}" if page.title else f"{number}. An entry"
    return {
        "title": titled,
        "whole": REASONS[page.whole].code if page.whole else "",
        "lines": [_line(one) for one in page.lines],
        "files": _files(page.files),
    }


def _line(line: Line) -> dict[str, Any]:
    parts: Sequence[dict[str, str]] = [
        {"code": REASONS[one.reason].code} if isinstance(one, Gone) else {"text": one} for one in line.parts
    ]
    return {"label": line.label, "parts": parts}


def _files(number: int) -> str:
    if not number:
        return ""
    return (
        "A file came with this. It is not in this copy."
        if number == 1
        else (f"{number} files came with this. They are not in this copy.")
    )
