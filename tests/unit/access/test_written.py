"""The policy of access in writing, held against what the code says, with and without each of its checks."""

import pytest

from goldthread.access import policy
from goldthread.access.models import Level
from goldthread.access.policy import Standing, foresee
from goldthread.accounts.capabilities import Capability
from goldthread.config.access_matrix import LEVELS, RELATIONSHIPS
from tests.mutants import Mutant, mutants

# What each way to stand to a record gives at each level, in the order of LEVELS: + the record, - a refusal
# that says why, . no sign of it. First for whoever reads records, then for who leads a family from another
# agency, for whoever handles allegations, for whoever sets who may open a record, and without a role for it.
WRITTEN = {
    Capability.READ_RECORD: {
        "none": "+-+-..",
        "holds_case": "+-+-..",
        "named": "+-+++.",
        "emergency": "+-++..",
        "excluded": "......",
        "excluded_named": "......",
    },
    Capability.LEAD_FAMILY: {
        "none": "......",
        "holds_case": "+-+-..",
        "named": "......",
        "emergency": "......",
        "excluded": "......",
        "excluded_named": "......",
    },
    Capability.HANDLE_ALLEGATIONS: {
        "none": "+-+-.+",
        "holds_case": "+-+-.+",
        "named": "+-++++",
        "emergency": "+-++.+",
        "excluded": "......",
        "excluded_named": "......",
    },
    Capability.PROTECT_RECORDS: {
        "none": "+-+-..",
        "holds_case": "+-+-..",
        "named": "+-+++.",
        "emergency": "+-+-..",
        "excluded": "......",
        "excluded_named": "......",
    },
    None: dict.fromkeys(RELATIONSHIPS, "------"),
}
# What stands before somebody at each level; the last is restricted, and once belonged to a sealed domain.
WALLS = [[], ["sensitive"], ["sensitive"], ["restricted"], ["sealed"], ["domain"], ["restricted"]]
SIGNS = {"allowed": "+", "refused": "-", "hidden": "."}


def said() -> dict[Capability | None, dict[str, str]]:
    """The same, as the code says it."""
    return {
        act: {
            how: "".join(
                SIGNS[
                    foresee(
                        Standing(
                            level=level,
                            named=how in {"named", "excluded_named"},
                            excluded=how.startswith("excluded"),
                            opens_to=opens_to,
                            acting=act,
                            glass=how in {"emergency", "excluded_named"},
                        ),
                        holds=how == "holds_case",
                        reason=reason,
                    ).outcome.value
                ]
                for level, opens_to, reason in LEVELS.values()
            )
            for how in RELATIONSHIPS
        }
        for act in WRITTEN
    }


def walls() -> list[list[str]]:
    """The same of the walls, for somebody in particular who is about to read."""
    levels = [*LEVELS.values(), (Level.RESTRICTED, Capability.HANDLE_ALLEGATIONS, "")]
    act = Capability.READ_RECORD
    return [sorted(Standing(level, opens_to=key, acting=act).walls) for level, key, _ in levels]


def test_the_code_says_what_is_written() -> None:
    assert (said(), walls()) == (WRITTEN, WALLS)


@pytest.mark.parametrize(
    "mutant", list(mutants([policy.Standing.walls, policy.judge, foresee])), ids=lambda one: one.what
)
def test_a_check_that_is_taken_out_is_missed(mutant: Mutant) -> None:
    with mutant.in_place():
        assert (said(), walls()) != (WRITTEN, WALLS)
