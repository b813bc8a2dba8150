"""`./goldthread test` runs every test once, whichever part it is in."""

import pytest

from goldthread.config import testing
from goldthread.config.paths import ROOT


def test_every_file_of_tests_is_in_one_part() -> None:
    paths = [ROOT / path for part in testing.jobs() for path in part]
    inside = [file for path in paths for file in ([path] if path.is_file() else path.rglob("test_*.py"))]
    assert sorted(inside) == sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize(
    ("ends", "status"), [([0, 0], 0), ([0, 5], 0), ([5, 5], 5), ([0, 1], 1), ([5, 1], 1), ([0, -9], 9)]
)
def test_all_is_well_where_no_part_failed_or_was_killed_and_some_part_found_tests(
    monkeypatch: pytest.MonkeyPatch, ends: list[int], status: int
) -> None:
    left = iter(ends)
    monkeypatch.setattr(testing, "jobs", lambda: [["one"], ["another"]])
    monkeypatch.setattr(testing.subprocess, "run", lambda *_, **__: Ended(next(left)))
    assert testing.main([]) == status


class Ended:
    """How a process ended."""

    stdout = ""

    def __init__(self, status: int) -> None:
        self.returncode = status
