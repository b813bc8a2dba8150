"""A recipient's copy as PDF: tagged for screen readers (PDF/UA-1) and made to last (PDF/A-2a)."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import typst
from anyascii import anyascii
from django.conf import settings

from goldthread.documents.copies import Copy
from goldthread.documents.papers import Block, Fact, Section, Table
from goldthread.ledger.london import london_date, say_date

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_TEMPLATES = Path(__file__).parent / "typst"
# Letters up to Cyrillic and the usual punctuation are in our fonts; others are written in plain letters.
_LAST_LETTER, _SIGNS = 0x0530, range(0x2010, 0x2212)
_PLAINER = "Some letters or signs could not be printed, and are written in plain letters."


class NoFonts(RuntimeError):
    """The fonts are missing. The message says how to get them."""


def render(copy: Copy, *, address: Sequence[str] = ()) -> bytes:
    """The PDF of one copy, with the postal address at its head where it has one.

    Raises ValueError for a copy that may not go, NoFonts where the installation is not complete.
    """
    if copy.nothing:
        raise ValueError("nothing of this may go to them")
    return printed("paper.typ", _data(copy, address))


def printed(template: str, data: dict[str, Any]) -> bytes:
    """The PDF that a template of `typst/` makes of data, in which `opening` is a list of paragraphs.

    Raises NoFonts where the installation is not complete.
    """
    for plainer in (_as_it_is, _our_letters, anyascii):
        said = _mapped(data, plainer)
        if plainer is not _as_it_is:
            said["opening"] = [*said["opening"], _PLAINER]
        try:
            return _compiled(template, said)
        except typst.TypstError as problem:
            if "could not be displayed" not in str(problem):
                raise
    raise AssertionError("plain letters can always be displayed")


def _compiled(template: str, data: dict[str, Any]) -> bytes:
    fonts = settings.GOLDTHREAD_FONTS
    if not fonts.is_dir():
        raise NoFonts("The fonts of documents are missing: run .venv/bin/python scripts/build_assets.py")
    made: bytes = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        sys_inputs={"paper": json.dumps(data)},
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        pdf_standards=[*STANDARDS],
    )
    return made


def _data(copy: Copy, address: Sequence[str]) -> dict[str, Any]:
    paper, to = copy.paper, copy.recipient
    day = london_date(paper.at)
    # Of the family only the name: what they are to whom tells of others.
    banner = f"Copy for {to.name}" + (f", {to.how}" if to.how and not to.is_family else "")
    return {
        "title": paper.title,
        "authority": paper.authority,
        "reference": paper.reference,
        "lang": paper.lang,
        "date": [day.year, day.month, day.day],
        "banner": banner,
        "address": [to.name, *address] if address else [],
        "opening": [f"{banner}. Made on {say_date(day)} for this person only: please do not pass it on."],
        "sections": [_section(one, paper.lang) for one in paper.sections],
    }


def _section(section: Section, lang: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "lang": section.lang or lang,
        "body": [_block(block) for block in section.body],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Fact):
        return {"kind": "fact", "label": block.label, "text": block.text}
    if isinstance(block, Table):
        rows = [[fact.text for fact in row] for row in block.rows]
        return {"kind": "table", "caption": block.caption, "head": list(block.head), "rows": rows}
    return {"kind": "words", "text": block}


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {key: _mapped(one, change) for key, one in value.items()}
    return value


def _as_it_is(text: str) -> str:
    return text


def _our_letters(text: str) -> str:
    """What our fonts surely have, as it is; anything else in plain letters."""
    return "".join(one if ord(one) < _LAST_LETTER or ord(one) in _SIGNS else anyascii(one) for one in text)
