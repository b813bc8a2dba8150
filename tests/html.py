"""What every answer in a test is held to: well formed, complete HTML, and a GET that changes nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Condition
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import html5lib
import turbohtml
from django.db import connection
from django.http import HttpRequest, HttpResponse
from html5lib.html5parser import ParseError
from turbohtml import Namespace, TokenType

from tests.usable import faults

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
SIGNS_IN = "/sign-in/council/council/back/"  # where an OpenID provider sends people back to
A_GET_MAY_WRITE = {"ledger_auditrow", "django_session", "usersessions_usersession"}
PROBLEMS: list[str] = []  # what the browser tests look at: there an exception is only seen by the server


_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SVG = "{http://www.w3.org/2000/svg}"


_quiet = Condition()
_answering: list[HttpRequest] = []


class Malformed(AssertionError):
    """A page that a browser would have to guess at."""


def strict(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware for tests, outermost of all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with ExitStack() as stack:
            stack.enter_context(_underway(request))
            if request.method in {"GET", "HEAD"} and request.path != SIGNS_IN:
                stack.enter_context(connection.execute_wrapper(_refuse_writes))
            response = get_response(request)
        if _is_page(response):
            try:
                response.tree = check_html(response.content.decode())  # for tests that read the page
            except Malformed as problem:
                PROBLEMS.append(f"{request.path}: {problem}")
                raise
        return response

    return middleware


@contextmanager
def _underway(request: HttpRequest) -> Iterator[None]:
    with _quiet:
        _answering.append(request)
    try:
        yield
    finally:
        with _quiet:
            _answering.remove(request)
            _quiet.notify_all()


def wait_until_quiet(seconds: float = 20) -> None:
    """Wait for the requests that browsers, gone by now, left behind: the database goes next."""
    with _quiet:
        _quiet.wait_for(lambda: not _answering, seconds)


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")


def check_html(text: str) -> Any:
    """The parsed page, or part of one. Raises Malformed unless it is strictly well formed and complete."""
    whole = text.lstrip().lower().startswith("<!doctype")
    tree = (_as_it_stands(text) if whole else None) or _strictly(text, whole=whole)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    _require(not twice, f"the same id more than once: {', '.join(twice)}")
    _require(
        all(ids.count(name) for name in _pointed_at(tree)),
        f"an id that is nowhere: {_pointed_at(tree) - set(ids)}",
    )
    unusable = faults(tree, whole=whole)
    _require(not unusable, "; ".join(unusable))
    if whole:
        _require(tree.get("lang") == "en", "no language")
        _require(bool(tree.findtext(".//title", "").strip()), "no title")
        _require(len(tree.findall(".//h1")) == 1, "not exactly one h1")
        _require(len(tree.findall(".//main")) == 1, "not exactly one main")
    return tree


def _as_it_stands(text: str) -> Any:
    """The page, if a browser makes of it what its tags say; else None: the slow parser says what is wrong.

    A browser mends a page by moving, adding or dropping elements. Where they stand as the tags do, it
    mended nothing.
    """
    if not text.lstrip().lower().startswith("<!doctype html>"):
        return None
    try:
        root = turbohtml.parse(text, strict=True).root
        written = _tags(text)
    except (turbohtml.HTMLParseError, Malformed):
        return None
    tree, made = _element(root), []
    _read(root, tree, made)
    return tree if made == written else None


def _tags(text: str) -> list[tuple[str, int]]:
    """Each start tag, and how many are open around it. Raises Malformed at an end tag that closes another."""
    found, around = [], []
    for token in _tokens(text):
        if token.type is TokenType.START_TAG:
            found.append((token.tag, len(around)))
            if token.tag not in _VOID and not token.self_closing:
                around.append(token.tag)
        elif token.type is TokenType.END_TAG and (not around or around.pop() != token.tag):
            raise Malformed(token.tag)
    return found


def _tokens(text: str) -> Iterator[Any]:
    """Its tags and texts; also of what stands in a noscript, which is text where there are scripts."""
    within = False
    for token in turbohtml.tokenize(text):
        if within and token.type is TokenType.TEXT:
            yield from _tokens(token.data)
        else:
            yield token
            within = token.type is TokenType.START_TAG and token.tag == "noscript"


def _read(node: Any, element: Element, made: list[tuple[str, int]], depth: int = 0) -> None:
    """Fill in what stands in an element, and note each element with its depth in the order of the page."""
    made.append((node.tag.lower(), depth))
    last = None
    for child in node.children:
        if isinstance(child, turbohtml.Element):
            last = SubElement(element, *_described(child))
            _read(child, last, made, depth + 1)
        elif isinstance(child, turbohtml.Text) and last is not None:
            last.tail = (last.tail or "") + child.data
        elif isinstance(child, turbohtml.Text):
            element.text = (element.text or "") + child.data


def _element(node: Any) -> Element:
    return Element(*_described(node))


def _described(node: Any) -> tuple[str, dict[str, str]]:
    """Its name, and its attributes as text."""
    name = f"{_SVG}{node.tag}" if node.namespace is Namespace.SVG else node.tag
    return name, {
        key: value if isinstance(value, str) else " ".join(value or ()) for key, value in node.attrs.items()
    }


def _strictly(text: str, *, whole: bool) -> Any:
    """The parsed page, or part of one. Raises Malformed at the first thing that a browser would mend."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(text) if whole else parser.parseFragment(text)
    except ParseError as error:
        raise Malformed(f"{error} near line {parser.tokenizer.stream.position()[0]}") from error


def _pointed_at(tree: Any) -> set[str]:
    """The ids to which labels and descriptions point."""
    names = (
        element.get(key, "")
        for element in tree.iter()
        for key in ("for", "aria-describedby", "aria-labelledby")
    )
    return {name for value in names for name in value.split()}


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001
    if not holds:
        raise Malformed(otherwise)


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    """A GET is safe to repeat: it writes that someone looked, and nothing else."""
    table = WRITES.match(sql)
    if table and table[1] not in A_GET_MAY_WRITE:
        raise AssertionError(f"a GET wrote to {table[1]}: {sql[:120]}")
    return execute(sql, params, many, context)
