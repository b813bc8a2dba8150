"""A PDF that leaves: tagged, titled, in reading order, for whom on each page, and nothing but text."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from goldthread.documents.building import file_name
from goldthread.documents.copies import Copy
from goldthread.documents.papers import Block, Paper, Section, Table
from goldthread.documents.pdf import render
from tests.requirements import requirement
from tests.unit.documents.sample import FATHER, NURSE, against, fact, paper

TABLE = Table("Actions", ("What", "Who"), ((fact("What", "Ring school"), fact("Who", "Nell Ward")),))


def read(made: Paper, **more: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(render(Copy(made, FATHER, (), against()), **more)))


def tags(pdf: pypdf.PdfReader) -> list[str]:
    """The structure's element types, in reading order."""
    return list(_walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def _walk(node: Any) -> Iterator[str]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from _walk(node["/K"])


@pytest.mark.takes(2)
@requirement("HSSCP-9.9")
def test_it_is_tagged_titled_and_in_one_language() -> None:
    pdf = read(paper(fact("View", "All is well"), TABLE))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Minutes"
    about = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part>" in about
    found = tags(pdf)
    assert [one for one in found if one in {"/Title", "/H1", "/H2", "/Table", "/TH"}] == [
        "/Title",
        "/H1",
        "/Table",
        "/TH",
        "/TH",
    ]


@pytest.mark.takes(2)
def test_its_text_reads_in_the_order_of_the_paper() -> None:
    body: list[Block] = [fact("First", "Alpha"), TABLE, fact("Last", "Omega\nand more")]
    text = " ".join(page.extract_text() for page in read(paper(*body)).pages)
    order = ["Minutes", "What was said", "First", "Alpha", "Actions", "What", "Ring school", "Last", "Omega"]
    places = [text.index(words) for words in order if words != "What"]
    assert places == sorted(places)


@pytest.mark.takes(2)
def test_each_page_says_for_whom_it_is_which_paper_and_which_page() -> None:
    pdf = read(paper(*(fact("View", "All is well.\n" * 30) for _ in range(4))), address=["1 Oak Road", "SG1"])
    assert len(pdf.pages) > 2
    for number, page in enumerate(pdf.pages, start=1):
        text = page.extract_text()
        assert "Copy for Dean Alder" in text
        assert "father of Rowan" not in text
        assert "reference K7R-4M2-HX9" in text
        assert f"Page {number} of {len(pdf.pages)}" in text
    assert "1 Oak Road" in pdf.pages[0].extract_text()
    assert "1 Oak Road" not in pdf.pages[1].extract_text()


@pytest.mark.takes(2)
def test_what_somebody_typed_stays_text() -> None:
    typed = '#panic("x") *bold* $x$ <b> `raw` #include("/etc/passwd") // gone? \\ "quoted" @ref'
    text = " ".join(read(paper(fact("View", typed))).pages[0].extract_text().split())
    assert typed in text


@pytest.mark.takes(3)
def test_names_of_other_alphabets_are_printed_or_written_in_plain_letters() -> None:
    text = read(paper(fact("Who", "Zażółć Nguyễn Ðorđe"))).pages[0].extract_text()
    assert "Zażółć Nguyễn Ðorđe" in text
    text = read(paper(fact("Who", "王小明 and Zażółć"))).pages[0].extract_text()
    assert "WangXiaoMing and Zażółć" in text
    assert "plain letters" in text


@pytest.mark.takes(2)
def test_another_language_is_marked() -> None:
    made = paper(fact("View", "x"))
    polish = Section("Po polsku", (fact("Plan", "Szkoła"),), lang="pl")
    pdf = pypdf.PdfReader(
        BytesIO(
            render(Copy(Paper(**{**vars(made), "sections": (*made.sections, polish)}), FATHER, (), against()))
        )
    )
    assert "pl" in _languages(pdf.trailer["/Root"]["/StructTreeRoot"])


def _languages(node: Any) -> set[str]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        return set().union(*map(_languages, node))
    if not isinstance(node, DictionaryObject):
        return set()
    own = {str(node["/Lang"])} if "/Lang" in node else set()
    return own | (_languages(node["/K"]) if "/K" in node else set())


@pytest.mark.takes(2)
def test_a_professional_is_told_from_others_by_their_work() -> None:
    pdf = render(Copy(paper(fact("View", "x")), NURSE, (), against(NURSE)))
    assert "Copy for Nell Ward, school nurse" in pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_nothing_is_printed_of_what_may_not_go() -> None:
    with pytest.raises(ValueError, match="nothing of this"):
        render(Copy(paper(fact("View", "x")), FATHER, (), against(), nothing=("sealed",)))


def test_the_name_of_the_file_tells_nothing() -> None:
    assert file_name(paper(fact("View", "x"))) == "minutes-K7R-4M2-HX9.pdf"
