"""Seeded leaks: 50 things that somebody must not know, searched for in every document for everybody."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest

from goldthread.access import withholding
from goldthread.access.withholding import Against
from goldthread.documents import copies
from goldthread.documents.building import Built, build
from goldthread.documents.copies import copy_for, words_of
from goldthread.documents.papers import Paper, papers_for
from goldthread.ledger.models import Entry
from tests.integration.documents.household import NOW
from tests.integration.documents.seeded import Seeded, leaks, plain
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def paper_of(entries: Iterable[Entry]) -> Paper:
    """All papers of these entries as one."""
    made = [kind.make(entry, NOW) for entry in entries for kind in papers_for(entry).values()]
    about = dict.fromkeys(person for paper in made for person in paper.about)
    return replace(
        made[-1],
        about=tuple(about),
        sections=tuple(section for paper in made for section in paper.sections),
    )


def read(built: Built) -> str:
    """Whatever a reader or a program finds in the file: text layer, what is said about it, and its name."""
    pdf = pypdf.PdfReader(BytesIO(built.pdf))
    root = pdf.trailer["/Root"]
    about = root["/Metadata"].get_object().get_data().decode()
    return "\n".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata), about, built.name])


def copied(family: Seeded, entries: Iterable[Entry], who: str) -> str:
    return "\n".join(words_of(copy_for(paper_of(entries), family.recipients[who], at=NOW).paper))


def without(*parts: str) -> Any:
    """What stands against a recipient, with parts of it switched off."""

    def found(*about: Any, **more: Any) -> Against:
        return replace(withholding.against(*about, **more), **{part: {} for part in parts})

    return found


@requirement("HSSCP-6.7")
def test_of_fifty_seeds_none_leaks_in_any_document_and_a_planted_leak_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    family = Seeded()
    own, quotes = family.entries[:-3], family.entries[-3:]
    assert len({seed.words for seed in family.seeds}) == 50
    everything = paper_of(family.entries)
    read_by = {who: read(build(everything, one, at=NOW)) for who, one in family.recipients.items()}
    assert {who: leaks(family, who, text) for who, text in read_by.items()} == {who: [] for who in read_by}
    assert all("Nothing hidden 2" in text for text in read_by.values())

    # whoever may know is told: else a service that sends blank pages would pass
    hers = [seed.words for seed in family.seeds if "Meg" not in seed.hidden_from]
    told = plain(read_by["Meg"])
    assert len(hers) > 40
    assert [words for words in hers if plain(words) not in told] == []

    # with withholding switched off, wholly or in part, the same search finds what leaks
    monkeypatch.setattr(copies, "against", without("needles", "entries", "answers", "reach"))
    assert len(leaks(family, "Dean", copied(family, quotes, "Dean"))) > 40
    assert len(leaks(family, "Dean", copied(family, own, "Dean"))) > 15
    monkeypatch.setattr(copies, "against", without("needles"))
    assert len(leaks(family, "Dean", copied(family, quotes, "Dean"))) > 40
    assert not leaks(family, "Dean", copied(family, own, "Dean"))
