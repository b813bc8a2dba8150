"""Runs the tests."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from goldthread.config.paths import ROOT

TESTS = ROOT / "tests"
KINDS = ("browser", "integration", "unit", "rules")
AT_ONCE = 2  # processes, each with a database of its own: as many as the smallest machine has processors
SHARES = 4  # of the integration tests: small enough for the processors to end together
NOTHING, BAD_INPUT = 5, 2  # what pytest says where it found no test; what we say of a kind that there is not


def main(arguments: list[str]) -> int:
    """All the tests, or those of the kinds named; what follows -- is for pytest. Its exit status is ours."""
    kinds, options = _split(arguments)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        print(f"goldthread test: there is no {unknown[0]}: write one of {', '.join(KINDS)}", file=sys.stderr)
        return BAD_INPUT
    if not kinds:
        return _everything(options)
    return _run([f"tests/{kind}" for kind in kinds], options).returncode


def jobs() -> list[list[str]]:
    """All the tests in parts that run apart: the same parts each time, the longest first."""
    return [["tests/browser"], *_shares(TESTS / "integration"), ["tests/unit", "tests/rules"]]


def _shares(folder: Path) -> list[list[str]]:
    """What is in a folder of tests, dealt into shares of about the same size, by the length of the tests."""
    sizes = {one: sum(file.stat().st_size for file in _tests(one)) for one in folder.iterdir()}
    shares: list[list[Path]] = [[] for _ in range(SHARES)]
    for one in sorted(filter(sizes.get, sizes), key=lambda one: (-sizes[one], one)):
        min(shares, key=lambda share: sum(map(sizes.__getitem__, share))).append(one)
    return [sorted(str(one.relative_to(ROOT)) for one in share) for share in shares]


def _tests(one: Path) -> Iterator[Path]:
    """The test files of a folder, or of itself."""
    return one.rglob("test_*.py") if one.is_dir() else iter([one] if one.match("test_*.py") else [])


def _everything(options: list[str]) -> int:
    """Whichever process is done goes on with the next part; what a part says is shown when it is done."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = {pool.submit(_run, paths, options, kept=True): paths for paths in jobs()}
        statuses = set()
        try:
            for part in as_completed(parts):
                print(f"goldthread test: {' '.join(parts[part])}\n{part.result().stdout}", flush=True)
                statuses.add(part.result().returncode)
        finally:
            for part in parts:
                part.cancel()  # those that have not begun, after Ctrl-C
    failed = {abs(status) for status in statuses - {0, NOTHING}}  # a process that was killed ends below 0
    return max(failed, default=min(statuses))


def _run(paths: list[str], options: list[str], *, kept: bool = False) -> "subprocess.CompletedProcess[str]":
    """Run these; what is said is kept, or shown as it comes."""
    told: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if kept else {}
    command = [sys.executable, "-m", "pytest", *paths, *options]
    return subprocess.run(command, cwd=ROOT, check=False, text=True, errors="replace", **told)


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]
