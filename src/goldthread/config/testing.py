"""Runs the tests."""

import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO

from goldthread.config.paths import ROOT

# All the tests together take two processors, one each; either half has a database of its own.
HALVES = (("browser",), ("unit", "rules", "integration"))
KINDS = tuple(kind for half in HALVES for kind in half)
BAD_INPUT = 2


def main(arguments: list[str]) -> int:
    """All the tests, or those of the kinds named; what follows -- is for pytest. Its exit status is ours."""
    kinds, options = _split(arguments)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        print(f"goldthread test: there is no {unknown[0]}: write one of {', '.join(KINDS)}", file=sys.stderr)
        return BAD_INPUT
    return _pytest(kinds, options).wait() if kinds else _everything(options)


def _everything(options: list[str]) -> int:
    """Both halves at once; what the second says is shown when the first is done."""
    with TemporaryFile() as said:
        second = _pytest(HALVES[1], options, said)
        first = _pytest(HALVES[0], options)
        statuses = [first.wait(), second.wait()]
        said.seek(0)
        sys.stdout.write(said.read().decode(errors="replace"))
        sys.stdout.flush()
    return max(statuses)


def _pytest(
    kinds: tuple[str, ...] | list[str], options: list[str], out: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    folders = [f"tests/{kind}" for kind in kinds]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *folders, *options], cwd=ROOT, stdout=out, stderr=out
    )


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]
