"""R10: two people race at every form that holds words; no word is lost and nothing is decided twice."""

import os

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run

RACES = 1000


def measure(run: Run) -> Result:
    """The races of the tests: of some forms once, or of every form as often as the time allows."""
    os.environ["GOLDTHREAD_RACE_SECONDS"] = str(run.seconds * 0.85)
    folder = "tests/integration/durability"
    found = measured_by(run, f"{folder}/test_races.py", f"{folder}/test_corrections.py")
    fewest = found.numbers.get("races at the form with fewest", 0)
    if run.full and not found.missed and int(fewest) < RACES:
        return Result(found.numbers, [f"{fewest} races at some forms, for want of time, not {RACES}"])
    return found
