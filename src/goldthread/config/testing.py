"""Runs the tests."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from goldthread.config.paths import ROOT

TESTS = ROOT / "tests"
KINDS = ("browser", "unit", "rules", "integration")
BAD_INPUT = 2


def main(arguments: list[str]) -> int:
    """All the tests, or those of the kinds named; what follows -- is for pytest. Its exit status is ours."""
    kinds, options = _split(arguments)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        print(f"goldthread test: there is no {unknown[0]}: write one of {', '.join(KINDS)}", file=sys.stderr)
        return BAD_INPUT
    return _pytest([TESTS / kind for kind in kinds], options).wait() if kinds else _everything(options)


def _parts() -> list[Sequence[Path | str]]:
    """All the tests in five parts, each with a database of its own.

    Browsers and the database are often waited for: several at once keep two processors busy.
    """
    browser = sorted((TESTS / "browser").glob("test_*.py"))
    integration, frontdoor = TESTS / "integration", TESTS / "integration" / "frontdoor"
    return [
        browser[::2],
        browser[1::2],
        [frontdoor],
        [integration, f"--ignore={frontdoor}"],
        [TESTS / "unit", TESTS / "rules"],
    ]


def _everything(options: list[str]) -> int:
    """All parts at once; what each says is shown whole, in turn."""
    running = []
    for part in _parts():
        said = TemporaryFile()  # noqa: SIM115
        running.append((_pytest(part, options, said), said))
    statuses = []
    for process, said in running:
        statuses.append(process.wait())
        with said:
            said.seek(0)
            sys.stdout.write(said.read().decode(errors="replace"))
            sys.stdout.flush()
    return max(statuses)


def _pytest(
    part: Sequence[Path | str], options: list[str], out: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *map(str, part), *options], cwd=ROOT, stdout=out, stderr=out
    )


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]
