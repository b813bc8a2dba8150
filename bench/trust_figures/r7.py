"""R7: tampering by the database's superuser is found, and how quickly a trail is checked."""

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run

_SEAL = "tests/integration/ledger/test_seal.py"


def measure(run: Run) -> Result:
    """Rows, entries and files changed, cut, swapped, put in others' places, sealed anew; then the rate."""
    return measured_by(
        run,
        f"{_SEAL}::test_every_tampering_is_found_and_an_untouched_record_is_whole",
        f"{_SEAL}::test_a_hundred_thousand_rows_a_second_are_checked",
    )
