"""The manual's pages: whole, linked to each other, for every authority, and without a database."""

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.conf import settings
from django.test import Client, override_settings

from goldthread.ledger import procedure
from goldthread.manual.editions import PAGES
from goldthread.procedures.register import PackRegister
from goldthread.web import clauses
from tests.html import check_html
from tests.requirements import requirement
from tests.unit.procedures import world

AUTHORITIES = ["gloucestershire", "hartlepool-stockton", "hertfordshire", "worcestershire"]
UNCHECKED = [each for each in settings.MIDDLEWARE if each != "tests.html.strict"]  # as many pages quickly
NEXT_EDITION = """\
format: goldthread-pack/1
id: area-2027
title: Area manual, next edition
authority: Area Council
procedure_of: area
extends: area
in_force: {from: 2027-01-01}
"""
HREF, ID = re.compile(r' href="([^"]+)"'), re.compile(r' id="([^"]+)"')


def read(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def follow(start: str, *, within: str) -> dict[str, str]:
    """Every page that links lead to from a page, as long as its address begins so."""
    pages: dict[str, str] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path not in pages:
            pages[path] = read(path)
            waiting += [link for link, _ in links(path, pages[path]) if link.startswith(within)]
    return pages


def links(path: str, page: str) -> Iterator[tuple[str, str]]:
    """The pages of the manual to which a page leads, and the places on them."""
    for href in map(unescape, HREF.findall(page)):
        to, anchor = urldefrag(href)
        if not to or to.startswith("/procedure/"):
            yield to or path, anchor


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_every_link_leads_to_its_place(authority: str) -> None:
    with override_settings(MIDDLEWARE=UNCHECKED):
        pages = follow(f"/procedure/{authority}/", within=f"/procedure/{authority}/")
    steps = procedure.register().pack(authority).steps
    assert {f"/procedure/{authority}/steps/{step}/" for step in steps} < set(pages)
    ids = {path: ID.findall(page) for path, page in pages.items()}
    assert all(len(found) == len(set(found)) for found in ids.values())
    for path, page in pages.items():
        for to, anchor in links(path, page):
            assert not anchor or to not in pages or anchor in ids[to], f"{path}: {to}#{anchor} is nowhere"


@pytest.mark.parametrize("page", [*PAGES, "manual:step"])
def test_pages_are_well_formed(page: str) -> None:
    name = page.removeprefix("manual:").replace("step", "steps/decision").replace("pathway", "")
    check_html(read(f"/procedure/worcestershire/{name}/".replace("//", "/")))


def test_the_list_of_procedures_begins_with_our_own() -> None:
    page = read("/procedure/")
    assert page.index("Hertfordshire County Council</a>") < page.index("Gloucestershire County Council</a>")
    assert page.count("This service follows it.") == 1


def test_a_drawing_is_a_picture_of_its_own() -> None:
    answer = Client().get("/procedure/gloucestershire/pathway-2.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    picture = answer.content.decode()
    assert picture.strip().startswith("<svg")
    assert "<a " not in picture
    assert "Initial Discussion" in picture


@pytest.mark.parametrize(
    "path",
    [
        "/procedure/nowhere/",
        "/procedure/england/",
        "/procedure/hertfordshire/steps/nothing/",
        "/procedure/hertfordshire/pathway-9.svg",
        "/procedure/hertfordshire/?on=soon",
        "/procedure/hertfordshire/?on=1999-01-01",
        "/procedure/hertfordshire/limits/?on=2019-02-30",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert "Page not found" in read(path, 404)


@requirement("HUB-7.2", "HSSCP-13.2")
def test_two_limits_from_two_documents_stand_side_by_side() -> None:
    page = read("/procedure/hartlepool-stockton/limits/")
    both = page[page.index("Limited twice") : page.index("Within a time")]
    assert "Within 1 month" in both
    assert "Within 6 weeks" in both
    assert "Our reading R12" in both


def test_the_passage_is_shown_only_where_the_document_is_at_hand(tmp_path: Path) -> None:
    clauses._document.cache_clear()
    with override_settings(GOLDTHREAD_SOURCES=tmp_path, MIDDLEWARE=UNCHECKED):
        page = read("/procedure/hertfordshire/steps/decision/")
    clauses._document.cache_clear()
    assert "As the document puts it" not in page
    assert "the document is not at hand here" in page


def test_an_authority_with_nothing_but_a_pack_has_a_manual(monkeypatch: pytest.MonkeyPatch) -> None:
    register = PackRegister(world.PACKS)
    monkeypatch.setattr(procedure, "register", lambda: register)
    pages = follow("/procedure/area/", within="/procedure/area/")
    assert len(pages) == len(PAGES) + len(register.pack("area").steps) + 1  # the pages, and one drawing
    assert "from 1 January 2020" in pages["/procedure/area/"]


def test_each_version_is_kept_with_its_own_links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    packs = world.copy_packs(tmp_path)
    (packs / "area-2027").mkdir()
    (packs / "area-2027/pack.yaml").write_text(NEXT_EDITION)
    register = PackRegister(packs)
    monkeypatch.setattr(procedure, "register", lambda: register)
    monkeypatch.setattr(procedure, "newest", lambda: register.versions("area")[-1])
    page = read("/procedure/area/?on=2027-02-01")
    assert "Area manual, next edition" in page
    assert "This is the version in force on 1 February 2027" in page
    assert 'href="/procedure/area/steps/visit/?on=2027-02-01"' in page
    assert 'href="/procedure/area/?on=2020-01-01"' in page
    old = register.pack("area")
    rule = old.steps["contact"].duties["answer"]
    assert clauses.why(rule, old).href == "/procedure/area/steps/contact/?on=2020-01-01#duty-answer"


def test_a_pack_that_cannot_be_read_hides_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    packs = world.copy_packs(tmp_path)
    (packs / "variant/pack.yaml").write_text("id: [")
    register = PackRegister(packs)
    monkeypatch.setattr(procedure, "register", lambda: register)
    page = read("/procedure/")
    assert "Area Council" in page
    assert "cannot be read at present: variant" in page


def test_every_question_of_a_form_is_shown() -> None:
    pack = procedure.register().pack("hertfordshire")
    page = unescape(read("/procedure/hertfordshire/words/"))
    pages = [one for form in pack.forms.values() for one in form.pages.values()]
    labels = [label.label for one in pages for label in one.labels.values()]
    assert labels
    assert all(label in page for label in labels)


@pytest.mark.parametrize("other", AUTHORITIES[1:])
def test_comparing_two_is_quick(other: str) -> None:
    read(f"/procedure/{other}/sources/")  # the packs are read
    start = time.process_time()
    with override_settings(MIDDLEWARE=UNCHECKED):
        read(f"/procedure/compare/?one={AUTHORITIES[0]}&other={other}")
    assert time.process_time() - start < 2
