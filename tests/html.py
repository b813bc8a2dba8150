"""What every answer in a test is held to: well formed, complete HTML, and a GET that changes nothing."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from threading import current_thread, main_thread
from typing import Any

import html5lib
from django.db import connection
from django.http import HttpRequest, HttpResponse
from html5lib.html5parser import ParseError

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
A_GET_MAY_WRITE = {"ledger_auditrow", "django_session"}
PROBLEMS: list[str] = []  # what the browser tests look at: there an exception is only seen by the server


_SEEN: Counter[tuple[str, int]] = Counter()
_OFTEN = 3  # a browser comes to the same page many times, and parsing it strictly takes as long as making it


class Malformed(AssertionError):
    """A page that a browser would have to guess at."""


def strict(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware for tests, outermost of all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with ExitStack() as stack:
            if request.method in {"GET", "HEAD"}:
                stack.enter_context(connection.execute_wrapper(_refuse_writes))
            response = get_response(request)
        if _is_page(response) and not _is_well_known(request, response):
            try:
                response.tree = check_html(response.content.decode())  # for tests that read the page
            except Malformed as problem:
                PROBLEMS.append(f"{request.path}: {problem}")
                raise
        return response

    return middleware


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")


def _is_well_known(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a browser has been given this page often enough; a test in this thread reads what is parsed."""
    if current_thread() is main_thread():
        return False
    seen = (request.resolver_match.view_name if request.resolver_match else "", response.status_code)
    _SEEN[seen] += 1
    return _SEEN[seen] > _OFTEN


def check_html(text: str) -> Any:
    """The parsed page, or part of one. Raises Malformed unless it is strictly well formed and complete."""
    whole = text.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree = parser.parse(text) if whole else parser.parseFragment(text)
    except ParseError as error:
        raise Malformed(f"{error} near line {parser.tokenizer.stream.position()[0]}") from error
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    _require(not twice, f"the same id more than once: {', '.join(twice)}")
    _require(
        all(ids.count(name) for name in _pointed_at(tree)),
        f"an id that is nowhere: {_pointed_at(tree) - set(ids)}",
    )
    if whole:
        _require(tree.get("lang") == "en", "no language")
        _require(bool(tree.findtext(".//title", "").strip()), "no title")
        _require(len(tree.findall(".//h1")) == 1, "not exactly one h1")
        _require(len(tree.findall(".//main")) == 1, "not exactly one main")
    return tree


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
