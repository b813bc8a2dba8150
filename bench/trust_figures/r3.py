"""R3: malformed requests to every address as everybody, and how many of them made the service fail."""

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run


def measure(run: Run) -> Result:
    """What the test of malformed requests finds, in its long form when `run.full`."""
    return measured_by(run, "tests/integration/web/test_malformed.py")
