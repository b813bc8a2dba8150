"""The table of OWASP ASVS 5.0 is whole, each test that it names is there; and some rules that it names."""

import ast
import re
from functools import cache
from pathlib import Path

from goldthread.config import asvs_page
from goldthread.config.paths import ROOT
from tests.rules.repository import at, source_files, there_are_none, tree

# How many items of levels 1 and 2 each chapter has in version 5.0.0, of those of level 1.
CHAPTERS = {
    1: (27, 8), 2: (11, 4), 3: (19, 8), 4: (10, 2), 5: (9, 4), 6: (35, 13), 7: (18, 6), 8: (7, 4), 9: (7, 4),
    10: (29, 5), 11: (14, 3), 12: (9, 3), 13: (13, 1), 14: (9, 2), 15: (13, 3), 16: (16, 0), 17: (7, 0),
}  # fmt: skip
_CASES = re.compile(r"^(?:async )?def (\w+)\(", re.MULTILINE)


@cache
def table() -> dict[str, asvs_page.Item]:
    return asvs_page.items()


@cache
def cases_in(file: Path) -> frozenset[str]:
    return frozenset(_CASES.findall(file.read_text())) if file.exists() else frozenset()


def test_every_item_of_both_levels_is_there_once() -> None:
    found: dict[int, tuple[int, int]] = {}
    for number, item in table().items():
        chapter = int(number.partition(".")[0])
        of, first = found.get(chapter, (0, 0))
        found[chapter] = (of + 1, first + (item.level == 1))
    assert found == CHAPTERS
    assert sum(of for of, _ in found.values()) == 253
    assert sum(first for _, first in found.values()) == 70
    assert list(table()) == sorted(table(), key=lambda number: [int(part) for part in number.split(".")])


def test_every_test_that_is_named_exists() -> None:
    named = [(number, *item.test.partition("::")[::2]) for number, item in table().items() if item.test]
    there_are_none(
        [
            f"{number}: {file}::{test}"
            for number, file, test in named
            if test not in cases_in(ROOT / "tests" / file)
        ]
    )
    assert len(named) > 130


def test_what_is_not_met_says_why_and_what_is_met_says_how() -> None:
    there_are_none([number for number, item in table().items() if not item.how or not item.asks])
    assert {item.state for item in table().values()} <= asvs_page.STATES.keys()


@cache
def calls() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Everything that the service calls: where, its name with dots, and the names of what it is given."""
    found = []
    for path in source_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                given = frozenset(one.arg or "" for one in node.keywords)
                found.append((at(path, node.lineno), dotted(node.func), given))
    return tuple(found)


def dotted(node: ast.AST) -> str:
    """`a.b.c`, where it is that."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def _where(*names: str) -> list[str]:
    return [place for place, name, _ in calls() if name in names]


def test_no_shell_no_eval_and_no_unsafe_loading() -> None:
    """1.2.5, 1.3.2, 1.5.2."""
    unsafe = ("eval", "exec", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads")
    there_are_none(_where(*unsafe, "yaml.load", "yaml.unsafe_load", "mark_safe"))
    there_are_none([place for place, _, given in calls() if "shell" in given])


def test_no_weak_hash() -> None:
    """11.4.1."""
    there_are_none(_where("hashlib.md5", "hashlib.sha1", "md5", "sha1", "hashlib.new"))


def test_what_must_not_be_guessed_comes_from_a_safe_source() -> None:
    """11.5.1. What only spreads waiting, or draws made-up cases, may use the other kind."""
    drawn = _where(*(f"random.{how}" for how in ("random", "choice", "choices", "randint", "getrandbits")))
    there_are_none([place for place in drawn if not place.startswith("src/goldthread/config/demo/")])


def test_scripts_put_text_in_as_text_and_keep_nothing() -> None:
    """3.2.2, 3.5.5, 14.3.3, 15.3.6. A script may put in HTML that this service answered, which escapes."""
    forbidden = re.compile(
        r"localStorage|sessionStorage|indexedDB|document\.cookie|document\.write|\beval\(|new Function"
        r"|postMessage|addEventListener\([\"']message|__proto__|outerHTML\s*="
    )
    scripts = list(ROOT.glob("src/goldthread/*/static/**/*.js"))
    assert scripts
    there_are_none([at(path) for path in scripts if forbidden.search(path.read_text())])


def test_no_template_puts_a_name_into_a_title() -> None:
    """14.2.1: what a page is, and the reference of a record, which the layout adds."""
    word = r"(names?|given|to_name|people|person|who|about\.name|(?<!pack\.)head\.title)"
    names = re.compile(rf"{{% block title %}}.*\b{word}\b[^}}]*}}}}.*{{% endblock %}}")
    templates = ROOT.glob("src/goldthread/*/templates/**/*.jinja")
    there_are_none(
        [f"{at(path)}: {found[0]}" for path in templates if (found := names.search(path.read_text()))]
    )


def test_what_is_called_is_found() -> None:
    assert _where("json.loads", "re.compile", "hashlib.sha256")
    assert [given for _, name, given in calls() if name == "subprocess.run" and "check" in given]
