"""docs/reference/requirements.md: which numbered requirements are met, and what shows it."""

from goldthread.config.paths import ROOT
from goldthread.procedures.requirement_list import read_requirements
from goldthread.procedures.requirement_report import page, report


def text() -> str:
    """The whole page, from the packs and tests that this version comes with."""
    return page(report(ROOT), read_requirements(ROOT / "packs" / "requirements.csv"))
