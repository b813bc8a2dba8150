"""Tests cite requirements that exist."""

import ast

from goldthread.procedures.requirement_list import read_requirements
from tests.rules.repository import ROOT, at, python_files, there_are_none, tree

LIST = ROOT / "packs" / "requirements.csv"


def test_cited_requirements_exist() -> None:
    known = read_requirements(LIST)
    unknown = [f"{where} {name}" for where, name in _cited() if name not in known]
    there_are_none(unknown)


def _cited() -> list[tuple[str, str]]:
    return [
        (at(path, node.lineno), argument.value)
        for path in python_files()
        if path.is_relative_to(ROOT / "tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "requirement"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
