"""How the code is written: what a file is for, and where its imports stand."""

import ast
import re

from goldthread.config.paths import ASSETS, SOURCE
from tests.rules.repository import at, functions, python_files, source_files, there_are_none, tree

OURS = ("goldthread", "tests")
SIGNALS = {
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
}


def test_every_file_says_its_job_in_one_line() -> None:
    silent = [at(path) for path in python_files() if not ast.get_docstring(tree(path))]
    long = [
        at(path) for path in source_files() if len((ast.get_docstring(tree(path)) or "").split("\n")[0]) > 120
    ]
    there_are_none(silent + long)


def test_our_own_code_is_imported_at_the_top() -> None:
    hidden = [
        at(path, node.lineno)
        for path in python_files()
        for function in functions(tree(path))
        for node in ast.walk(function)
        if any(name.split(".")[0] in OURS for name in _imported(node))
    ]
    there_are_none(hidden)


def test_nothing_is_wired_by_signals() -> None:
    wired = [
        at(path, node.lineno)
        for path in source_files()
        for node in ast.walk(tree(path))
        if SIGNALS & set(_imported(node))
    ]
    there_are_none(wired)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def test_no_table_leaves_but_through_the_one_that_writes_no_formula() -> None:
    """OWASP ASVS 5.0, 1.2.10."""
    others = [path for path in source_files() if at(path) != "src/goldthread/ledger/spreadsheet.py"]
    there_are_none([at(path) for path in others if re.search(r"csv\.(Dict)?[wW]riter", path.read_text())])


def test_a_log_is_told_codes_and_never_words() -> None:
    """What a message is about goes in `extra`, as ids, numbers and codes: config/logs.py (ASVS 16.2.5)."""
    there_are_none(
        [
            at(path, node.lineno)
            for path in source_files()
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and re.fullmatch(r"log\.(debug|info|warning|error|exception|critical)", ast.unparse(node.func))
            and not (node.args and isinstance(node.args[0], ast.Constant))
        ]
    )


def test_no_page_depends_on_which_way_its_screen_is_held() -> None:
    """WCAG 1.3.4, of every page: no style sheet, ours or the design system's, asks for the orientation."""
    sheets = [sheet for folder in (ASSETS, SOURCE) for sheet in folder.rglob("*.css")]
    assert len(sheets) > 10
    assert not [sheet for sheet in sheets if re.search(r"orientation\s*:", sheet.read_text())]
