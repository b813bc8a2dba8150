"""Runs the tests."""

import subprocess
import sys

from goldthread.config.paths import ROOT

KINDS = ("unit", "rules", "integration", "browser")
BAD_INPUT = 2


def main(arguments: list[str]) -> int:
    """All the tests, or those of the kinds named; what follows -- is for pytest. Its exit status is ours."""
    kinds, options = _split(arguments)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        print(f"goldthread test: there is no {unknown[0]}: write one of {', '.join(KINDS)}", file=sys.stderr)
        return BAD_INPUT
    folders = [f"tests/{kind}" for kind in kinds or KINDS]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *folders, *options], cwd=ROOT, check=False
    ).returncode


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]
