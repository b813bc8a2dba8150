"""Every write says who and when, by keyword, and leaves a row in the audit trail."""

import ast
from pathlib import Path

from tests.rules.repository import at, source_files, there_are_none, tree

AUDIT = "audit.record"
HOLD_THEM = {"operations", "creating", "dispatching", "looking"}  # files and folders with operations


def _operation_files() -> list[Path]:
    return [path for path in source_files() if HOLD_THEM & {path.stem, path.parent.name}]


def _own_functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]


def _called(function: ast.FunctionDef) -> set[str]:
    """`name` and `module.name` of everything a function calls or hands on."""
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return names | {ast.unparse(node) for node in ast.walk(function) if isinstance(node, ast.Attribute)}


def _leaves_audit_row() -> set[str]:
    """The names of functions that reach `audit.record`, themselves or through another of these files."""
    calls = {
        function.name: _called(function) for path in _operation_files() for function in _own_functions(path)
    }
    reached: set[str] = set()
    while True:
        more = {
            name
            for name, called in calls.items()
            if AUDIT in called or reached & {each.rsplit(".", 1)[-1] for each in called}
        }
        if more == reached:
            return reached
        reached = more


def _public() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (at(path, function.lineno), function)
        for path in _operation_files()
        for function in _own_functions(path)
        if not function.name.startswith("_")
    ]


def test_there_are_operations() -> None:
    assert len(_public()) > 3


def test_operations_take_by_and_at_and_all_by_keyword() -> None:
    wrong = [
        f"{where} {function.name}"
        for where, function in _public()
        if function.args.args or not {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}
    ]
    there_are_none(wrong)


def test_operations_leave_an_audit_row() -> None:
    trail = _leaves_audit_row()
    there_are_none(
        [f"{where} {function.name}" for where, function in _public() if function.name not in trail]
    )
