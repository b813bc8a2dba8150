"""Which requirements are met: what in the packs carries each, and which tests would fail without it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from goldthread.procedures.checks.context import parts_of
from goldthread.procedures.examples import Example
from goldthread.procedures.format.findings import Damaged
from goldthread.procedures.format.reader import Reader
from goldthread.procedures.register import PackRegister
from goldthread.procedures.requirement_list import Requirement, read_requirements

DECORATOR = "requirement"
ID = re.compile(r"[A-Z]+-\d+(\.\d+)?")
NOT_MET = "docs/not-met.yaml"
EXAMPLES_TEST = "tests/unit/test_pack_examples.py::test_a_worked_case_comes_out_as_it_says"
NO_TEST = "no test shows it"
NO_PACK = "its document has no pack yet"


class Row(NamedTuple):
    """One requirement, and what there is for it: met if a test shows it and no reason speaks against it."""

    id: str
    met: bool
    packs: tuple[str, ...]
    tests: tuple[str, ...]
    reason: str | None


def report(root: Path) -> list[Row]:
    """Every requirement, as the checkout in a folder has it. Raises Damaged if its packs cannot be read."""
    register = PackRegister(root / "packs")
    carried, documents = _carried(register)
    tested = _tested(root, register)
    reasons = _reasons(root / NOT_MET)
    rows = []
    for each in read_requirements(root / "packs" / "requirements.csv").values():
        tests = tuple(tested.get(each.id, ()))
        reason = next((said for pattern, said in reasons.items() if fnmatchcase(each.id, pattern)), None)
        if not tests:
            reason = reason or (NO_TEST if each.seed_file in documents else NO_PACK)
        rows.append(Row(each.id, reason is None, tuple(carried.get(each.id, ())), tests, reason))
    return rows


def _carried(register: PackRegister) -> tuple[Mapping[str, list[str]], set[str]]:
    """What in the shipped packs carries each requirement, and the documents that these packs cite."""
    carried: dict[str, list[str]] = defaultdict(list)
    documents: set[str] = set()
    for pack in map(register.pack, register.ids()):
        documents |= {source.file for source in pack.sources.values()}
        for name, part, _ in parts_of(pack):
            for requirement in (*getattr(part, "requirement", ()), *getattr(part, "usually_requirement", ())):
                carried[requirement].append(f"{pack.id}/{name}")
    return carried, documents


def _tested(root: Path, register: PackRegister) -> Mapping[str, list[str]]:
    """The tests that cite each requirement: by decorator, or as a worked case of a pack."""
    tested: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")):
        file = path.relative_to(root).as_posix()
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node_id, requirement in _cited(module, file, _keyed(module)):
            tested[requirement].append(node_id)
    for path in sorted((root / "packs").glob("*/examples/*.yaml")):
        node_id = f"{EXAMPLES_TEST}[{path.parent.parent.name}-{path.stem}]"
        for requirement in sorted(Example(path, register.procedure).requirements()):
            tested[requirement].append(node_id)
    return tested


def _cited(
    node: ast.Module | ast.ClassDef, name: str, keyed: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """The requirements cited in a file or class, each with the test, class or file that cites it."""
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{name}::{child.name}"
            for decorator in child.decorator_list:
                yield from ((inner, requirement) for requirement in _named(decorator, keyed))
            if isinstance(child, ast.ClassDef):
                yield from _cited(child, inner, keyed)
        elif isinstance(child, ast.Assign):
            yield from ((name, requirement) for requirement in _named(child.value, {}))


def _keyed(module: ast.Module) -> Mapping[str, list[str]]:
    """The tables of a file that are keyed by requirements, which a decorator may turn into cases."""
    tables: dict[str, list[str]] = {}
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            keys = [str(key.value) for key in node.value.keys if isinstance(key, ast.Constant)]
            if keys and all(map(ID.fullmatch, keys)):
                tables.update({each.id: keys for each in node.targets if isinstance(each, ast.Name)})
    return tables


def _named(expression: ast.expr, keyed: Mapping[str, list[str]]) -> Iterator[str]:
    """The requirements that an expression cites: requirement("A-1", "A-2"), or a table keyed by them."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Name):
            yield from keyed.get(node.id, ())
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == DECORATOR:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _reasons(path: Path) -> Mapping[str, str]:
    """Why requirements are not met, by id or by pattern (HERTS-8.*)."""
    reader = Reader("", path.parent)
    reasons: Mapping[str, str] | None = reader.read(path, Mapping[str, str])
    if reasons is None or reader.findings:
        raise Damaged(reader.findings)
    return reasons


def page(rows: Sequence[Row], requirements: Mapping[str, Requirement]) -> str:
    """The reference page: for each document, what is met, by which tests, and what is not and why."""
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_document[row.id.partition("-")[0]].append(row)
    return "# Requirements\n\n" + "\n".join(
        _section(name, found, requirements) for name, found in by_document.items()
    )


def _section(name: str, rows: Sequence[Row], requirements: Mapping[str, Requirement]) -> str:
    met = sum(row.met for row in rows)
    lines = [f"## {name}: {met} of {len(rows)} met", ""]
    if met:
        lines += ["| requirement | what it asks | in the packs | tests |", "|---|---|---|---|"]
        lines += [_line(row, requirements[row.id]) for row in rows if row.met]
        lines.append("")
    reasons: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.reason:
            reasons[row.reason].append(row.id)
    lines += [f"Not met, {reason}: {', '.join(ids)}\n" for reason, ids in reasons.items()]
    return "\n".join(lines)


def _line(row: Row, requirement: Requirement) -> str:
    asked = requirement.requirement.replace("|", "\\|")
    return f"| {row.id} | {asked} | {_ids(row.packs)} | {_files(row.tests)} |"


def _ids(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _files(tests: Sequence[str]) -> str:
    return _ids(tuple(dict.fromkeys(test.partition("::")[0] for test in tests)))
