"""R3: malformed requests to every address as everybody, and how many of them made the service fail."""

from dataclasses import replace

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run

REACH = 200_000


def measure(run: Run) -> Result:
    """What the test of malformed requests finds. A full run cut short by GOLDTHREAD_REQUESTS says so."""
    found = measured_by(run, "tests/integration/web/test_malformed.py")
    sent = int(found.numbers.get("malformed requests", 0))
    short = [f"only {sent:,} of {REACH:,} requests were sent"] if run.full and sent < REACH else []
    return replace(found, missed=[*found.missed, *short])
