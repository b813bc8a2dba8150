"""A figure that is the long form of tests: what they record with `record_property` are its numbers."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml  # of a file that pytest wrote just now

from bench.trust_figures.frame import Number, Result, Run
from goldthread.config.paths import ROOT


def measured_by(run: Run, *tests: str) -> Result:
    """Run these tests (files, or file::test), with GOLDTHREAD_LONG=1 in the full size.

    A number that several tests record under one name is added up. Missed is each that failed or was skipped.
    """
    report = run.var / "tests.xml"
    environment = {**os.environ, **({"GOLDTHREAD_LONG": "1"} if run.full else {})}
    kept = ["-o", "junit_family=xunit1", f"--junit-xml={report}"]  # of the newer kind no numbers are part
    command = [sys.executable, "-m", "pytest", "-q", *kept, *tests]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
    if not report.exists():
        return Result({}, [f"pytest ended with status {done.returncode} and no report"])
    cases = list(Xml.parse(report).iter("testcase"))  # noqa: S314 - as above
    missed = [f"{case.get('name')} {_trouble(case)}" for case in cases if _trouble(case)]
    return Result({"tests": len(cases), **_numbers(cases)}, missed or ([] if cases else ["no test ran"]))


def _trouble(case: Xml.Element) -> str:
    words = {"failure": "failed", "error": "broke", "skipped": "was skipped"}
    return next((said for tag, said in words.items() if case.find(tag) is not None), "")


def _numbers(cases: Sequence[Xml.Element]) -> dict[str, Number]:
    found: dict[str, Number] = {}
    for name, text in _properties(cases):
        number = _number(text)
        before = found.get(name, 0)
        together = isinstance(number, str) or isinstance(before, str)
        found[name] = number if together else number + before
    return found


def _properties(cases: Iterable[Xml.Element]) -> Iterable[tuple[str, str]]:
    for case in cases:
        for one in case.iter("property"):
            yield one.get("name", ""), one.get("value", "")


def _number(text: str) -> Number:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
