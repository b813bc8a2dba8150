"""R11: statutory clocks under clock change, leap day, bank holiday and clocks that are five minutes wrong."""

from bench.trust_figures.by_tests import measured_by
from bench.trust_figures.frame import Result, Run

_PROCEDURES = "tests/unit/procedures"


def measure(run: Run) -> Result:
    """Every limit of every pack beside a slow counter; and made-up cases with clocks that are wrong."""
    properties = f"{_PROCEDURES}/test_properties.py"
    return measured_by(
        run,
        f"{_PROCEDURES}/test_oracle.py",
        f"{properties}::test_clocks_five_minutes_apart_where_it_was_recorded_change_nothing",
        f"{properties}::test_a_clock_that_is_wrong_for_everything_moves_limits_in_hours_by_as_much_and_no_other",
    )
