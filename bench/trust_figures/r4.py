"""R4: every cell of the access matrix, tried; and each check of policy and guard taken out in turn."""

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run

SHORT = ("tests/unit/access/test_written.py", "tests/integration/access/test_matrix.py")
FULL = (*SHORT, "tests/integration/access/test_mutants.py")


def measure(run: Run) -> Result:
    """The written policy, the addresses and, in full, every cell and every check."""
    return measured_by(run, *(FULL if run.full else SHORT))
