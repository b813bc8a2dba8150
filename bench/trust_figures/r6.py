"""R6: every request that touches a person leaves one right row; none is answered where that fails."""

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run


def measure(run: Run) -> Result:
    """Every address as several readers, joined with the trail; then all of them with the trail shut."""
    return measured_by(
        run,
        "tests/integration/access/test_audit_complete.py",
        "tests/integration/privacy/test_seen.py",
    )
