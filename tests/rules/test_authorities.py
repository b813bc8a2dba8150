"""No line of Python knows an authority: what is one's own stands in its pack."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from goldthread.procedures.format.desk import Purpose
from goldthread.procedures.register import PackRegister
from tests.requirements import requirement
from tests.rules.repository import ROOT, there_are_none

SOURCE = ROOT / "src" / "goldthread"
OTHERWISE = {"local_authority"}  # also a word of the law: who can hold parental responsibility
# Which authority a fresh installation serves first, and the story of that one's demonstration.
ALLOWED = {"config/authorities.py", "config/demo/cast.py", "config/demo/story.py"}


def _names() -> set[str]:
    """The ids of the authorities, and of the roles, services, forms, letters and steps that only one has."""
    register = PackRegister(ROOT / "packs")
    packs = [register.pack(name) for name in register.ids() if not register.pack(name).head.skeleton]
    base = register.pack("england")
    own: dict[str, int] = {}
    for pack in packs:
        ids = {*pack.roles, *pack.services, *pack.forms, *pack.letters, *pack.steps}
        for name in ids - {*base.roles, *base.steps, *OTHERWISE, *get_args(Purpose)}:
            own[name] = own.get(name, 0) + 1
    return {pack.id for pack in packs} | {name for name, count in own.items() if count == 1 and "_" in name}


def _said(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a file but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [
        node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    docs = {id(node.body[0].value) for node in bodies if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@requirement("HSSCP-1.1")
def test_no_python_knows_an_authority() -> None:
    names = _names()
    assert {"hertfordshire", "child_protection_request", "multi_agency_request"} <= names
    there_are_none(
        [
            f"{path.relative_to(SOURCE)}:{line} {text}"
            for path in sorted(SOURCE.rglob("*.py"))
            if path.relative_to(SOURCE).as_posix() not in ALLOWED
            for line, text in _said(path)
            if text in names
        ]
    )
