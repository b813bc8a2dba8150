"""The files of the repository, read once for all the rules."""

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

from goldthread.config.paths import ROOT, SOURCE


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


@cache
def python_files() -> tuple[Path, ...]:
    """Python written by hand: migrations are generated."""
    return tuple(path for path in files() if path.suffix == ".py" and "migrations" not in path.parts)


@cache
def source_files() -> tuple[Path, ...]:
    """Python of the service itself."""
    return tuple(path for path in python_files() if path.is_relative_to(SOURCE))


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def lines(path: Path) -> int:
    """How many lines a text file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def at(path: Path, line: int | None = None) -> str:
    """How a finding names its place."""
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


def functions(module: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods included."""
    return [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def there_are_none(found: list[str]) -> None:
    """Fail with every place named, one a line."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)
