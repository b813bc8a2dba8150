"""The page of the figures of trust says what was measured, and does not say more."""

import subprocess
import sys

import pytest

from goldthread.config import trust_page
from goldthread.config.paths import ROOT
from goldthread.config.trust_page import Kept, figures

LOOPBACK = ROOT / "bench" / "trust_figures" / "loopback"


def kept(*missed: str) -> Kept:
    return Kept(
        "2026-04-01T10:00:00+00:00", "bench/trust R1 --full", "abc", False, "x", 7, {"lost": 1200}, missed
    )


@pytest.mark.parametrize(
    ("found", "row", "section"),
    [
        (None, "| not run yet |", "It has not been run whole yet."),
        (kept(), "| met, 2026-04-01 |", "| lost | 1,200 |"),
        (kept("two were lost"), "| **not met**, 2026-04-01 |", "Not met: two were lost."),
    ],
)
def test_each_figure_says_how_it_stands(
    monkeypatch: pytest.MonkeyPatch, found: Kept | None, row: str, section: str
) -> None:
    monkeypatch.setattr(trust_page, "_kept", lambda name: found if name == "R1" else None)
    text = trust_page.text()
    [first] = [line for line in text.splitlines() if line.startswith("| R1 |")]
    assert first.endswith(row)
    assert section in text.partition("## R1.")[2].partition("## R2.")[0]


def test_the_tests_that_hold_a_figure_are_there() -> None:
    named = [test.partition("::")[0] for figure in figures().values() for test in figure.short]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_results_kept_are_of_figures_of_the_list() -> None:
    assert {file.stem for file in (trust_page.FOLDER / "results").glob("*")} <= figures().keys()


@pytest.mark.takes(5)
@pytest.mark.parametrize(("host", "reached"), [("127.0.0.1", True), ("192.0.2.1", False)])
def test_a_figure_reaches_this_machine_only(host: str, *, reached: bool) -> None:
    asks = f"import socket; socket.socket().connect(({host!r}, 9))"
    done = subprocess.run(
        [sys.executable, "-c", asks],
        check=False,
        env={"PYTHONPATH": str(LOOPBACK)},
        capture_output=True,
        text=True,
    )
    assert ("reaches this machine only" not in done.stderr) == reached
